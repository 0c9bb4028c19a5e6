"""Who asks which shard of a run, and is still alive: rows beside the ledger, which looks at them with each entry.

A worker that has been silent is taken for dead, and another may take its shard. Whether it was dead does not matter: it has lost
the right to ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from crawler.politeness.ledger import Claim, LedgerError
from crawler.politeness.postgres import Postgres
from store.run_id import new_run_id

BEAT_SECONDS = 5.0
SILENT_SECONDS = 30.0
"""Six beats: a machine under load misses one or two."""

TAKE = """
update ledger.shard set token = %(token)s, beat_at = now(), said = ''
where run_id = %(run_id)s and number = %(number)s
    and (token = '' or beat_at < now() - make_interval(secs => %(silent)s))
returning 1
"""
OWN = "where run_id = %(run_id)s and number = %(number)s and token = %(token)s"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a shard stands."""

    number: int
    is_held: bool
    """A worker has it that has given a sign of life."""
    has_ended: bool
    said: str
    """How far its worker has come, as a line of JSON, or what ended it."""


class Claims:
    """The rows in the database at ``url``; raises `LedgerError` if it cannot be used."""

    def __init__(self, url: str) -> None:
        self._db = Postgres(url)

    def close(self) -> None:
        self._db.close()

    def open(self, run_id: str, numbers: Iterable[int]) -> None:
        """From here on the shards may be taken; those that were opened before stay as they are."""
        self._db.rows(
            "insert into ledger.shard (run_id, number) select %(run_id)s, unnest(%(numbers)s::integer[]) on conflict do nothing",
            {"run_id": run_id, "numbers": list(numbers)},
        )

    def end_run(self, run_id: str) -> None:
        """Nobody asks for this run any more, from the next entry on."""
        self._db.rows("delete from ledger.shard where run_id = %(run_id)s", {"run_id": run_id})

    def take(self, run_id: str, number: int) -> Claim:
        """Take a shard that nobody has, or whose worker is silent; raises `LedgerError` if it is not to be had."""
        claim = Claim(run_id, number, new_run_id())
        # if the answer was lost, nobody has it for as long as it takes to be silent
        if not self._db.rows_once(TAKE, {**_own(claim), "silent": SILENT_SECONDS}):
            raise LedgerError(f"shard {number} of run {run_id} is asked by another worker, or its run has ended")
        return claim

    def beat(self, claim: Claim, said: str) -> bool:
        """A sign of life; ``False`` if the shard is not this worker's any more."""
        statement = f"update ledger.shard set beat_at = now(), said = %(said)s {OWN} returning 1"  # noqa: S608
        return bool(self._db.rows(statement, {**_own(claim), "said": said}))

    def release(self, claim: Claim, said: str = "", *, has_ended: bool = False) -> None:
        """Let go of a shard: it has ended, or another worker may take it."""
        statement = f"update ledger.shard set token = '', said = %(said)s, has_ended = %(has_ended)s {OWN}"  # noqa: S608
        self._db.rows(statement, {**_own(claim), "said": said, "has_ended": has_ended})

    def standings(self, run_id: str) -> list[Standing]:
        rows = self._db.rows(
            "select number, token <> '' and beat_at >= now() - make_interval(secs => %(silent)s), has_ended, said"
            " from ledger.shard where run_id = %(run_id)s order by number",
            {"run_id": run_id, "silent": SILENT_SECONDS},
        )
        return [Standing(*row) for row in rows]


def _own(claim: Claim) -> dict[str, str | int]:
    return {"run_id": claim.run_id, "number": claim.number, "token": claim.token}
