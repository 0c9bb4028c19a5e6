"""What a page of a PDF shows, and whether its text can be used.

Text of fonts without a usable mapping comes out as other signs. The signs themselves distinguish it from prose. A good
part of the letters of a report are among those of the form's own labels; of random ones hardly any is.
"""

from __future__ import annotations

import re
from ctypes import byref, c_float
from functools import cache
from typing import Literal, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.blocks import ReadError
from parsing.form import EDITIONS, load_edition
from parsing.readers import pdf_calls
from parsing.readers.pdf_file import Pdf, once
from parsing.text import han, squeeze

_FEW = 12
"""Signs up to which the text of a page is a page number or a running title."""
_SHARE = 0.12
_MANY_PATHS = 300
"""A page with more drawn shapes than this may be text turned into outlines; the form's tables have fewer."""
_COVERED, _PICTURED = 0.5, 0.12
"""Shares of a page that its pictures cover if it is a scan, and if one may hold a table."""
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DEPTH = 4


class Look(NamedTuple):
    kind: Literal["text", "pictured", "by_ocr", "blank"]
    """``by_ocr`` has no usable text, ``pictured`` has some and pictures beside it."""
    is_laid_over: bool
    """Whether text is invisible over a picture: somebody else's recognition, no text of the author."""


class _Shown(NamedTuple):
    """What a page shows: share covered by pictures (0 to 1), number of shapes, whether text is invisible."""

    covered: float
    paths: int
    is_laid_over: bool


@once
def may_hold_pictures(pdf: Pdf) -> bool:
    """A glance at the bytes that costs nothing: a PDF without an image object has no scanned page."""
    return _IMAGE.search(pdf.data) is not None


def look(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> Look:
    """A look at a page and its text; raises ``ReadError`` if it cannot be read."""
    text = squeeze(textpage.get_text_range())
    shown = _shown(page)
    if shown.is_laid_over:
        return Look("by_ocr", True)
    if len(text) <= _FEW:
        return Look("by_ocr" if shown.covered >= _PICTURED or shown.paths >= _MANY_PATHS else "blank", False)
    if not _is_mapped(text):
        return Look("by_ocr", False)
    return Look("pictured" if shown.covered >= _PICTURED else "text", False)


def _shown(page: pdfium.PdfPage) -> _Shown:
    width, height = page.get_size()
    covered, paths, invisible = 0.0, 0, False
    sides = [c_float() for _ in range(4)]
    for item, kind in pdf_calls.objects(page, _DEPTH):
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            if not pdf_calls.bounds(item, *map(byref, sides)):
                raise ReadError("a page of the PDF cannot be read")
            left, bottom, right, top = (side.value for side in sides)
            covered += max(right - left, 0) * max(top - bottom, 0) / max(width * height, 1)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            invisible = invisible or pdf_calls.render_mode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return _Shown(min(covered, 1.0), paths, invisible and covered >= _COVERED)


def _is_mapped(text: str) -> bool:
    letters = [sign for sign in text if not sign.isdecimal() and (sign.isalpha() or not sign.isprintable())]
    return not letters or sum(sign in _label_signs() for sign in letters) >= _SHARE * len(letters)


@cache
def _label_signs() -> frozenset[str]:
    """Every Han character of the form's labels."""
    lines = [line for code in EDITIONS for line in load_edition(code).lines]
    return frozenset(han("".join(line.label + "".join(column.label for column in line.columns) for line in lines)))
