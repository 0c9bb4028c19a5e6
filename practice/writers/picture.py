"""Reports as scanned pages: the PDF drawn as grey images, without its text."""

from __future__ import annotations

import io
from functools import lru_cache

import pypdfium2

from practice.report import Report
from practice.writers import pdf

DOTS_PER_INCH = 144
POINTS_PER_INCH = 72


@lru_cache(maxsize=32)
def document(report: Report) -> tuple[bytes, ...]:
    """A PNG file for each page; equal reports give equal bytes. Raises `PracticeError` if the font is missing."""
    pages = []
    with pypdfium2.PdfDocument(pdf.document(report)) as opened:
        for sheet in opened:
            image = sheet.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, grayscale=True).to_pil()
            buffer = io.BytesIO()
            image.save(buffer, "PNG")
            pages.append(buffer.getvalue())
    return tuple(pages)


def page_count(report: Report) -> int:
    return len(document(report))
