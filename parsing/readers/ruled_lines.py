"""Ruled lines of a page image, found by morphology, and the page straightened by them.

A line is a stroke longer than any of the type on the page. Gaps in a line, coarse dots, noise and characters that touch it do
no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.readers.page_image import Pixels
from parsing.readers.shapes import shapes

Matrix = NDArray[np.float64]

_LINE_SHARE = 1 / 40
"""No stroke shorter than this share of the page width is a line (41 pixels at 200 dpi): ordinary type has no stroke so long."""
_TALLER, _LONGEST_SHARE = 1.25, 1 / 12
"""A line is so much longer than the tallest type; no more than this share of the width is ever asked of it."""
_FAR, _DENSE = 16, 0.75
"""Over this part of the width so much of a line is there, however coarse the dots; of a row of type less is."""
_THIN, _APART, _LITTLE = 9, 8, 0.2
"""Pixels that a line is never as thick as, and by which print keeps off it; shares of what may stand so close all the same."""
_FRAME = 0.12
"""Share of its box that a sign fills at least: a frame of rules fills less."""
_LEVEL, _SAG = 12, 3.0
"""Pixels at half size: what is level for so long is a stroke and what parts it no longer is a gap; how far a rule may sag."""
_MAX_SKEW_DEGREES = 6.0
_LEAST_SKEW_DEGREES = 0.03
REACH = 10
"""Pixels within which two strokes are one line, or a stroke ends at a line."""
_BESIDE = 6
"""Pixels within which a stroke stands beside a line and is no piece of it."""
_SECOND_SHARE = 3 / 4
"""A second stroke runs unbroken for so much of the least line (31 pixels at 200 dpi): inside of every row, past every digit."""
_MOSTLY = 0.5
"""Share of a stretch of a line that such strokes fill: seals and coarse dots break one, single signs beside a line fill less."""
_LEAST_TYPE = 10
"""Pixels: lower shapes are specks and pieces of signs."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Masks of horizontal and vertical lines, 255 where one is."""

    across: Pixels
    down: Pixels


def binarise(grey: Pixels, strictness: int = 12) -> Pixels:
    """255 where a pixel is darker than its surroundings by ``strictness`` grey levels."""
    return as_mask(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, strictness))


def as_mask(pixels: object) -> Pixels:
    return np.asarray(pixels, dtype=np.uint8)


def skew(grey: Pixels) -> float:
    """Degrees by which the long level strokes of a page fall to the right, each by the straight line through it.

    0 if there are none.
    """
    half = as_mask(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    strokes = cv2.morphologyEx(binarise(half), cv2.MORPH_OPEN, np.ones((1, _LEVEL), np.uint8))
    found = shapes(as_mask(cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((1, _LEVEL), np.uint8))))
    slopes, sags = found.slopes()
    is_rule = (found.boxes().wide >= half.shape[1] // 4) & (sags <= _SAG)
    degrees = np.degrees(np.arctan(slopes[is_rule]))
    level = degrees[np.abs(degrees) < _MAX_SKEW_DEGREES]
    return float(np.median(level)) if level.size else 0.0


def upright_matrix(shape: tuple[int, ...], degrees: float) -> Matrix | None:
    """The affine map that turns a page by ``degrees`` about its middle, ``None`` if that is nothing."""
    if abs(degrees) < _LEAST_SKEW_DEGREES:
        return None
    return np.asarray(cv2.getRotationMatrix2D((shape[1] / 2, shape[0] / 2), degrees, 1.0), dtype=np.float64)


def turn(grey: Pixels, matrix: Matrix | None) -> Pixels:
    if matrix is None:
        return grey
    return as_mask(cv2.warpAffine(grey, matrix, grey.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=(255,)))


def find_lines(grey: Pixels) -> Lines:
    """The ruled lines of a straightened page, small gaps closed: strokes longer than any of the type on it."""
    dark = binarise(grey)
    least = max(int(grey.shape[1] * _LINE_SHARE), 24)
    heights = type_heights(dark)
    tallest = min(_TALLER * heights.tallest, grey.shape[1] * _LONGEST_SHARE)
    length = max(least, int(tallest))
    turned = as_mask(np.ascontiguousarray(dark.T))
    far = max(grey.shape[1] // _FAR, length)
    # Signs of a line of text stand close to each other, lines of text do not.
    across = _strokes(dark, length) | _dotted(dark, max(far, 4 * length))
    down = _strokes(turned, length) | _dotted(turned, max(far, 2 * length))
    # Of a page with large type, shorter strokes count as well if a rule stops them at either end.
    if length > least:
        across, down = (
            across | _bridging(_strokes(dark, least), down.T),
            down | _bridging(_strokes(turned, least), across.T),
        )
    gap = least * 3 // 5
    across, down = _mended(dark, across, down.T, length, gap), _mended(turned, down, across.T, length, gap)
    longer = max(int(least * _SECOND_SHARE), int(_TALLER * heights.usual))
    across |= _second_strokes(dark, across, longer, 2 * far)
    down |= _second_strokes(turned, down, longer, 2 * far)
    return Lines(across, as_mask(down.T))


class TypeHeights(NamedTuple):
    """Pixels, 0 if there is no type."""

    tallest: int
    """Of the tallest type on a page; the two tallest shapes may be a seal or a drawing."""
    usual: int
    """Of the type that most of it is set in."""


def type_heights(dark: Pixels) -> TypeHeights:
    found = shapes(dark)
    boxes = found.boxes()
    wide, high = boxes.wide, boxes.high
    filled = found.areas / (wide * high)
    # Bold signs may touch, so a shape may be much wider than high; the frame of a table is nearly empty.
    is_type = (wide >= high / 3) & (wide <= high * 12) & (filled > _FRAME) & (high <= dark.shape[1] / 8)
    heights = np.sort(high[is_type])
    ordinary = heights[heights >= _LEAST_TYPE]
    return TypeHeights(int(heights[-3]) if heights.size > 2 else 0, int(np.median(ordinary)) if ordinary.size else 0)


def _strokes(dark: Pixels, length: int) -> Pixels:
    """Level strokes of at least ``length`` pixels."""
    # Thickened across first, so that a line that is a little slanted or wavy is not cut into steps.
    thick = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    return as_mask(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8)))


