"""The signs that a PDF page draws, if its text claims to be others (/ActualText, ISO 32000-1 14.9.4).

pdfium gives out the claim and hides what a person sees. Here the claims are taken off the page, and the caller learns whether they
were true. Programs put them beside hyphens and ligatures, and then digits and Han characters stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.readers import pdf_calls
from parsing.readers.pdf_calls import Handle, Placed
from parsing.text import HAN, normalise

FALSE_CLAIM = "the text of a page claims to be other signs than are drawn (ActualText)"
_ACTUAL_TEXT = b"ActualText"
_NOT_TOLD = re.compile(rf"[^0-9{HAN}]+")


class Claim(NamedTuple):
    item: Handle
    """The text that it stood at."""
    text: str


def draw_truly(objects: Sequence[Placed]) -> list[Claim]:
    """Takes every claim off a page with these objects, for all text that is asked of it later."""
    found = list(_claims(objects))
    claims = [Claim(item, pdf_calls.parameter(mark, _ACTUAL_TEXT)) for item, mark in found]
    for item, mark in found:
        pdf_calls.remove_mark(item, mark)
    return claims


def may_be_false(claims: Sequence[Claim], drawn: pdfium.PdfTextPage) -> bool:
    """Whether a claim is one of digits or Han characters, or stands at any. Else it is true as far as anybody asks."""
    return any(_told(claim.text) or _told(pdf_calls.text_of(claim.item, drawn)) for claim in claims)


def tells_the_same(claimed: pdfium.PdfTextPage, drawn: pdfium.PdfTextPage) -> bool:
    """Whether a page says the same with its claims as without."""
    return _told(claimed.get_text_range()) == _told(drawn.get_text_range())


def _told(text: str) -> str:
    return _NOT_TOLD.sub("", normalise(text))


def _claims(objects: Sequence[Placed]) -> Iterator[tuple[Handle, Handle]]:
    """Texts of a page with those of their marks that claim to be another text."""
    for item, kind, _ in objects:
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            for index in range(pdf_calls.count_marks(item)):
                mark = pdf_calls.mark(item, index)
                if pdf_calls.type_of_parameter(mark, _ACTUAL_TEXT) != raw.FPDF_OBJECT_UNKNOWN:
                    yield item, mark
