"""The page that a number stands on, as a picture with the number framed: drawn in a limited child process.

``python -m lookup.explain.page_image PAGE [LEFT TOP RIGHT BOTTOM]`` reads a document and writes a PNG.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from parsing import media
from parsing.model import Place
from parsing.pool.errors import ChildError
from parsing.readers.pdf_turned import upright_page
from parsing.zip_report import page_images

TIMEOUT_SECONDS = 60
MEMORY_BYTES = 2 << 30
_SCALE = 2.0
"""Pixels for a PDF point: 144 dpi."""
_MOST_PIXELS = 40_000_000
_MARGIN, _WIDTH, _COLOUR = 4, 3, (200, 30, 30)


def page_image(data: bytes, place: Place) -> bytes:
    """PNG of the page of ``place`` in a document, with its box framed if it has one; raises ``ChildError`` if the page cannot be drawn."""
    command = [sys.executable, "-m", "lookup.explain.page_image", str(place.page or 1)]
    command += [str(edge) for edge in place.box or ()]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ChildError(f"the page could not be drawn within {TIMEOUT_SECONDS} seconds") from error
    if done.returncode:
        raise ChildError(f"page {place.page or 1} cannot be drawn")
    return done.stdout


def has_pages(media_type: str | None, reader: str | None) -> bool:
    """Whether a document has pages that can be drawn; a zip only if it holds nothing but the pages of a scan."""
    return media_type in (media.PDF, *media.IMAGES) or (media_type == media.ZIP and "ocr" in (reader or ""))


def _draw(data: bytes, page: int, box: list[float]) -> bytes:
    kind = media.media_type(data)
    image, scale = _page_of_pdf(data, page) if kind == media.PDF else (_picture(data, kind, page), 1.0)
    if box:
        left, top, right, bottom = (edge * scale for edge in box)
        frame = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
        ImageDraw.Draw(image).rectangle(frame, outline=_COLOUR, width=_WIDTH)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _page_of_pdf(data: bytes, page: int) -> tuple[Image.Image, float]:
    sheet = upright_page(pdfium.PdfDocument(data), page)
    width, height = sheet.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    return sheet.render(scale=scale).to_pil().convert("RGB"), scale


def _picture(data: bytes, kind: str, page: int) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    pictures = page_images(data) if kind == media.ZIP else (data,)
    return Image.open(io.BytesIO(pictures[page - 1])).convert("RGB")


def main(arguments: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (TIMEOUT_SECONDS, TIMEOUT_SECONDS))
    page, *box = arguments
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(), int(page), [float(edge) for edge in box]))


if __name__ == "__main__":
    main(sys.argv[1:])
