"""From any published number back to the bytes it came from: mart, metric, cell or claim, capture, address, object.

Nothing is trusted on the way: the object's hash is computed anew, and its bytes are read once more, so that the last step
shows what today's parser finds in the very place that the release names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from crawler.archive import Archive
from flows.errors import NightError
from flows.workers import parse_in_child
from parsing.model import Claim, Document, Figure
from warehouse.metrics import read_metrics
from warehouse.read import connect_release

CELL = re.compile(r"([a-z_]+)/([a-z_]+)/([a-z_]+)")
CLAIM = re.compile(r"claim[:/](\d+)")
PLACE = ("page", "table_number", "row_number", "cell_number", "line_number")
_REPORT = """
    select bureau_code, name_zh, name_en, report_year, title, verdict, form_edition, source_url, found_on_url,
        published_on, first_observed_at, media_type, reader, sha256, parser_version
    from fct_report join dim_bureau using (bureau_code) where bureau_code = ? and report_year = ?
"""
_FIGURES = "select * from fct_figure where bureau_code = ? and report_year = ?"
_CLAIMS = "select * from fct_claim where bureau_code = ? and report_year = ?"
_METRIC = """
    select * from yoy_metric join dim_metric using (metric_code)
    where bureau_code = ? and report_year = ? and metric_code = ?
"""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One number as printed, with its place and what today's reading of the same bytes finds there."""

    report_year: int
    what: str
    """``section/line/column``, or ``claim:N``."""
    value: float | None
    raw_text: str | None
    state: str | None
    proof: str | None
    sentence: str | None
    place: dict[str, int]
    is_read_again: bool
    """The archived bytes, read again now, show the same number."""
    box: tuple[float, float, float, float] | None
    """Where on the page, in PDF points or pixels, as read again now."""


@dataclass(frozen=True, slots=True)
class Trail:
    """One report on the way to its bytes."""

    report: Row
    captures: tuple[Row, ...]
    """When and where these bytes were fetched, oldest first."""
    object_file: str
    size: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``number`` is the row of the mart that was asked about; a change has two trails, the year and the year before."""

    what: str
    number: Row
    trails: tuple[Trail, ...]

    def as_record(self) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(json.dumps(asdict(self), ensure_ascii=False, default=str))
        return record


def explain(home: Path, bureau_code: str, report_year: int, what: str) -> Explanation:
    """Trace ``what`` (a metric, a cell ``section/line/column`` or ``claim:N``) of one report.

    Raises ``NightError`` where the release has no such report or number, ``ArchiveError`` where its bytes are missing or
    damaged.
    """
    with connect_release(home) as release:
        report = _one(release, _REPORT, [bureau_code, report_year])
        if report is None:
            raise NightError(f"the release has no report of {bureau_code} for {report_year}")
        if found := CELL.fullmatch(what):
            number, wanted = _cell(release, report, found.groups())
        elif found := CLAIM.fullmatch(what):
            number, wanted = _claim(release, report, int(found.group(1)))
        else:
            number, wanted = _metric(release, report, what)
        reports = {report_year: report}
        for year in {item["report_year"] for item in wanted} - {report_year}:
            reports[year] = _one(release, _REPORT, [bureau_code, year]) or report
    archive = Archive(home)
    trails = tuple(
        _trail(archive, home, reports[year], [item for item in wanted if item["report_year"] == year])
        for year in sorted(reports, reverse=True)
    )
    return Explanation(what, number, trails)


def _cell(release: duckdb.DuckDBPyConnection, report: Row, key: Sequence[str]) -> tuple[Row, list[Row]]:
    query = f"{_FIGURES} and section_code = ? and line_code = ? and column_code = ?"
    row = _one(release, query, [report["bureau_code"], report["report_year"], *key])
    if row is None:
        raise NightError(f"the form of {report['report_year']} has no cell {'/'.join(key)}")
    return row, [row]


def _claim(release: duckdb.DuckDBPyConnection, report: Row, number: int) -> tuple[Row, list[Row]]:
    query = f"{_CLAIMS} and claim_number = ?"
    row = _one(release, query, [report["bureau_code"], report["report_year"], number])
    if row is None:
        raise NightError(f"the report of {report['report_year']} has no claim {number}")
    return row, [row]


def _metric(release: duckdb.DuckDBPyConnection, report: Row, metric_code: str) -> tuple[Row, list[Row]]:
    bureau_code, year = report["bureau_code"], report["report_year"]
    row = _one(release, _METRIC, [bureau_code, year, metric_code])
    if row is None:
        raise NightError(f"no metric is called {metric_code} (see dim_metric)")
    wanted = list(_sources(release, bureau_code, year, row))
    if row["prior_basis"] == "report":
        wanted += _sources(release, bureau_code, year - 1, row)
    wanted += _rows(
        release, f"{_CLAIMS} and metric_code = ? and claim_kind <> 'count'", [bureau_code, year, metric_code]
    )
    return row, _once(wanted)


def _sources(release: duckdb.DuckDBPyConnection, bureau_code: str, year: int, metric: Row) -> Iterator[Row]:
    """The cells that a metric's value of one year was added up from, else the claims that state it."""
    report = _one(release, _REPORT, [bureau_code, year])
    if report is None:
        return
    cells = _rows(
        release,
        f"{_FIGURES} and section_code || '/' || line_code || '/' || column_code in (select unnest(?::varchar[]))",
        [bureau_code, year, list(form_cells(metric["metric_code"], report["form_edition"]))],
    )
    yield from cells or _rows(release, f"{_CLAIMS} and metric_code = ?", [bureau_code, year, metric["metric_code"]])


