"""From any published number back to the bytes it came from: mart, metric, cell or claim, capture, address, object.

Nothing is trusted on the way: the object's hash is computed anew, and its bytes are read once more, so that the last step
shows what today's parser finds in the very place that the release names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from lookup.errors import QuestionError
from lookup.explain.absent import absent
from lookup.explain.asked import Release, Row, resolve
from parsing.model import Claim, Document, Figure, Place
from parsing.output import number
from parsing.pool.workers import parse_many
from store.home import Home
from store.lines import read_lines
from warehouse.read import connect_release

PLACE = {"page": "page", "table_number": "table", "row_number": "row", "cell_number": "cell", "line_number": "line"}
"""Columns of the marts that name a place, and how `parsing` names them."""

_REPORT = """
    select bureau_code, report_year, name_zh, name_en, title, verdict, form_edition, proactive_edition,
        applications_edition, source_url, found_on_url, published_on, first_observed_at, media_type, reader, sha256, parser_version
    from fct_report join dim_bureau using (bureau_code) where bureau_code = ? and report_year = ?
"""
_OLDER = """
    select bureau_code, report_year, name_zh, name_en, title, verdict, form_edition, proactive_edition,
        applications_edition, source_url, null as found_on_url, null as published_on, observed_from_at as first_observed_at, null as media_type, null as reader, sha256,
        parser_version
    from fct_report_version join dim_bureau using (bureau_code)
    where bureau_code = ? and report_year = ? and sha256 = ? order by version_number desc
"""
_CAPTURED = ("capture_id", "run_id", "captured_at", "url", "status", "outcome", "reason")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number as printed, with its place and what today's reading of the same bytes finds there."""

    what: str
    """``section/line/column``, or ``claim:N``."""
    value: Decimal | None
    raw_text: str | None
    state: str | None
    proof: str | None
    sentence: str | None
    place: dict[str, int]
    is_read_again: bool
    """The archived bytes, read again now, show the same number in the same place."""
    box: tuple[float, float, float, float] | None
    """Where on the page, in PDF points or pixels, as read again now."""


@dataclass(frozen=True, slots=True)
class Trail:
    """One document on the way to its bytes."""

    report: Row
    captures: tuple[Row, ...]
    """When and where these bytes were fetched, oldest first."""
    object_file: str
    size: int
    media_type: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``number`` is the row of the mart that was asked about; a change has two trails, the year and the year before."""

    what: str
    number: Row
    trails: tuple[Trail, ...]

    def as_record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(json.dumps(asdict(self), ensure_ascii=False, default=_as_json))
        return record


def _as_json(value: object) -> int | float | str | None:
    return number(value) if isinstance(value, Decimal) else str(value)


def explain(home: Path, bureau_code: str, report_year: int, what: str) -> Explanation:
    """Trace ``what`` (`lookup.explain.asked`) of one report.

    Raises ``QuestionError`` if the release has no such report or number, ``ArchiveError`` where its bytes are missing or
    damaged.
    """
    with connect_release(home) as connection:
        release = Release(connection)
        if release.report(bureau_code, report_year) is None:
            raise QuestionError(absent(release, bureau_code, report_year))
        asked = resolve(release, bureau_code, report_year, what)
        documents = _documents(release, [(bureau_code, report_year), *asked.reports], asked.wanted)
    return Explanation(what, asked.number, tuple(trails(home, documents)))


def _documents(
    release: Release, reports: Sequence[tuple[str, int]], wanted: Sequence[Row]
) -> list[tuple[Row, list[Row]]]:
    """The reports that are asked about and those that the wanted rows are from, each with its rows, in that order."""
    found: dict[str, tuple[Row, list[Row]]] = {}
    for key in reports:
        row = release.one(_REPORT, *key)
        if row is not None:
            found.setdefault(row["sha256"], (row, []))
    for item in wanted:
        if item["sha256"] not in found:
            current = release.one(_REPORT, item["bureau_code"], item["report_year"])
            if current is None or current["sha256"] != item["sha256"]:
                current = release.one(_OLDER, item["bureau_code"], item["report_year"], item["sha256"])
            found[item["sha256"]] = (current or {}, [])
        found[item["sha256"]][1].append(item)
    return list(found.values())


def trails(home: Path, documents: Sequence[tuple[Row, Sequence[Row]]]) -> Iterator[Trail]:
    """The way of each report to its bytes, with the evidence for rows of `fct_figure` and `fct_claim`."""
    archive = Archive(home)
    try:
        blobs = [(report["source_url"], partial(archive.get, report["sha256"])) for report, _ in documents]
        for (report, wanted), document in zip(documents, parse_many(blobs, min(2, len(blobs))), strict=True):
            yield Trail(
                report,
                tuple(captures_of(home, report["sha256"])),
                archive.place(report["sha256"]),
                archive.size(report["sha256"]),
                document.source.media_type,
                tuple(_evidence(row, document) for row in wanted),
            )
    finally:
        archive.close()


def _evidence(row: Row, document: Document) -> Evidence:
    place = {name: row[column] for column, name in PLACE.items() if row.get(column) is not None}
    found: Figure | Claim | None
    if "claim_number" in row:
        what = f"claim:{row['claim_number']}"
        key = (row["metric_code"], row["claim_kind"], row["raw_text"])
        claims = (claim for claim in document.report.claims if (claim.metric, claim.kind, claim.raw) == key)
        found = next((claim for claim in claims if is_at(claim.where, place)), None)
    else:
        cell = (row["section_code"], row["line_code"], row["column_code"])
        what = "/".join(cell)
        figure = document.report.figure_by_key().get(cell)
        is_same = figure is not None and figure.raw == row["raw_text"] and is_at(figure.where, place)
        found = figure if is_same else None
    return Evidence(
        what=what,
        value=row["value"],
        raw_text=row["raw_text"],
        state=row.get("state"),
        proof=row.get("proof"),
        sentence=row.get("sentence"),
        place=place,
        is_read_again=found is not None,
        box=found.where.box if found is not None and found.where is not None else None,
    )


def is_at(where: Place | None, place: dict[str, int]) -> bool:
    """Whether a place is the one that the release names; a row of an older version names none."""
    return not place or (where is not None and all(getattr(where, name) == number for name, number in place.items()))


def captures_of(home: Path, sha256: str) -> Iterator[Row]:
    """Each time that these bytes were fetched or imported, from the archive's own log."""
    for log in Home(home).capture_logs():
        for record in read_lines(log, containing=sha256):
            if record.get("sha256") == sha256:
                yield {name: record.get(name) for name in _CAPTURED}
