"""The way from bytes to a judged report.

A ladder of readers for each media type, the cheapest first: the first reading that its own sums prove is taken. If none
is, two independent readings that agree settle that the source is wrong and not the reading; else the report is uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from parsing import media
from parsing.blocks import Content, ReadError
from parsing.failed import failed
from parsing.ladder import Reader, readers_of
from parsing.limits import MAX_ARCHIVE_DEPTH, MAX_BYTES, MIB
from parsing.model import CellKey, Document, ExtraLine, Figure, Report, Source
from parsing.opened import Members, Opened
from parsing.proof.repair import propose
from parsing.prose.claims import read_claims
from parsing.prose.heading import read_heading
from parsing.prose.invented import is_invented
from parsing.prose.marks import marks
from parsing.prose.narrative import read_sentences
from parsing.readers.pdf_look import may_hold_pictures
from parsing.readers.text_layer import text_layer
from parsing.reading import Reading, interpret
from parsing.verdict import Judgement, judge
from parsing.zip_report import images_of, read_zipped

Read = tuple[Document, Content | None]
"""A document, and the blocks that its report was read from."""


def parse(data: bytes, path: str) -> Document:
    """The report in ``data``; ``path`` only names it. Never raises for bad input: the reason is in ``error``."""
    return parse_with_content(data, path)[0]


def parse_with_content(data: bytes, path: str) -> Read:
    """The same with the blocks of the reading that was taken; ``None`` if there was none."""
    with Opened(data) as file:
        return _parse(file, path, depth=0)


def parse_opened(file: Opened, path: str) -> Document:
    """The report in a document that the caller has opened and will close."""
    return _parse(file, path, depth=0)[0]


def _parse(file: Opened, path: str, depth: int) -> Read:
    source = Source(path, sha256(file.data).hexdigest(), file.media_type, None)
    if not file.data.strip():
        return failed(source, "not_a_report", "the file is empty"), None
    if len(file.data) > MAX_BYTES:
        return failed(source, "unreadable", f"the file is larger than the {MAX_BYTES // MIB} MiB that are read"), None
    if not readers_of(file.media_type):
        return failed(source, "unreadable", "the file is of no format that can be read"), None
    try:
        if file.media_type == media.ZIP and not images_of(file.members):
            return _parse_zip(file.members, source, depth)
        reading, judgement = _climb(file)
    except ReadError as error:
        return failed(source, "unreadable", str(error)), None
    return _document(source, reading, judgement), reading.content


def _parse_zip(members: Members, source: Source, depth: int) -> Read:
    """The report inside, as that of the zip: the bytes that were found are the zip's."""
    if depth >= MAX_ARCHIVE_DEPTH:
        raise ReadError(f"the zip files are nested deeper than the {MAX_ARCHIVE_DEPTH} levels that are read")
    contents: dict[str, Content | None] = {}

    def read_member(member: Opened, name: str) -> Document:
        document, content = _parse(member, name, depth + 1)
        contents[document.source.sha256] = content
        return document

    found = read_zipped(members, read_member)
    reader = f"zip/{found.source.reader}" if found.source.reader else None
    return replace(found, source=replace(source, reader=reader)), contents[found.source.sha256]


def _ladder(file: Opened) -> Iterator[Reader]:
    """The readers of a kind in their order.

    Recognition costs seconds a page, so a PDF is looked at last and only if its text cannot do. The text that somebody
    else's recognition laid over a scan is no more than an opinion on ours.
    """
    readers = readers_of(file.media_type)
    if file.media_type != media.PDF:
        yield from readers
        return
    by_ocr = [reader for reader in readers if reader.is_ocr]
    is_laid_over = may_hold_pictures(file.pdf) and text_layer(file.pdf).is_laid_over
    if is_laid_over:
        yield from by_ocr
    yield from (reader for reader in readers if not reader.is_ocr)
    if not is_laid_over and text_layer(file.pdf).needs_ocr:
        yield from by_ocr


def _readings(file: Opened) -> Iterator[Reading]:
    before: Reading | None = None
    for reader in _ladder(file):
        if reader.is_second_look and (before is None or not before.found or before.has_certain_figures):
            continue
        try:
            content = reader.read(file)
        except ReadError:
            # What a further reader cannot do takes nothing from what another has read.
            if before is not None:
                continue
            raise
        heading = read_heading(content)
        reading = interpret(content, reader.name, heading=heading)
        before = reading
        yield reading
        if reader.is_grid and not reading.has_open_columns and not reading.is_certain:
            yield interpret(content, reader.name, as_text=True, heading=heading)


def _climb(file: Opened) -> tuple[Reading, Judgement]:
    """The first proved reading, else the best of all with what they say of each other."""
    seen: list[Reading] = []
    for reading in _readings(file):
        seen.append(reading)
        judgement = judge(reading, seen[:-1])
        if judgement.is_settled and (reading.figures or not _has_unread_pages(file)):
            return reading, judgement
    best = max(seen, key=lambda reading: reading.rank)
    return best, judge(best, [other for other in seen if other is not best])


def _has_unread_pages(file: Opened) -> bool:
    """Whether a PDF has pages without usable text: no sum tells that prose is whole."""
    return file.media_type == media.PDF and may_hold_pictures(file.pdf) and bool(text_layer(file.pdf).by_ocr)


def _document(source: Source, reading: Reading, judgement: Judgement) -> Document:
    heading = reading.heading
    source = Source(source.path, source.sha256, source.media_type, reading.reader)
    if judgement.verdict == "not_a_report":
        nothing = Report(None, None, None, heading.title, "not_a_report", is_invented=is_invented(reading.content))
        return Document(source, nothing, judgement.reason)
    sentences = read_sentences(list(reading.content.paragraphs()), has_form=bool(reading.figures))
    prose = read_claims(sentences, reading.figures)
    return Document(
        source,
        Report(
            heading.agency_name,
            heading.report_year,
            reading.form_edition,
            heading.title,
            judgement.verdict,
            tuple(_with_proposals(reading).values()),
            reading.checks,
            prose.claims,
            prose.unbound,
            prose.sums,
            _extra_lines(reading),
            marks(sentences),
            reading.alignment.edition.codes if reading.alignment else None,
            heading.year_source,
            is_invented(reading.content),
        ),
        judgement.reason,
    )


def _extra_lines(reading: Reading) -> tuple[ExtraLine, ...]:
    found = reading.alignment.extra if reading.alignment else ()
    return tuple(
        ExtraLine(extra.section, extra.row.label, tuple(slot.raw for slot in extra.row.slots), extra.row.slots[0].place)
        for extra in found
    )


def _with_proposals(reading: Reading) -> Mapping[CellKey, Figure]:
    if reading.alignment is None or all(check.status == "pass" for check in reading.checks):
        return reading.figures
    return propose(reading.figures, reading.checks, reading.alignment.edition)
