"""Reports as pictures of paper: pages of the PDF rendered, worn (``writer.formats.wear``) and compressed."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Sequence
from random import Random

import pypdfium2 as pdfium
from PIL import Image
from writer.formats.pdf import Look, draw
from writer.formats.wear import Wear, one_below_the_other, worn
from writer.report import Block

_POINTS_AN_INCH = 72
# PDFium writes the time of day and a file number made from it, and has no switch for either.
_PDFIUM_TIME = re.compile(rb"(?<=/CreationDate\(D:)\d{14}|(?<=/ID\[)(?:<[0-9A-F]{32}>){2}(?=\])")

CLEAN = Wear()
WORN = Wear(turn_degrees=2.0, noise=10.0, blur=0.6, quality=65)
STAMPED = Wear(turn_degrees=1.0, noise=5.0, quality=75, stamps=1)
COARSE = Wear(dots_an_inch=120, quality=60)
FAXED = Wear(dots_an_inch=100, turn_degrees=0.5, noise=6.0, is_faxed=True)
PHOTOGRAPHED = Wear(dots_an_inch=220, turn_degrees=0.5, noise=4.0, blur=0.7, curve=0.004, tilt=0.015, shade=0.3)
BOLD = Look(is_bold=True, title_size=24)


def _rendered(pdf: bytes, dots_an_inch: int) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=dots_an_inch / _POINTS_AN_INCH).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def pages_of(random: Random, pdf: bytes, wear: Wear) -> list[Image.Image]:
    """The pages of a PDF as they look on worn paper."""
    return [worn(random, page, wear) for page in _rendered(pdf, wear.dots_an_inch)]


def saved(pages: Sequence[Image.Image], kind: str, wear: Wear) -> bytes:
    buffer = io.BytesIO()
    is_lossy = kind in ("JPEG", "WEBP", "PDF") and not wear.is_faxed
    options: dict[str, object] = {"quality": wear.quality} if is_lossy else {}
    if kind in ("PDF", "TIFF"):
        options |= {"save_all": True, "append_images": list(pages[1:])}
    if kind == "TIFF":
        options |= {"compression": "tiff_lzw"}
    if kind == "PDF":
        options |= {"resolution": wear.dots_an_inch, "creationDate": time.gmtime(0), "modDate": time.gmtime(0)}
    pages[0].save(buffer, kind, **options)
    return buffer.getvalue()


def scanned(kind: str, wear: Wear, look: Look | None = None) -> Callable[[Random, Sequence[Block]], bytes]:
    """A report as ``PDF`` or ``TIFF`` of several pages, or as one long ``PNG``, ``JPEG`` or ``WEBP``."""

    def write(random: Random, blocks: Sequence[Block]) -> bytes:
        pages = pages_of(random, draw(blocks, look or Look()), wear)
        if kind not in ("PDF", "TIFF"):
            pages = [one_below_the_other(pages)]
        return saved(pages, kind, wear)

    return write


def partly(wear: Wear) -> Callable[[Random, Sequence[Block]], bytes]:
    """A PDF whose pages are by turns text and scan."""

    def write(random: Random, blocks: Sequence[Block]) -> bytes:
        drawn = draw(blocks, Look())
        text, scan = pdfium.PdfDocument(drawn), pdfium.PdfDocument(saved(pages_of(random, drawn, wear), "PDF", wear))
        mixed = pdfium.PdfDocument.new()
        first = random.randrange(2)
        for index in range(len(text)):
            mixed.import_pages(text if index % 2 == first else scan, [index])
        buffer = io.BytesIO()
        mixed.save(buffer)
        return _PDFIUM_TIME.sub(lambda time_of_day: re.sub(rb"[0-9A-F]", b"0", time_of_day[0]), buffer.getvalue())

    return write
