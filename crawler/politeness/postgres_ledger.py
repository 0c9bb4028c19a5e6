"""The ledger that several machines share: tables in PostgreSQL. A question is one message there and back.

Whoever asks a shard of a run loses the right to when another worker takes the shard, or the run ends: that is looked at with each
entry, so what a worker does that was taken for dead reaches no portal.
"""

from __future__ import annotations

import re

from crawler.politeness.ledger import UNKNOWN, Account, Claim, Ledger, LedgerError
from crawler.politeness.postgres import Postgres

ACCOUNT = """
select last, hold_until, hold_reason, strikes, failures, crawl_delay,
    coalesce((select requests from ledger.spent where spent.host = host.host and day = %(day)s), 0)
from ledger.host where host = %(host)s
"""

ENTER = """
with claim as (
    select 1 from ledger.shard where run_id = %(run_id)s and number = %(number)s and token = %(token)s
), spent as (
    select coalesce(max(requests), 0) as requests from ledger.spent where host = %(host)s and day = %(day)s
), first as (
    insert into ledger.host as known (host, last)
    select %(host)s, %(at)s from spent
    where requests < %(budget)s and (%(token)s = '' or exists (select from claim))
    on conflict (host) do update set last = excluded.last
    where known.last = %(last)s and known.hold_until = %(hold_until)s
    returning host
), counted as (
    insert into ledger.spent as known (host, day, requests)
    select host, %(day)s, 1 from first
    on conflict (host, day) do update set requests = known.requests + 1 where known.requests < %(budget)s
    returning 1
)
select (select count(*) from counted), (select count(*) from claim)
"""
"""One statement, so that it is entered or not. Whoever comes second finds another ``last`` once the first one's is there."""

_COLON = re.compile(r":(\w+)")
"""How values are named in what both ledgers speak; psycopg has a way of its own."""


class PostgresLedger(Ledger):
    """The ledger at ``url``, with ``claim`` for as long as that stands; raises `LedgerError` if it cannot be read or written."""

    def __init__(self, url: str, claim: Claim | None = None) -> None:
        self._db = Postgres(url)
        self._claim = claim
        self._rights = {
            "run_id": claim.run_id if claim else "",
            "number": claim.number if claim else 0,
            "token": claim.token if claim else "",
        }

    def close(self) -> None:
        self._db.close()

    def account(self, host: str, day: str) -> Account:
        rows = self._db.rows(ACCOUNT, {"host": host, "day": day})
        return Account(*rows[0]) if rows else UNKNOWN

    def enter(self, host: str, day: str, at: float, budget: int, after: Account) -> bool:
        """`Ledger.enter`. An entry whose answer was lost counts, and nothing goes out on it: whoever asks looks at the account anew."""
        before = {"last": after.last, "hold_until": after.hold_until}
        entry = {"host": host, "day": day, "at": at, "budget": budget}
        rows = self._db.rows_once(ENTER, {**entry, **before, **self._rights})
        if rows is None:
            return False
        is_entered, has_claim = rows[0]
        if self._claim and not has_claim:
            raise LedgerError(
                f"shard {self._claim.number} of run {self._claim.run_id} is not this worker's any more: another has it, or the run has ended"
            )
        return bool(is_entered)

    def spent(self, day: str) -> tuple[int, int]:
        """Requests of a day, and the hosts that they went to."""
        query = "select coalesce(sum(requests), 0), count(*) from ledger.spent where day = %(day)s"
        (requests, hosts), *_ = self._db.rows(query, {"day": day})
        return int(requests), hosts

    def holds(self, after: float) -> list[tuple[str, float, str]]:
        """Hosts that are left alone until a later moment, with it and the reason."""
        query = "select host, hold_until, hold_reason from ledger.host where hold_until > %(at)s order by hold_until desc, host"
        return [(host, until, reason) for host, until, reason in self._db.rows(query, {"at": after})]

    def _change(self, host: str, assignments: str, **values: float | str) -> None:
        insert = "insert into ledger.host (host) values (%(host)s) on conflict do nothing"
        named = _COLON.sub(r"%(\1)s", assignments)
        self._db.rows(f"{insert}; update ledger.host set {named} where host = %(host)s", {"host": host, **values})  # noqa: S608
