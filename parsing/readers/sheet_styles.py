"""What the style of a sheet's cell makes of what is in it: a date, a percentage, struck-out text, or nothing that anybody sees.

A format has a part each for numbers above, below and equal to zero, and for texts; a part without places for digits shows
no number (``;;;``, ``0;-0;;@``). What a format hides is blank, for the printed sheet shows no more. A zero behind a sign of
its own (``-``) is still a zero. A number in the colour of its ground cannot be read: a table or a rule may colour that ground.
"""

from __future__ import annotations

import operator
import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from parsing.readers.sheet_dates import date_text, format_kind
from parsing.text import LOST, struck, unseen

BLACK, WHITE = "000000", "FFFFFF"
_HARDLY = 16
"""Steps of 255 in each of red, green and blue by which nobody tells a font from its ground."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*(?P<filler>.)|\[(?P<bracket>[^\]]*)\]|(?P<general>general|g/通用格式)|(?P<bare>.)',
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_FOR_ZERO, _FOR_OTHERS = re.compile(r"[0@a-z]", re.IGNORECASE), re.compile(r"[0#?@a-z]", re.IGNORECASE)
"""Bare signs that show a zero, or another number: places of digits, and parts of dates. ``#`` leaves a zero out."""
_IN_WHITE = re.compile(r"\[(?:white|白色|color ?2|颜色 ?2)\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARED = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
_TEXT_PART = 3


class Style(NamedTuple):
    number_format: int = 0
    code: str | None = None
    """What the file spells out of the format, if it does."""
    is_struck: bool = False
    is_unseen: bool = False
    """Whether the font has the colour of its ground."""
    is_on_paper: bool = True
    """Whether the cell has no ground of its own."""


PLAIN = Style()


def is_plain(style: Style) -> bool:
    """Whether cells of this style show what is in them on the paper, as most do."""
    if style.is_struck or style.is_unseen or not style.is_on_paper:
        return False
    if style.code is None:
        return not format_kind(style.number_format)
    return all(
        _instead(part, is_zero=is_zero) is None and not format_kind(style.number_format, part)
        for part in _parts(style.code)
        for is_zero in (True, False)
    ) and not _IN_WHITE.search(style.code)


def number_shown(number: float, style: Style, *, is_from_1904: bool = False, shows_zeros: bool = True) -> str:
    """A number as the sheet shows it before its font is looked at (``font_shown``)."""
    if not number and not shows_zeros:
        return ""
    part = None if style.code is None else _part_for(style.code, number)
    if part is not None:
        is_white = style.is_on_paper and _IN_WHITE.search(part) is not None
        instead = "" if is_white else _instead(part, is_zero=not number)
        if instead is not None and (number or not instead.strip()):
            return instead
    kind = format_kind(style.number_format, part)
    if kind == "date":
        return date_text(number, is_from_1904=is_from_1904)
    if kind == "percent" and number:
        return f"{number_text(number * 100)}%"
    return number_text(number) + (LOST if kind == "thousands" and number else "")


def text_shown(text: str, style: Style) -> str:
    """A text as its format shows it."""
    parts = _parts(style.code or "")
    instead = _instead(parts[_TEXT_PART], is_zero=False) if len(parts) > _TEXT_PART else None
    return text if instead is None else instead


def font_shown(text: str, style: Style) -> str:
    """What a cell shows as its font lets it be seen."""
    if style.is_unseen:
        return unseen(text)
    return struck(text) if style.is_struck else text


def is_same_colour(font: str | None, ground: str | None) -> bool:
    """Whether a font is lost in its ground; ``None`` is a colour that nobody knows."""
    if font is None or ground is None or font == ground:
        return font is not None and font == ground
    try:
        return all(abs(one - other) <= _HARDLY for one, other in zip(*map(bytes.fromhex, (font, ground)), strict=True))
    except ValueError:
        # A colour of the theme is known by its number alone.
        return False


def number_text(value: float) -> str:
    """A number as a sheet shows it in the general format: 15 digits, 9 behind the point, no trailing zeros, no exponent."""
    text = f"{round(value, 9):.15g}"
    return format(Decimal(text), "f") if "e" in text else text


@lru_cache(maxsize=1024)
def _parts(code: str) -> tuple[str, ...]:
    parts = [""]
    for token in _TOKEN.finditer(code):
        if token["bare"] == ";":
            parts.append("")
        else:
            parts[-1] += token[0]
    return tuple(parts)


def _part_for(code: str, number: float) -> str:
    parts = [part for part in _parts(code)[:_TEXT_PART] if "@" not in part] or [code]
    for at, part in enumerate(parts):
        condition = _CONDITION.search(part)
        if condition:
            fits = _COMPARED[condition[1]](number, float(condition[2]))
        elif at == 0:
            fits = len(parts) == 1 or (number > 0 if len(parts) == _TEXT_PART else number >= 0)
        else:
            fits = at == len(parts) - 1 or number < 0
        if fits:
            return part
    return parts[0]


@lru_cache(maxsize=1024)
def _instead(part: str, *, is_zero: bool) -> str | None:
    """What a part of a format shows in the place of what is in the cell; ``None`` if it shows that."""
    shows = _FOR_ZERO if is_zero else _FOR_OTHERS
    text = ""
    for token in _TOKEN.finditer(part):
        bare = token["bare"] or ""
        if token["general"] or shows.fullmatch(bare) or _ELAPSED.fullmatch(token["bracket"] or ""):
            return None
        text += token["quoted"] or token["escaped"] or token["filler"] or bare.strip("#?,")
    return text
