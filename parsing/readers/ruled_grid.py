"""Tables of a page image by their ruled lines (``parsing.readers.ruled_lines``): cells with their spans.

The lines are gathered into the edges of a grid. A border between two neighbouring fields of the grid stands where most
of it is drawn. So gaps in a line, noise and characters that touch it do no harm. Refuses to guess a border that is not
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.readers.page_image import Pixels
from parsing.readers.ruled_lines import REACH, Lines, as_mask
from parsing.readers.shapes import Shapes, shapes

_DRAWN = 0.5
"""Share of a border that must be drawn."""
_LEAST_FIELDS = 4
_OPEN = 20
"""Pixels by which lines run past the last that crosses them if a row of type stands there."""


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell at its first grid row and column (from 0), with the box inside its borders: left, top, right, bottom."""

    row: int
    column: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class RuledTable:
    cells: tuple[RuledCell, ...]
    """In reading order."""
    box: tuple[int, int, int, int]


class _Piece(NamedTuple):
    """A stroke of a mask of level lines (upright ones are looked at transposed)."""

    start: int
    stop: int
    position: float


def find_tables(lines: Lines, drawn: Lines) -> list[RuledTable]:
    """The tables that ``lines`` form, top to bottom; ``drawn`` says which borders stand on them.

    The two differ under a stamp: without the red it leaves gaps in thin borders, with it its rim has straight pieces.
    """
    joined = as_mask(cv2.dilate(cv2.bitwise_or(lines.across, lines.down), np.ones((5, 5), np.uint8)))
    found = shapes(joined)
    boxes = found.boxes()
    tables = []
    for number in np.flatnonzero((boxes.wide >= joined.shape[1] // 6) & (boxes.high >= joined.shape[0] // 60)):
        box = boxes.of(int(number))
        # The edges of a photographed sheet stand around its tables: each has its own lines alone.
        table = _table(lines, drawn, as_mask(found.part(int(number), box)) * 255, box)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: table.box[1])


def _table(lines: Lines, drawn: Lines, own: Pixels, box: tuple[int, int, int, int]) -> RuledTable | None:
    left, top, right, bottom = box
    across = as_mask(cv2.bitwise_and(lines.across[top:bottom, left:right], own))
    down = as_mask(cv2.bitwise_and(lines.down[top:bottom, left:right], own).T)
    # Each way first with all strokes, then with those alone that meet the other way: a long dash is no line.
    across, level = _meeting(across, _edges(_pieces(shapes(down))))
    down, upright = _meeting(down, _edges(level))
    rows, columns = _edges(level), _edges(upright)
    rows, columns = (
        _with_open_sides(rows, upright, len(columns) / 2),
        _with_open_sides(columns, level, len(rows) / 2),
    )
    if len(rows) < 2 or len(columns) < 2 or (len(rows) - 1) * (len(columns) - 1) < _LEAST_FIELDS:
        return None
    across = as_mask(cv2.bitwise_or(across, drawn.across[top:bottom, left:right]))
    down = as_mask(cv2.bitwise_or(down, drawn.down[top:bottom, left:right].T))
    groups = _group(_borders(across, rows, columns), _borders(down, columns, rows).T)
    cells = tuple(
        RuledCell(r0, c0, (left + columns[c0] + 1, top + rows[r0] + 1, left + columns[c1] - 1, top + rows[r1] - 1))
        for r0, c0, r1, c1 in sorted(groups)
    )
    return RuledTable(cells, box)


def _pieces(found: Shapes) -> list[_Piece]:
    boxes = found.boxes()
    return [*map(_Piece, boxes.left.tolist(), boxes.right.tolist(), found.middles.tolist())]


def _meeting(mask: Pixels, stops: Sequence[int]) -> tuple[Pixels, list[_Piece]]:
    """The strokes that end at one of ``stops`` or are longer than any dash."""
    found = shapes(mask)
    pieces = _pieces(found)
    keep = [
        piece.stop - piece.start > mask.shape[1] / 4 or any(_near(end, stops) for end in (piece.start, piece.stop))
        for piece in pieces
    ]
    return found.kept(np.array(keep, dtype=np.bool_)), [*compress(pieces, keep)]


def _near(position: float, stops: Sequence[int]) -> bool:
    return any(abs(position - stop) <= REACH for stop in stops)


def _edges(pieces: Sequence[_Piece]) -> list[int]:
    """Positions of the lines: pieces that lie closer than ``REACH`` are one line, the longer ones weigh more."""
    bundles: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.position):
        if bundles and piece.position - bundles[-1][-1].position <= REACH:
            bundles[-1].append(piece)
        else:
            bundles.append([piece])
    return [
        round(float(np.average([p.position for p in bundle], weights=[p.stop - p.start for p in bundle])))
        for bundle in bundles
    ]


def _with_open_sides(edges: list[int], crossing: Sequence[_Piece], least: float) -> list[int]:
    """The edges, and the ends of crossing lines if many run on past them.

    A page break leaves a row open, some tables have no sides.
    """
    if not edges:
        return edges
    before = [piece.start for piece in crossing if piece.start < edges[0] - _OPEN]
    after = [piece.stop for piece in crossing if piece.stop > edges[-1] + _OPEN]
    first, last = (
        [round(float(np.median(ends)))] if len(ends) > 1 and len(ends) >= least else [] for ends in (before, after)
    )
    return [*first, *edges, *last]


def _borders(mask: Pixels, positions: Sequence[int], stops: Sequence[int]) -> NDArray[np.bool_]:
    """For each line position and each stretch between two stops whether the line is drawn there."""
    drawn = np.zeros((len(positions), len(stops) - 1), dtype=bool)
    for i, position in enumerate(positions):
        band = mask[max(position - 7, 0) : position + 8].max(axis=0)
        for j, (start, stop) in enumerate(pairwise(stops)):
            inner = band[start + 4 : max(stop - 3, start + 5)]
            drawn[i, j] = bool((inner > 0).mean() >= _DRAWN) if inner.size else False
    return drawn


def _group(across: NDArray[np.bool_], down: NDArray[np.bool_]) -> Iterator[tuple[int, int, int, int]]:
    """Cells as (first row, first column, row after, column after): fields with no border between them are one.

    ``across[r, c]`` is the border above field (r, c), ``down[r, c]`` the one to its left. Fields that together are no
    rectangle stay apart, so that nothing is read as a cell that is no cell.
    """
    rows, columns = down.shape[0], across.shape[1]
    fields = np.ones((2 * rows - 1, 2 * columns - 1), dtype=np.uint8)
    fields[1::2, ::2] = ~across[1:rows]
    fields[::2, 1::2] = ~down[:, 1:columns]
    fields[1::2, 1::2] = 0
    count, labels = cv2.connectedComponents(fields, connectivity=4)
    for index in range(1, count):
        members = np.argwhere(labels[::2, ::2] == index)
        (r0, c0), (r1, c1) = members.min(axis=0), members.max(axis=0) + 1
        if len(members) == (r1 - r0) * (c1 - c0):
            yield int(r0), int(c0), int(r1), int(c1)
        else:
            yield from ((int(r), int(c), int(r) + 1, int(c) + 1) for r, c in members)
