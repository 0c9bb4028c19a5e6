"""Looks at lines of text: each is a crop otherwise sampled, which a recogniser that errs reads otherwise.

Words are read as well narrowed as in full, at a cost that falls with their width; single digits are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from parsing.readers.page_image import Pixels
from parsing.readers.recogniser import Text, recognise
from parsing.text import han, squeeze

Look = Callable[[Pixels], Pixels]

_WIDE = 3.0
"""A line so much wider than high holds more than a few digits."""
_WORDS, _WORDS_SURE = 0.5, 0.85
"""What has at least this share of Chinese signs, this surely, is words."""
_HALF = 0.5
"""Of 250 labels no label read otherwise at this width, nor at 0.45."""
_PROSE, _PROSE_AGAIN = 0.7, 0.55
"""Widths of the two looks at prose: of 235 lines with numbers no line read otherwise than in full, at 0.4 every seventh did."""
_SECOND = 0.85


def first_look(crops: Sequence[Pixels]) -> list[Text]:
    """The text of each line of a cell. A wide one is looked at narrowed, and in full if it then is not surely words."""
    texts = recognise([narrowed(crop, _HALF) for crop in crops])
    wanting = [index for index, crop in enumerate(crops) if is_wide(crop) and not _is_words(texts[index])]
    for index, text in zip(wanting, recognise([crops[index] for index in wanting]), strict=True):
        texts[index] = text
    return texts


def is_wide(crop: Pixels) -> bool:
    return bool(crop.shape[1] >= _WIDE * crop.shape[0])


def _is_words(text: Text) -> bool:
    return text.score >= _WORDS_SURE and len(han(text.text)) >= _WORDS * len(squeeze(text.text)) > 0


def narrowed(crop: Pixels, across: float) -> Pixels:
    """A wide line narrowed; any other as it is."""
    return resized(crop, across) if is_wide(crop) else crop


def of_prose(crop: Pixels) -> Pixels:
    return narrowed(crop, _PROSE)


def of_prose_again(crop: Pixels) -> Pixels:
    return narrowed(crop, _PROSE_AGAIN) if is_wide(crop) else second(crop)


def second(crop: Pixels) -> Pixels:
    """The same ink otherwise sampled. Of the ways tried, a little narrower gave the fewest false alarms."""
    return resized(crop, _SECOND)


def resized(crop: Pixels, across: float, down: float = 1.0) -> Pixels:
    size = (max(round(crop.shape[1] * across), 4), max(round(crop.shape[0] * down), 4))
    how = cv2.INTER_AREA if across < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(crop, size, interpolation=how), dtype=np.uint8)


def _enlarged(crop: Pixels) -> Pixels:
    """Twice as large and smoothed: noise and the teeth of coarse dots go."""
    return np.asarray(cv2.GaussianBlur(resized(crop, 2.0, 2.0), (0, 0), 1.5), dtype=np.uint8)


def _widened(crop: Pixels) -> Pixels:
    return resized(crop, 1.2)


def _bolder(crop: Pixels) -> Pixels:
    """Strokes a little thicker: thin ones that a scanner has broken hold together."""
    return np.asarray(cv2.erode(crop, np.ones((2, 2), np.uint8)), dtype=np.uint8)


FURTHER: tuple[Look, ...] = (_enlarged, _widened, _bolder)
"""At what two looks do not settle."""
