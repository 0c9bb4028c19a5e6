"""Grid columns of cells that span rows and columns (HTML table model; Word and spreadsheets have the same)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from parsing.blocks import ReadError
from parsing.limits import MAX_GRID_COLUMNS, MAX_GRID_STEPS


class SpannedCell(NamedTuple):
    text: str
    rowspan: int = 1
    colspan: int = 1


def place_cells(rows: Sequence[Sequence[SpannedCell]]) -> list[list[tuple[str, int]]]:
    """For each row the (text, grid column from 0) of the cells that begin in it.

    A cell takes the first columns that no cell from above still covers. Spans past the last row are cut off. Raises
    ``ReadError`` if a table is wider than ``MAX_GRID_COLUMNS`` or its spans cost more than ``MAX_GRID_STEPS``.
    """
    covered_to: dict[int, int] = {}
    steps = 0
    placed = []
    for number, row in enumerate(rows):
        column = 0
        begun: list[tuple[str, int]] = []
        for cell in row:
            start = column
            while covered_to and covered_to.get(column, 0) > number:
                column += 1
            begun.append((cell.text, column))
            if column + cell.colspan > MAX_GRID_COLUMNS:
                raise ReadError(f"a table has more than {MAX_GRID_COLUMNS} columns")
            if cell.rowspan > 1:
                for covered in range(column, column + cell.colspan):
                    covered_to[covered] = max(number + cell.rowspan, covered_to.get(covered, 0))
            column += cell.colspan
            steps += column - start
            if steps > MAX_GRID_STEPS:
                raise ReadError("the spans of a table overlap beyond measure")
        placed.append(begun)
    return placed


def columns_by_edge(edges: Iterable[float], tolerance: float) -> dict[float, int]:
    """Grid columns (from 0) of left edges; edges nearer than ``tolerance`` to the one before are the same column."""
    columns: dict[float, int] = {}
    column, before = -1, float("-inf")
    for edge in sorted(set(edges)):
        if edge - before > tolerance:
            column += 1
        columns[edge], before = column, edge
    return columns


def columns_between(start: int, end: int | None, starts: Sequence[int]) -> int:
    """How many of the columns in which cells begin (sorted) a cell takes that the next one of its row, if any, ends."""
    return (len(starts) if end is None else bisect_left(starts, end)) - bisect_left(starts, start)
