"""In which unit an amount is printed, how it reads in the unit of its column, and what no count can be.

The form asks for 万元; some bureaus print 元 under a header, a label or a caption that says so, or in the cell itself. The
nearest word counts. A money unit that is not known (``form/money_units.csv``) leaves the amount without a number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from parsing.alignment.rows import FormRow
from parsing.alignment.slots import Slot
from parsing.form import TEN_THOUSAND_YUAN, Column, Line, money_units
from parsing.numerals import measure_words

_YUAN, _CURRENCY = "元", "人民币"
_SCALES = ("万", "亿")
"""Words of a number that ``parsing.numerals`` has applied if no 元 stands behind them: what it gives is 元, then."""
_CHANGES = frozenset({"items_change"})
"""Columns of changes, whose numbers may be negative."""
_LONGEST_UNIT = 4
_CAPTION = re.compile(r"单位[:：](?P<units>[^。;；]{1,12})")
_BETWEEN_UNITS = re.compile(r"[、,，/()（）]+|和|及")


class Amount(NamedTuple):
    """A number in the unit of its column, and the word for the unit it is printed in, ``None`` if none is printed.

    ``is_known`` is false if the printed unit cannot be converted.
    """

    value: Decimal | None
    unit: str | None
    is_known: bool = True


def in_column_unit(slot: Slot, column: Column, line: Line, row: FormRow) -> Amount:
    """The number of ``slot`` in the unit of ``column``."""
    if slot.value is None or not column.is_money:
        return Amount(slot.value, None)
    word = (
        slot.unit
        or _of_scale(slot.raw)
        or _of_header(slot.header, row.context, column)
        or _of_label(row.label, line)
        or _of_caption(row)
    )
    if word is None:
        return Amount(slot.value, None)
    unit = _known(word)
    if column.unit != TEN_THOUSAND_YUAN:
        # The form leaves the unit of this column to the bureau: the number stays as printed.
        return Amount(slot.value, unit or word)
    if unit is None:
        return Amount(None, word, is_known=False)
    return Amount(_plain(slot.value * money_units()[unit]), unit)


def can_be_counted(slot: Slot, column: Column) -> bool:
    """Whether a number can be that of a column of counts: whole, of no money, and none below zero but a change."""
    value = slot.value
    if not value:
        return True
    is_whole = value == value.to_integral_value()
    return is_whole and (value > 0 or column.code in _CHANGES) and measure_words().get(slot.unit or "") != "money"


def _of_scale(raw: str) -> str | None:
    """元, if a number in a cell of money has a scale word (96.5万) and no unit: the header's unit cannot be meant as well."""
    return _YUAN if any(scale in raw for scale in _SCALES) else None


def _plain(value: Decimal) -> Decimal:
    """Without the zeros that a factor adds, and without an exponent."""
    return Decimal(format(value.normalize(), "f"))


def _of_header(header: str, context: str, column: Column) -> str | None:
    """What a header says behind the words of its column; in text the headers are part of what stands before the row."""
    for key in sorted(column.bare_keys, key=len, reverse=True):
        _, found, rest = header.rpartition(key) if header else context.rpartition(key)
        if found:
            return _unit_in(rest, is_end=bool(header))
    return None


def _of_label(label: str, line: Line) -> str | None:
    rests = (label.removeprefix(key) for key in line.keys if label.startswith(key) and label != key)
    return next((word for rest in rests if (word := _unit_in(rest, is_end=True))), None)


def _of_caption(row: FormRow) -> str | None:
    """The money unit among those that a caption names (单位：件、元)."""
    found = _CAPTION.search(row.caption)
    words = _BETWEEN_UNITS.split(found["units"]) if found else []
    return next((word for word in words if word in money_units()), None)


def _unit_in(text: str, *, is_end: bool) -> str | None:
    """The unit that Han characters behind a label name; ``is_end`` if nothing but the unit can follow."""
    named = text.removeprefix("计量").removeprefix("单位")
    rest = named.removeprefix("为").removeprefix(_CURRENCY)
    known = _known(rest)
    if known is None and named != text:
        return rest[:_LONGEST_UNIT]
    return known or (rest if is_end and rest.endswith("元") else None)


@cache
def _known(text: str) -> str | None:
    """The longest known unit that ``text`` begins with."""
    return next((word for word in sorted(money_units(), key=len, reverse=True) if text.startswith(word)), None)
