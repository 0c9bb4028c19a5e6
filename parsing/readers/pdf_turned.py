"""Pages of a PDF whose text lies on its side or upside down as they are shown: they are turned before anybody reads them.

A page says itself by how much it is to be turned (/Rotate), and some say it wrongly, or not at all. The signs tell: most of
them stand in one direction, and that is read from left to right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import byref

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.readers.pdf_calls import handle_of, unicode_of

_SAMPLES = 40
"""Signs of a page that are looked at, evenly spread."""
_MOST = 0.6
"""Share of them that stand in one direction; a table may have headers on their side."""
_SLANT = 0.1
"""A sign that rises more than this is part of a watermark."""
_SPACE = 32


def upright_page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Page ``number`` (from 1) as it is read: the boxes of what was read are measured on it."""
    page = document[number - 1]
    with closing(page.get_textpage()) as text:
        turn_upright(page, text)
    return page


def turn_upright(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> bool:
    """Turns a page so that most of its text stands upright; whether it was another way up, so that its text is to be asked anew."""
    directions = list(_directions(textpage))
    if not directions:
        return False
    direction, count = Counter(directions).most_common(1)[0]
    if count < _MOST * len(directions) or direction == page.get_rotation():
        return False
    page.set_rotation(direction)
    return True


def _directions(textpage: pdfium.PdfTextPage) -> Iterator[int]:
    """By how many degrees to the left some signs are turned on the page as it was made, in quarters of a circle."""
    page, matrix, count = handle_of(textpage), raw.FS_MATRIX(), textpage.count_chars()
    for index in range(0, count, max(count // _SAMPLES, 1)):
        if unicode_of(page, index) > _SPACE and raw.FPDFText_GetMatrix(textpage, index, byref(matrix)):
            along, up = matrix.a, matrix.b
            if abs(up) <= _SLANT * abs(along):
                yield 0 if along > 0 else 180
            elif abs(along) <= _SLANT * abs(up):
                yield 90 if up > 0 else 270
