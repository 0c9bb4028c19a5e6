"""Which slots of a row are the values of a line of the form.

A row may have more places than the line has columns: cells that only hold a span, serial numbers, last year's total. What
decides is, in this order: the row has just as many places; the headers above name them; the sums of the table hold for one
choice and for no other. A choice that nothing of this settles is made, but marked as open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from parsing.alignment.headers import are_exchanged, by_header
from parsing.alignment.merged import merged_values
from parsing.alignment.rows import FormRow
from parsing.alignment.totals import Choice, holds, may_hold, telling, total_last
from parsing.form import SUMMED, Line

Shape = tuple[int, bool]
"""How many numbers a row of text has, and whether they all stand on one line."""


class Picked(NamedTuple):
    slots: Choice
    is_settled: bool
    is_by_header: bool = False
    is_exchanged: bool = False


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What the complete rows of one table say about where its values stand."""

    usual: tuple[int, ...] | None
    """Grid columns in which most rows with just as many numbers, or places, as wanted have them."""
    omits_totals: bool
    """True if no row that tells prints its total."""
    surplus: slice | None
    """Of one number too many in each row: the part that leaves rows whose totals hold."""
    believes_numbers: bool
    """False if rows of just as many numbers have totals that never hold, or hold as the headers deny: then no number is a value."""
    is_total_first: bool
    """True if every row's first number, and not its last, is the sum of the others; most, if headers name it first."""
    shape: Shape | None = None
    """Of most rows of text that have as many numbers as wanted, or one too many."""
    is_all_zero: bool = False
    """True if no row tells anything: then only headers can say in which order the columns stand."""


_NO_COLUMNS = TableColumns(None, False, None, True, False)


class Survey:
    """Where the values of lines like one (same section, same columns) stand in the rows of a document.

    What totals say is asked of the whole document: a table cut by page breaks may have no telling row on a page. It is asked
    only if there is a row whose headers do not name its values.
    """

    def __init__(self, rows: Sequence[FormRow], line: Line) -> None:
        self._rows = rows
        self._line = line
        self._is_summed = line.section in SUMMED

    def pick_at(self, index: int) -> Picked | None:
        """``pick`` of one of the rows."""
        row = self._rows[index]
        return self._either(row, self._by_header[index]) if self._is_summed else self.pick(row)

    def pick(self, row: FormRow) -> Picked | None:
        """The values of the line in a row, or ``None`` if it cannot have them."""
        return self._either(row, by_header(row, self._line))

    @cached_property
    def _by_header(self) -> list[Choice | None]:
        return [by_header(row, self._line) for row in self._rows]

    def _either(self, row: FormRow, named: Choice | None) -> Picked | None:
        picked = self._pick(row, named)
        merged = merged_values(row, self._line) if picked is None else None
        return Picked(merged, is_settled=True) if merged else picked

    def _pick(self, row: FormRow, named: Choice | None) -> Picked | None:
        width = len(self._line.columns)
        if len(row.slots) < width or (row.table is None and 1 < width < len(row.slots) - 1):
            # Text shows no blanks: a row of other length, as most of prose is, has no value of the line.
            return None
        if named is not None and self._believes_headers:
            return Picked(named, is_settled=True, is_by_header=True)
        picked = _pick_unnamed(row, self._line, self._tables[row.table])
        if picked is not None and self._is_summed and are_exchanged(picked.slots, self._line):
            return picked._replace(is_settled=False, is_exchanged=True)
        return picked

    @cached_property
    def _named(self) -> list[Choice]:
        return [choice for choice in self._by_header if choice is not None]

    @cached_property
    def _believes_headers(self) -> bool:
        """False if the values under the headers have totals that never hold: then the headers stand elsewhere."""
        named = telling(self._named) if self._is_summed else []
        return not named or any(map(may_hold, named))

    @cached_property
    def _tables(self) -> Mapping[int | None, TableColumns]:
        """By table number."""
        by_table: dict[int | None, list[FormRow]] = {}
        for row in self._rows:
            by_table.setdefault(row.table, []).append(row)
        width = len(self._line.columns)
        shared = _from_totals(self._rows, width, self._named) if self._is_summed else _NO_COLUMNS
        return {table: replace(shared, usual=_usual(found, width)) for table, found in by_table.items()}


def _usual(rows: Iterable[FormRow], width: int) -> tuple[int, ...] | None:
    complete = _complete(rows, width) or _exact(rows, width)
    places = Counter(tuple(slot.column for slot in choice) for choice in complete)
    return places.most_common(1)[0][0] if places else None


def _exact(rows: Iterable[FormRow], width: int) -> list[Choice]:
    return [row.slots for row in rows if len(row.slots) == width]


def _complete(rows: Iterable[FormRow], width: int) -> list[Choice]:
    return [row.numbers for row in rows if len(row.numbers) == width and _is_unbroken(row)]


