"""What a parsed document lands as: the rows of each part (``landing_schemas.py``), keyed by content and parser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from parsing.model import (
    Check,
    Claim,
    ClaimSum,
    Document,
    ExtraLine,
    Figure,
    Place,
    Report,
    SumPart,
    UnboundNumber,
)
from parsing.numerals import is_exact
from warehouse.landing_schemas import SCHEMAS

Row = dict[str, Any]
T = TypeVar("T")


def rows_of(documents: Iterable[Document], parser_version: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {part: [] for part in SCHEMAS}
    for document in documents:
        key: Row = {"sha256": document.source.sha256, "parser_version": parser_version}
        report = document.report
        rows["document"].append(key | _document_row(document))
        _extend(rows["figure"], key, report.figures, _figure_row)
        _extend(rows["check"], key, report.checks, _check_row)
        _extend(rows["claim"], key, enumerate(report.claims, start=1), _claim_row)
        _extend(rows["claim_sum"], key, enumerate(report.claim_sums, start=1), _claim_sum_row)
        _extend(rows["claim_sum_part"], key, _numbered_parts(report.claim_sums), _claim_sum_part_row)
        _extend(rows["ambiguous_number"], key, enumerate(_ambiguous(report), start=1), _ambiguous_number_row)
        _extend(rows["extra_line"], key, enumerate(report.extra_lines, start=1), _extra_line_row)
    return rows


def _extend(rows: list[Row], key: Row, values: Iterable[T], as_row: Callable[[T], Row]) -> None:
    rows.extend(key | as_row(value) for value in values)


def _document_row(document: Document) -> Row:
    source, report = document.source, document.report
    proactive, others = report.editions or (None, None)
    return {
        "source_path": source.path,
        "media_type": source.media_type,
        "reader": source.reader,
        "agency_name": report.agency_name,
        "report_year": report.report_year,
        "year_source": report.year_source,
        "form_edition": report.form_edition,
        "proactive_edition": proactive,
        "applications_edition": others,
        "title": report.title,
        "verdict": report.verdict,
        "error": document.error,
        "prose_sha256": report.prose.sha256 if report.prose else None,
        "sentence_marks": report.prose.sentence_marks if report.prose else None,
        "is_invented": report.is_invented,
    }


def _figure_row(figure: Figure) -> Row:
    return {
        "section_code": figure.section,
        "line_code": figure.line,
        "column_code": figure.column,
        "value": figure.value,
        "raw_text": figure.raw,
        "state": figure.state,
        "proof": figure.proof,
        "proposed_value": figure.proposed,
        "printed_unit": figure.printed_unit,
    } | _place_row(figure.where)


def _check_row(check: Check) -> Row:
    return {
        "check_code": check.check,
        "line_code": check.line,
        "column_code": check.column,
        "left_value": check.left,
        "right_value": check.right,
        "status": check.status,
    }


def _claim_row(numbered: tuple[int, Claim]) -> Row:
    number, claim = numbered
    start, end = claim.span or (None, None)
    return {
        "claim_number": number,
        "metric_code": claim.metric,
        "claim_kind": claim.kind,
        "value": claim.value,
        "decimals": claim.decimals,
        "is_approximate": claim.is_approximate,
        "raw_text": claim.raw,
        "sentence": claim.sentence,
        "raw_start": start,
        "raw_end": end,
        "why": claim.why,
        "contains_metric_code": claim.contains,
        "part_code": claim.section,
    } | _place_row(claim.where)


def _claim_sum_row(numbered: tuple[int, ClaimSum]) -> Row:
    number, claim_sum = numbered
    return {
        "claim_sum_number": number,
        "metric_code": claim_sum.metric,
        "value": claim_sum.value,
        "part_set": claim_sum.part_set,
        "is_exhaustive": claim_sum.is_exhaustive,
        "status": claim_sum.status,
        "sentence": claim_sum.sentence,
        "part_code": claim_sum.section,
    } | _place_row(claim_sum.where)


def _numbered_parts(sums: Iterable[ClaimSum]) -> Iterator[tuple[int, int, SumPart]]:
    for sum_number, claim_sum in enumerate(sums, start=1):
        yield from ((sum_number, part_number, part) for part_number, part in enumerate(claim_sum.parts, start=1))


def _claim_sum_part_row(numbered: tuple[int, int, SumPart]) -> Row:
    sum_number, part_number, part = numbered
    return {
        "claim_sum_number": sum_number,
        "part_number": part_number,
        "label": part.label,
        "metric_code": part.metric,
        "value": part.value,
    }


def _ambiguous(report: Report) -> Iterator[UnboundNumber]:
    """Of the numbers without a claim, those that some claim lacks; the others are of no metric, and are not stored."""
    return (found for found in report.unbound if found.reason == "ambiguous")


def _ambiguous_number_row(numbered: tuple[int, UnboundNumber]) -> Row:
    position, found = numbered
    start, end = found.span
    return {
        "position": position,
        # nothing is computed from it, so one that is too long to keep is no reason to leave the report out
        "value": found.value if found.value is not None and is_exact(found.value) else None,
        "raw_text": found.raw,
        "sentence": found.sentence,
        "raw_start": start,
        "raw_end": end,
        "detail": found.detail,
        "candidate_metric_codes": found.candidates,
        "part_code": found.section,
    } | _place_row(found.where)


def _extra_line_row(numbered: tuple[int, ExtraLine]) -> Row:
    number, line = numbered
    return {
        "extra_line_number": number,
        "section_code": line.section,
        "label": line.label,
        "raw_texts": line.values,
    } | _place_row(line.where)


def _place_row(place: Place | None) -> Row:
    place = place or Place()
    return {
        "page": place.page,
        "table_number": place.table,
        "row_number": place.row,
        "cell_number": place.cell,
        "line_number": place.line,
        "box": place.box,
    }
