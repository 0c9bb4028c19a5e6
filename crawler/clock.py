"""The time, from one place: whoever needs a moment asks here, so that a practice night may play at a later one.

Moments are in UTC; days of budgets and windows are Beijing's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year."""

_ahead = timedelta()


def utc_now() -> datetime:
    return datetime.now(UTC) + _ahead


def shift(seconds: float) -> None:
    """From now on it is ``seconds`` later than it is: for practice portals only, whose clock is nobody else's."""
    global _ahead
    _ahead = timedelta(seconds=seconds)
