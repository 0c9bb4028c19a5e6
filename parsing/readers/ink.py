"""What is printed inside a cell of a page image: whether there is any ink, in how many lines, in how many upright glyphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsing.readers.page_image import Pixels
from parsing.readers.ruled_grid import Lines, binarise

_BORDER = 12
"""Pixels from the edge of a cell within which a ruled line belongs to its border."""
_SPECK_AREA, _SPECK_HEIGHT = 14, 7
"""Smaller blots are noise: a full stop of 8 point type has 16 pixels at 200 dots an inch."""
_FLAT, _SOLID, _THICKEST = 0.3, 0.6, 9
"""A dash is so much less tall than wide, fills so much of its box, and has so many pixels of height at most."""
_TALL, _WIDE = 0.6, 0.85
"""Signs of full height are at least so tall beside the tallest; a digit is hardly so wide for its height."""
_COLOURED = 70
"""Grey levels by which red ink is darker in brightness than in the plane without red."""
_SOLID_PATCH = 10
"""Pixels: the strokes of a seal are thinner, and print shows through beside them."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Print:
    """The masks of a page that tell print from paper: ``dark`` by brightness (any colour), ``black`` without red."""

    dark: Pixels
    black: Pixels
    border: Pixels
    """Ruled lines, thickened."""
    covered: Pixels
    """Where a solid patch of colour (the star of a seal) may have swallowed black print."""


def find_print(ink: Pixels, text: Pixels, lines: Lines) -> Print:
    """The masks for the two planes of a straightened page."""
    border = cv2.dilate(cv2.bitwise_or(lines.across, lines.down), np.ones((5, 5), np.uint8))
    dark = binarise(np.asarray(cv2.medianBlur(ink, 3), dtype=np.uint8))
    black = dark if text is ink else binarise(np.asarray(cv2.medianBlur(text, 3), dtype=np.uint8))
    coloured = (cv2.subtract(text, ink) > _COLOURED).astype(np.uint8)
    covered = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, np.ones((_SOLID_PATCH, _SOLID_PATCH), np.uint8))
    return Print(dark, black, np.asarray(border, dtype=np.uint8), np.asarray(covered, dtype=np.uint8))


def border_within(found: Print, box: Box) -> Pixels:
    """The ruled lines along the edges of a cell; strokes in its middle, such as a long dash, are none."""
    left, top, right, bottom = box
    border = found.border[top:bottom, left:right].copy()
    border[_BORDER:-_BORDER, _BORDER:-_BORDER] = 0
    return border


def ink_within(mask: Pixels, border: Pixels, box: Box) -> Pixels:
    """The part of ``mask`` inside a cell without its border and without specks."""
    left, top, right, bottom = box
    inside = cv2.bitwise_and(mask[top:bottom, left:right], cv2.bitwise_not(border))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inside)
    keep = np.zeros(count, dtype=np.uint8)
    for index in range(1, count):
        is_speck = stats[index, cv2.CC_STAT_AREA] < _SPECK_AREA and stats[index, cv2.CC_STAT_HEIGHT] < _SPECK_HEIGHT
        keep[index] = 0 if is_speck else 255
    return np.asarray(keep[labels], dtype=np.uint8)


def text_lines(ink: Pixels) -> list[tuple[int, int]]:
    """(top, bottom) of each line of text in a cell.

    Signs of several strokes, such as 二, fall apart into bands of their own: bands are joined again while they
    are together no taller than the tallest.
    """
    rows = np.flatnonzero(ink.any(axis=1))
    if not rows.size:
        return []
    cuts = np.flatnonzero(np.diff(rows) > 1)
    starts, ends = [rows[0], *rows[cuts + 1]], [*rows[cuts], rows[-1]]
    bands = [(int(start), int(end) + 1) for start, end in zip(starts, ends, strict=True)]
    tallest = max(bottom - top for top, bottom in bands)
    columns = np.flatnonzero(ink.any(axis=0))
    tallest = max(tallest, min(int(columns[-1] - columns[0]) + 1, 2 * tallest) if tallest < 16 else tallest)
    joined = bands[:1]
    for top, bottom in bands[1:]:
        if bottom - joined[-1][0] <= 1.15 * tallest:
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return joined


def is_flat(ink: Pixels) -> bool:
    """Whether all the ink is one or two thin level strokes in a row: a dash, whatever a recogniser makes of it.

    A number whose digits touch is one flat shape too, but taller than a stroke and with holes.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    strokes = stats[1:count]
    if not 1 <= len(strokes) <= 2:
        return False
    rows = np.flatnonzero(ink.any(axis=1))
    height, width = int(rows[-1] - rows[0]) + 1, int(strokes[:, cv2.CC_STAT_WIDTH].max())
    boxes = strokes[:, cv2.CC_STAT_WIDTH] * strokes[:, cv2.CC_STAT_HEIGHT]
    is_solid = bool((strokes[:, cv2.CC_STAT_AREA] >= _SOLID * boxes).all())
    return is_solid and height <= min(_FLAT * width, _THICKEST)


def upright_glyphs(ink: Pixels) -> int:
    """How many signs of full height at least stand side by side in one line of text.

    Digits that touch are told by the width of their common shape: none is as wide as it is tall.
    """
    stretches = _stretches(ink)
    heights = [_height(ink[:, start:stop]) for start, stop in stretches]
    tallest = max(heights, default=0)
    return sum(
        max(round((stop - start) / (_WIDE * tallest)), 1)
        for (start, stop), height in zip(stretches, heights, strict=True)
        if height >= _TALL * tallest
    )


def widest_gap(ink: Pixels) -> int:
    """Pixels of the widest white space between two signs of a line of text."""
    stretches = _stretches(ink)
    return max((after[0] - before[1] for before, after in pairwise(stretches)), default=0)


def _stretches(ink: Pixels) -> list[tuple[int, int]]:
    """(first column, column after) of each run of columns that hold ink."""
    edges = np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0])))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(start), int(stop)) for start, stop in zip(starts, stops, strict=True)]


def _height(ink: Pixels) -> int:
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0]) + 1
