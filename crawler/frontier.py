"""What is known of every report and file at its portal, and how far each list was walked: ``archive/frontier.sqlite``.

    seen    one row a bureau and article (by its platform's number) or file (by its address)
    walk    one row a bureau and strategy: when its list was last asked, and last walked to its end
    run     runs whose sightings are all in here
    landed  sightings of runs that were killed: they are not landed a second time

A row that a list offers is kept as ``open`` before its list counts as walked. It turns ``present`` only once its sighting
is on disk. So a run may be killed anywhere: what it had not finished is open, and the next one goes on from there. The
file is derived: without it every list is walked again, and what is fresh is answered from the archive.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from crawler.archive import iso, moment
from crawler.due_dates import latest_due
from store.home import Home, Landing
from store.landed import sightings

State = Literal["open", "present", "vanished", "refused"]
Kind = Literal["report", "attachment"]

SCHEMA = """
create table if not exists seen (
    bureau_code text not null,
    kind text not null,          -- report | attachment
    key text not null,           -- article number | address
    url text not null,
    other_url text,
    title text,
    published_on text,
    found_on text,
    files text not null,         -- addresses that a list names, one a line
    strategy text not null,
    is_listed integer not null,
    state text not null,         -- open | present | vanished | refused
    reason text,
    sha256 text,
    confirmed_at text,
    tries integer not null,
    due_at text,                 -- the next time to ask without being led there by a list; null: never
    primary key (bureau_code, kind, key)
) without rowid;
create table if not exists walk (
    bureau_code text not null,
    strategy text not null,
    url text,
    ended_at text,               -- the last walk that came to its end
    completed_at text,           -- the last walk that saw every page
    rows integer not null,       -- reports that the last complete walk offered
    is_open integer not null,    -- pages behind the first are being walked: if nobody closes it, they were not
    primary key (bureau_code, strategy)
) without rowid;
create table if not exists run (run_id text primary key) without rowid;
create table if not exists landed (
    bureau_code text not null,
    url text not null,
    capture_id text not null,
    primary key (bureau_code, url, capture_id)
) without rowid;
create index if not exists seen_due on seen (bureau_code, due_at);
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One article or file of a bureau; moments are ISO 8601 in UTC, ``sha256`` is that of the last good capture."""

    bureau_code: str
    kind: Kind
    key: str
    url: str
    other_url: str | None
    title: str | None
    published_on: str | None
    found_on: str | None
    files: tuple[str, ...]
    strategy: str
    is_listed: bool
    state: State
    reason: str | None = None
    sha256: str | None = None
    confirmed_at: str | None = None
    tries: int = 0
    due_at: str | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a bureau's lists were walked by one strategy (``discover``: by all that were tried)."""

    url: str | None
    ended_at: datetime | None
    completed_at: datetime | None
    rows: int
    is_open: bool


COLUMNS = tuple(field.name for field in fields(Seen))
_SELECT = f"select {', '.join(COLUMNS)} from seen where bureau_code = ?"  # noqa: S608
_SAVE = f"insert or replace into seen ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"  # noqa: S608


