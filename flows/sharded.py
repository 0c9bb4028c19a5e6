"""The crawl of a night in shards: handed out to workers, watched, handed on from those that die, and collected.

Nobody has to tell that a worker has died: it is silent, and its shard goes to another.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from math import inf
from pathlib import Path
from typing import Protocol

from crawler.frontier import Frontier
from crawler.politeness.ledger import LedgerError
from crawler.registry import Bureau
from crawler.shards import handover
from crawler.shards.claims import Claims, Standing
from crawler.shards.partition import shards
from flows.errors import NightError
from flows.progress import tell
from flows.shard import require_shared
from store.log import run_logger
from store.summary import CrawlSummary

LOOK_SECONDS = 2.0
START_SECONDS = 120.0
"""From the moment at which a worker has begun with a job until it has the shard: Python starts, and Prefect."""
TRIES = 5
"""Workers that a shard may cost; then something is wrong with the shard, or with all of them."""


class WorkPool(Protocol):
    """Who starts `flows.shard.crawl_shard` somewhere."""

    def submit(self, run_id: str, number: int) -> str:
        """Have a shard asked; gives a name for the job."""
        ...

    def is_waiting(self, job: str) -> bool:
        """Whether a job waits for a worker that has time."""
        ...

    def has_ended(self, job: str) -> bool: ...

    def forget(self, job: str) -> None:
        """A job whose worker is gone, or that nobody needs any more."""
        ...


def sharded_crawl(
    home: Path, run_id: str, bureaus: Sequence[Bureau], arguments: Iterable[str], count: int, pool: WorkPool
) -> CrawlSummary:
    """Ask ``bureaus`` in ``count`` shards; what workers have found lies in ``home`` afterwards, as if one crawl had.

    A run that did not come to its end goes on if it is asked for again; the next one collects what it has left. Raises ``NightError``.
    """
    url = require_shared(home)
    try:
        with closing(Claims(url)) as claims:
            collect_left(home, run_id, claims)
            with closing(Frontier(home)) as frontier:
                parts = [part for part in shards(bureaus, count, frontier.addresses()) if part]
            plan = handover.hand_out(home, run_id, parts, arguments)
            with _opened(claims, run_id, range(plan.shards)):
                _Watch(claims, pool, run_id, len(bureaus)).until_all_have_ended()
            return _collected(home, run_id)
    except LedgerError as error:
        raise NightError(str(error)) from error


def collect_before(home: Path, run_id: str) -> None:
    """`collect_left`, for a run that this machine asks alone. Raises ``NightError``."""
    try:
        with closing(Claims(require_shared(home))) as claims:
            collect_left(home, run_id, claims)
    except LedgerError as error:
        raise NightError(str(error)) from error


def collect_left(home: Path, run_id: str, claims: Claims) -> None:
    """What the shards of killed runs have found; their workers ask nobody from here on."""
    for old in handover.left(home, run_id):
        claims.end_run(old)
        _collected(home, old)
        run_logger.info("collected the shards of run %s", old)


def _collected(home: Path, run_id: str) -> CrawlSummary:
    summary = handover.collect(home, run_id)
    handover.drop(home, run_id)
    return summary


@contextmanager
def _opened(claims: Claims, run_id: str, numbers: Iterable[int]) -> Iterator[None]:
    """Workers may ask for this run while the context lasts."""
    claims.open(run_id, numbers)
    try:
        yield
    finally:
        with suppress(LedgerError):
            claims.end_run(run_id)


class _Watch:
    def __init__(self, claims: Claims, pool: WorkPool, run_id: str, bureaus: int) -> None:
        self._claims, self._pool, self._run_id, self._bureaus = claims, pool, run_id, bureaus
        self._jobs: dict[int, str] = {}
        self._begun_at: dict[int, float] = {}
        """When a job was last seen to wait for a worker; one whose shard was held since then is not waited for."""
        self._tries: dict[int, int] = {}
        self._told: dict[int, tuple[int, int]] = {}
        """Bureaus asked and documents seen, by shard."""

    def until_all_have_ended(self) -> None:
        try:
            while unfinished := self._unfinished():
                for standing in unfinished:
                    if not standing.is_held and not self._is_coming(standing.number):
                        self._submit(standing)
                self._tell()
                time.sleep(LOOK_SECONDS)
        except BaseException:
            for job in self._jobs.values():
                self._pool.forget(job)
            raise

    def _unfinished(self) -> list[Standing]:
        standings = self._claims.standings(self._run_id)
        for standing in standings:
            self._note(standing)
            if standing.is_held:
                self._begun_at[standing.number] = -inf
        return [standing for standing in standings if not standing.has_ended]

    def _is_coming(self, number: int) -> bool:
        job = self._jobs.get(number)
        if job is None or self._pool.has_ended(job):
            return False
        if self._pool.is_waiting(job):
            self._begun_at[number] = time.monotonic()
        return time.monotonic() - self._begun_at[number] < START_SECONDS

    def _submit(self, standing: Standing) -> None:
        number = standing.number
        tries = self._tries[number] = self._tries.get(number, 0) + 1
        if tries > TRIES:
            raise NightError(f"shard {number} of run {self._run_id} was given up after {TRIES} tries: {standing.said}")
        if number in self._jobs:
            run_logger.warning("shard %s of run %s goes to another worker: %s", number, self._run_id, standing.said)
            self._pool.forget(self._jobs[number])
        self._jobs[number] = self._pool.submit(self._run_id, number)
        self._begun_at[number] = time.monotonic()

    def _note(self, standing: Standing) -> None:
        with suppress(ValueError, KeyError, TypeError):
            facts = json.loads(standing.said)
            self._told[standing.number] = facts["asked"], facts["documents"]

    def _tell(self) -> None:
        asked = sum(asked for asked, _ in self._told.values())
        documents = sum(documents for _, documents in self._told.values())
        tell("asking bureaus", asked, self._bureaus, f"{documents} documents")
