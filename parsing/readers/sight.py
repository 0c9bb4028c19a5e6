"""The readers by sight, brought in when first needed: their libraries take a second and 100 MB to load."""

# Imports stand inside the functions: a document without a scan waits for none of this.

from __future__ import annotations

from parsing.blocks import Content
from parsing.zipped import page_images


def read_scan(data: bytes) -> Content:
    """A PDF with its scanned pages recognised; see ``parsing.readers.ocr``."""
    from parsing.readers import ocr

    return ocr.read_scan(data)


def read_scan_larger(data: bytes) -> Content:
    """The same at another size: a second opinion."""
    from parsing.readers import ocr

    return ocr.read_scan_larger(data)


def read_image(data: bytes) -> Content:
    """A PNG, JPEG, TIFF or WebP file recognised."""
    from parsing.readers import ocr

    return ocr.read_image(data)


def read_image_larger(data: bytes) -> Content:
    """The same at another size: a second opinion."""
    from parsing.readers import ocr

    return ocr.read_images_larger((data,))


def read_zipped_images(data: bytes) -> Content:
    """A zip of page images recognised as one report."""
    from parsing.readers import ocr

    return ocr.read_images(tuple(page_images(data)))


def read_zipped_images_larger(data: bytes) -> Content:
    """The same at another size: a second opinion."""
    from parsing.readers import ocr

    return ocr.read_images_larger(tuple(page_images(data)))
