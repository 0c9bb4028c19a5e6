"""A run that asks portals, and what all parts of its process share: frontier, hosts, politeness, tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Literal, Self

from scrapy import Request

from crawler.asked import Asked
from crawler.frontier import Frontier
from crawler.hosts import Hosts
from crawler.politeness.ledger import Claim, LedgerError
from crawler.politeness.session import PolitenessSession
from crawler.registry import Bureau
from crawler.run import Run
from store import disk
from store.capture import Capture, captures
from store.errors import NoStoreError
from store.home import Home
from store.landed import Scope, Sighting
from store.summary import BureauTally, CrawlSummary

Discover = Literal["auto", "always", "never"]
"""Whether lists are walked: when they are due, in any case, or not tonight."""
KEEP_SECONDS = 1.0
"""How long what was landed may wait to be kept: a killed run's last second is answered from the archive again."""

LOOK_SECONDS = 1.0

TALLIES = tuple(each.name for each in fields(BureauTally) if each.name != "state")


class Crawl(Run):
    """Nothing that was landed is landed again: the frontier knows what killed runs had seen."""

    def __init__(
        self,
        home: Path,
        run_id: str,
        bureaus: tuple[Bureau, ...],
        politeness: PolitenessSession,
        *,
        discover: Discover = "auto",
        rechecks: bool = True,
        claim: Claim | None = None,
    ) -> None:
        super().__init__(home, run_id, bureaus, claim)
        self.politeness = politeness
        self.discover = discover
        self.rechecks = rechecks
        """Reports and files that were captured are looked at again when that is due."""
        self.frontier = Frontier(home)
        self.hosts = Hosts(bureaus)
        self.by_bureau: dict[str, Counter[str]] = {bureau.bureau_code: Counter() for bureau in bureaus}
        self.asked = Asked(len(bureaus), self.totals)
        self.states: dict[str, str] = {}
        self.is_complete = False
        """The crawl came to its own end."""
        self.in_flight: dict[bytes, list[Request]] = {}
        """Requests that are queued or sent, and those that wait for the same answer."""
        self.stopped: str | None = None
        """Why it is being ended before its own end."""
        self.lacking: str | None = None
        """What this machine has not: bureaus whose portals need a browser are not asked."""
        self.is_full = False
        """There is no room on the disk."""
        self.halt: Callable[[], object] | None = None
        """Ends the engine; the spider's to say."""
        self.keeps_free = 0
        """Bytes that have to stay free while portals are asked."""
        self._kept_at = self._looked_at = monotonic()

    def __enter__(self) -> Self:
        self.frontier.recover(Home(self.home).landings(), self.run_id)
        for capture in captures(Home(self.home).capture_log(self.run_id)):  # by a process of this run that was killed
            if capture.is_request:
                self.count_capture(capture)
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            super().__exit__(kind, error, trace)
            if error is None and not self.stopped:
                self.frontier.close_run(self.run_id)
        finally:
            self.frontier.close()

    def keep(self) -> None:
        """Sightings onto the disk, and only then what the frontier says of them."""
        super().keep()
        self.frontier.commit()
        self._kept_at = monotonic()

    def stop(self, reason: str) -> None:
        """Ask no portal any more, and end as soon as what is under way has ended; the next run goes on from there."""
        if self.stopped is None:
            self.stopped = reason
            self.politeness.turns.close()
            if self.halt is not None:
                self.halt()

    def meets(self, error: object) -> bool:
        """Whether an error says that nothing can be kept, or asked (a full disk, a store or a ledger that is away): the first one ends
        the crawl, and is no portal's failure."""
        if isinstance(error, (NoStoreError, LedgerError)) and not disk.is_full(error):
            self.stop(str(error))
            return True
        if not isinstance(error, BaseException) or not disk.is_full(error):
            return False
        self._no_room(str(disk.full_disk(self.home, error)))
        return True

    def look_for_room(self) -> None:
        """Ends the crawl before the disk is full, if it looks so; once a second is often enough."""
        if self.keeps_free and monotonic() - self._looked_at > LOOK_SECONDS:
            self._looked_at = monotonic()
            if disk.free_bytes(self.home) < self.keeps_free:
                self._no_room(f"the disk of {self.home} has less than {self.keeps_free // disk.MIB} MiB free")

    def _no_room(self, reason: str) -> None:
        self.is_full = True
        self.stop(reason)

    def next_in_flight(self, key: bytes) -> Request | None:
        """The answer to a request was read: the first of those that waited for it is next."""
        waiting = self.in_flight.get(key)
        if waiting:
            return waiting.pop(0)
        self.in_flight.pop(key, None)
        return None

    def count(self, bureau_code: str | None, tally: str) -> None:
        """Count for a bureau; what belongs to no bureau (a portal's robots.txt) counts in the totals only."""
        if bureau_code is not None:
            self.by_bureau[bureau_code][tally] += 1
        self.totals[tally] += 1

    def count_capture(self, capture: Capture) -> None:
        """Each request is a capture; one that was refused went nowhere."""
        self.totals["captures"] += 1
        self.totals["refused" if capture.outcome == "refused" else "requests"] += 1
        self.archive.share_log(self.run_id)

    def land(self, sighting: Sighting) -> None:
        """Write the sighting, unless a killed run has; what the frontier says of it is the caller's to say after."""
        if self.frontier.has_landed(sighting.bureau_code or "", sighting.url, sighting.capture_id):
            return
        super().land(sighting)
        if monotonic() - self._kept_at > KEEP_SECONDS:
            self.keep()

    def outcome(self, bureau_code: str, scope: Scope, state: str, **facts: Any) -> None:
        if scope == "bureau":
            self.states[bureau_code] = state
        super().outcome(bureau_code, scope, state, **facts)

    def summary(self) -> CrawlSummary:
        """What the run ends with."""
        names = [each.name for each in fields(CrawlSummary) if each.name not in ("run_id", "by_bureau", "lacking")]
        by_bureau = {
            code: BureauTally(**{name: tally[name] for name in TALLIES}, state=self.states.get(code))
            for code, tally in self.by_bureau.items()
        }
        return CrawlSummary(
            self.run_id, **{name: self.totals[name] for name in names}, by_bureau=by_bureau, lacking=self.lacking
        )
