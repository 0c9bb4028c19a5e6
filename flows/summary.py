"""What a night came to, for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from flows.steps import ParseSummary
from flows.tidy import NOTHING, Tidied
from store.summary import CrawlSummary
from warehouse.accounts import Accounts
from warehouse.load import LoadSummary
from warehouse.read import Unpublished
from warehouse.release import ReleaseSummary


@dataclass(frozen=True, slots=True)
class NightSummary:
    run_id: str
    crawl: CrawlSummary | None
    """``None`` if nothing was crawled: an import."""
    parse: ParseSummary
    loads: tuple[LoadSummary, ...]
    release: ReleaseSummary
    accounts: Accounts
    unpublished: tuple[Unpublished, ...] = ()
    """Documents that this run saw and that the release does not publish; unknown if the release was refused."""
    tidied: Tidied = NOTHING
    """What had been kept long enough."""

    @property
    def rows_added(self) -> int:
        return sum(summary.rows_added for summary in self.loads)