def form_cells(metric_code: str, edition: str) -> tuple[str, ...]:
    """Cells ``section/line/column`` that a metric is made of in one edition of the form; of a rate, of both its sides."""
    metrics = {metric.metric_code: metric for metric in read_metrics()}
    metric = metrics[metric_code]
    parts = (*metric.numerator, *metric.denominator) or (metric_code,)
    return tuple(dict.fromkeys(cell for code in parts for cell in metrics[code].cells.get(edition, ())))


def _trail(archive: Archive, home: Path, report: Row, wanted: Sequence[Row]) -> Trail:
    data = archive.get(report["sha256"])
    document = parse_in_child(data, report["source_url"])
    return Trail(
        report,
        tuple(captures_of(home, report["sha256"])),
        str(archive.path(report["sha256"])),
        len(data),
        tuple(_evidence(row, document) for row in wanted),
    )


def _evidence(row: Row, document: Document) -> Evidence:
    found: Figure | Claim | None
    if "claim_number" in row:
        what = f"claim:{row['claim_number']}"
        found = next((item for item in document.report.claims if item.raw == row["raw_text"]), None)
    else:
        key = (row["section_code"], row["line_code"], row["column_code"])
        what = "/".join(key)
        found = next((f for f in document.report.figures if f.key == key and f.raw == row["raw_text"]), None)
    return Evidence(
        report_year=row["report_year"],
        what=what,
        value=row["value"],
        raw_text=row["raw_text"],
        state=row.get("state"),
        proof=row.get("proof"),
        sentence=row.get("sentence"),
        place={name.removesuffix("_number"): row[name] for name in PLACE if row.get(name) is not None},
        is_read_again=found is not None,
        box=found.where.box if found is not None and found.where is not None else None,
    )


def captures_of(home: Path, sha256: str) -> Iterator[Row]:
    """Each time that these bytes were fetched or imported, from the archive's own log."""
    for log in sorted((home / "archive" / "captures").glob("*.jsonl")):
        with log.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if sha256 in line:
                    yield from _captured(line, sha256)


def _captured(line: str, sha256: str) -> Iterator[Row]:
    try:
        record = json.loads(line)
    except ValueError:  # torn by a kill
        return
    if record.get("sha256") == sha256:
        yield {name: record.get(name) for name in ("capture_id", "run_id", "captured_at", "url", "status", "outcome", "reason")}  # fmt: skip


def _one(release: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object]) -> Row | None:
    return next(iter(_rows(release, query, parameters)), None)


def _rows(release: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object]) -> list[Row]:
    result = release.execute(query, parameters)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _once(rows: Sequence[Row]) -> list[Row]:
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (
            row["report_year"],
            row.get("claim_number"),
            row.get("section_code"),
            row.get("line_code"),
            row.get("column_code"),
        )
        seen.setdefault(key, row)
    return list(seen.values())
