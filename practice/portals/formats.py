"""In what a portal's article carries its report: in the page itself, or in files behind it.

``page`` the page itself · ``pdf``, ``docx``, ``xlsx`` a linked file · ``xls`` a table exported as HTML under an Excel name ·
``zip`` an archive with the Word file inside · ``viewer`` a PDF shown in an embedded pdf.js viewer · ``scan`` nothing but images.
Files are written when first asked for. A platform gives them addresses; what links to them stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal, get_args
from urllib.parse import quote

from practice.portals import page
from practice.report import Report
from practice.writers import html, packed, picture, sheet

Format = Literal["page", "pdf", "docx", "xlsx", "xls", "zip", "viewer", "scan"]
FORMATS: tuple[Format, ...] = get_args(Format)
VIEWER = "/static/pdfjs/web/viewer.html"

PNG_TYPE = "image/png"
TYPES = {
    "pdf": page.PDF_TYPE,
    "doc": "application/msword",
    "docx": page.WORD_TYPE,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "zip": "application/zip",
    "png": PNG_TYPE,
}


@dataclass(frozen=True, slots=True)
class File:
    """One file of an article; ``name`` is the printed one, with its suffix."""

    name: str
    suffix: str
    write: Callable[[], bytes]

    @property
    def media_type(self) -> str:
        return TYPES[self.suffix]


Link = Callable[[Report, File, str], str]
"""Markup of a link to one file at an address."""


def files(report: Report, file_format: Format) -> tuple[File, ...]:
    """The files that carry ``report``; empty if the page itself does."""
    match file_format:
        case "page":
            return ()
        case "scan":
            count = picture.page_count(report)
            return tuple(
                File(f"{report.title}{number}.png", "png", partial(_scan, report, number)) for number in range(count)
            )
        case "viewer":
            return (File(f"{report.title}.pdf", "pdf", partial(page.pdf_file, report)),)
        case _:
            return (File(f"{report.title}.{file_format}", file_format, partial(_written, report, file_format)),)


def link(report: Report, file: File, address: str) -> str:
    return page.fill("carrier_link.html", title=report.title, url=address, name=file.name)


def body(report: Report, file_format: Format, addresses: Sequence[str], linked: Link = link) -> str:
    """What stands in the article for the report: itself, or links, images or a viewer for ``addresses``, one a file."""
    if file_format == "page":
        return page.body(report)
    if file_format == "scan":
        return page.joined(page.fill("carrier_image.html", url=address) for address in addresses)
    if file_format == "viewer":
        return page.joined(
            page.fill("carrier_viewer.html", viewer=VIEWER, file=quote(address, safe="")) for address in addresses
        )
    pairs = zip(files(report, file_format), addresses, strict=True)
    return page.joined(linked(report, file, address) for file, address in pairs)


@lru_cache(maxsize=256)
def _written(report: Report, file_format: Format) -> bytes:
    match file_format:
        case "pdf":
            return page.pdf_file(report)
        case "docx":
            return page.word_file(report)
        case "xlsx":
            return sheet.document(report)
        case "xls":
            return html.document(report).encode()
        case "zip":
            return packed.archive({f"{report.title}.docx": page.word_file(report)})
        case _:
            raise ValueError(f"{file_format} is no file")


@lru_cache(maxsize=64)
def _scan(report: Report, number: int) -> bytes:
    return picture.document(report)[number]
