"""What stands once in a cell that is merged over several columns of values: nothing (无, —), or zero, in each of them.

A number in such a cell is of no column, and a blank may belong to a row that goes on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from parsing.alignment.rows import FormRow
from parsing.alignment.slots import Slot
from parsing.form import SUMMED, Line
from parsing.form import rows as form_data
from parsing.text import squeeze


def merged_values(row: FormRow, line: Line) -> tuple[Slot, ...] | None:
    """The values of a line in a row that has no number, if they are just as many; a zero counts only if sums can deny it."""
    if row.table is None or len(row.numbers) >= len(line.columns):
        return None
    found = spread(row.slots, with_zeros=line.section in SUMMED)
    return found if len(found) == len(line.columns) and not any(slot.value for slot in found) else None


def spread(slots: Sequence[Slot], *, with_zeros: bool) -> tuple[Slot, ...]:
    """The slots with each cell of nothing once for every column that it takes, without the blanks of a wider table below."""
    last = max((at for at, slot in enumerate(slots) if slot.state != "blank"), default=-1)
    return tuple(slot for slot in slots[: last + 1] for _ in range(_repeats(slot, with_zeros=with_zeros)))


def _repeats(slot: Slot, *, with_zeros: bool) -> int:
    is_nothing = slot.state == "dash" or squeeze(slot.raw) in _words()
    return slot.covers if is_nothing or (with_zeros and slot.state == "zero") else 1


@cache
def _words() -> frozenset[str]:
    return frozenset(row["word"] for row in form_data("value_words.csv") if row["says"] == "none")
