"""What waits to be asked, and which hosts have to be left alone: a look from outside, while a night may be running.

It reads the frontier and the ledger and writes neither; a file that is not there, or cannot be read, says nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.archive.record import iso, moment
from crawler.due_dates import discovery_is_due
from crawler.politeness.ledger import LedgerError, ledger_url
from store.beijing import BEIJING
from store.home import Home

DISCOVER = "discover"
"""What the frontier keeps of all strategies together (`crawler.visits.visit`)."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What would be asked if a night began now."""

    addresses: int
    """Reports and files whose time has come."""
    lists: int
    """Bureaus whose lists are due."""
    bureaus: int
    """Bureaus whose lists were ever walked; a bureau that no night has come to is in none of these counts."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A host that is left alone until a moment."""

    host: str
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Budgets:
    """``requests`` are those of today, Beijing's day, to all hosts."""

    requests: int
    hosts: int
    holds: Sequence[Hold]


def queue(home: Path, now: datetime) -> Queue | None:
    """What waits; ``None`` before the first crawl."""
    due = _asked(Home(home).frontier, "select count(*) from seen where due_at <= ?", iso(now))
    walks = _asked(Home(home).frontier, "select ended_at from walk where strategy = ?", DISCOVER)
    if due is None or walks is None:
        return None
    lists = sum(discovery_is_due(moment(at) if at else None, now) for (at,) in walks)
    return Queue(due[0][0], lists, len(walks))


def budgets(home: Path, now: datetime) -> Budgets | None:
    """What was spent today, and who is on hold; ``None`` before the first request."""
    day = now.astimezone(BEIJING).date().isoformat()
    if url := ledger_url(home):
        return _shared_budgets(url, day, now)
    spent = _asked(Home(home).ledger, "select coalesce(sum(requests), 0), count(*) from spent where day = ?", day)
    holds = _asked(
        Home(home).ledger,
        "select host, hold_until, hold_reason from host where hold_until > ? order by hold_until desc, host",
        now.timestamp(),
    )
    if spent is None or holds is None:
        return None
    return Budgets(spent[0][0], spent[0][1], _holds(holds))


def _shared_budgets(url: str, day: str, now: datetime) -> Budgets | None:
    from crawler.politeness.postgres_ledger import PostgresLedger  # psycopg, which one machine does without

    try:
        with closing(PostgresLedger(url)) as ledger:
            return Budgets(*ledger.spent(day), _holds(ledger.holds(now.timestamp())))
    except LedgerError:
        return None


def _holds(rows: Iterable[tuple[Any, ...]]) -> list[Hold]:
    return [Hold(host, datetime.fromtimestamp(until, UTC), reason) for host, until, reason in rows]


def _asked(file: Path, query: str, *values: object) -> list[tuple[Any, ...]] | None:
    """Rows of a file that is only read; ``None`` if there is none, or it is no such file."""
    if not file.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query, values).fetchall()
    except sqlite3.Error:
        return None
