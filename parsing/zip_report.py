"""Zips with documents inside: each is read, and the one that is a report stands for the zip.

The same report in several formats is one report. Different reports are refused by name: a zip has one verdict. A zip of
nothing but images holds the pages of one report.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from parsing import media
from parsing.blocks import ReadError
from parsing.model import Document, Report
from parsing.opened import Members, Opened

_RANK = {"verified": 0, "source_inconsistent": 1, "uncertain": 2}
_NAMED = 5
_NOTE_BYTES = 2_000
"""A text of so few bytes beside images is a note, no report."""
_BESIDE_PAGES = {media.TEXT, media.UNKNOWN, media.COMPOUND, media.GIF, media.RAR}
"""What lies beside images without being a report: notes, the thumbnails that systems leave, and what nobody can read."""
_NUMBER = re.compile(r"(\d+)")


def read_zipped(members: Members, read_member: Callable[[Opened, str], Document]) -> Document:
    """The document of the member that is a report, its source that of the member.

    Raises ``ReadError`` if a member is damaged or locked, there is none, or different ones are reports. If no member
    is a report, the result is that of the only member, or ``not_a_report`` with the first reason.
    """
    found: list[tuple[str, Document]] = []
    for name in members.names:
        with members.reading(name) as member:
            found.append((name, read_member(member, name)))
    if not found:
        raise ReadError("the zip file is empty")
    reports = [(name, document) for name, document in found if document.report.verdict in _RANK]
    if not reports:
        return _none(found)
    best = min((document for _, document in reports), key=lambda document: _RANK[document.report.verdict])
    others = [name for name, document in reports if not _is_same(document.report, best.report)]
    if others:
        names = ", ".join(name for name, _ in reports[:_NAMED])
        raise ReadError(f"the zip file holds {len(reports)} different reports: {names}")
    return best


def page_images(data: bytes) -> tuple[bytes, ...]:
    """The images of a zip that holds the pages of one report, as ``images_of`` gives them."""
    with Opened(data) as file:
        return images_of(file.members)


def images_of(members: Members) -> tuple[bytes, ...]:
    """The images of a zip that holds the pages of one report, in the order of their names; else empty.

    Numbers in names count as numbers. Raises ``ReadError`` if a member is damaged or locked.
    """
    images: list[tuple[str, bytes]] = []
    for name in members.names:
        member = members.peek(name)
        kind = member.media_type
        if kind in media.IMAGES:
            images.append((name, member.data))
        elif kind not in _BESIDE_PAGES or (kind == media.TEXT and len(member.data) > _NOTE_BYTES):
            return ()
    return tuple(content for _, content in sorted(images, key=_by_number)) if len(images) > 1 else ()


def _by_number(member: tuple[str, bytes]) -> list[tuple[int, str]]:
    """``2.png`` before ``10.png``."""
    pieces = _NUMBER.split(member[0])
    return [(int(piece), "") if index % 2 else (0, piece) for index, piece in enumerate(pieces)]


def _none(found: list[tuple[str, Document]]) -> Document:
    name, document = found[0]
    if len(found) == 1:
        return document
    verdicts = {document.report.verdict for _, document in found}
    verdict = document.report.verdict if len(verdicts) == 1 else "not_a_report"
    reason = f"none of the {len(found)} files in the zip is a report; of {name}: {document.error}"
    return replace(document, report=replace(document.report, verdict=verdict), error=reason)


def _is_same(report: Report, best: Report) -> bool:
    """Agency and year agree as far as both are printed; the figures too, if both readings are settled."""
    for mine, other in ((report.agency_name, best.agency_name), (report.report_year, best.report_year)):
        if mine is not None and other is not None and mine != other:
            return False
    if "uncertain" in (report.verdict, best.verdict):
        return True
    return {f.key: f.value for f in report.figures} == {f.key: f.value for f in best.figures}
