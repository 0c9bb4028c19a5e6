"""Tables of a page image by their ruled lines: straightened, lines found by morphology, cells with their spans.

The lines are gathered into the edges of a grid; a border between two neighbouring fields of the grid stands where most
of it is drawn. So gaps in a line, noise and characters that touch it do no harm. Refuses to guess a border that is not
there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.readers.page_image import Pixels

Matrix = NDArray[np.float64]

_LINE_SHARE = 1 / 40
"""No stroke shorter than this share of the page width is a line (41 pixels at 200 dpi): ordinary type has none so long."""
_TALLER, _LONGEST_SHARE = 1.25, 1 / 12
"""A line is so much longer than the tallest type; no more than this share of the width is ever asked of it."""
_FAR, _DENSE = 16, 0.75
"""Over this part of the width so much of a line is there, however coarse the dots; of a row of type less is."""
_THIN, _APART, _LITTLE = 9, 8, 0.2
"""Pixels that a line is never as thick as, and by which print keeps off it; shares of what may stand so close all the same."""
_FRAME = 0.12
"""Share of its box that a sign fills at least: a frame of rules fills less."""
_MAX_SKEW_DEGREES = 6.0
_LEAST_SKEW_DEGREES = 0.03
_DRAWN = 0.5
"""Share of a border that must be drawn."""
_LEAST_FIELDS = 4
_REACH = 10
"""Pixels within which two strokes are one line, or a stroke ends at a line."""
_BESIDE = 6
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


@dataclass(frozen=True, slots=True)
class Lines:
    """Masks of horizontal and vertical lines, 255 where one is."""

    across: Pixels
    down: Pixels


def binarise(grey: Pixels, strictness: int = 12) -> Pixels:
    """255 where a pixel is darker than its surroundings by ``strictness`` grey levels."""
    return _mask(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, strictness))


def _mask(pixels: object) -> Pixels:
    return np.asarray(pixels, dtype=np.uint8)


def skew(grey: Pixels) -> float:
    """Degrees by which the long horizontal lines of a page fall to the right; 0 where it has none."""
    half = _mask(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    strokes = cv2.morphologyEx(binarise(half), cv2.MORPH_OPEN, np.ones((1, 12), np.uint8))
    least = half.shape[1] // 4
    found = cv2.HoughLinesP(strokes, 1, np.pi / 1800, least // 2, minLineLength=least, maxLineGap=10)
    if found is None:
        return 0.0
    segments = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    degrees = np.degrees(np.arctan2(segments[:, 3] - segments[:, 1], segments[:, 2] - segments[:, 0]))
    level = degrees[np.abs(degrees) < _MAX_SKEW_DEGREES]
    return float(np.median(level)) if level.size else 0.0


def upright_matrix(shape: tuple[int, ...], degrees: float) -> Matrix | None:
    """The affine map that turns a page by ``degrees`` about its middle, ``None`` where that is nothing."""
    if abs(degrees) < _LEAST_SKEW_DEGREES:
        return None
    return np.asarray(cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), degrees, 1.0), dtype=np.float64)


def turn(grey: Pixels, matrix: Matrix | None) -> Pixels:
    if matrix is None:
        return grey
    return _mask(cv2.warpAffine(grey, matrix, grey.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=(255,)))


def find_lines(grey: Pixels) -> Lines:
    """The ruled lines of a straightened page, small gaps closed: strokes longer than any of the type on it."""
    dark = binarise(grey)
    least = max(int(grey.shape[1] * _LINE_SHARE), 24)
    tallest = min(_TALLER * type_height(dark), grey.shape[1] * _LONGEST_SHARE)
    length = max(least, int(tallest))
    turned = _mask(np.ascontiguousarray(dark.T))
    far = max(grey.shape[1] // _FAR, length)
    # Signs of a line of text stand close to each other, lines of text do not.
    across = _strokes(dark, length) | _dotted(dark, max(far, 4 * length))
    down = _strokes(turned, length) | _dotted(turned, max(far, 2 * length))
    # Of a page with large type, shorter strokes count as well if a rule stops them at either end.
    short = (_strokes(dark, least), _strokes(turned, least)) if length > least else (across, down)
    across, down = across | _bridging(short[0], down.T), down | _bridging(short[1], across.T)
    gap = least * 3 // 5
    return Lines(_mended(dark, across, down.T, length, gap), _mask(_mended(turned, down, across.T, length, gap).T))


def type_height(dark: Pixels) -> int:
    """Pixels of the tallest type on a page, 0 where there is none; the two tallest shapes may be a seal or a drawing."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    shapes = stats[1:count].astype(np.int64)
    wide, high = shapes[:, cv2.CC_STAT_WIDTH], shapes[:, cv2.CC_STAT_HEIGHT]
    filled = shapes[:, cv2.CC_STAT_AREA] / (wide * high)
    # Bold signs may touch, so a shape may be much wider than high; the frame of a table is nearly empty.
    is_type = (wide >= high / 3) & (wide <= high * 12) & (filled > _FRAME) & (high <= dark.shape[1] / 8)
    heights = np.sort(high[is_type])
    return int(heights[-3]) if heights.size > 2 else 0


