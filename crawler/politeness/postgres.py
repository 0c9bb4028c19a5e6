"""PostgreSQL for what machines share while they ask portals: one connection, errors of one sentence, no password in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from crawler.politeness.ledger import LedgerError

if TYPE_CHECKING:
    import psycopg

CONNECT_SECONDS = 10
SCHEMES = ("postgresql://", "postgres://")
SETUP_LOCK = 727_401
"""Any number that is always the same: two that make the tables at once would stand in each other's way."""

SCHEMA = """
create schema if not exists ledger;
create table if not exists ledger.host (
    host text primary key,
    last double precision not null default 0,        -- the last request went out, or its answer had come
    hold_until double precision not null default 0,  -- no request before
    hold_reason text not null default '',
    strikes integer not null default 0,              -- refusals since the last good answer
    failures integer not null default 0,             -- failures of the server in a row
    crawl_delay double precision not null default 0  -- what its robots.txt asks for, in seconds
);
create table if not exists ledger.spent (
    host text not null,
    day text not null,                               -- in Beijing
    requests integer not null,
    primary key (host, day)
);
create table if not exists ledger.shard (
    run_id text not null,
    number integer not null,
    token text not null default '',                  -- of the worker that has it; empty: nobody
    beat_at timestamptz not null default now(),      -- that worker's last sign of life
    said text not null default '',                   -- how far it has come, or what ended it
    has_ended boolean not null default false,        -- its result is in the archive's store
    primary key (run_id, number)
);
"""

Rows = list[tuple[Any, ...]]
_T = TypeVar("_T")


class Postgres:
    """The database at ``url``; raises `LedgerError` if it cannot be used. A connection that was dropped is made anew, once a question."""

    def __init__(self, url: str) -> None:
        if not url.startswith(SCHEMES):
            raise LedgerError("ledger_url is no address of PostgreSQL (postgresql://user@host/database)")
        self._url = url
        self._driver = _driver()
        self.place = _without_password(url)
        self._db = self._connected()
        self._make_tables()

    def rows(self, statements: str, values: Mapping[str, Any] | None = None) -> Rows:
        """The rows of the last statement, all of them in one transaction; whatever is asked here may be asked twice."""
        try:
            return self._named(lambda: self._execute(statements, values))
        except _DroppedError:
            self._db = self._connected()
            return self._named(lambda: self._execute(statements, values))

    def rows_once(self, statements: str, values: Mapping[str, Any]) -> Rows | None:
        """`rows`, for what must not be asked twice: ``None`` if the connection was dropped, and nobody knows what came of it."""
        try:
            return self._named(lambda: self._execute(statements, values))
        except _DroppedError:
            self._db = self._connected()
            return None

    def close(self) -> None:
        self._db.close()

    def _execute(self, statements: str, values: Mapping[str, Any] | None) -> Rows:
        cursor = self._db.execute(statements, values)
        while cursor.nextset():
            pass
        return cursor.fetchall() if cursor.description else [()] * max(cursor.rowcount, 0)

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        # What is committed outlives whoever wrote it, as in the ledger of one machine. If the server's own machine goes down, the
        # last half second is forgotten; waiting for its disk would take longer than many a portal's answer.
        # ClientCursor: several statements are one message, and poolers that know no prepared statements will do
        return self._named(
            lambda: self._driver.connect(
                self._url,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                application_name="gongkai",
                options="-c synchronous_commit=off",
                cursor_factory=self._driver.ClientCursor,
            )
        )

    def _make_tables(self) -> None:
        if self.rows("select to_regclass('ledger.shard')") == [(None,)]:
            self.rows(f"select pg_advisory_xact_lock({SETUP_LOCK}); {SCHEMA}")

    def _named(self, do: Callable[[], _T]) -> _T:
        try:
            return do()
        except self._driver.Error as error:
            is_dropped = hasattr(self, "_db") and self._db.closed
            kind = _DroppedError if is_dropped else LedgerError
            # `from None`: what psycopg says may hold the address, and a log shows the causes of an error
            raise kind(f"ledger {self.place} cannot be used: {_reason(error)}") from None


class _DroppedError(LedgerError):
    """The connection was there and is gone."""


def _driver() -> ModuleType:
    """psycopg, which one machine does without."""
    try:
        import psycopg
    except ImportError as error:
        raise LedgerError(
            f"ledger_url needs a package that is not installed: pip install 'gongkai[scale]' ({error})"
        ) from error
    driver: ModuleType = psycopg
    return driver


def _reason(error: psycopg.Error) -> str:
    """What the server says; what the client says of an address may hold its password."""
    if error.diag.message_primary:
        return str(error.diag.message_primary)
    _, is_said, said = str(error).partition("FATAL:")
    return said.strip().splitlines()[0] if is_said else f"it does not answer ({type(error).__name__})"


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"postgresql://{parts.netloc.rpartition('@')[2]}{parts.path}"
