"""PDF text in the order pdfium gives it: a few milliseconds a page, no geometry beyond the place of a word.

pdfium writes a table row by row as ``label v1 … v7``; the aligner takes it from there.
"""

from __future__ import annotations

import re

import pypdfium2 as pdfium

from parsing.blocks import Content
from parsing.bounded import bounded
from parsing.model import Paragraph, Place
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_file import each_page, open_pdf

_LAST_DIGIT = re.compile(r"\d\s*$")

Box = tuple[float, float, float, float]


def read_pdf_text(data: bytes) -> Content:
    """One paragraph for each line of text, with its box where it ends in a digit."""
    document = open_pdf(data)
    try:
        blocks = bounded(
            Paragraph(text, Place(page=page_number, line=line_number, box=box))
            for page_number, page in each_page(document)
            for line_number, text, box in _page_lines(page)
        )
    finally:
        document.close()
    return Content(without_page_numbers(list(blocks)))


def _page_lines(page: pdfium.PdfPage) -> list[tuple[int, str, Box | None]]:
    """(number, text, box) of each line that has text."""
    textpage = page.get_textpage()
    text: str = textpage.get_text_range()
    height = page.get_height()
    lines = []
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line.strip():
            # Boxes cost as much as the text itself; the lines of tables end in a digit.
            box = _box(textpage, start, len(line.rstrip()), height) if _LAST_DIGIT.search(line) else None
            lines.append((number, line.strip(), box))
        start += len(line)
    textpage.close()
    return lines


def _box(textpage: pdfium.PdfTextPage, start: int, length: int, height: float) -> Box | None:
    """What ``length`` characters from ``start`` cover, measured from the top left corner of the page."""
    rectangles = [textpage.get_rect(index) for index in range(textpage.count_rects(start, length))]
    if not rectangles:
        return None
    lefts, bottoms, rights, tops = zip(*rectangles, strict=True)
    left, top, right, bottom = min(lefts), height - max(tops), max(rights), height - min(bottoms)
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
