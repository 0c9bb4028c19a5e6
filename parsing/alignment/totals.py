"""What the totals of a table, and the words above them, say of the order of its columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from parsing.alignment.slots import Slot
from parsing.form import Column, Line
from parsing.numerals import measure_words

Choice = tuple[Slot, ...]
_NOTHING = Decimal(0)


def holds(choice: Choice) -> bool:
    """Whether the last number is the sum of the others."""
    values = [slot.value for slot in choice if slot.value is not None]
    return len(values) == len(choice) and sum(values[:-1], _NOTHING) == values[-1]


def may_hold(choice: Choice) -> bool:
    """Whether the total holds if what is no number is nothing: enough to compare ways of reading, not to prove one."""
    values = [slot.value or _NOTHING for slot in choice]
    return sum(values[:-1], _NOTHING) == values[-1]


def telling(choices: Iterable[Choice]) -> list[Choice]:
    """The choices that are not all zeros: only their totals say anything."""
    return [choice for choice in choices if any(slot.value for slot in choice)]


def total_last(choice: Choice) -> Choice:
    return (*choice[1:], choice[0])


def holds_either_way(choices: Sequence[Choice]) -> bool:
    """Whether every row adds up with its total first as well as last, and some row says another thing then."""
    differ = any(len({(slot.value, slot.state) for slot in choice}) > 1 for choice in choices)
    return differ and all(may_hold(choice) and may_hold(total_last(choice)) for choice in choices)


def names_total_first(context: str, line: Line) -> bool:
    """Whether the headers before a row of applications name the total before natural persons.

    That is no proof: a header over several rows also comes first in a sequence of words.
    """
    first, last = (_last_place(context, column) for column in (line.columns[0], line.columns[-1]))
    return line.section == "applications" and 0 <= last < first


def _last_place(context: str, column: Column) -> int:
    """Where a header stands last, or -1. Of 自然人 broken before its last sign 人 is left out: alone it is a measure word."""
    endings = ("", *measure_words())
    keys = {key.removesuffix(ending) for key in column.keys for ending in endings if key != ending}
    return max(context.rfind(key) for key in keys)
