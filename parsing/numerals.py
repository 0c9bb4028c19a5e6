"""Numbers as Chinese reports print them, in prose and in table cells.

Refuses to guess: what is not wholly a number in a known notation gives ``None`` (prose) or the state ``text``
(cells). Circled, raised and fraction signs are footnote marks here, never digits.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from parsing.model import State
from parsing.text import is_ordinary, narrowed, normalise, without_ignored

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
_MIXED = r"(?:\d{1,4}万[1-9]千(?:[1-9]百)?|[1-9]\d?千[1-9]百)"
"""Arabic digits and place words in turn (1万2千, 3千5百)."""
SPELLED = "〇零一二两三四五六七八九十百千廿卅"
"""Signs of Chinese numerals."""
_CHINESE = rf"[{SPELLED}]+(?:万[{SPELLED}]+)?(?:点[〇零一二三四五六七八九]+)?"
_OLD_TENS = str.maketrans({"廿": "二十", "卅": "三十"})
_ABOUT = r"(?:大约|约为|约|将近|近|超过|超|逾)"
_SCALE = r"(?:百万|千万|万|亿|千|百)"
_SCALE_DIGITS = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8}

_LONGEST = 20
"""Signs of the longest number believed; a longer run of digits is cells run together."""

DECIMALS = 6
"""Decimals of the finest number believed: what yuan and fen are in 10,000 yuan."""
_WHOLE_DIGITS = 10
"""Digits before the point of the largest. The widest decimal of eight bytes has twelve: sums of some numbers need room."""
_DIGITS = 15
"""Digits of the longest without zeros at its ends: as many as survive a DOUBLE, so pandas, JSON and spreadsheets show them."""

NUMBER_PATTERN = (
    rf"{_ABOUT}?(?:(?<![\d.第\-])(?<!\d,)(?<![\d.,] )(?:{_MIXED}|{_ARABIC})|(?<![{SPELLED}万亿\d.第]){_CHINESE})"
    rf"[余多]?{_SCALE}?[余多]?"
)
"""One number in folded text without its unit; never the tail of a longer number nor an ordinal (第…)."""

PERCENT_PATTERN = rf"(?:{_ABOUT}?百分之(?:{_ARABIC}|{_CHINESE}|百)|{NUMBER_PATTERN}%)"

_NUMBER = re.compile(
    rf"(?P<about>{_ABOUT})?(?:(?P<mixed>{_MIXED})|(?P<arabic>{_ARABIC})|(?P<chinese>{_CHINESE}))"
    rf"(?P<over>[余多])?(?P<scale>{_SCALE})?(?P<over_too>[余多])?"
)
_DASHES = re.compile(r"[-‐‑‒–—―─/\\－ー_]+")
HAN_SIGNS = "新增减"
"""Han characters that the sign of a number begins with."""
_SIGNED = re.compile(
    rf"(?P<sign>\+|-|−|新增|增加|增|减少|减)?(?P<number>{_ARABIC}|{_CHINESE})(?P<scale>[万亿](?!元))?\s*(?P<unit>\D*)"
)
_NEGATIVE_SIGNS = frozenset({"-", "−", "减少", "减"})


class _Folded(dict[int, str]):
    """What each sign is folded to, filled as signs come: at most one entry for each there is."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = sign if unicodedata.category(sign) == "No" else normalise(sign)
        return self.setdefault(code, folded)


_FOLDED = _Folded()


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    value: Decimal
    decimals: int
    """Digits known after the decimal point; negative if a scale word rounds (1.2万 is known to thousands: -3)."""
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class CellNumber:
    """``value`` is ``None`` unless ``state`` is ``number`` or ``zero``; ``unit`` is the printed one, never applied."""

    value: Decimal | None
    state: State
    unit: str | None = None


def fold(text: str) -> str:
    """Full-width and compatibility forms and radicals to plain signs, except number signs such as ① ² ½ ⒈.

    Those would turn into digits and glue themselves to the number beside them.
    """
    return narrowed(text) if is_ordinary(text) else text.translate(_FOLDED)


@cache
def measure_words() -> dict[str, str]:
    """Every measure word of ``form/measure_words.csv`` with what it measures, longest first."""
    rows = resources.files("parsing.form").joinpath("measure_words.csv").read_text(encoding="utf-8").splitlines()
    words = {row["word"]: row["measures"] for row in csv.DictReader(rows)}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


