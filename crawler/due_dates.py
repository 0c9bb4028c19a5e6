"""When something is due: how long a capture is as good as the page, the discovery of new reports, the recheck of old ones.

Pure: moments in, answers out. Reports appear from January to March: a bureau has until the end of January (article 50 of the
disclosure regulation), and some are late. Discovery is daily then and weekly otherwise.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.clock import BEIJING

WINDOWS: dict[str, timedelta] = {
    "list": timedelta(hours=12),
    "robots": timedelta(hours=24),
    "shell": timedelta(days=30),
    "report": timedelta(days=30),
    "attachment": timedelta(days=30),
    "sitemap": timedelta(days=30),
}
"""How long a good capture of each kind of request is as good as the page."""

NOT_HERE_WINDOW = WINDOWS["list"]
"""How long "not here" (404, 410) is believed of a page. A portal without a robots.txt has said what it has to say."""

SEASON = (1, 2, 3)
"""Months (Beijing time) in which reports are published."""

PASSING = frozenset({"failed", "http_error", "blocked", "truncated", "maintenance", "refused", "postponed"})
"""Outcomes that may be gone by the next night; the others are an answer of sorts, and asked about ever less often."""

FIRST_PAUSE = timedelta(hours=12)

DISCOVERY_IN_SEASON = timedelta(hours=12)
DISCOVERY_OUT_OF_SEASON = timedelta(days=7)
RECHECK = timedelta(days=30)
LONGEST_WAIT = RECHECK
"""Nothing is ever put off for longer."""

CLOCK_ERROR = timedelta(hours=1)
"""How far ahead of the clock a moment of the past may lie. One that lies further was noted by a clock that was wrong, and
says nothing: else a night that was a year ahead would put off everything for a year."""


def window(kind: str, outcome: str = "ok") -> timedelta:
    """How long a capture of a request of ``kind`` is believed; nothing but answers may be asked about."""
    is_brief = outcome == "not_here" and kind != "robots"
    return min(WINDOWS[kind], NOT_HERE_WINDOW) if is_brief else WINDOWS[kind]


def discovery_is_due(last_complete: datetime | None, now: datetime) -> bool:
    """Whether lists are walked tonight: never walked, or long enough ago for the season."""
    if last_complete is None:
        return True
    wait = DISCOVERY_IN_SEASON if now.astimezone(BEIJING).month in SEASON else DISCOVERY_OUT_OF_SEASON
    return is_over(last_complete, wait, now)


def recheck_is_due(last_confirmed: datetime | None, now: datetime) -> bool:
    """Whether a report, or the whole of a list, is looked at again although nothing says that it has changed."""
    return last_confirmed is None or is_over(last_confirmed, RECHECK, now)


def is_over(since: datetime, wait: timedelta, now: datetime) -> bool:
    """Whether ``wait`` has passed since a moment, or the moment cannot have been."""
    return not -CLOCK_ERROR <= now - since < wait


def latest_due(now: datetime) -> datetime:
    """What is due later than this was put off by a clock that was wrong."""
    return now + LONGEST_WAIT + CLOCK_ERROR


def next_try(outcome: str, tries: int, now: datetime) -> datetime:
    """When an address that answered badly ``tries`` times is asked again: the next night, or after ever longer pauses."""
    return now if outcome in PASSING else now + min(FIRST_PAUSE * 2 ** min(tries - 1, 10), RECHECK)