def _dotted(dark: Pixels, length: int) -> Pixels:
    """Level lines that coarse dots have broken into many pieces: most of one is there, and little stands close to it."""
    thin = cv2.subtract(dark, cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_THIN, 1), np.uint8)))
    thick = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    share = cv2.boxFilter(thick, -1, (length, 1), borderType=cv2.BORDER_CONSTANT)
    around = cv2.boxFilter(dark, -1, (length, 5), borderType=cv2.BORDER_CONSTANT)
    is_alone = np.maximum(np.roll(around, _APART, axis=0), np.roll(around, -_APART, axis=0)) < 255 * _LITTLE
    # The middle of a dense stretch lies a quarter of it within the line's end: further on there may be type.
    dense = cv2.dilate(as_mask((share >= 255 * _DENSE) & is_alone), np.ones((1, length // 2), np.uint8))
    return as_mask(thick * dense)


def _bridging(strokes: Pixels, crossing: Pixels) -> Pixels:
    """The level strokes that begin and end at a crossing line."""
    touching = cv2.dilate(np.ascontiguousarray(crossing), np.ones((1, 2 * REACH + 1), np.uint8))
    found = shapes(strokes)
    boxes, rows = found.boxes(), np.rint(found.middles).astype(np.int64)
    return found.kept((touching[rows, boxes.left] > 0) & (touching[rows, boxes.right - 1] > 0))


def _mended(dark: Pixels, lines: Pixels, crossing: Pixels, length: int, gap: int) -> Pixels:
    """Level lines with the short pieces that a gap leaves between them and a crossing line, and gaps closed.

    A stroke of a character is no such piece: it does not touch the crossing line. No row of a table is as low as ``gap``.
    """
    # What stands beside a line (the round of a digit close to its border) is no part of it.
    beside = cv2.dilate(lines, np.ones((2 * _BESIDE + 1, 1), np.uint8))
    short = as_mask(cv2.bitwise_and(_strokes(dark, max(length // 3, 1)), cv2.bitwise_not(beside)))
    onward = cv2.dilate(lines, np.ones((1, 2 * length + 1), np.uint8))
    touching = cv2.dilate(np.ascontiguousarray(crossing), np.ones((5, 5), np.uint8))
    found = shapes(short)
    whole = cv2.bitwise_or(lines, found.kept(found.meet(as_mask(onward)) & found.meet(as_mask(touching))))
    return as_mask(cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)))


def _second_strokes(dark: Pixels, lines: Pixels, length: int, stretch: int) -> Pixels:
    """The other strokes of double level lines: they run beside one, most of the way in pieces of ``length`` at least.

    Once they are known, their short pieces (between two breaks, beside a corner) are known by where they lie.
    """
    beside = cv2.dilate(lines, np.ones((2 * _BESIDE + 1, 1), np.uint8))
    strokes = cv2.bitwise_and(cv2.dilate(dark, np.ones((3, 1), np.uint8)), beside)
    long = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    filled, whole = (
        cv2.boxFilter(mask, cv2.CV_32F, (stretch, 1), borderType=cv2.BORDER_CONSTANT) for mask in (long, beside)
    )
    return as_mask(strokes * (filled >= _MOSTLY * whole))
