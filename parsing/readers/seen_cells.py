"""What is to be seen in each cell of a ruled table before anything is recognised: its ink, cut into lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parsing.readers.ink import (
    Print,
    border_within,
    has_raised,
    ink_within,
    is_backslash,
    is_flat,
    is_leaning,
    is_low,
    is_ring,
    is_slash,
    text_lines,
    upright_glyphs,
    widest_gap,
)
from parsing.readers.page_image import Pixels
from parsing.readers.ruled_grid import RuledCell, RuledTable

_LEAST_SIDE = 6
"""Pixels: a cell that is narrower is a double line."""
_LOWEST_TYPE = 8
"""Pixels: what is lower is a stroke and no type."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text of a cell: its crop of the page, and what its ink looks like."""

    crop: Pixels
    glyphs: int
    """Upright signs side by side."""
    gap: float
    """The widest white space within, in heights of the line."""
    height: float
    """In heights of the table's type."""
    is_leaning: bool
    is_slash: bool
    is_backslash: bool
    is_flat: bool
    is_low: bool
    is_ring: bool
    has_raised: bool


@dataclass(frozen=True, slots=True)
class SeenCell:
    cell: RuledCell
    lines: tuple[Line, ...]
    has_ink: bool
    is_covered: bool
    """Whether a solid patch of colour may have swallowed print."""


@dataclass(frozen=True, slots=True)
class _Inked:
    cell: RuledCell
    paper: Pixels
    """The cell with its border painted over."""
    ink: Pixels
    has_ink: bool
    is_covered: bool


def look_at(page: Pixels, found: Print, table: RuledTable) -> list[SeenCell]:
    """Every cell of ``table`` in its order."""
    inked = [_inked(page, found, cell) for cell in table.cells]
    bands = [text_lines(cell.ink) for cell in inked]
    type_height = _type_height(bands)
    return [_seen_cell(cell, text_lines(cell.ink, type_height), type_height) for cell in inked]


def _inked(page: Pixels, found: Print, cell: RuledCell) -> _Inked:
    left, top, right, bottom = cell.box
    paper = page[top:bottom, left:right].copy()
    if right - left < _LEAST_SIDE or bottom - top < _LEAST_SIDE:
        return _Inked(cell, paper, np.zeros_like(paper), has_ink=False, is_covered=False)
    border = border_within(found, cell.box)
    ink = ink_within(found.black, border, cell.box)
    is_covered = _may_hide_print(found, cell, ink)
    has_ink = is_covered or bool(ink.any()) or bool(ink_within(found.any_ink, border, cell.box).any())
    paper[border > 0] = np.percentile(paper, 90)
    return _Inked(cell, paper, ink, has_ink, is_covered)


def _may_hide_print(found: Print, cell: RuledCell, ink: Pixels) -> bool:
    """Whether a patch that lets no print through lies in a cell that shows no print, or on its print or close to it."""
    left, top, right, bottom = cell.box
    patch = found.covered[top:bottom, left:right]
    if not patch.any() or not ink.any():
        return bool(patch.any())
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    near = int(rows[-1] - rows[0]) + 1
    return bool(patch[:, max(int(columns[0]) - near, 0) : int(columns[-1]) + 1 + near].any())


def _type_height(bands: Sequence[Sequence[tuple[int, int]]]) -> float:
    """The usual height of a line of text; 0 if there is no text."""
    heights = [bottom - top for lines in bands for top, bottom in lines if bottom - top >= _LOWEST_TYPE]
    return float(np.median(heights)) if heights else 0.0


def _seen_cell(cell: _Inked, bands: Sequence[tuple[int, int]], type_height: float) -> SeenCell:
    lines = tuple(_line(cell.paper, cell.ink, band, type_height) for band in bands)
    return SeenCell(cell.cell, lines, cell.has_ink, cell.is_covered)


def _line(paper: Pixels, ink: Pixels, band: tuple[int, int], type_height: float) -> Line:
    top, bottom = band
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    margin = max(4, (bottom - top) // 5)
    # A dash alone is enlarged to the height of a sign and then looks like anything: it keeps room around it.
    above = max(margin, (24 - (bottom - top)) // 2)
    crop = paper[max(top - above, 0) : bottom + above, max(int(columns[0]) - margin, 0) : int(columns[-1]) + 1 + margin]
    inside = ink[top:bottom]
    return Line(
        crop,
        upright_glyphs(inside),
        widest_gap(inside) / (bottom - top),
        (bottom - top) / type_height if type_height else 1.0,
        is_leaning(inside),
        is_slash(inside),
        is_backslash(inside),
        is_flat(inside),
        is_low(inside, type_height),
        is_ring(inside),
        has_raised(inside),
    )
