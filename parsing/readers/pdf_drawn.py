"""The signs that a PDF page draws, if its text claims to be others (/ActualText, ISO 32000-1 14.9.4).

pdfium gives out the claim and hides what a person sees. Here the claims are taken off the page, and the caller learns whether they
were true. Programs put them beside hyphens and ligatures, and then digits and Han characters stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.text import HAN, normalise

_ACTUAL_TEXT = b"ActualText"
_DEPTH = 8
"""Forms inside one another that are looked into."""
_NOT_TOLD = re.compile(rf"[^0-9{HAN}]+")


def draw_truly(page: pdfium.PdfPage) -> str | None:
    """Takes every claim off a page, for all text that is asked of it later; what is wrong with the claims, if anything."""
    claims = list(_claims(page))
    if not claims:
        return None
    claimed = _claimed_text(page)
    for item, mark in claims:
        raw.FPDFPageObj_RemoveMark(item, mark)
    return (
        None
        if _claimed_text(page) == claimed
        else "the text of a page claims to be other signs than are drawn (ActualText)"
    )


def _claimed_text(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    textpage.close()
    return _NOT_TOLD.sub("", normalise(text))


def _claims(page: pdfium.PdfPage) -> Iterator[tuple[object, object]]:
    """Texts of a page with those of their marks that claim to be another text."""
    handle = page.raw
    items = [(raw.FPDFPage_GetObject(handle, index), 1) for index in range(raw.FPDFPage_CountObjects(handle))]
    while items:
        item, depth = items.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            for index in range(raw.FPDFPageObj_CountMarks(item)):
                mark = raw.FPDFPageObj_GetMark(item, index)
                if raw.FPDFPageObjMark_GetParamValueType(mark, _ACTUAL_TEXT) != raw.FPDF_OBJECT_UNKNOWN:
                    yield item, mark
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            count = raw.FPDFFormObj_CountObjects(item)
            items += [(raw.FPDFFormObj_GetObject(item, index), depth + 1) for index in range(count)]
