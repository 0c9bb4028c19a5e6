"""``Retry-After`` (RFC 9110, 10.2.3): how long a portal asks not to be asked, as seconds or as an HTTP date."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_SECONDS = 24 * 3600.0
"""No portal is left alone for longer on its word; the next night asks again."""

_SECONDS = re.compile(r"[0-9]+")


def retry_after(value: str | None, now: datetime, date: str | None = None) -> float | None:
    """Seconds from ``now`` to stay away, at most `LONGEST_SECONDS`; ``None`` if the header names no wait.

    ``date`` is the answer's own ``Date`` header: a date to come back at is meant by that clock, not by ours. No wait
    is named by zero, a date that is past, or anything that is neither number nor date.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        seconds = LONGEST_SECONDS if len(text) > len(str(LONGEST_SECONDS)) else float(text)
    else:
        until = _http_date(text)
        if until is None:
            return None
        seconds = (until - (_http_date(date or "") or now)).total_seconds()
    return min(seconds, LONGEST_SECONDS) if seconds > 0 else None


def _http_date(text: str) -> datetime | None:
    """A date in any of the three forms of RFC 9110 (5.6.7); one without a zone is in UTC."""
    try:
        stated = parsedate_to_datetime(text)
    except ValueError:
        return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
