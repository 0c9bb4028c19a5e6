"""PDF text in the order pdfium gives it: a few milliseconds a page, no geometry beyond the place of a word.

pdfium writes a table row by row as ``label v1 … v7``; the aligner takes it from there.
"""

from __future__ import annotations

import pypdfium2 as pdfium

from parsing.blocks import Content, ReadError
from parsing.bounded import bounded
from parsing.limits import MAX_PAGES
from parsing.model import Paragraph, Place
from parsing.readers.page_numbers import without_page_numbers


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """An opened PDF; raises ``ReadError`` where it is damaged, locked by a password or absurdly long."""
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        reason = "is locked by a password" if "password" in str(error).lower() else "is damaged or is none"
        raise ReadError(f"the PDF {reason}") from error
    if pages == 0:
        raise ReadError("the PDF has no pages")
    if pages > MAX_PAGES:
        raise ReadError(f"the PDF has {pages} pages, more than the {MAX_PAGES} that are read")
    return document


def read_pdf_text(data: bytes) -> Content:
    """One paragraph for each line of text."""
    document = open_pdf(data)
    try:
        blocks = bounded(
            Paragraph(text.strip(), Place(page=page_number, line=line_number))
            for page_number, lines in enumerate(map(_page_lines, document), start=1)
            for line_number, text in enumerate(lines, start=1)
            if text.strip()
        )
    finally:
        document.close()
    return Content(without_page_numbers(list(blocks)))


def _page_lines(page: pdfium.PdfPage) -> list[str]:
    try:
        textpage = page.get_textpage()
        text: str = textpage.get_text_range()
    except pdfium.PdfiumError as error:
        raise ReadError("a page of the PDF cannot be read") from error
    return text.splitlines()
