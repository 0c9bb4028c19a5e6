"""Parsed documents as Parquet: what one run read, before it is loaded.

Each part is written beside and renamed; ``manifest.json`` comes last, so a folder with a manifest is whole. The
columns have the names and types of the staging tables in ``schema.sql``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from parsing.model import Check, Claim, Document, ExtraLine, Figure, Place, Report
from parsing.numerals import is_exact
from parsing.output import digits
from warehouse.layout import MANIFEST

Row = dict[str, Any]
T = TypeVar("T")

DOCUMENTS_PER_BATCH = 500

NUMBER = pa.decimal128(18, 6)
"""A printed number; wide enough for all that ``parsing.numerals`` believes."""

_KEY = [pa.field("sha256", pa.string(), nullable=False), pa.field("parser_version", pa.string(), nullable=False)]
_PLACE = [
    pa.field("page", pa.int32()),
    pa.field("table_number", pa.int32()),
    pa.field("row_number", pa.int32()),
    pa.field("cell_number", pa.int32()),
    pa.field("line_number", pa.int32()),
    pa.field("box", pa.list_(pa.float64())),
]


def _required(name: str, type_: pa.DataType | None = None) -> pa.Field:
    return pa.field(name, type_ or pa.string(), nullable=False)


SCHEMAS: dict[str, pa.Schema] = {
    "document": pa.schema(
        [
            *_KEY,
            _required("source_path"),
            _required("media_type"),
            pa.field("reader", pa.string()),
            pa.field("agency_name", pa.string()),
            pa.field("report_year", pa.int32()),
            pa.field("year_source", pa.string()),
            pa.field("form_edition", pa.string()),
            pa.field("proactive_edition", pa.string()),
            pa.field("applications_edition", pa.string()),
            pa.field("title", pa.string()),
            _required("verdict"),
            pa.field("error", pa.string()),
            pa.field("prose_sha256", pa.string()),
            pa.field("sentence_marks", pa.list_(pa.int64())),
            _required("is_invented", pa.bool_()),
        ]
    ),
    "figure": pa.schema(
        [
            *_KEY,
            _required("section_code"),
            _required("line_code"),
            _required("column_code"),
            pa.field("value", NUMBER),
            pa.field("raw_text", pa.string()),
            _required("state"),
            pa.field("proof", pa.string()),
            pa.field("proposed_value", NUMBER),
            pa.field("printed_unit", pa.string()),
            *_PLACE,
        ]
    ),
    "check": pa.schema(
        [
            *_KEY,
            _required("check_code"),
            _required("line_code"),
            _required("column_code"),
            pa.field("left_value", NUMBER),
            pa.field("right_value", NUMBER),
            _required("status"),
        ]
    ),
    "claim": pa.schema(
        [
            *_KEY,
            _required("claim_number", pa.int32()),
            _required("metric_code"),
            _required("claim_kind"),
            _required("value", NUMBER),
            _required("decimals", pa.int32()),
            _required("is_approximate", pa.bool_()),
            _required("raw_text"),
            _required("sentence"),
            _required("part_code"),
            *_PLACE,
        ]
    ),
    "extra_line": pa.schema(
        [
            *_KEY,
            _required("extra_line_number", pa.int32()),
            _required("section_code"),
            _required("label"),
            _required("raw_texts", pa.list_(pa.string())),
            *_PLACE,
        ]
    ),
}
"""Parquet schema of each part; the part's name is that of its staging table."""


def write_documents(folder: Path, documents: Iterable[Document], parser_version: str) -> None:
    """Write the Parquet file of each part, and their manifest, into ``folder``.

    A document read twice (the same bytes at two addresses) is written once. One with a number that would have to be
    rounded is written as ``uncertain``, without numbers and with that as its error. Memory holds one batch of documents.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MANIFEST).unlink(missing_ok=True)
    counts = dict.fromkeys(SCHEMAS, 0)
    with ExitStack() as stack:
        writers = {
            part: stack.enter_context(pq.ParquetWriter(_beside(folder, part), schema, compression="zstd"))
            for part, schema in SCHEMAS.items()
        }
        for batch in _batches(map(_exact, _once_each(documents))):
            for part, rows in _rows(batch, parser_version).items():
                writers[part].write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[part]))
                counts[part] += len(rows)
    for part in SCHEMAS:
        _beside(folder, part).replace(folder / f"{part}.parquet")
    _write_manifest(folder, parser_version, counts)


def _beside(folder: Path, part: str) -> Path:
    return folder / f".{part}.parquet.partial"


def _write_manifest(folder: Path, parser_version: str, counts: dict[str, int]) -> None:
    partial = folder / f".{MANIFEST}.partial"
    partial.write_text(json.dumps({"parser_version": parser_version, "rows": counts}, indent=1), encoding="utf-8")
    partial.replace(folder / MANIFEST)


def _once_each(documents: Iterable[Document]) -> Iterator[Document]:
    seen: set[str] = set()
    for document in documents:
        if document.source.sha256 not in seen:
            seen.add(document.source.sha256)
            yield document


def _exact(document: Document) -> Document:
    """The document itself if each of its numbers can be stored as it is."""
    found = next((number for number in _numbers(document.report) if not is_exact(number)), None)
    if found is None:
        return document
    report = replace(document.report, verdict="uncertain", figures=(), checks=(), claims=())
    return replace(
        document, report=report, error=f"the number {digits(found)} has more digits than can be kept exactly"
    )


def _numbers(report: Report) -> Iterator[Decimal]:
    numbers = chain(
        (number for figure in report.figures for number in (figure.value, figure.proposed)),
        (number for check in report.checks for number in (check.left, check.right)),
        (claim.value for claim in report.claims),
    )
    return (number for number in numbers if number is not None)


def _batches(documents: Iterator[Document]) -> Iterator[tuple[Document, ...]]:
    while batch := tuple(islice(documents, DOCUMENTS_PER_BATCH)):
        yield batch


def _rows(documents: Iterable[Document], parser_version: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {part: [] for part in SCHEMAS}
    for document in documents:
        key: Row = {"sha256": document.source.sha256, "parser_version": parser_version}
        report = document.report
        rows["document"].append(key | _document_row(document))
        _extend(rows["figure"], key, report.figures, _figure_row)
        _extend(rows["check"], key, report.checks, _check_row)
        _extend(rows["claim"], key, enumerate(report.claims, start=1), _claim_row)
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
    return {
        "claim_number": number,
        "metric_code": claim.metric,
        "claim_kind": claim.kind,
        "value": claim.value,
        "decimals": claim.decimals,
        "is_approximate": claim.is_approximate,
        "raw_text": claim.raw,
        "sentence": claim.sentence,
        "part_code": claim.section,
    } | _place_row(claim.where)


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
