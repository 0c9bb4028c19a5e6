"""A page laid as it is read: upright, level and flat, with its ruled tables and the way back to the page as it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsing.readers.bent_page import Bend, find_bend
from parsing.readers.page_image import PageImage, Pixels
from parsing.readers.ruled_grid import RuledTable, find_tables
from parsing.readers.ruled_lines import Lines, Matrix, find_lines, skew, turn, upright_matrix

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LaidPage:
    """The two planes of a page (``parsing.readers.page_image``) laid straight."""

    page: PageImage
    text: Pixels
    ink: Pixels
    lines: Lines
    tables: tuple[RuledTable, ...]
    back: Back


class Back:
    """From a laid page back to the page as it came, in PDF points or pixels of the file."""

    def __init__(self, page: PageImage, quarters: int, matrix: Matrix | None, bend: Bend | None) -> None:
        self.page = page.number
        self._scale = page.scale
        self._quarters = quarters
        self._size = page.text.shape[::-1]
        """Width and height as the page was turned upright."""
        self._inverse = None if matrix is None else cv2.invertAffineTransform(matrix)
        self._bend = bend

    def box(self, box: Sequence[float]) -> Box:
        left, top, right, bottom = box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)
        if self._bend is not None:
            corners = self._bend.sources(corners)
        if self._inverse is not None:
            corners = corners @ self._inverse[:, :2].T + self._inverse[:, 2]
        (x0, y0), (x1, y1) = self._turned_back(corners)
        return (round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))

    def _turned_back(self, corners: Matrix) -> tuple[tuple[float, float], tuple[float, float]]:
        width, height = self._size
        x, y = corners[:, 0], corners[:, 1]
        # The page was turned to the left by so many quarters.
        x, y = ((x, y), (height - y, x), (width - x, height - y), (y, width - x))[self._quarters]
        x, y = x / self._scale, y / self._scale
        return (float(x.min()), float(y.min())), (float(x.max()), float(y.max()))


def lay(page: PageImage, quarters: int = 0) -> LaidPage:
    """The page turned to the left by quarters, then level, then flat."""
    came = page.turned(quarters)
    matrix = upright_matrix(came.text.shape, skew(came.ink))
    text = turn(came.text, matrix)
    ink = text if came.ink is came.text else turn(came.ink, matrix)
    lines = find_lines(text)
    bend = find_bend(lines)
    if bend is not None:
        flat = bend.flattened(text)
        ink = flat if ink is text else bend.flattened(ink)
        text, lines = flat, find_lines(flat)
    drawn = lines if ink is text else find_lines(ink)
    tables = tuple(find_tables(lines, drawn))
    return LaidPage(came, text, ink, lines, tables, Back(came, quarters, matrix, bend))
