"""Years in Chinese numerals whose ○ the recogniser has dropped: 二○二三年 comes back as 二二三年, 二○二○年 as 二二年.

The rings are still on the page. A year is made whole again only if as many rings are drawn in its line as it lacks. Their
places are then certain, because reports begin with the year 2008.
"""

from __future__ import annotations

import re
from math import pi

import cv2
import numpy as np
from cv2.typing import MatLike

from parsing.readers.page_image import Pixels

_RINGS = "○〇零0"
_RING = "○"
_CUT_YEAR = re.compile(rf"(?<![一二三四五六七八九十百千{_RINGS}])二([一二三四五六七八九{_RINGS}]{{1,2}})(?=年)")
_CUT_START = re.compile(r"^[1Il|]?\s*(?=年)")
"""The second line of a title that is broken within its year, 二○二 and ○年: the ring is dropped or looks like a 1."""
_FIRST_SIGN = 1.25
"""Heights of a line within which its first sign ends."""
_ROUND = 0.8
"""Share of the circle around it that a shape fills: a ring of dots nearly all, a square two thirds."""
_HOLLOW = 0.4
"""Share of a ring that is hole; of other round signs, such as 8, less is."""
_HEIGHT = 64
"""Pixels to which a smaller line is enlarged, so that the hole of a ring is one."""
_LEAST, _ASPECT = 0.22, 0.8
"""Height of a ring in heights of its line, and its width in its own heights: a 0 is narrower."""
_MIDDLE = 0.2
"""A ring stands in the middle of its line, up to this share of the height off it; a full stop stands at its foot."""


def with_rings(text: str, crop: Pixels) -> str:
    """The text with the rings of its years put back, as far as they are drawn in ``crop``."""
    if _CUT_START.match(text) and count_rings(crop[:, : round(_FIRST_SIGN * crop.shape[0])]):
        text = _CUT_START.sub(_RING, text)
    cut = list(_CUT_YEAR.finditer(text))
    lacking = sum(3 - len(found.group(1)) for found in cut)
    if not cut or count_rings(crop) < lacking + sum(text.count(sign) for sign in "○〇"):
        return text
    return _CUT_YEAR.sub(lambda found: "二" + _whole(found.group(1)), text)


def _whole(signs: str) -> str:
    """The three signs after the first of a year from 2008 on, of which one or two rings are missing."""
    if len(signs) == 2 and signs[0] not in _RINGS:
        return _RING + signs
    last = signs[-1]
    return _RING * 2 + last if last in "八九" else _RING + last + _RING


def count_rings(crop: Pixels) -> int:
    """Hollow circles as high as a sign in one line of text."""
    scale = max(_HEIGHT / crop.shape[0], 1.0)
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    _, ink = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    contours, kin = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if kin is None:
        return 0
    found = np.asarray(kin)[0]
    return sum(
        _is_round(contours[index], large.shape[0])
        and _is_round(contours[hole], large.shape[0] * _HOLLOW)
        and _is_in_the_middle(contours[index], large.shape[0])
        and cv2.contourArea(contours[hole]) >= _HOLLOW * cv2.contourArea(contours[index])
        for index, (_, _, hole, parent) in enumerate(found)
        if parent < 0 and hole >= 0 and found[hole][0] < 0
    )


def _is_round(contour: MatLike, line_height: float) -> bool:
    _, _, wide, high = cv2.boundingRect(contour)
    _, radius = cv2.minEnclosingCircle(contour)
    is_round = cv2.contourArea(contour) >= _ROUND * pi * radius**2
    return is_round and high >= _LEAST * line_height and _ASPECT <= wide / high <= 1 / _ASPECT


def _is_in_the_middle(contour: MatLike, line_height: int) -> bool:
    _, top, _, high = cv2.boundingRect(contour)
    return abs((top + high / 2) / line_height - 0.5) <= _MIDDLE