def is_exact(value: Decimal) -> bool:
    """Whether a number keeps all its digits wherever it is stored and read: 10 before the point, 6 after, 15 in all."""
    _, digits, exponent = value.normalize().as_tuple()
    return (
        isinstance(exponent, int)
        and len(digits) <= _DIGITS
        and exponent >= -DECIMALS
        and len(digits) + exponent <= _WHOLE_DIGITS
    )


def parse_number(text: str) -> PrintedNumber | None:
    """The number that the whole of ``text`` is (no unit, no sign), or ``None``."""
    match = _NUMBER.fullmatch(fold(text).strip())
    if match is None or len(match[0]) > _LONGEST:
        return None
    scale = _SCALE_DIGITS.get(match["scale"] or "", 0)
    if match["arabic"] is not None:
        plain = Decimal(match["arabic"].replace(",", ""))
    else:
        spelled = _spelled(match["mixed"], "smart") if match["mixed"] else _chinese(match["chinese"])
        if spelled is None:
            return None
        plain = spelled
    value = _whole(plain.scaleb(scale))
    if not is_exact(value):
        return None
    return PrintedNumber(
        value=value,
        decimals=_printed_decimals(plain) - scale,
        is_approximate=any(match[group] for group in ("about", "over", "over_too")),
    )


def parse_percent(text: str) -> PrintedNumber | None:
    """The percentage that the whole of ``text`` is (26.7%, 百分之十二), or ``None``."""
    folded = fold(text).strip()
    spelled = re.fullmatch(rf"(?P<about>{_ABOUT})?百分之(?P<number>.+)", folded)
    if spelled is not None and spelled["number"] == "百":
        return PrintedNumber(Decimal(100), 0, spelled["about"] is not None)
    if spelled is not None:
        return parse_number((spelled["about"] or "") + spelled["number"])
    return parse_number(folded[:-1]) if folded.endswith("%") else None


def read_cell_number(raw: str) -> CellNumber:
    """What one table cell says: ``number``, ``zero``, ``blank``, ``dash`` or ``text``.

    A dash is any run of dashes or strokes (—, -, /). 无 is ``text``: whether it means none or not applicable is
    not for a reader to say. A sign or 增/减 makes the number signed. 万 and 亿 before anything but 元 are applied
    (1.2万件 is 12000 件), money keeps its printed unit (96.075万元 is 96.075 万元). Chinese numerals count only with a
    measure word, because a lone 一 is also a badly typed dash.
    """
    text = without_ignored(fold(raw)).strip()
    if not text:
        return CellNumber(None, "blank")
    if _DASHES.fullmatch(text):
        return CellNumber(None, "dash")
    match = _SIGNED.fullmatch(text)
    if match is None or (match["unit"] and match["unit"] not in measure_words()):
        return CellNumber(None, "text")
    unit = match["unit"] or None
    number = parse_number(match["number"] + (match["scale"] or ""))
    is_spelled = not match["number"][0].isdigit()
    if number is None or (is_spelled and unit is None and number.value != 0):
        return CellNumber(None, "text")
    if number.value == 0:
        return CellNumber(Decimal(0), "zero", unit)
    return CellNumber(-number.value if match["sign"] in _NEGATIVE_SIGNS else number.value, "number", unit)


def _chinese(text: str) -> Decimal | None:
    """Chinese numerals with place words; a bare run of digits (二〇二三) is a year or a mark, not a count."""
    whole = text.split("点")[0]
    if len(whole) > 1 and not any(sign in whole for sign in "十百千廿卅万"):
        return None
    return _spelled(text.translate(_OLD_TENS), "normal")


@lru_cache(maxsize=256)
def _spelled(text: str, mode: Literal["normal", "smart"]) -> Decimal | None:
    """By cn2an; ``smart`` takes digits among the place words as well. A report spells the same few (一, 两) all over."""
    import cn2an  # takes as long to import as a short report to be read, and few reports spell a number

    try:
        return Decimal(str(cn2an.cn2an(text, mode)))
    except (ValueError, KeyError, IndexError):
        # What is no number in order (十十) ends in any of these there.
        return None


def _printed_decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _whole(number: Decimal) -> Decimal:
    """Without exponent notation: 1.2E+4 becomes 12000; printed trailing zeros stay."""
    return Decimal(int(number)) if number == number.to_integral_value() else number
