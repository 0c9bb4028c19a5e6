"""Numbers of a PDF page with a line drawn through them: what they say no longer counts, and which digits it leaves nobody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from ctypes import byref

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.readers import pdf_calls
from parsing.readers.pdf_calls import Box, Glance, Placed

STRUCK_OUT = "a number on a page is struck out"
_THIN, _SHORT, _LONG = 3.0, 3.0, 80.0
"""Points: how high the box of a stroke is at most, which pdfium takes for twice as thick, and how long it may be."""
_BESIDE = 2.0
"""Points: the middle of a stroke may lie between two digits."""
_ONE_LEVEL = 2
"""Strokes at one height, for numbers of one row; more are the rules of a table."""
_LOWEST, _HIGHEST = 0.2, 0.8
"""Shares of the height of a digit between which a stroke goes through it."""


def has_struck_numbers(page: pdfium.PdfPage, objects: Sequence[Placed], textpage: pdfium.PdfTextPage) -> bool:
    """Whether a short level stroke goes through a digit of a page with these objects and this text."""
    text = pdf_calls.handle_of(textpage)
    return any(_strikes(stroke, text) for stroke in _strokes(objects, pdf_calls.handle_of(page)))


def _strokes(objects: Sequence[Placed], page: pdf_calls.Handle) -> Iterator[Box]:
    """Short level strokes that stand alone at their height."""
    glance = Glance()
    levels: dict[int, list[Box]] = defaultdict(list)
    for item, kind, within in objects:
        if kind == raw.FPDF_PAGEOBJ_PATH and within == page:
            box = glance.box(item)
            if box and box[3] - box[1] <= _THIN and _SHORT <= box[2] - box[0] <= _LONG:
                levels[round(box[1] + box[3])].append(box)
    for found in levels.values():
        if len(found) <= _ONE_LEVEL:
            yield from found


def _strikes(stroke: Box, text: pdf_calls.Handle) -> bool:
    left, bottom, right, top = stroke
    middle = (bottom + top) / 2
    at = pdf_calls.character_near(text, (left + right) / 2, middle, _BESIDE, _BESIDE)
    if at < 0 or not chr(pdf_calls.unicode_of(text, at)).isdecimal():
        return False
    box = raw.FS_RECTF()
    pdf_calls.loose_box(text, at, byref(box))
    share: float = (middle - box.bottom) / max(box.top - box.bottom, 0.1)
    return _LOWEST <= share <= _HIGHEST
