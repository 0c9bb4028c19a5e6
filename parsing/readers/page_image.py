"""Pages as pixels: PDF pages rendered by pdfium, image files opened by Pillow, both at about 200 dots an inch of A4.

Two planes a page. ``text`` is the red channel made lighter where a pixel is red: stamps and seals vanish in it,
print in any other colour stays dark.
``ink`` is the brightness: whatever is printed in any colour is dark in it, so a cell is only called blank by ``ink``.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from parsing.blocks import ReadError
from parsing.readers.pdf_file import Pdf, opened_page

Pixels = NDArray[np.uint8]

DOTS_PER_INCH = 200
_WIDTH = {True: 1654, False: 2339}
"""Width in pixels of A4 at 200 dots an inch, upright or lying."""
_COLOURED, _LEAST_COLOURED = 40, 20
"""Levels by which coloured ink is lighter in the one plane than in the other, and pixels of the smallest sign."""
_RED, _LEAST_SEAL, _MARGIN = 70, 500, 1.6
"""Levels of redness of a seal, pixels of one, and a margin for its uneven ink and blurred edges."""
_RIM = 5
"""Pixels across which the reddest counts: compression halves the colour of a scan, so its edge is off by up to two."""
_MAX_ENLARGED = 3.0
_MAX_FILE_PIXELS = 60_000_000
"""An A4 page at 700 dots an inch; more is refused before anything is decoded."""
_MAX_PAGE_PIXELS = 24_000_000
_LONGEST_SIDE = 30_000
"""Pixels: OpenCV turns no page of 32,767 or more."""
_LEAST_SIDE = 16
"""Pixels: a page that is narrower is a line or a dot."""
_MAX_PAGES = 24
"""Reports have four to ten pages; each costs seconds."""
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page; ``number`` counts from 1, ``scale`` is pixels here for one PDF point or one pixel of the file."""

    number: int
    text: Pixels
    ink: Pixels
    scale: float

    def turned(self, quarters: int) -> PageImage:
        """The page turned to the left by so many quarters."""
        if not quarters:
            return self
        text = np.ascontiguousarray(np.rot90(self.text, quarters))
        ink = text if self.ink is self.text else np.ascontiguousarray(np.rot90(self.ink, quarters))
        return PageImage(self.number, text, ink, self.scale)


def pdf_pages(pdf: Pdf, numbers: Sequence[int], dots_per_inch: int = DOTS_PER_INCH) -> Iterator[PageImage]:
    """The pages ``numbers`` (from 1) of a PDF; raises ``ReadError`` if one cannot be drawn or they are too many."""
    if len(numbers) > _MAX_PAGES:
        raise ReadError(f"the PDF has {len(numbers)} scanned pages, more than the {_MAX_PAGES} that are read")
    for number in numbers:
        with opened_page(pdf, number) as page:
            colours, scale = _rendered(page, dots_per_inch / _POINTS_PER_INCH)
        if min(colours.shape[:2]) >= _LEAST_SIDE:
            yield _page(number, colours, scale)


def _rendered(page: pdfium.PdfPage, wanted: float) -> tuple[Pixels, float]:
    """The page in colour, and the pixels that a point has become: fewer than wanted if it is huge."""
    width, height = page.get_size()
    scale = min(wanted, (_MAX_PAGE_PIXELS / max(width * height, 1)) ** 0.5, _LONGEST_SIDE / max(width, height, 1))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    colours = bitmap.to_numpy()[:, :, :3].copy() if bitmap.n_channels >= 3 else bitmap.to_numpy().copy()
    bitmap.close()
    return colours, scale


def image_pages(data: bytes, dots_per_inch: int = DOTS_PER_INCH) -> Iterator[PageImage]:
    """The pages of a PNG, JPEG, TIFF (each of its frames) or WebP file; raises ``ReadError``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                for index, frame in enumerate(ImageSequence.Iterator(image)):
                    if index >= _MAX_PAGES:
                        raise ReadError(f"the image has more than the {_MAX_PAGES} pages that are read")
                    page = _frame(frame, index + 1, dots_per_inch / DOTS_PER_INCH)
                    if min(page.ink.shape) >= _LEAST_SIDE:
                        yield page
    except Image.DecompressionBombError as error:
        raise ReadError("the image is too large to be read") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError("the image is damaged or is no image") from error


def no_more_pages(pages: Iterable[PageImage]) -> Iterator[PageImage]:
    """The pages of several files; raises ``ReadError`` at the first that is one too many."""
    for number, page in enumerate(pages, start=1):
        if number > _MAX_PAGES:
            raise ReadError(f"the images have more than the {_MAX_PAGES} pages that are read")
        yield page


def _frame(frame: Image.Image, number: int, enlarged: float) -> PageImage:
    if frame.width * frame.height > _MAX_FILE_PIXELS:
        raise ReadError(f"the image has {frame.width} x {frame.height} pixels, too many to be read")
    upright = ImageOps.exif_transpose(frame)
    scale = _WIDTH[upright.height >= upright.width] / upright.width * enlarged
    roomy = (_MAX_PAGE_PIXELS / (upright.width * upright.height)) ** 0.5
    scale = min(scale, _MAX_ENLARGED, roomy, _LONGEST_SIDE / max(upright.size))
    size = (max(round(upright.width * scale), 1), max(round(upright.height * scale), 1))
    if upright.mode in ("1", "P", "PA", "LA", "RGBA") or "transparency" in upright.info:
        backed = Image.new("RGBA", upright.size, "white")
        backed.alpha_composite(upright.convert("RGBA"))
        upright = backed.convert("RGB")
    elif upright.mode.startswith(("I", "F")):
        values = np.asarray(upright, dtype=np.float64)
        upright = Image.fromarray((values * (255 / max(values.max(), 1))).astype(np.uint8))
    elif upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    shrinks = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    return _page(number, np.asarray(upright.resize(size, shrinks)), scale)


def _page(number: int, colours: Pixels, scale: float) -> PageImage:
    if colours.ndim == 2 or colours.shape[2] == 1:
        grey = np.ascontiguousarray(colours.reshape(colours.shape[:2]))
        return PageImage(number, grey, grey, scale)
    red = colours[:, :, 0]
    redness = np.asarray(cv2.subtract(red, cv2.max(colours[:, :, 1], colours[:, :, 2])), dtype=np.uint8)
    # Compression blurs colour more than brightness: the rim of a seal is as dark as its ink, and less red.
    around = np.asarray(cv2.dilate(redness, np.ones((_RIM, _RIM), np.uint8)), dtype=np.uint8)
    text = cv2.addWeighted(red, 1.0, around, _lightening(red, redness), 0).astype(np.uint8)
    ink = np.asarray(Image.fromarray(colours).convert("L"))
    has_colour = int((cv2.subtract(text, ink) > _COLOURED).sum()) >= _LEAST_COLOURED
    return PageImage(number, text, ink if has_colour else text, scale)


def _lightening(red: Pixels, redness: Pixels) -> float:
    """By how much of its redness a red pixel is made lighter, so that this seal's ink on paper turns white and no more.

    Print under a seal is as red as the seal, but darker: it must not turn white with it.
    """
    seal = redness > _RED
    if int(seal.sum()) < _LEAST_SEAL:
        return 1.0
    missing = (255.0 - red[seal]) / redness[seal]
    return float(np.clip(_MARGIN * np.median(missing), 0.0, 1.0))
