"""Lines of the form matched to rows of the document, and which of several tables of one section is the report's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsing.alignment.rows import FormRow
from parsing.alignment.slots import Slot
from parsing.form import Line
from parsing.model import State

_YEAR = re.compile(r"20\d\d")
_LAST_YEAR = re.compile(r"上年度?|上一年度?|去年|往年")


@dataclass(frozen=True, slots=True)
class Match:
    """A line of the form, the row that carries it, and the slots of its columns."""

    line: Line
    row: FormRow
    slots: tuple[Slot, ...]
    score: float
    is_settled: bool
    """Whether the slots are the line's columns beyond doubt."""
    is_by_header: bool = False
    """Whether the headers above the slots named the columns."""
    is_exchanged: bool = False
    """Whether headers name columns, or groups of columns, in another order than the form's; its sums hold in either."""
    is_placed: bool = False
    """Whether order gave the line its row, which its label alone does not."""


Path = tuple[tuple[int, Match], ...]
"""Matches in reading order, each with the index of its row."""


def choose_instance(paths: Sequence[Path], report_year: int | None) -> tuple[Path, str | None]:
    """The table of the report year among several of one section, and a doubt if that is unclear.

    Last year's table is often repeated for comparison. It is left out if its caption says that it is last year's and the
    other one's does not.
    """
    if not paths:
        return (), None
    if all(_cells(path) == _cells(paths[0]) for path in paths[1:]):
        row = paths[0][0][1].row
        is_named_otherwise = row.table is not None and bool(_YEAR.search(row.caption))
        is_doubtful = is_named_otherwise and all(_is_of_another_year(path[0][1].row, report_year) for path in paths)
        return paths[0], "the only table found is named after another year" if is_doubtful else None
    mine = [path for path in paths if not _is_of_another_year(path[0][1].row, report_year)]
    if len(mine) == 1:
        return mine[0], None
    filled = [path for path in paths if any(slot.state != "blank" for _, match in path for slot in match.slots)]
    if len(filled) == 1 and not any(slot.value for _, match in filled[0] for slot in match.slots):
        # An empty form beside one without any number but zeros: whichever is the report's own, no number differs.
        return filled[0], None
    return paths[0], f"{len(paths)} tables with different values, and no caption says which is of the report year"


def _cells(path: Path) -> dict[str, list[tuple[Decimal | None, State]]]:
    return {match.line.code: [(slot.value, slot.state) for slot in match.slots] for _, match in path}


def _is_of_another_year(row: FormRow, report_year: int | None) -> bool:
    # In text a caption is some line before: it says the unit of what follows, not whose year that is.
    caption = row.caption if row.table is not None else ""
    years = _YEAR.findall(caption)
    return bool(_LAST_YEAR.search(caption)) or bool(years and report_year and int(years[-1]) != report_year)
