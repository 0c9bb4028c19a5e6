"""The time, from one place: whoever needs a moment asks here, so that a practice night may play at a later one.

Moments are in UTC; days of budgets and windows are Beijing's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store.beijing import BEIJING

__all__ = ["BEIJING", "shift", "utc_now"]

_ahead = timedelta()


def utc_now() -> datetime:
    return datetime.now(UTC) + _ahead


def shift(seconds: float) -> None:
    """From now on it is ``seconds`` later than it is: for practice portals only, whose clock is nobody else's."""
    global _ahead
    _ahead = timedelta(seconds=seconds)