def _from_totals(rows: Sequence[FormRow], width: int, by_header: Sequence[Choice]) -> TableColumns:
    # A table that goes on over a page has no headers there: the order of the page before is its order.
    is_named_first = any(choice[-1].column < choice[0].column for choice in by_header)
    exact = _exact(rows, width)
    one_too_many = [row.numbers for row in rows if len(row.numbers) == width + 1]
    surplus = _surplus(one_too_many, width) if _is_usual(one_too_many, rows, width) else None
    # Once the number too many is off, such rows tell the order, too: else the one row without it, wrong in itself, decides.
    trimmed = [numbers[surplus] for numbers in one_too_many] if surplus is not None else []
    with_blanks = [row.slots for row in rows if len(row.slots) == width > len(row.numbers)]
    choices = telling([*_complete(rows, width), *with_blanks])
    last, first = sum(map(may_hold, choices)), sum(may_hold(total_last(choice)) for choice in choices)
    shown = telling(exact)
    omits_totals = bool(shown) and all(choice[-1].state == "blank" for choice in shown)
    # One line may be wrong in itself: the headers and most of the others tell.
    is_total_first = (first == len(choices) and (is_named_first or first > last)) or (is_named_first and first > last)
    is_total_first = is_total_first and not any(map(may_hold, telling(trimmed)))
    is_contradicted = is_named_first and bool(choices) and not is_total_first
    return TableColumns(
        None,
        omits_totals,
        surplus,
        believes_numbers=(not choices or last >= max(first, 1)) and not is_contradicted,
        is_total_first=is_total_first,
        shape=_usual_shape(rows, width),
        is_all_zero=not choices,
    )


def _usual_shape(rows: Iterable[FormRow], width: int) -> Shape | None:
    shapes = Counter(_shape(row) for row in rows if row.table is None and len(row.numbers) in (width, width + 1))
    return shapes.most_common(1)[0][0] if shapes else None


def _shape(row: FormRow) -> Shape:
    places = [slot.column for slot in row.numbers]
    return len(places), all(before < after for before, after in pairwise(places))


def _is_made_otherwise(row: FormRow, width: int, table: TableColumns) -> bool:
    return len(row.numbers) == width and table.shape is not None and _shape(row) != table.shape


def _proves_itself(choice: Choice) -> bool:
    """Whether a row made otherwise than the others tells by its own total that nothing is missing in it.

    Text shows no blanks: a row with a blank and a number too many (serial, last year's) has just as many numbers as wanted.
    """
    return holds(choice) and any(slot.value for slot in choice)


def _surplus(rows: Sequence[Choice], width: int) -> slice | None:
    """Without its first or its last number every row's total holds: the one for which that is so, if only one is."""
    parts = (slice(1, None), slice(0, width))
    holding = [part for part in parts if rows and all(holds(row[part]) for row in rows)]
    return holding[0] if len(holding) == 1 else None


def _is_usual(one_too_many: Sequence[Choice], rows: Sequence[FormRow], width: int) -> bool:
    """Whether most rows have the number too many, as a column has it. In one row of text it is a note mark, or a slip."""
    return 2 * len(one_too_many) > sum(len(row.numbers) in (width, width + 1) for row in rows)


def _pick_unnamed(row: FormRow, line: Line, table: TableColumns) -> Picked | None:
    """The values of ``line`` in ``row`` by their number and by what their table says."""
    width = len(line.columns)
    exact = [row.slots] if len(row.slots) == width else []
    choices = [*exact, *_by_count(row, width, table)]
    distinct = list({tuple([slot.raw for slot in choice]): choice for choice in reversed(choices)}.values())[::-1]
    if not distinct:
        return None
    if table.is_total_first and len(distinct) == 1:
        return Picked(total_last(distinct[0]), is_settled=True)
    holding = [choice for choice in distinct if holds(choice)] if line.section in SUMMED else []
    if len(distinct) > 1 and len(holding) == 1:
        return Picked(holding[0], is_settled=True)
    return Picked(distinct[0], len(distinct) == 1 and _is_settled(distinct[0], row, table, line))


def _is_settled(choice: Choice, row: FormRow, table: TableColumns, line: Line) -> bool:
    """Whether the only choice there is can be relied on."""
    if table.is_all_zero and len({slot.state for slot in choice}) > 1 and _is_named_otherwise(choice, line):
        return False
    if row.table is None and _is_made_otherwise(row, len(choice), table) and not _proves_itself(choice):
        return False
    if len(row.numbers) >= len(choice) or len(row.slots) == len(choice):
        return table.believes_numbers
    # Blanks on both sides of the values: only the total can say that none of the values is one of them.
    is_empty = not any(slot.value for slot in choice)
    return line.section not in SUMMED or is_empty or may_hold(choice) or table.omits_totals


def _is_named_otherwise(choice: Choice, line: Line) -> bool:
    """Whether a header above one of the values is that of another column."""
    return any(
        slot.header in other.keys
        for column, slot in zip(line.columns, choice, strict=True)
        for other in line.columns
        if other is not column
    )


def _by_count(row: FormRow, width: int, table: TableColumns) -> list[Choice]:
    numbers = row.numbers
    choices: list[Choice] = []
    if len(numbers) == width and _is_unbroken(row):
        choices.append(numbers)
    if width == 1 and numbers and len({slot.raw for slot in numbers}) == 1 and not _may_be_marked(row):
        choices.append(numbers[:1])
    if width == 1 and not numbers and row.slots:
        choices.append(row.slots[:1])
    if table.usual is not None:
        usual = tuple(slot for slot in row.slots if slot.column in table.usual)
        if len(usual) == width and set(numbers) <= set(usual):
            choices.append(usual)
    if table.surplus is not None and len(numbers) == width + 1:
        choices.append(numbers[table.surplus])
    return choices


def _may_be_marked(row: FormRow) -> bool:
    """Whether a line of text ends in two equal digits: one value in two columns, eleven set apart, or 1 and its mark."""
    return row.table is None and len(row.numbers) == 2 and len(row.numbers[0].raw) == 1


def _is_unbroken(row: FormRow) -> bool:
    """No blank stands between the numbers: a blank there would be one of the values."""
    if len(row.numbers) == len(row.slots):
        return True
    states = [slot.state != "blank" for slot in row.slots]
    first, last = states.index(True), len(states) - states[::-1].index(True)
    return all(states[first:last])
