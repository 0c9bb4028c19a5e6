"""PDF text in the order pdfium gives it: a few milliseconds a page, no geometry beyond the place of a word.

pdfium writes a table row by row as ``label v1 … v7``; the aligner takes it from there.
"""

from __future__ import annotations

import pypdfium2 as pdfium

from parsing.blocks import Content
from parsing.bounded import bounded
from parsing.model import Paragraph, Place
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_file import each_page, open_pdf


def read_pdf_text(data: bytes) -> Content:
    """One paragraph for each line of text."""
    document = open_pdf(data)
    try:
        blocks = bounded(
            Paragraph(text.strip(), Place(page=page_number, line=line_number))
            for page_number, page in each_page(document)
            for line_number, text in enumerate(_page_lines(page), start=1)
            if text.strip()
        )
    finally:
        document.close()
    return Content(without_page_numbers(list(blocks)))


def _page_lines(page: pdfium.PdfPage) -> list[str]:
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    textpage.close()
    return text.splitlines()
