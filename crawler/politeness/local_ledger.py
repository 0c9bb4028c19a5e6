"""The ledger of one machine: SQLite, ``archive/ledger.sqlite``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.politeness.ledger import UNKNOWN, Account, Ledger, LedgerError
from store.home import Home

SCHEMA = """
create table if not exists host (
    host text primary key,
    last real not null default 0,        -- the last request went out, or its answer had come
    hold_until real not null default 0,  -- no request before
    hold_reason text not null default '',
    strikes integer not null default 0,  -- refusals since the last good answer
    failures integer not null default 0, -- failures of the server in a row
    crawl_delay real not null default 0  -- what its robots.txt asks for, in seconds
) without rowid;
create table if not exists spent (
    host text not null,
    day text not null,                   -- in Beijing
    requests integer not null,
    primary key (host, day)
) without rowid;
"""

BUSY_SECONDS = 30.0


class LocalLedger(Ledger):
    """The ledger below ``home``; raises `LedgerError` if it cannot be opened, read or written."""

    def __init__(self, home: Path) -> None:
        self.path = Home(home).ledger
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._errors_named():
            self._db = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = normal")
            self._db.executescript(SCHEMA)

    def close(self) -> None:
        self._db.close()

    def account(self, host: str, day: str) -> Account:
        with self._errors_named():
            row = self._db.execute(
                "select last, hold_until, hold_reason, strikes, failures, crawl_delay,"
                " coalesce((select requests from spent where spent.host = host.host and day = ?), 0)"
                " from host where host = ?",
                (day, host),
            ).fetchone()
        return Account(*row) if row else UNKNOWN

    def enter(self, host: str, day: str, at: float, budget: int, after: Account) -> bool:
        """Enter one request that goes out at ``at``.

        ``False``, and nothing is entered, if the host is no longer as ``after`` says (another run came first) or
        the day's budget is spent.
        """
        with self._errors_named():
            self._db.execute("begin immediate")
            try:
                if after == UNKNOWN:
                    self._db.execute("insert or ignore into host (host) values (?)", (host,))
                is_first = self._db.execute(
                    "update host set last = ? where host = ? and last = ? and hold_until = ?",
                    (at, host, after.last, after.hold_until),
                ).rowcount
                is_within = self._db.execute(
                    "insert into spent (host, day, requests) select ?, ?, 1 where ? > 0"
                    " on conflict do update set requests = requests + 1 where requests < ?",
                    (host, day, budget, budget),
                ).rowcount
                is_entered = is_first == 1 and is_within == 1
            except BaseException:
                self._db.execute("rollback")
                raise
            self._db.execute("commit" if is_entered else "rollback")
        return is_entered

    def _change(self, host: str, assignments: str, **values: float | str) -> None:
        with self._errors_named():
            self._db.execute("insert or ignore into host (host) values (?)", (host,))
            self._db.execute(f"update host set {assignments} where host = :host", {"host": host, **values})  # noqa: S608

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerError(f"ledger {self.path} cannot be used: {error}") from error
