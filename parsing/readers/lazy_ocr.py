"""The readers by OCR, imported when first needed: their libraries take a second and 100 MB to load."""

# Imports stand inside the functions: a document without a scan waits for nothing of this.

from __future__ import annotations

from parsing.blocks import Content
from parsing.opened import Members
from parsing.readers.pdf_file import Pdf
from parsing.zip_report import images_of


def read_scan(pdf: Pdf) -> Content:
    """A PDF with its scanned pages recognised; see ``parsing.readers.ocr``."""
    from parsing.readers import ocr

    return ocr.read_scan(pdf)


def read_scan_larger(pdf: Pdf) -> Content:
    """The same at another size: a second opinion."""
    from parsing.readers import ocr

    return ocr.read_scan_larger(pdf)


def read_image(data: bytes) -> Content:
    """A PNG, JPEG, TIFF or WebP file recognised."""
    from parsing.readers import ocr

    return ocr.read_image(data)


def read_image_larger(data: bytes) -> Content:
    """The same at another size: a second opinion."""
    from parsing.readers import ocr

    return ocr.read_images_larger((data,))


def read_zipped_images(members: Members) -> Content:
    """A zip of page images recognised as one report."""
    from parsing.readers import ocr

    return ocr.read_images(images_of(members))


def read_zipped_images_larger(members: Members) -> Content:
    """The same at another size: a second opinion."""
    from parsing.readers import ocr

    return ocr.read_images_larger(images_of(members))
