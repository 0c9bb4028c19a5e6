"""Reports as pictures of paper: pages of the PDF rendered, turned a little, noised, stamped and compressed."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter
from writer.formats.pdf import Look, draw
from writer.report import Block

_POINTS_AN_INCH = 72


@dataclass(frozen=True, slots=True)
class Wear:
    """What paper and scanner did to a page."""

    dots_an_inch: int = 200
    turn_degrees: float = 0.0
    """Up to this far to either side."""
    noise: float = 0.0
    """Standard deviation of the brightness of a dot, of 255."""
    blur: float = 0.0
    quality: int = 85
    """JPEG quality inside a PDF or of a JPEG."""
    has_stamp: bool = False


CLEAN = Wear()
WORN = Wear(turn_degrees=2.0, noise=10.0, blur=0.6, quality=65)
STAMPED = Wear(turn_degrees=1.0, noise=5.0, quality=75, has_stamp=True)
COARSE = Wear(dots_an_inch=120, quality=60)


def _rendered(pdf: bytes, dots_an_inch: int) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=dots_an_inch / _POINTS_AN_INCH).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _worn(random: Random, page: Image.Image, wear: Wear) -> Image.Image:
    if wear.has_stamp:
        page = _stamped(random, page)
    if wear.turn_degrees:
        angle = random.uniform(-wear.turn_degrees, wear.turn_degrees)
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    if wear.noise:
        dice = np.random.default_rng(random.randrange(2**32))
        dots = np.asarray(page, dtype=np.float32)
        grain = dice.normal(0, wear.noise, dots.shape[:2])[..., None]
        page = Image.fromarray(np.clip(dots + grain, 0, 255).astype(np.uint8))
    return page


def _stamped(random: Random, page: Image.Image) -> Image.Image:
    """A red seal of about four centimetres somewhere on the sheet, ink through which the print shows."""
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    radius = page.width // 10
    x = random.randint(radius, page.width - radius)
    y = random.randint(radius, page.height - radius)
    pen = ImageDraw.Draw(layer)
    red = (210, 30, 30, 170)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=max(3, radius // 15))
    points = [
        (x + radius * 0.5 * np.sin(k * 4 * np.pi / 5), y - radius * 0.5 * np.cos(k * 4 * np.pi / 5)) for k in range(5)
    ]
    pen.polygon(points, fill=red)
    return Image.alpha_composite(page.convert("RGBA"), layer).convert("RGB")


def _pages(random: Random, blocks: Sequence[Block], wear: Wear) -> list[Image.Image]:
    return [_worn(random, page, wear) for page in _rendered(draw(blocks, Look()), wear.dots_an_inch)]


def _saved(pages: Sequence[Image.Image], kind: str, wear: Wear) -> bytes:
    buffer = io.BytesIO()
    options: dict[str, object] = {"quality": wear.quality} if kind in ("JPEG", "WEBP", "PDF") else {}
    if kind in ("PDF", "TIFF"):
        options |= {"save_all": True, "append_images": list(pages[1:])}
    if kind == "TIFF":
        options |= {"compression": "tiff_lzw"}
    if kind == "PDF":
        options |= {"resolution": wear.dots_an_inch, "creationDate": time.gmtime(0), "modDate": time.gmtime(0)}
    pages[0].save(buffer, kind, **options)
    return buffer.getvalue()


def _one_below_the_other(pages: Sequence[Image.Image]) -> Image.Image:
    """All pages as one long picture, as phones and web editors make it."""
    whole = Image.new("RGB", (max(page.width for page in pages), sum(page.height for page in pages)), "white")
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def scanned(kind: str, wear: Wear) -> Callable[[Random, Sequence[Block]], bytes]:
    """A report as ``PDF`` or ``TIFF`` of several pages, or as one long ``PNG``, ``JPEG`` or ``WEBP``."""

    def write(random: Random, blocks: Sequence[Block]) -> bytes:
        pages = _pages(random, blocks, wear)
        if kind not in ("PDF", "TIFF"):
            pages = [_one_below_the_other(pages)]
        return _saved(pages, kind, wear)

    return write


def partly(wear: Wear) -> Callable[[Random, Sequence[Block]], bytes]:
    """A PDF whose pages are by turns text and scan."""

    def write(random: Random, blocks: Sequence[Block]) -> bytes:
        text = pdfium.PdfDocument(draw(blocks, Look()))
        scan = pdfium.PdfDocument(_saved(_pages(random, blocks, wear), "PDF", wear))
        mixed = pdfium.PdfDocument.new()
        first = random.randrange(2)
        for index in range(len(text)):
            mixed.import_pages(text if index % 2 == first else scan, [index])
        buffer = io.BytesIO()
        mixed.save(buffer)
        return buffer.getvalue()

    return write
