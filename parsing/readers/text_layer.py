"""Which pages of a PDF have to be read by OCR: those whose text is missing, is no Chinese, or was laid over a scan."""

from __future__ import annotations

from dataclasses import dataclass

from parsing.readers.pdf_file import Pdf, each_page, once
from parsing.readers.pdf_look import look, may_hold_pictures
from parsing.readers.pdf_text import read_pages


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Page numbers from 1: ``by_ocr`` have no usable text, ``pictured`` have some and pictures beside it."""

    by_ocr: tuple[int, ...]
    pictured: tuple[int, ...]
    is_laid_over: bool
    """Whether some text is invisible over a picture: somebody else's recognition, no text of the author."""

    @property
    def needs_ocr(self) -> bool:
        return bool(self.by_ocr or self.pictured)


@once
def text_layer(pdf: Pdf) -> TextLayer:
    """How far the text of a PDF can be used; raises ``ReadError`` if a page cannot be read."""
    looks = read_pages(pdf).looks if may_hold_pictures(pdf) else [look(page, text) for _, page, text in each_page(pdf)]
    numbered = list(enumerate(looks, start=1))
    by_ocr, pictured = (tuple(at for at, one in numbered if one.kind == kind) for kind in ("by_ocr", "pictured"))
    return TextLayer(by_ocr, pictured, any(one.is_laid_over for one in looks))
