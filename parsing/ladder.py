"""The readers of every format, one row each; a document climbs those of its own format from the first to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from parsing.blocks import Content
from parsing.compounds import Compound
from parsing.formats import formats
from parsing.opened import Members, Opened
from parsing.readers.doc import read_compound, read_doc
from parsing.readers.docx import read_docx, read_word_xml
from parsing.readers.html import read_html
from parsing.readers.lazy_ocr import (
    read_image,
    read_image_larger,
    read_scan,
    read_scan_larger,
    read_zipped_images,
    read_zipped_images_larger,
)
from parsing.readers.mht import read_mht
from parsing.readers.ofd import read_ofd, read_ofd_text
from parsing.readers.pdf_file import Pdf
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_text import read_pdf_text
from parsing.readers.rtf import read_rtf
from parsing.readers.sheet import read_xls
from parsing.readers.text_dump import read_text_dump
from parsing.readers.xlsx import read_xlsx
from parsing.zip_file import Zip


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read a format; ``read`` raises ``ReadError`` if it cannot."""

    name: str
    format: str
    """Code of ``formats.csv``."""
    read: Callable[[Opened], Content]
    is_grid: bool = False
    """Whether its grids, read once more as a mere sequence of words, give a second opinion."""
    is_ocr: bool = False
    """Whether it recognises pictures."""
    is_second_look: bool = False
    """Whether it looks again at the tables another has recognised. That is not worth its seconds if the other one found no
    table, or has no doubt of any."""


def _bytes(read: Callable[[bytes], Content]) -> Callable[[Opened], Content]:
    return lambda file: read(file.data)


def _pdf(read: Callable[[Pdf], Content]) -> Callable[[Opened], Content]:
    return lambda file: read(file.pdf)


def _members(read: Callable[[Members], Content]) -> Callable[[Opened], Content]:
    return lambda file: read(file.members)


def _zip(read: Callable[[Zip], Content]) -> Callable[[Opened], Content]:
    return lambda file: read(file.package)


def _compound(read: Callable[[Compound], Content]) -> Callable[[Opened], Content]:
    return lambda file: read(file.compound)


READERS: tuple[Reader, ...] = (
    Reader("pdf_text", "pdf", _pdf(read_pdf_text)),
    Reader("pdf_geometry", "pdf", _pdf(read_pdf_geometry), is_grid=True),
    Reader("ocr", "pdf", _pdf(read_scan), is_ocr=True),
    Reader("ocr_larger", "pdf", _pdf(read_scan_larger), is_ocr=True, is_second_look=True),
    Reader("html", "html", _bytes(read_html), is_grid=True),
    Reader("mht", "mht", _bytes(read_mht), is_grid=True),
    Reader("docx", "docx", _zip(read_docx), is_grid=True),
    Reader("word_xml", "word_xml", _bytes(read_word_xml), is_grid=True),
    Reader("doc", "doc", _compound(read_doc), is_grid=True),
    Reader("rtf", "rtf", _bytes(read_rtf), is_grid=True),
    Reader("xlsx", "xlsx", _zip(read_xlsx), is_grid=True),
    Reader("xls", "xls", _compound(read_xls), is_grid=True),
    Reader("ofd", "ofd", _zip(read_ofd), is_grid=True),
    Reader("ofd_text", "ofd", _zip(read_ofd_text)),
    Reader("compound", "compound", _compound(read_compound)),
    Reader("text_dump", "text", _bytes(read_text_dump), is_grid=True),
    *(
        reader
        for image in ("png", "jpeg", "tiff", "webp")
        for reader in (
            Reader("ocr", image, _bytes(read_image), is_ocr=True),
            Reader("ocr_larger", image, _bytes(read_image_larger), is_ocr=True, is_second_look=True),
        )
    ),
    Reader("zip/ocr", "zip", _members(read_zipped_images), is_ocr=True),
    Reader("zip/ocr_larger", "zip", _members(read_zipped_images_larger), is_ocr=True, is_second_look=True),
)
"""The cheapest of a format first."""


@cache
def readers_of(media_type: str) -> tuple[Reader, ...]:
    """The readers of a media type in their order; empty if nothing reads it."""
    return tuple(reader for reader in READERS if formats()[reader.format].media_type == media_type)


@cache
def recognises(name: str) -> bool:
    """Whether the reader of this name recognises pictures."""
    return any(reader.name == name and reader.is_ocr for reader in READERS)
