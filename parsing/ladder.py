"""The readers of every format, one row each; a document climbs those of its own format from the first to the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from parsing.blocks import Content
from parsing.formats import formats
from parsing.readers.doc import read_compound, read_doc
from parsing.readers.docx import read_docx, read_word_xml
from parsing.readers.html import read_html
from parsing.readers.mht import read_mht
from parsing.readers.ofd import read_ofd, read_ofd_text
from parsing.readers.pdf_geometry import read_pdf_geometry
from parsing.readers.pdf_text import read_pdf_text
from parsing.readers.rtf import read_rtf
from parsing.readers.sheet import read_xls
from parsing.readers.sight import (
    read_image,
    read_image_larger,
    read_scan,
    read_scan_larger,
    read_zipped_images,
    read_zipped_images_larger,
)
from parsing.readers.text_dump import read_text_dump
from parsing.readers.xlsx import read_xlsx


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read a format; ``read`` raises ``ReadError`` if it cannot."""

    name: str
    format: str
    """Code of ``formats.csv``."""
    read: Callable[[bytes], Content]
    is_grid: bool = False
    """Whether its grids, read once more as a mere sequence of words, give a second opinion."""
    is_ocr: bool = False
    """Whether it recognises pictures."""
    is_second_look: bool = False
    """Whether it looks again at the tables another has recognised: not worth its seconds if that one found no table, or has
    no doubt of any."""


READERS: tuple[Reader, ...] = (
    Reader("pdf_text", "pdf", read_pdf_text),
    Reader("pdf_geometry", "pdf", read_pdf_geometry, is_grid=True),
    Reader("ocr", "pdf", read_scan, is_ocr=True),
    Reader("ocr_larger", "pdf", read_scan_larger, is_ocr=True, is_second_look=True),
    Reader("html", "html", read_html, is_grid=True),
    Reader("mht", "mht", read_mht, is_grid=True),
    Reader("docx", "docx", read_docx, is_grid=True),
    Reader("word_xml", "word_xml", read_word_xml, is_grid=True),
    Reader("doc", "doc", read_doc, is_grid=True),
    Reader("rtf", "rtf", read_rtf, is_grid=True),
    Reader("xlsx", "xlsx", read_xlsx, is_grid=True),
    Reader("xls", "xls", read_xls, is_grid=True),
    Reader("ofd", "ofd", read_ofd, is_grid=True),
    Reader("ofd_text", "ofd", read_ofd_text),
    Reader("compound", "compound", read_compound),
    Reader("text_dump", "text", read_text_dump, is_grid=True),
    *(
        reader
        for image in ("png", "jpeg", "tiff", "webp")
        for reader in (
            Reader("ocr", image, read_image, is_ocr=True),
            Reader("ocr_larger", image, read_image_larger, is_ocr=True, is_second_look=True),
        )
    ),
    Reader("zip/ocr", "zip", read_zipped_images, is_ocr=True),
    Reader("zip/ocr_larger", "zip", read_zipped_images_larger, is_ocr=True, is_second_look=True),
)
"""The cheapest of a format first."""


@cache
def readers_of(media_type: str) -> tuple[Reader, ...]:
    """The readers of a media type in their order; none if it cannot be read."""
    return tuple(reader for reader in READERS if formats()[reader.format].media_type == media_type)


@cache
def recognises(name: str) -> bool:
    """Whether the reader of this name recognises pictures."""
    return any(reader.name == name and reader.is_ocr for reader in READERS)