class Frontier:
    """The frontier below ``home``, for one run at a time; `commit` is its owner's business."""

    def __init__(self, home: Path) -> None:
        self._open(Home(home).frontier)

    @classmethod
    def at(cls, path: Path) -> Self:
        """One that lies anywhere."""
        frontier = cls.__new__(cls)
        frontier._open(path)
        return frontier

    def _open(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=30)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.executescript(SCHEMA)
        self._rename_walks()

    def close(self) -> None:
        self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def get(self, bureau_code: str, kind: Kind, key: str) -> Seen | None:
        return next(self._seen("and kind = ? and key = ?", bureau_code, kind, key), None)

    def due(self, bureau_code: str, now: datetime) -> list[Seen]:
        """What is to be asked at ``now`` whatever the lists say: the unfinished, and what is to be rechecked."""
        terms = "and (due_at <= ? or due_at > ?) order by kind desc, due_at"
        return list(self._seen(terms, bureau_code, iso(now), iso(latest_due(now))))

    def listed(self, bureau_code: str, strategy: str) -> list[Seen]:
        """Reports that were captured and that the lists of this strategy offered when they were last walked."""
        terms = "and kind = 'report' and strategy = ? and is_listed and state = 'present'"
        return list(self._seen(terms, bureau_code, strategy))

    def article_at(self, bureau_code: str, url: str) -> Seen | None:
        """The report whose page is at ``url``."""
        return next(self._seen("and kind = 'report' and url = ?", bureau_code, url), None)

    def has_report(self, bureau_code: str) -> bool:
        return next(self._seen("and kind = 'report' and state = 'present' limit 1", bureau_code), None) is not None

    def save(self, seen: Seen) -> None:
        values = [getattr(seen, name) for name in COLUMNS]
        self._db.execute(_SAVE, ["\n".join(value) if isinstance(value, tuple) else value for value in values])

    def walk(self, bureau_code: str, strategy: str) -> Walked | None:
        found = self._db.execute(
            "select url, ended_at, completed_at, rows, is_open from walk where bureau_code = ? and strategy = ?",
            (bureau_code, strategy),
        ).fetchone()
        if found is None:
            return None
        url, ended_at, completed_at, rows, is_open = found
        return Walked(url, _moment(ended_at), _moment(completed_at), rows, bool(is_open))

    def open_walk(self, bureau_code: str, strategy: str, url: str | None = None) -> None:
        """Pages are about to be asked for: until the walk is closed, the next one walks all of them."""
        self._db.execute(
            "insert into walk values (?, ?, ?, null, null, 0, 1)"
            " on conflict do update set is_open = 1, url = coalesce(excluded.url, url)",
            (bureau_code, strategy, url),
        )

    def close_walk(
        self, bureau_code: str, strategy: str, now: datetime, *, rows: int | None, url: str | None = None
    ) -> None:
        """The walk came to its end; ``rows`` is ``None`` if it did not look at every page."""
        complete = None if rows is None else iso(now)
        self._db.execute(
            "insert into walk values (:bureau, :strategy, :url, :now, :complete, coalesce(:rows, 0), 0)"
            " on conflict do update set url = coalesce(:url, url), ended_at = :now,"
            " completed_at = coalesce(:complete, completed_at), rows = coalesce(:rows, rows), is_open = 0",
            {
                "bureau": bureau_code,
                "strategy": strategy,
                "url": url,
                "now": iso(now),
                "complete": complete,
                "rows": rows,
            },
        )

    def _rename_walks(self) -> None:
        """A frontier of an older program has other names for walks; without them every list would be walked again."""
        columns = {name for _, name, *_ in self._db.execute("pragma table_info(walk)")}
        if "hunted_at" in columns:
            self._db.execute("alter table walk rename column hunted_at to ended_at")
            self._db.execute("update walk set strategy = 'discover' where strategy = 'hunt'")
            self._db.commit()

    def recover(self, landings: Iterable[Landing], run_id: str) -> None:
        """Take note of what killed runs have landed, so that it is landed once; ``run_id`` is the run that begins."""
        closed = {run for (run,) in self._db.execute("select run_id from run")}
        for landing in landings:
            if landing.run_id not in closed:
                self._db.executemany("insert or ignore into landed values (?, ?, ?)", _keys(landing))
                if landing.run_id != run_id:
                    self._db.execute("insert into run values (?)", (landing.run_id,))
        self._db.commit()

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Codes of bureaus, each with an address that was found for it."""
        for code, url, other_url in self._db.execute("select bureau_code, url, other_url from seen"):
            yield code, url
            if other_url:
                yield code, other_url

    def hand_out(self, bureau_codes: Iterable[str], file: Path) -> None:
        """Write what is known of some bureaus into a frontier of its own, for the machine that asks them."""
        Frontier.at(file).close()
        with self._beside(file):
            self._db.execute(
                "create temp table wanted as select value as bureau_code from json_each(?)",
                (json.dumps([*bureau_codes]),),
            )
            for table in ("seen", "walk", "landed"):
                self._db.execute(f"insert into beside.{table} select * from main.{table} where bureau_code in wanted")  # noqa: S608
            self._db.execute("drop table wanted")
            self._db.commit()

    def take_in(self, files: Iterable[Path], run_id: str) -> None:
        """What other machines have found out in a run takes the place of what was known; once for each run."""
        if self._db.execute("select 1 from run where run_id = ?", (run_id,)).fetchone():
            return
        for file in files:
            with self._beside(file):
                for table in ("seen", "walk"):
                    self._db.execute(f"insert or replace into main.{table} select * from beside.{table}")  # noqa: S608
                self._db.commit()
        self.close_run(run_id)

    @contextmanager
    def _beside(self, file: Path) -> Iterator[None]:
        self._db.commit()
        self._db.execute("attach ? as beside", (str(file),))
        try:
            yield
        finally:
            self._db.rollback()
            self._db.execute("detach beside")

    def has_landed(self, bureau_code: str, url: str, capture_id: str) -> bool:
        terms = "select 1 from landed where bureau_code = ? and url = ? and capture_id = ?"
        return self._db.execute(terms, (bureau_code, url, capture_id)).fetchone() is not None

    def close_run(self, run_id: str) -> None:
        self._db.execute("insert or ignore into run values (?)", (run_id,))
        self._db.commit()

    def _seen(self, terms: str, *values: Any) -> Iterator[Seen]:
        for row in self._db.execute(f"{_SELECT} {terms}", values):
            seen = dict(zip(COLUMNS, row, strict=True))
            yield Seen(**{**seen, "is_listed": bool(seen["is_listed"]), "files": tuple(seen["files"].split())})


def _keys(landing: Landing) -> Iterator[tuple[str, str, str]]:
    """Keys of a run's sightings."""
    for sighting in sightings(landing):
        yield sighting.bureau_code or "", sighting.url, sighting.capture_id


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None
