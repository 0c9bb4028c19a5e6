"""How values look on a page. Missing is a dash, never a zero; minus is a minus, not a hyphen."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from store.beijing import BEIJING

DASH = "–"
MINUS = "−"


def number(value: object) -> str:
    """A number with its own decimals, grouped by thousands: 12345.60 is ``12,345.6``."""
    if value is None:
        return DASH
    exact = Decimal(str(value)).normalize()
    return f"{exact:,f}".replace("-", MINUS)


def rounded(value: object, places: int = 1) -> str:
    """A computed number, rounded half up as people do: 26.66 is ``26.7``."""
    if value is None:
        return DASH
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number(exact + 0)


def signed(value: object, places: int = 1) -> str:
    """The same with a sign: ``+12.5``, ``−26.7``, ``0``."""
    text = rounded(value, places)
    return f"+{text}" if value is not None and text not in ("0", DASH) and not text.startswith(MINUS) else text


def percent(value: object) -> str:
    """A change in per cent, always with one decimal so that a column lines up: ``−26.7 %``, ``+25.0 %``."""
    if value is None:
        return DASH
    exact = Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{exact:+,.1f}\u00a0%".replace("-", MINUS) if exact else "0.0\u00a0%"


def day(value: date | datetime | None) -> str:
    """A day; of a moment, that of Beijing, as all days and hours of the pages are."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(BEIJING)
    return f"{value:%Y-%m-%d}" if value else DASH
