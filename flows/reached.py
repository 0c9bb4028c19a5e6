"""Whether a night has reached anybody: one in which every portal failed is no quiet night."""

from __future__ import annotations

from pathlib import Path

from store.home import Home
from store.summary import CrawlSummary

UNANSWERED = frozenset({"failed", "blocked"})
"""States of a bureau whose portal was asked and gave nothing to read."""
NOT_ASKED = frozenset({"not_due", "parked", "postponed"})
"""States of a bureau that says nothing of its portal: it was not asked, or not to its end."""


def no_portal_answered(crawled: CrawlSummary) -> bool:
    """Whether bureaus were asked, and not one of them brought a page that could be read."""
    asked = [tally.state for tally in crawled.by_bureau.values() if tally.state not in NOT_ASKED]
    return bool(asked) and crawled.sightings == 0 and all(state in UNANSWERED for state in asked)


def has_seen_anything(home: Path) -> bool:
    """Whether any run has ever seen a document: without one a release would be empty."""
    return any(landing.sightings.stat().st_size for landing in Home(home).landings())