def _strokes(dark: Pixels, length: int) -> Pixels:
    """Level strokes of at least ``length`` pixels."""
    # Thickened across first, so that a line that is a little slanted or wavy is not cut into steps.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    return _mask(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)))


def _dotted(dark: Pixels, length: int) -> Pixels:
    """Level lines that coarse dots have broken into many pieces: most of one is there, and little stands close to it."""
    thin = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_THIN, 1), np.uint8)))
    thick = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    share = cv2.boxFilter(thick, -1, (length, 1), borderType=cv2.BORDER_CONSTANT)
    around = cv2.boxFilter(dark, -1, (length, 5), borderType=cv2.BORDER_CONSTANT)
    is_alone = np.maximum(np.roll(around, _APART, axis=0), np.roll(around, -_APART, axis=0)) < 255 * _LITTLE
    # The middle of a dense stretch lies a quarter of it within the line's end: further on there may be type.
    dense = cv2.dilate(_mask((share >= 255 * _DENSE) & is_alone), np.ones((1, length // 2), np.uint8))
    return _mask(thick * dense)


def _bridging(strokes: Pixels, crossing: Pixels) -> Pixels:
    """The level strokes that begin and end at a crossing line."""
    touching = cv2.dilate(np.ascontiguousarray(crossing), np.ones((1, 2 * _REACH + 1), np.uint8))
    labels, pieces = _labelled(strokes)
    keep = np.zeros(len(pieces) + 1, dtype=np.uint8)
    for piece in pieces:
        row = touching[round(piece.position)]
        keep[piece.label] = 255 * bool(row[piece.start] and row[piece.stop - 1])
    return _mask(keep[labels])


def _mended(dark: Pixels, lines: Pixels, crossing: Pixels, length: int, gap: int) -> Pixels:
    """Level lines with the short pieces that a gap leaves between them and a crossing line, and gaps closed.

    A stroke of a character is no such piece: it does not touch the crossing line. No row of a table is as low as ``gap``.
    """
    # What stands beside a line (the round of a digit close to its border) is no part of it.
    beside = cv2.dilate(lines, np.ones((2 * _BESIDE + 1, 1), np.uint8))
    short = _mask(cv2.bitwise_and(_strokes(dark, max(length // 3, 1)), cv2.bitwise_not(beside)))
    onward = cv2.dilate(lines, np.ones((1, 2 * length + 1), np.uint8))
    touching = cv2.dilate(np.ascontiguousarray(crossing), np.ones((5, 5), np.uint8))
    labels = _labelled(short)[0]
    pieces = np.intersect1d(labels[(onward > 0) & (short > 0)], labels[(touching > 0) & (short > 0)])
    keep = np.zeros(int(labels.max()) + 1, dtype=np.uint8)
    keep[pieces] = 255
    whole = cv2.bitwise_or(lines, _mask(keep[labels]))
    return _mask(cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)))


def find_tables(lines: Lines, drawn: Lines) -> list[RuledTable]:
    """The tables that ``lines`` form, top to bottom; ``drawn`` says which borders stand on them.

    The two differ under a stamp: without the red it leaves gaps in thin borders, with it its rim has straight pieces.
    """
    joined = cv2.dilate(cv2.bitwise_or(lines.across, lines.down), np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    tables = []
    for index in range(1, count):
        left, top, width, height = (int(value) for value in stats[index, :4])
        if width >= joined.shape[1] // 6 and height >= joined.shape[0] // 60:
            # The edges of a photographed sheet stand around its tables: each has its own lines alone.
            own = _mask(labels[top : top + height, left : left + width] == index) * 255
            table = _table(lines, drawn, own, (left, top, left + width, top + height))
            if table is not None:
                tables.append(table)
    return sorted(tables, key=lambda table: table.box[1])


def _table(lines: Lines, drawn: Lines, own: Pixels, box: tuple[int, int, int, int]) -> RuledTable | None:
    left, top, right, bottom = box
    across = _mask(cv2.bitwise_and(lines.across[top:bottom, left:right], own))
    down = _mask(cv2.bitwise_and(lines.down[top:bottom, left:right], own).T)
    # Each way first with all strokes, then with those alone that meet the other way: a long dash is no line.
    across = _meeting(across, _edges(_pieces(down)))
    down = _meeting(down, _edges(_pieces(across)))
    level, upright = _pieces(across), _pieces(down)
    rows, columns = _edges(level), _edges(upright)
    rows, columns = (
        _with_open_sides(rows, upright, len(columns) / 2),
        _with_open_sides(columns, level, len(rows) / 2),
    )
    if len(rows) < 2 or len(columns) < 2 or (len(rows) - 1) * (len(columns) - 1) < _LEAST_FIELDS:
        return None
    across = _mask(cv2.bitwise_or(across, drawn.across[top:bottom, left:right]))
    down = _mask(cv2.bitwise_or(down, drawn.down[top:bottom, left:right].T))
    groups = _group(_borders(across, rows, columns), _borders(down, columns, rows).T)
    cells = tuple(
        RuledCell(r0, c0, (left + columns[c0] + 1, top + rows[r0] + 1, left + columns[c1] - 1, top + rows[r1] - 1))
        for r0, c0, r1, c1 in sorted(groups)
    )
    return RuledTable(cells, box)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A connected stroke of a mask of horizontal lines (vertical ones are looked at transposed)."""

    label: int
    start: int
    stop: int
    position: float


def _pieces(mask: Pixels) -> list[_Piece]:
    return _labelled(mask)[1]


def _labelled(mask: Pixels) -> tuple[NDArray[np.int32], list[_Piece]]:
    count, labels, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask))
    found = [_Piece(i, int(stats[i, 0]), int(stats[i, 0] + stats[i, 2]), float(centres[i][1])) for i in range(1, count)]
    return np.asarray(labels, dtype=np.int32), found


def _meeting(mask: Pixels, stops: Sequence[int]) -> Pixels:
    """The strokes that end at one of ``stops`` or are longer than any dash."""
    labels, pieces = _labelled(mask)
    keep = np.zeros(len(pieces) + 1, dtype=np.uint8)
    for piece in pieces:
        is_long = piece.stop - piece.start > mask.shape[1] / 4
        keep[piece.label] = 255 * (is_long or any(_near(end, stops) for end in (piece.start, piece.stop)))
    return _mask(keep[labels])


def _near(position: float, stops: Sequence[int]) -> bool:
    return any(abs(position - stop) <= _REACH for stop in stops)


def _edges(pieces: Sequence[_Piece]) -> list[int]:
    """Positions of the lines: pieces that lie closer than ``_REACH`` are one line, the longer ones weigh more."""
    bundles: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.position):
        if bundles and piece.position - bundles[-1][-1].position <= _REACH:
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
    rectangle stay apart, so that nothing is read as a cell that is none.
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
