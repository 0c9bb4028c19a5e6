"""Which cells of a sheet are dates, percentages or thousands, by their number format, and what such a cell shows.

Formats 27 to 36 and 50 to 58 are dates of Chinese, Japanese and Korean programs; no file spells them out (ECMA-376 part 1,
18.8.30). A number in such a cell is a count of days and never a figure. A format may also show another number than is stored:
0.5 as 50 %, or 1,234,000 as 1234. Which of the two is meant, the cell does not say.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_NOT_CODES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general|g/通用格式', re.IGNORECASE)
"""Words, fillers, colours and languages in the code of a format."""
_PERCENTS = frozenset((9, 10))
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
"""A comma behind the last digit leaves three digits off."""
_DATE_CODE = re.compile(r"[ymdhs]|aaa", re.IGNORECASE)
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST = 2_958_465
"""31 December 9999."""


Kind = Literal["", "date", "percent", "thousands"]


@lru_cache(maxsize=1024)
def format_kind(number: int, code: str | None = None) -> Kind:
    """What a format makes of a number; ``code`` is what the file spells out, if it does, or the part of it for this number."""
    if is_date_format(number, code):
        return "date"
    bare = _NOT_CODES.sub("", code or "").split(";")[0]
    if "%" in bare or (code is None and number in _PERCENTS):
        return "percent"
    return "thousands" if _THOUSANDS.search(bare) else ""


def is_date_format(number: int, code: str | None = None) -> bool:
    """Whether cells of this format show a date or a time; ``code`` is what the file spells out, if it does."""
    if code is None:
        return number in _DATES
    return bool(_DATE_CODE.search(_NOT_CODES.sub("", code).split(";")[0]))


def date_text(days: float, *, is_from_1904: bool) -> str:
    """``2023-12-31``, with the time if there is one; a time alone is ``12:30:00``."""
    if not 0 <= days <= _LAST:
        return "#######"
    moment = (_FIRST_DAY_1904 if is_from_1904 else _FIRST_DAY) + timedelta(days=days)
    date, time = moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M:%S")
    if days < 1:
        return time
    return date if time == "00:00:00" else f"{date} {time}"
