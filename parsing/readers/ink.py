"""What is printed inside a cell of a page image: whether there is any ink, in how many lines, in how many upright glyphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.readers.page_image import Pixels
from parsing.readers.ruled_lines import Lines, binarise

_BORDER = 12
"""Pixels from the edge of a cell within which a ruled line belongs to its border."""
_REST = 2
"""Pixels of a line beside its middle; digits begin three pixels from a line."""
_SPECK_AREA, _SPECK_HEIGHT = 14, 7
"""Smaller blots are noise: a full stop of 8 point type has 16 pixels at 200 dots an inch."""
_HYPHEN_WIDTH, _HYPHEN_HEIGHT, _HYPHEN_AREA = 5, 4, 10
"""Pixels: a level blot so wide, so low and so large may be the minus of a number, which no sum of table two would miss."""
_EDGE, _WHOLE = 6, 0.75
"""What is left of a ruled line is so thin, in pixels, and takes this share of the cell's side (of a double rule less than all); a 1 is shorter."""
_FLAT, _SOLID, _THICKEST = 0.3, 0.6, 9
"""A dash is so much less tall than wide, fills so much of its box, and has so many pixels of height at most."""
_SHORT, _LOW = 0.7, 0.3
"""A short dash is so much less tall than wide, and so low beside the type around it."""
_LEANING, _STRAIGHT, _SLASH_WIDTH, _LEAST_SLASH = 0.25, 0.1, 0.35, 10
"""A slash moves aside by so much of its height, its middle line is so straight, and it is so thin; pixels of its least height."""
_TALL, _WIDE = 0.6, 0.85
"""Signs of full height are at least so tall beside the tallest; a digit is hardly so wide for its height."""
_COLOURED = 70
"""Grey levels by which red ink is darker in brightness than in the plane without red."""
_SEAL_SHARE = 0.05
"""Share of the page width (1 cm): coloured shapes that are larger in both directions are seals, smaller ones may be figures."""
_CROSSED, _LEAST_SHOWN = 9, 60
"""Pixels across which a stroke of print parts a solid patch, and of print that prove that it shows through."""
_SOLID_PATCH = 10
"""Pixels: the strokes of a seal are thinner, and print shows through beside them."""

_LEAST_HOLE, _NARROWEST, _OFF_MIDDLE, _CONVEX = 0.5, 0.4, 0.1, 0.93
"""Of a 0: height of its hole, width, and how far the hole lies off the middle, in heights; share of its convex hull that it fills."""
_LEAST_MARK, _LARGEST_MARK, _RAISED = 0.3, 0.85, 0.15
"""The mark of a note is so tall beside a digit, and its foot so high above the digit's, in heights of the digit."""

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Print:
    """The masks of a page that tell print from paper."""

    black: Pixels
    """Dark without the red."""
    border: Pixels
    """Ruled lines, thickened."""
    any_ink: Pixels
    """Ink of any colour, but for the seals that print is looked at through."""
    covered: Pixels
    """Where a solid patch of colour (the star of a seal) may have swallowed print: nowhere is any seen through that seal."""


def find_print(ink: Pixels, text: Pixels, lines: Lines) -> Print:
    """The masks for the two planes of a straightened page."""
    # No more than the blur of a line: digits may begin three pixels from it.
    border = cv2.dilate(cv2.bitwise_or(lines.across, lines.down), np.ones((3, 3), np.uint8))
    black = binarise(np.asarray(cv2.medianBlur(text, 3), dtype=np.uint8))
    if text is ink:
        return Print(black, np.asarray(border, dtype=np.uint8), black, np.zeros_like(black))
    coloured = (cv2.subtract(text, ink) > _COLOURED).astype(np.uint8)
    any_ink = binarise(np.asarray(cv2.medianBlur(ink, 3), dtype=np.uint8))
    any_ink[_seals(coloured) > 0] = 0
    return Print(black, np.asarray(border, dtype=np.uint8), any_ink, _hiding(coloured, black))


def _hiding(coloured: Pixels, black: Pixels) -> Pixels:
    """The solid patches of seals through which no print is seen: what shows some, rules or type, hides nothing."""
    solid = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, np.ones((_SOLID_PATCH, _SOLID_PATCH), np.uint8))
    of_seal = _whole_seals(coloured)
    shown = np.bincount(of_seal[_seen_through(coloured, black)], minlength=int(of_seal.max()) + 1)
    shows = shown >= _LEAST_SHOWN
    shows[0] = False
    return np.asarray(solid * ~shows[of_seal], dtype=np.uint8)


