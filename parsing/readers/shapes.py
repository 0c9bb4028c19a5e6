"""The connected shapes of a mask, measured over their own pixels alone.

Nearly all of a page is paper, and OpenCV's own measures count every pixel of it as well: that takes four times as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.readers.page_image import Pixels

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Boxes(NamedTuple):
    """The first column and row of each shape, and those after its last."""

    left: Numbers
    top: Numbers
    right: Numbers
    bottom: Numbers

    @property
    def wide(self) -> Numbers:
        return self.right - self.left

    @property
    def high(self) -> Numbers:
        return self.bottom - self.top

    def of(self, number: int) -> tuple[int, int, int, int]:
        return (int(self.left[number]), int(self.top[number]), int(self.right[number]), int(self.bottom[number]))


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes are numbered from 0. Pixels that touch at a corner are of one shape."""

    labels: NDArray[np.int32]
    """The number of the shape at each pixel and 1; 0 on paper."""
    places: NDArray[np.intp]
    """Where the mask is inked, counted along its rows."""
    shape_of: NDArray[np.int32]
    """The shape of each place."""
    count: int

    @property
    def areas(self) -> Numbers:
        return np.bincount(self.shape_of, minlength=self.count)

    @property
    def middles(self) -> NDArray[np.float64]:
        """The mean row of each shape."""
        rows = self.places // self.labels.shape[1]
        return np.asarray(np.bincount(self.shape_of, rows, self.count) / self.areas, dtype=np.float64)

    def slopes(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How much each shape falls to the right for a pixel, and how far its pixels lie off that line (quadratic mean)."""
        rows, columns = (
            place - (np.bincount(self.shape_of, place, self.count) / self.areas)[self.shape_of]
            for place in np.divmod(self.places, self.labels.shape[1])
        )
        across = np.bincount(self.shape_of, columns**2, self.count)
        slopes = np.bincount(self.shape_of, rows * columns, self.count) / np.maximum(across, 1)
        off = np.bincount(self.shape_of, (rows - slopes[self.shape_of] * columns) ** 2, self.count) / self.areas
        return slopes, np.sqrt(off)

    def boxes(self) -> Boxes:
        rows, columns = np.divmod(self.places, self.labels.shape[1])
        left, top = (np.full(self.count, max(self.labels.shape), np.int64) for _ in range(2))
        right, bottom = (np.zeros(self.count, np.int64) for _ in range(2))
        np.minimum.at(left, self.shape_of, columns)
        np.minimum.at(top, self.shape_of, rows)
        np.maximum.at(right, self.shape_of, columns + 1)
        np.maximum.at(bottom, self.shape_of, rows + 1)
        return Boxes(left, top, right, bottom)

    def part(self, number: int, box: tuple[int, int, int, int]) -> Flags:
        """Where one shape lies within a box (left, top, right, bottom)."""
        left, top, right, bottom = box
        return np.asarray(self.labels[top:bottom, left:right] == number + 1, dtype=np.bool_)

    def meet(self, other: Pixels) -> Flags:
        """Which shapes have a pixel in common with another mask of this size."""
        found = np.zeros(self.count, np.bool_)
        found[self.shape_of[other.reshape(-1)[self.places] > 0]] = True
        return found

    def kept(self, keep: Flags) -> Pixels:
        """The mask of some shapes alone."""
        mask = np.zeros(self.labels.shape, np.uint8)
        mask.reshape(-1)[self.places[keep[self.shape_of]]] = 255
        return mask


def shapes(mask: Pixels) -> Shapes:
    count, labels = cv2.connectedComponents(np.ascontiguousarray(mask))
    places = np.flatnonzero(np.ascontiguousarray(mask) != 0)
    numbers = np.asarray(labels, dtype=np.int32)
    return Shapes(numbers, places, numbers.reshape(-1)[places] - 1, count - 1)
