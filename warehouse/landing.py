"""Parsed documents as Parquet: what one run read, before it is loaded.

Each part (``landing_schemas.py``) is written beside and renamed; ``manifest.json`` comes last, so a folder with a manifest is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from parsing.model import Document, Report
from parsing.numerals import is_exact
from parsing.output import digits
from store.home import Landing
from warehouse.landing_rows import rows_of
from warehouse.landing_schemas import SCHEMAS

DOCUMENTS_PER_BATCH = 500


def write_documents(folder: Path, documents: Iterable[Document], parser_version: str) -> None:
    """Write the Parquet file of each part, and their manifest, into ``folder``.

    A document read twice (the same bytes at two addresses) is written once. One with a number that would have to be
    rounded is written as ``uncertain``, without numbers and with that as its error. Memory holds one batch of documents.
    """
    folder.mkdir(parents=True, exist_ok=True)
    Landing(folder).manifest.unlink(missing_ok=True)
    counts = dict.fromkeys(SCHEMAS, 0)
    with ExitStack() as stack:
        writers = {
            part: stack.enter_context(pq.ParquetWriter(_beside(Landing(folder).part(part)), schema, compression="zstd"))
            for part, schema in SCHEMAS.items()
        }
        for batch in _batches(map(_exact, _once_each(documents))):
            for part, rows in rows_of(batch, parser_version).items():
                writers[part].write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[part]))
                counts[part] += len(rows)
    for part in SCHEMAS:
        _beside(Landing(folder).part(part)).replace(Landing(folder).part(part))
    _write_manifest(folder, parser_version, counts)


def _beside(file: Path) -> Path:
    return file.with_name(f".{file.name}.partial")


def _write_manifest(folder: Path, parser_version: str, counts: dict[str, int]) -> None:
    manifest = Landing(folder).manifest
    partial = _beside(manifest)
    partial.write_text(json.dumps({"parser_version": parser_version, "rows": counts}, indent=1), encoding="utf-8")
    partial.replace(manifest)


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
    report = replace(document.report, verdict="uncertain", figures=(), checks=(), claims=(), claim_sums=(), unbound=())
    return replace(
        document, report=report, error=f"the number {digits(found)} has more digits than can be kept exactly"
    )


def _numbers(report: Report) -> Iterator[Decimal]:
    numbers = chain(
        (number for figure in report.figures for number in (figure.value, figure.proposed)),
        (number for check in report.checks for number in (check.left, check.right)),
        (claim.value for claim in report.claims),
        (value for total in report.claim_sums for value in (total.value, *(part.value for part in total.parts))),
    )
    return (number for number in numbers if number is not None)


def _batches(documents: Iterator[Document]) -> Iterator[tuple[Document, ...]]:
    while batch := tuple(islice(documents, DOCUMENTS_PER_BATCH)):
        yield batch
