"""A report as the writers take it: headings, paragraphs and tables of cells with spans; no format, no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``rows`` and ``columns`` are its spans in the grid."""

    text: str
    rows: int = 1
    columns: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as HTML lists them: a cell stands only in the row where its span begins."""

    rows: tuple[tuple[Cell, ...], ...]
    width: int
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Literal["title", "note", "heading", "body"] = "body"


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    published_on: date
    blocks: tuple[Block, ...]


def positions(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Each cell with the (row, column) of its upper left corner, both from 0.

    Raises ``ValueError`` where spans overlap, leave a hole or stand out of the rectangle.
    """
    taken: dict[tuple[int, int], Cell] = {}
    for top, row in enumerate(table.rows):
        left = 0
        for cell in row:
            while (top, left) in taken:
                left += 1
            covered = [(top + r, left + c) for r in range(cell.rows) for c in range(cell.columns)]
            if any(place in taken for place in covered):
                raise ValueError(f"overlapping spans at row {top}, column {left}")
            taken.update(dict.fromkeys(covered, cell))
            yield top, left, cell
    if set(taken) != {(r, c) for r in range(len(table.rows)) for c in range(table.width)}:
        raise ValueError("the spans do not fill the rectangle")


def split(table: Table, at: tuple[int, ...], characters_per_row: int = 2) -> tuple[Table, ...]:
    """The table cut before each row of ``at``, the header repeated on every part.

    A cell whose span crosses a cut is continued as Word does it: the text that fits stays above, the rest goes below.
    """
    starts = (table.header_rows, *at)
    ends = (*at, len(table.rows))
    grid = list(positions(table))
    parts = []
    for start, end in zip(starts, ends, strict=True):
        body = [_slice(grid, row, start, end, characters_per_row) for row in range(start, end)]
        parts.append(Table((*table.rows[: table.header_rows], *body), table.width, table.header_rows))
    return tuple(parts)


def _slice(
    grid: list[tuple[int, int, Cell]], row: int, start: int, end: int, characters_per_row: int
) -> tuple[Cell, ...]:
    cells: Mapping[int, Cell] = {
        left: _continued(cell, start - top, end - top, characters_per_row)
        for top, left, cell in grid
        if top == row or (row == start and top < start < top + cell.rows)
    }
    return tuple(cells[left] for left in sorted(cells))


def _continued(cell: Cell, above: int, end: int, characters_per_row: int) -> Cell:
    first, last = max(above, 0), min(end, cell.rows)
    if first == 0 and last == cell.rows:
        return cell
    begin = first * characters_per_row
    stop = len(cell.text) if last == cell.rows else last * characters_per_row
    return Cell(cell.text[begin:stop], last - first, cell.columns, cell.is_header)
