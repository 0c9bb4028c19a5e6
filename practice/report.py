"""A report as the writers take it: headings, paragraphs and tables of cells with spans; no format, no file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

CellKey = tuple[str, str, str]
"""Section, line and column of a figure."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``rows`` and ``columns`` are its spans in the grid, ``key`` is set if it holds a figure."""

    text: str
    rows: int = 1
    columns: int = 1
    key: CellKey | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as HTML lists them: a cell stands only in the row where its span begins."""

    rows: tuple[Row, ...]
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


def placed(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """(row, grid column, cell) of each cell; overlapping spans are pushed to the right."""
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(table.rows):
        left = 0
        for cell in row:
            while (top, left) in taken:
                left += 1
            taken |= {(top + r, left + c) for r in range(cell.rows) for c in range(cell.columns)}
            yield top, left, cell


def split(table: Table, at: int, *, repeat_header: bool, continued: str) -> tuple[Table, Table]:
    """The table cut before row ``at``.

    ``continued`` says what a span that crosses the cut shows below it: ``rest`` of its text, the text again
    (``same``) or nothing (``empty``).
    """
    above: list[tuple[int, int, Cell]] = []
    below: list[tuple[int, int, Cell]] = []
    crossing = []
    for top, left, cell in placed(table):
        if top < at < top + cell.rows:
            here, there = _parted(cell, at - top, continued)
            above.append((top, left, here))
            crossing.append((left, there))
        else:
            (above if top < at else below).append((top, left, cell))
    first = [*crossing, *((left, cell) for top, left, cell in below if top == at)]
    rows_below = [tuple(cell for _, cell in sorted(first, key=lambda pair: pair[0]))]
    rows_below += [tuple(c for top, _, c in below if top == row) for row in range(at + 1, len(table.rows))]
    rows_above = [tuple(c for top, _, c in above if top == row) for row in range(at)]
    header = table.rows[: table.header_rows] if repeat_header else ()
    return (
        replace(table, rows=tuple(rows_above)),
        Table((*header, *rows_below), table.width, len(header)),
    )


def _parted(cell: Cell, rows: int, continued: str) -> tuple[Cell, Cell]:
    cut = max(1, len(cell.text) * rows // cell.rows) if continued == "rest" else len(cell.text)
    below = {"rest": cell.text[cut:], "same": cell.text, "empty": ""}[continued]
    return replace(cell, text=cell.text[:cut], rows=rows), replace(cell, text=below, rows=cell.rows - rows)
