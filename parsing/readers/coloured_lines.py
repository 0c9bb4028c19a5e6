"""Lines of red type, and red bands with a heading in them: the plane that looks through seals does not show them.

A seal is hardly wider than high, a line of type and a band are many times so.
"""

from __future__ import annotations

import cv2
import numpy as np

from parsing.readers.page_image import Pixels

_RED = 70
"""Grey levels by which red ink is darker in brightness than in the plane without red."""
_COARSE = 4
"""Pixels of a page in one of its coarse image, in which lines are looked for."""
_BETWEEN_SIGNS, _BETWEEN_STROKES = 15, 3
"""Coarse pixels across and down within which ink is of one line."""
_WIDER = 3
_SEAL_SHARE = 0.05
"""Share of the page width (1 cm): what is larger in both directions, and no line, is a seal with all that is in it."""


def with_coloured_lines(text: Pixels, ink: Pixels) -> Pixels:
    """A copy of the plane without red that shows lines of red as the plane of brightness does."""
    shown = text.copy()
    if text is ink:
        return shown
    red = (cv2.subtract(text, ink) > _RED).astype(np.uint8)
    size = (-(-text.shape[1] // _COARSE), -(-text.shape[0] // _COARSE))
    some = (cv2.resize(red * 255, size, interpolation=cv2.INTER_AREA) > 0).astype(np.uint8)
    joined = cv2.dilate(some, np.ones((_BETWEEN_STROKES, _BETWEEN_SIGNS), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    is_line = width - _BETWEEN_SIGNS >= _WIDER * height
    is_seal = ~is_line & (np.minimum(width, height) >= size[0] * _SEAL_SHARE)
    is_line[0] = is_seal[0] = False
    lines = is_line[labels]
    for left, top, across, down in stats[is_seal, : cv2.CC_STAT_AREA]:
        lines[top : top + down, left : left + across] = False
    if lines.any():
        mask = cv2.resize(lines.astype(np.uint8), text.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        shown[mask] = ink[mask]
    return shown