def _seen_through(coloured: Pixels, black: Pixels) -> NDArray[np.bool_]:
    """Print that lies within a solid patch: black among colour without any paper, and colour on two opposite sides."""
    patch = np.ones((_SOLID_PATCH, _SOLID_PATCH), np.uint8)
    filled = cv2.morphologyEx(coloured | (black > 0).astype(np.uint8), cv2.MORPH_OPEN, patch)
    level, upright = np.ones((1, _CROSSED), np.uint8), np.ones((_CROSSED, 1), np.uint8)
    end = _CROSSED - 1
    across = cv2.min(cv2.dilate(coloured, level, anchor=(0, 0)), cv2.dilate(coloured, level, anchor=(end, 0)))
    down = cv2.min(cv2.dilate(coloured, upright, anchor=(0, 0)), cv2.dilate(coloured, upright, anchor=(0, end)))
    return np.asarray((black > 0) & (filled > 0) & (cv2.max(across, down) > 0), dtype=np.bool_)


def _whole_seals(coloured: Pixels) -> NDArray[np.int32]:
    """A number for each seal, on all that it encloses: rim and star are of the same ink; 0 elsewhere."""
    discs = np.zeros_like(coloured)
    # Print has no colour: it parts the rim that it is seen through.
    whole = cv2.dilate(coloured, np.ones((2 * _CROSSED + 1, 2 * _CROSSED + 1), np.uint8))
    for outline in cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        if min(cv2.boundingRect(outline)[2:]) >= coloured.shape[1] * _SEAL_SHARE:
            cv2.fillConvexPoly(discs, cv2.convexHull(outline), 1)
    return np.asarray(cv2.connectedComponents(discs)[1], dtype=np.int32)


def _seals(coloured: Pixels) -> Pixels:
    """The strokes of coloured shapes that are much larger than type, with their blurred edges."""
    joined = cv2.dilate(coloured, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    sides = np.minimum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = (sides >= coloured.shape[1] * _SEAL_SHARE).astype(np.uint8)
    keep[0] = 0
    return np.asarray(cv2.dilate(keep[labels], np.ones((7, 7), np.uint8)), dtype=np.uint8)


def border_within(found: Print, box: Box) -> Pixels:
    """The ruled lines along the edges of a cell; strokes in its middle, such as a long dash, are no rules."""
    left, top, right, bottom = box
    border = found.border[top:bottom, left:right].copy()
    border[_BORDER:-_BORDER, _BORDER:-_BORDER] = 0
    # The rest of a line's width lies there, even if a seal or coarse dots have broken the line.
    border[:_REST] = border[-_REST:] = 255
    border[:, :_REST] = border[:, -_REST:] = 255
    return border


def ink_within(mask: Pixels, border: Pixels, box: Box) -> Pixels:
    """The part of ``mask`` inside a cell without its border, what is left of that, and specks."""
    left, top, right, bottom = box
    inside = cv2.bitwise_and(mask[top:bottom, left:right], cv2.bitwise_not(border))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inside)
    area, high = stats[:, cv2.CC_STAT_AREA], stats[:, cv2.CC_STAT_HEIGHT]
    is_hyphen = (stats[:, cv2.CC_STAT_WIDTH] >= _HYPHEN_WIDTH) & (high <= _HYPHEN_HEIGHT) & (area >= _HYPHEN_AREA)
    is_speck = (area < _SPECK_AREA) & (high < _SPECK_HEIGHT) & ~is_hyphen
    keep = np.where(is_speck | _is_edge(np.asarray(stats, dtype=np.int32), bottom - top, right - left), 0, 255).astype(
        np.uint8
    )
    keep[0] = 0
    return np.asarray(keep[labels], dtype=np.uint8)


def _is_edge(stats: NDArray[np.int32], height: int, width: int) -> NDArray[np.bool_]:
    """Which shapes are the edge of a ruled line: thin, right beside the border, and as long as the cell."""
    left, top, wide, high = (stats[:, column] for column in range(4))
    is_level = (high <= _EDGE) & (wide >= _WHOLE * width) & ((top < _EDGE) | (top + high > height - _EDGE))
    is_upright = (wide <= _EDGE) & (high >= _WHOLE * height) & ((left < _EDGE) | (left + wide > width - _EDGE))
    return np.asarray(is_level | is_upright, dtype=np.bool_)


