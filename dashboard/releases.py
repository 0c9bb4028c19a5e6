"""The releases that pages are made from: one read-only connection each, a cursor a question.

A page asks for the current release once and keeps to it, so no page is half of one release and half of the next. Releases
never change, so an answer may be kept as long as its release is open.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from dashboard.errors import PageError
from store.home import RELEASE_FILE, RELEASE_RECORD
from warehouse.connection import open_locked
from warehouse.read import current_release

Row = dict[str, Any]

MEMORY_MIB = 128
"""For DuckDB: at 200,000 reports 40 are too few for a page of findings, 80 do for eight visitors at once."""
THREADS = 2
"""A page waits for some ten small questions; more threads help no question."""
KEPT_RELEASES = 2
"""Open at a time: the current one, and the one before, to which pages already shown still link."""
KEPT_ROWS = 20_000
"""Of all answers that are kept; a row takes about a kilobyte."""
LARGEST_KEPT = 4_000
"""Rows; a larger answer is a download, and is asked anew."""

_SQL = Path(__file__).parent / "sql"


@cache
def question(name: str) -> str:
    """The statement in ``sql/NAME.sql``."""
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")


class Release:
    """One release, open for reading by many threads."""

    def __init__(self, folder: Path) -> None:
        """Raises PageError if the release cannot be opened."""
        self.number = int(folder.name)
        self.stamp = _stamp(folder)
        try:
            self.facts: Row = json.loads((folder / RELEASE_RECORD).read_text(encoding="utf-8"))
            self.built_at = datetime.fromisoformat(self.facts["built_at"])
            self._connection = open_locked(folder / RELEASE_FILE, memory_mib=MEMORY_MIB, threads=THREADS)
        except (OSError, ValueError, TypeError, KeyError, duckdb.Error) as error:
            raise PageError("release_unreadable", 503, number=folder.name) from error
        self._answers: OrderedDict[tuple[object, ...], list[Row]] = OrderedDict()
        self._kept_rows = 0
        self._lock = Lock()

    def rows(self, name: str, **values: object) -> list[Row]:
        """The answer to ``sql/NAME.sql``; ``values`` are its ``$parameters``.

        Raises PageError if the release lacks a table or column (another version of this program made it), or if memory runs out.
        """
        key = (name, *sorted(values.items(), key=lambda item: item[0]))
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        found = self._ask(name, values)
        if len(found) <= LARGEST_KEPT:
            with self._lock:
                if key not in self._answers:
                    self._answers[key] = found
                    self._kept_rows += len(found)
                while self._kept_rows > KEPT_ROWS:
                    self._kept_rows -= len(self._answers.popitem(last=False)[1])
        return found

    def _ask(self, name: str, values: dict[str, object]) -> list[Row]:
        cursor = self._connection.cursor()
        try:
            result = cursor.execute(question(name), values)
            columns = [column[0] for column in result.description or []]
            return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise PageError("release_of_another_version", 503, number=self.number) from error
        except duckdb.OutOfMemoryException as error:
            raise PageError("too_much_at_once", 503) from error
        finally:
            cursor.close()

    def close(self) -> None:
        self._connection.close()


def _stamp(folder: Path) -> tuple[int, int] | None:
    """Tells a release from one of the same number: a home that is deleted and made anew begins at 1 again."""
    try:
        found = (folder / RELEASE_FILE).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


class Releases:
    """The releases of one home, opened when they are first asked for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._open: OrderedDict[int, Release] = OrderedDict()
        self._lock = Lock()

    def current(self) -> Release:
        """The release that ``releases/current`` names now; raises PageError if there is none or it cannot be opened."""
        folder = current_release(self.home)
        if folder is None:
            raise PageError("no_release", 503)
        with self._lock:
            held = self._open.get(int(folder.name))
            if held is None or held.stamp != _stamp(folder):
                self._open[int(folder.name)] = Release(folder)
                while len(self._open) > KEPT_RELEASES:
                    # Whoever still reads it has a cursor of its own, which keeps the database open.
                    self._open.popitem(last=False)[1].close()
            self._open.move_to_end(int(folder.name))
            return self._open[int(folder.name)]

    def numbered(self, number: int) -> Release:
        """An open release by its number, for what a page already shown links to; raises PageError if it is gone."""
        current = self.current()
        with self._lock:
            found = self._open.get(number)
        if found is None:
            raise PageError("release_gone", 410, number=number, current=current.number)
        return found
