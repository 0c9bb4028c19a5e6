"""The one time zone of what people read: Beijing's. Files, JSON and logs for programs stay in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time all year."""
SAID = "Beijing time"


def beijing(at: datetime | str, *, seconds: bool = False) -> str:
    """A moment, or its text in ISO 8601, as people read it; text without an offset is UTC."""
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M{':%S' if seconds else ''}}"


def age(at: datetime, now: datetime) -> str:
    """How long ago, in the largest unit of which there are two."""
    seconds = max(int((now - at).total_seconds()), 0)
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