def text_lines(ink: Pixels, type_height: float = 0) -> list[tuple[int, int]]:
    """(top, bottom) of each line of text in a cell.

    Signs of several strokes, such as 二, fall apart into bands of their own. Bands are joined again while they
    are together no taller than the tallest, or than the type around them.
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
        if bottom - joined[-1][0] <= 1.15 * max(tallest, type_height):
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


def is_low(ink: Pixels, type_height: float) -> bool:
    """Whether the ink is one or two pieces so low beside type of that height, and so wide, that they are a short dash."""
    if cv2.connectedComponents(ink)[0] > 3:
        return False
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    height, width = int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1
    return height <= min(_SHORT * width, _LOW * type_height) and width >= _LOW * type_height


def is_leaning(ink: Pixels) -> bool:
    """Whether the ink leans to a side as a slash does: a 1 stands upright, an oblique one leans by a fifth."""
    rows, columns = np.nonzero(ink)
    is_high = bool(rows.size) and int(np.ptp(rows)) > 1
    return is_high and abs(float(np.polyfit(rows, columns, 1)[0])) >= _LEANING


def upright_glyphs(ink: Pixels) -> int:
    """How many signs of full height at least stand side by side in one line of text.

    Digits that touch are recognised by the width of their common shape: no digit is as wide as it is tall.
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


def has_raised(ink: Pixels) -> bool:
    """Whether a smaller sign stands above the foot of the others: the mark of a note, which would be read as a digit.

    Points and commas stand at the foot, dashes are lower than any digit.
    """
    spans = [_span(ink[:, start:stop]) for start, stop in _stretches(ink)]
    height = max((bottom - top for top, bottom in spans), default=0)
    foot = max((bottom for top, bottom in spans if bottom - top == height), default=0)
    return any(
        _LEAST_MARK * height <= bottom - top <= _LARGEST_MARK * height and foot - bottom >= _RAISED * height
        for top, bottom in spans
    )


def is_backslash(ink: Pixels) -> bool:
    """Whether the ink is a straight stroke that leans to the left: no digit is."""
    rows, columns = np.nonzero(ink)
    return is_slash(ink) and float(np.polyfit(rows, columns, 1)[0]) > 0


def is_slash(ink: Pixels) -> bool:
    """Whether the ink is one straight stroke that leans: no digit is, unless it is a 1 written by hand."""
    if cv2.connectedComponents(ink)[0] != 2:
        return False
    rows = np.flatnonzero(ink.any(axis=1))
    sums = (ink[rows] > 0).sum(axis=1)
    middles = ((ink[rows] > 0) * np.arange(ink.shape[1])).sum(axis=1) / sums
    height = int(rows[-1] - rows[0]) + 1
    if height < _LEAST_SLASH or sums.max() > _SLASH_WIDTH * height:
        return False
    slope, start = np.polyfit(rows, middles, 1)
    off = np.abs(middles - (slope * rows + start)).max()
    return bool(_LEANING <= abs(slope) <= 1 / _LEANING and off <= _STRAIGHT * height)


def is_ring(ink: Pixels) -> bool:
    """Whether the ink is one ring with a tall hole in its middle: a 0, and no other digit.

    The holes of 6, 8 and 9 are lower than half of the digit, that of a 4 lies in an outline with bays.
    """
    outlines, kin = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if len(outlines) != 2 or kin is None or kin[0][0][2] != 1:
        return False
    outer, hole = outlines
    _, top, wide, high = cv2.boundingRect(outer)
    # The outline of a hole runs along the ink around it.
    _, hole_top, _, hole_high = cv2.boundingRect(hole)
    hole_top, hole_high = hole_top + 1, hole_high - 2
    is_tall = _LEAST_HOLE * high <= hole_high and _NARROWEST * high <= wide <= high
    is_middle = abs(hole_top + hole_high / 2 - (top + high / 2)) <= _OFF_MIDDLE * high
    is_round = cv2.contourArea(outer) >= _CONVEX * cv2.contourArea(cv2.convexHull(outer))
    return is_tall and is_middle and is_round


def _stretches(ink: Pixels) -> list[tuple[int, int]]:
    """(first column, column after) of each run of columns that hold ink."""
    edges = np.diff(np.concatenate(([0], ink.any(axis=0).astype(np.int8), [0])))
    starts, stops = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(int(start), int(stop)) for start, stop in zip(starts, stops, strict=True)]


def _height(ink: Pixels) -> int:
    top, bottom = _span(ink)
    return bottom - top


def _span(ink: Pixels) -> tuple[int, int]:
    """First row with ink, and the one after the last."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[0]), int(rows[-1]) + 1
