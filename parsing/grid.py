"""Grid columns of cells that span rows and columns (HTML table model; Word and spreadsheets have the same)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class SpannedCell(NamedTuple):
    text: str
    rowspan: int = 1
    colspan: int = 1


def place_cells(rows: Sequence[Sequence[SpannedCell]]) -> list[list[tuple[str, int]]]:
    """For each row the (text, grid column from 0) of the cells that begin in it.

    A cell takes the first columns that no cell from above still covers. Spans past the last row are cut off.
    """
    covered: dict[int, int] = {}
    placed = []
    for row in rows:
        column = 0
        begun: list[tuple[str, int]] = []
        starting: dict[int, int] = {}
        for cell in row:
            while covered.get(column, 0) > 0:
                column += 1
            begun.append((cell.text, column))
            for offset in range(cell.colspan):
                starting[column + offset] = cell.rowspan
            column += cell.colspan
        covered = {index: left - 1 for index, left in covered.items() if left > 1}
        covered.update({index: span - 1 for index, span in starting.items() if span > 1})
        placed.append(begun)
    return placed
