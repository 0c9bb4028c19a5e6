"""The files behind an article of the deck: the formats of the practice portals, and some that only go wrong here.

``doc`` is a Word page saved as HTML under the name of a Word file; ``pair`` two files of one name, the second a picture
of the first's title. The rest are formats of `practice.portals.formats`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from practice.faults.reports import texts
from practice.portals import formats, page
from practice.portals.formats import File
from practice.report import Paragraph, Report
from practice.writers import html

FORMS: Mapping[str, tuple[str, ...]] = {
    "page": (),
    "pdf": ("pdf",),
    "docx": ("docx",),
    "zip": ("zip",),
    "viewer": ("pdf",),
    "scan": ("png", "png"),
    "doc": ("doc",),
    "pair": ("pdf", "pdf"),
}
"""Suffixes of the files by form; of a scan only the first two pages are shown."""


def files(report: Report, form: str) -> tuple[File, ...]:
    """The files of an article whose report has this form."""
    if form == "doc":
        return (File(f"{report.title}.doc", "doc", lambda: html.document(report).encode()),)
    if form == "pair":
        title = texts()["companion"].format(title=report.title)
        companion = Report(title, report.published_on, (Paragraph(title, "title"),))
        return tuple(File(f"{shown.title}.pdf", "pdf", partial(page.pdf_file, shown)) for shown in (report, companion))
    return formats.files(report, form)[: len(FORMS[form])]  # type: ignore[arg-type]


def body(report: Report, form: str, addresses: Sequence[str]) -> str:
    """What stands in the article: the report, or links, images or a viewer for ``addresses``."""
    if form in ("doc", "pair"):
        linked = zip(files(report, form), addresses, strict=True)
        return page.joined(
            page.fill("carrier_link.html", title=report.title, url=address, name=file.name) for file, address in linked
        )
    return formats.body(report, form, addresses)  # type: ignore[arg-type]
