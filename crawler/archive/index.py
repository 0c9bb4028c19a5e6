"""Where the newest answer to each request stands in the logs, in SQLite, so that opening an archive reads no log twice.

The index is derived: it may lag behind the logs, never lead, and catches up from where it ended. One that is missing,
damaged, of another version, or that does not fit the logs is made anew from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from crawler.archive.log import Line, Log
from crawler.archive.record import FOREIGN_REASONS, key_of, moment, outcome_of
from store.capture import Capture, parse_capture
from store.errors import ArchiveError

PAGE, MOVED, CONFIRMED, GONE = range(4)
"""What an answer is: a page, a redirect, the word that a page has not changed (304), the word that it is not here."""

VERSION = 1
_SCHEMA = (
    "create table log (number integer primary key, run_id text not null unique,"
    " offset integer not null, lines integer not null, broken integer not null)",
    "create table answer (key blob not null, state integer not null, captured_at integer not null,"
    " log integer not null, offset integer not null, primary key (key, state)) without rowid",
    f"pragma user_version = {VERSION}",
)
_REMEMBER = (
    "insert into answer values (?, ?, ?, ?, ?) on conflict (key, state) do update set captured_at ="
    " excluded.captured_at, log = excluded.log, offset = excluded.offset where excluded.captured_at >= captured_at"
)
_ADVANCE = "update log set offset = ?1, lines = ?2, broken = ?3 where number = ?4 and offset < ?1"
_UNUSABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
}
"""Errors that a new index would meet, too."""

_Answer = tuple[bytes, int, int, int, int]
_T = TypeVar("_T")


class _MisfitError(Exception):
    """The index says something else than the logs."""


@dataclass(slots=True)
class _Known:
    """How far a log is in the index."""

    number: int
    offset: int = 0
    lines: int = 0
    broken: int = 0
    is_torn: bool = False


class Index:
    """Opened, and brought up to the logs, by the first question."""

    def __init__(self, path: Path, log: Log) -> None:
        self.path = path
        self.log = log
        self._connection: sqlite3.Connection | None = None
        self._known: dict[str, _Known] = {}

    def newest(self, key: bytes) -> dict[int, Capture]:
        """The newest capture of each kind of answer to the request of that key."""
        return self._mended(lambda: self._newest(key))

    def lines(self) -> Iterator[bytes]:
        """The lines of all newest answers, in the order of the logs."""
        question = "select distinct run_id, answer.offset from answer join log on log.number = answer.log order by 1, 2"
        for run_id, offset in self._mended(lambda: self._opened().execute(question).fetchall()):
            yield self.log.line_at(run_id, offset)

    def line_count(self, run_id: str) -> int:
        """Lines of a run's log, torn ones included."""
        known = self._mended(lambda: self._current().get(run_id))
        return known.lines + known.is_torn if known else 0

    @property
    def broken_lines(self) -> int:
        """Lines of all logs that a kill has torn."""
        return sum(known.broken + known.is_torn for known in self._mended(self._current).values())

    def add(self, lines: Sequence[Line]) -> None:
        """Captures of one run just logged, in the order of their lines."""
        self._mended(lambda: self._add(lines))

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None
        self._known = {}

    def _add(self, lines: Sequence[Line]) -> None:
        connection, known = self._opened(), self._known.get(lines[0].capture.run_id)
        if known is None or known.offset != lines[0].before:
            self._catch_up(connection)
            return
        known.offset, known.lines = lines[-1].end, known.lines + len(lines)
        answers = [_answer(line.capture, known.number, line.start) for line in lines]
        with connection:
            connection.execute("begin immediate")
            connection.executemany(_REMEMBER, filter(None, answers))
            connection.execute(_ADVANCE, (known.offset, known.lines, known.broken, known.number))

    def _newest(self, key: bytes) -> dict[int, Capture]:
        question = "select state, run_id, answer.offset from answer join log on log.number = answer.log where key = ?"
        found = {}
        for state, run_id, offset in self._opened().execute(question, (key,)):
            try:
                capture = parse_capture(self.log.line_at(run_id, offset))
            except FileNotFoundError as error:
                raise _MisfitError(run_id) from error
            answer = _answer(capture, 0, 0) if capture else None
            if capture is None or answer is None or answer[:2] != (key, state):
                raise _MisfitError(run_id)
            found[state] = capture
        return found

    def _current(self) -> dict[str, _Known]:
        self._opened()
        return self._known

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = normal")
            (version,) = self._connection.execute("pragma user_version").fetchone()
            if version not in (0, VERSION):
                raise _MisfitError(f"version {version}")
            if version == 0:
                with self._connection:
                    self._connection.execute("begin immediate")
                    for statement in _SCHEMA:
                        self._connection.execute(statement)
            self._catch_up(self._connection)
        return self._connection

    def _catch_up(self, connection: sqlite3.Connection) -> None:
        """Take in what the logs have beyond the index, a transaction a log."""
        rows = connection.execute("select run_id, number, offset, lines, broken from log")
        self._known = {run_id: _Known(*numbers) for run_id, *numbers in rows}
        sizes = self.log.sizes()
        if any(known.offset > sizes.get(run_id, -1) for run_id, known in self._known.items()):
            raise _MisfitError("a log is shorter than it was")
        for run_id, size in sizes.items():
            known = self._known.get(run_id)
            if known is None or known.offset < size:
                self._known[run_id] = known = self._take_in(connection, run_id)
                known.is_torn = known.offset < size

    def _take_in(self, connection: sqlite3.Connection, run_id: str) -> _Known:
        with connection:
            connection.execute("begin immediate")
            connection.execute("insert or ignore into log values (null, ?, 0, 0, 0)", (run_id,))
            row = connection.execute("select number, offset, lines, broken from log where run_id = ?", (run_id,))
            known = _Known(*row.fetchone())
            connection.executemany(_REMEMBER, self._answers(run_id, known))
            connection.execute(_ADVANCE, (known.offset, known.lines, known.broken, known.number))
        return known

    def _answers(self, run_id: str, known: _Known) -> Iterator[_Answer]:
        """The answers among the lines beyond ``known``, which advances with them."""
        for offset, line in self.log.lines(run_id, known.offset):
            known.offset, known.lines = offset + len(line), known.lines + 1
            capture = parse_capture(line)
            if capture is None:
                known.broken += 1
            elif answer := _answer(capture, known.number, offset):
                yield answer

    def _mended(self, ask: Callable[[], _T]) -> _T:
        """What ``ask`` gives; if the index is damaged or does not fit the logs, a new one is asked."""
        try:
            return ask()
        except sqlite3.ProgrammingError:
            raise
        except (sqlite3.DatabaseError, _MisfitError) as error:
            code = getattr(error, "sqlite_errorcode", 0)
            if code & 0xFF in _UNUSABLE:
                raise ArchiveError(f"{self.path} cannot be used: {error}") from error
            self.close()
            for ending in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            return ask()


def _answer(capture: Capture, number: int, offset: int) -> _Answer | None:
    """The index row of a capture; ``None`` for what answers no request of this archive."""
    try:
        if capture.kind == "import" or capture.reason in FOREIGN_REASONS:
            return None
        state = _state(capture)
        if state is None:
            return None
        captured_at = int(moment(capture.captured_at).timestamp() * 1000)
        return key_of(capture), state, captured_at, number, offset
    except (TypeError, ValueError):
        return None


def _state(capture: Capture) -> int | None:
    outcome = outcome_of(capture)
    if outcome == "ok":
        if capture.status is None:
            return None
        # a page that only sends on is labelled with how: it is no more the page than a redirect is
        return PAGE if capture.status < 300 and capture.label is None else MOVED
    return {"not_modified": CONFIRMED, "not_here": GONE}.get(outcome)
