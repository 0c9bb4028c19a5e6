"""Photographs and sagging sheets laid flat by their own ruled lines, which were straight when they were printed.

If a page has bent rules, two smooth surfaces are fitted. They say how far each point has to move down and to the right so
that every long rule becomes level or upright. Refuses to bend a page whose rules are straight, or too few to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.readers.page_image import Pixels
from parsing.readers.ruled_lines import Lines
from parsing.readers.shapes import shapes

Floats = NDArray[np.float64]

_LONG = 1 / 6
"""Shares of the page that a rule spans at least to say how the page is bent."""
_BENT = 3.0
"""Pixels by which a rule leaves its own level before anything is done: cells are found in spite of less."""
_LEAST_RULES, _LEAST_POINTS = 3, 8
_POWERS_ALONG, _POWERS_ACROSS = 4, 1
"""A sheet sags in a curve along its rules; from rule to rule the curve changes evenly."""
_STEP = 16
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class _Surface:
    """How far points move, by their place along the rules (``u``) and across them (``v``), both 0 to 1 of the page."""

    weights: Floats
    known: tuple[float, float, float, float]
    """Least and greatest ``u`` and ``v`` of the rules: beyond them the move stays that of the nearest place."""

    def at(self, u: Floats, v: Floats) -> Floats:
        u0, u1, v0, v1 = self.known
        return np.asarray(_terms(np.clip(u, u0, u1), np.clip(v, v0, v1)) @ self.weights, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Bend:
    """Takes a bent page flat; lengths in pixels of a page of ``size`` (width, height)."""

    size: tuple[int, int]
    down: _Surface | None
    right: _Surface | None

    def flattened(self, page: Pixels) -> Pixels:
        width, height = self.size
        across, along = np.meshgrid(np.arange(0, width + _STEP, _STEP), np.arange(0, height + _STEP, _STEP))
        sources = self.sources(np.stack([across, along], axis=-1).reshape(-1, 2).astype(np.float64))
        maps = sources.reshape(*across.shape, 2).astype(np.float32)
        large = cv2.resize(maps, (maps.shape[1] * _STEP, maps.shape[0] * _STEP), interpolation=cv2.INTER_LINEAR)
        # A coarse cell of the map stands for its corner, a resized one for its middle.
        shift = _STEP // 2
        part = large[shift : shift + height, shift : shift + width]
        return np.asarray(
            cv2.remap(page, part, np.empty(0, np.float32), cv2.INTER_CUBIC, borderValue=(255,)), dtype=np.uint8
        )

    def sources(self, points: Floats) -> Floats:
        """The points of the bent page that have come to lie at ``points`` (n x 2) of the flat one."""
        found = points.copy()
        for _ in range(_ROUNDS):
            u, v = found[:, 0] / self.size[0], found[:, 1] / self.size[1]
            moved = points.copy()
            if self.down is not None:
                moved[:, 1] -= self.down.at(u, v)
            if self.right is not None:
                moved[:, 0] -= self.right.at(v, u)
            found = moved
        return found


def find_bend(lines: Lines) -> Bend | None:
    """How the page of these lines is bent, ``None`` if it is flat enough."""
    height, width = lines.across.shape
    down = _surface(_traced(lines.across), width, height)
    right = _surface(_traced(np.ascontiguousarray(lines.down.T)), height, width)
    return Bend((width, height), down, right) if down is not None or right is not None else None


def _traced(mask: Pixels) -> list[Floats]:
    """The course of each long level stroke: points (n x 2) along it."""
    found = shapes(mask)
    boxes = found.boxes()
    courses = []
    for number in np.flatnonzero(boxes.wide >= mask.shape[1] * _LONG):
        left, top, right, bottom = boxes.of(int(number))
        wide, high = right - left, bottom - top
        part = found.part(int(number), (left, top, right, bottom))
        columns = np.arange(2, wide - 2, max(wide // 60, 1))
        sums = part[:, columns].sum(axis=0)
        middles = (part[:, columns] * np.arange(high)[:, None]).sum(axis=0) / np.maximum(sums, 1)
        inked = sums > 0
        if inked.sum() < _LEAST_POINTS:
            continue
        courses.append(np.stack([columns[inked] + left, middles[inked] + top], axis=1).astype(np.float64))
    return courses


def _surface(courses: Sequence[Floats], along: int, across: int) -> _Surface | None:
    """The surface that makes all courses level, ``None`` if they are nearly so or it would not help."""
    if len(courses) < _LEAST_RULES:
        return None
    # Of a smooth course: where two rules run side by side their middle jumps.
    spreads = [_sag(course[:, 0], course[:, 1]) for course in courses]
    if np.percentile(spreads, 80) < _BENT:
        return None
    points = np.concatenate(courses)
    rule = np.repeat(np.arange(len(courses)), [len(course) for course in courses])
    u, v = points[:, 0] / along, points[:, 1] / across
    # Each rule has a level of its own: only how it leaves that level counts.
    terms, levels = _terms(u, v), points[:, 1]
    centred = np.concatenate([terms[rule == one] - terms[rule == one].mean(axis=0) for one in range(len(courses))])
    off = np.concatenate([levels[rule == one] - levels[rule == one].mean() for one in range(len(courses))])
    ridge = 1e-6 * len(points) * np.eye(terms.shape[1])
    weights = np.linalg.solve(centred.T @ centred + ridge, centred.T @ -off)
    left = off + centred @ weights
    if np.abs(left).mean() > np.abs(off).mean() / 2:
        return None
    return _Surface(weights, (float(u.min()), float(u.max()), float(v.min()), float(v.max())))


def _sag(along: Floats, across: Floats) -> float:
    """How far a course leaves its level, by the parabola through it."""
    smooth = np.asarray(np.polyval(np.polyfit(along, across, 2), along), dtype=np.float64)
    return float(smooth.max() - smooth.min())


def _terms(u: Floats, v: Floats) -> Floats:
    return np.stack(
        [u**power * v**other for power in range(1, _POWERS_ALONG + 1) for other in range(_POWERS_ACROSS + 1)], axis=-1
    )
