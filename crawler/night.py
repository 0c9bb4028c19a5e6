"""One run's state, shared by all that runs in its process: archive, registry, manners, tallies and the landing folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Literal

from scrapy import Request

from crawler.archive import Archive, iso
from crawler.asked import Asked
from crawler.clock import utc_now
from crawler.frontier import Frontier
from crawler.hosts import Hosts
from crawler.registry import Bureau
from store.home import Home
from store.landed import Outcome, Scope, Sighting
from store.lines import append_line, json_line, open_lines
from store.summary import BureauTally, CrawlSummary

Hunt = Literal["auto", "always"]
KEEP_SECONDS = 1.0
"""How long what was landed may wait to be kept: a killed run's last second is answered from the archive again."""

TALLIES = ("lists", "reports", "attachments", "passed_over", "failed")


class Night:
    """A context manager: opens ``landing/<run_id>/`` and closes it. A run that is started again goes on in its folder."""

    def __init__(
        self, home: Path, run_id: str, bureaus: tuple[Bureau, ...], *, any_hour: bool = False, hunt: Hunt = "auto"
    ) -> None:
        self.run_id = run_id
        self.bureaus = bureaus
        self.hunt = hunt
        self.any_hour = any_hour
        self.home = home
        self.archive = Archive(home)
        self.frontier = Frontier(home)
        self.hosts = Hosts(bureaus)
        self.landing = Home(home).landing(run_id)
        self.totals: Counter[str] = Counter()
        self.by_bureau: dict[str, Counter[str]] = {bureau.bureau_code: Counter() for bureau in bureaus}
        self.asked = Asked(len(bureaus), self.totals)
        self.states: dict[str, str] = {}
        self.is_complete = False
        """The crawl came to its own end."""
        self.in_flight: dict[bytes, list[Request]] = {}
        """Requests that are queued or sent, and those that wait for the same answer."""

    def __enter__(self) -> Night:
        self.landing.folder.mkdir(parents=True, exist_ok=True)
        with self.landing.bureaus.open("wb") as registry:
            for bureau in self.bureaus:
                registry.write(json_line(bureau.as_record()))
        self.frontier.recover(Home(self.home).landings(), self.run_id)
        self._sightings = open_lines(self.landing.sightings)
        self._outcomes = open_lines(self.landing.outcomes)
        self._kept_at = monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.keep()
        if error is None:
            self.frontier.close_run(self.run_id)
        self.frontier.close()
        self.archive.close()
        os.close(self._sightings)
        os.close(self._outcomes)

    def keep(self) -> None:
        """Sightings onto the disk, and only then what the frontier says of them."""
        os.fsync(self._sightings)
        self.frontier.commit()
        self._kept_at = monotonic()

    @cached_property
    def ledger(self) -> Any:
        """What was asked of each host and when, over all runs."""
        return import_module("crawler.politeness.ledger").Ledger(self.home)

    @cached_property
    def manners(self) -> Mapping[str, Any]:
        """How each host wants to be asked."""
        by_host: Mapping[str, Any] = import_module("crawler.politeness.rules").manners_by_host(
            self.bureaus, self.any_hour
        )
        return by_host

    def bureaus_on(self, platform: str) -> tuple[Bureau, ...]:
        return tuple(bureau for bureau in self.bureaus if bureau.platform == platform)

    def next_in_flight(self, key: bytes) -> Request | None:
        """The answer to a request was read: the first of those that waited for it is next."""
        waiting = self.in_flight.get(key)
        if waiting:
            return waiting.pop(0)
        self.in_flight.pop(key, None)
        return None

    def count(self, bureau_code: str | None, tally: str) -> None:
        """Count for a bureau; what belongs to none (a portal's robots.txt) counts in the totals only."""
        if bureau_code is not None:
            self.by_bureau[bureau_code][tally] += 1
        self.totals[tally] += 1

    def land(self, sighting: Sighting) -> None:
        """Write the sighting, unless a killed run has; what the frontier says of it is the caller's to say after."""
        if self.frontier.has_landed(sighting.bureau_code or "", sighting.url, sighting.capture_id):
            return
        append_line(self._sightings, sighting.as_line())
        self.totals["sightings"] += 1
        if monotonic() - self._kept_at > KEEP_SECONDS:
            self.keep()

    def outcome(self, bureau_code: str, scope: Scope, state: str, **facts: Any) -> None:
        """How a bureau's run, or one noteworthy address, came out; ``facts`` are further fields of `Outcome`."""
        if scope == "bureau":
            self.states[bureau_code] = state
        outcome = Outcome(self.run_id, bureau_code, iso(utc_now()), scope, state, **facts)
        append_line(self._outcomes, outcome.as_line())

    def summary(self) -> CrawlSummary:
        """What the run ends with."""
        names = ("requests", "captures", "from_archive", "sightings", "refused", "failed")
        by_bureau = {
            code: BureauTally(**{name: tally[name] for name in TALLIES}, state=self.states.get(code))
            for code, tally in self.by_bureau.items()
        }
        return CrawlSummary(self.run_id, **{name: self.totals[name] for name in names}, by_bureau=by_bureau)
