"""The codebook of a release in English and in Chinese: each table (grain first), each column, each metric.

English comes from the comments of the tables themselves, Chinese from ``dbt/codebook_zh.yaml``; the metrics have both in
``dim_metric``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb
import yaml

from store.home import RELEASE_FILE
from warehouse.catalogue import Column, Manifest, Table, tables
from warehouse.connection import connect
from warehouse.digest import DBT_PROJECT

CHINESE = DBT_PROJECT / "codebook_zh.yaml"
FILES: Mapping[str, str] = {"en": "codebook.en.md", "zh": "codebook.zh.md"}
Language = Literal["en", "zh"]

_ENGLISH: Mapping[str, str] = {
    "title": "Codebook",
    "release": "Release {release}, built {built_at} (UTC)",
    "practice_title": "Practice data (invented)",
    "practice": "Practice data from portals on one's own machine: it holds invented reports and is not to be quoted. A"
    " report that is invented says so itself, and in the column `is_invented` of `fct_report`, `yoy_metric` and `finding`.",
    "beginning": "Each table begins with what one row stands for. No two rows share the values of the key; behind → stands the"
    " table and column in which every value is found. A missing value is missing, never zero. In CSV files a text that a"
    " spreadsheet would run as a formula has an apostrophe before it. Numbers in the unit of their metric are DECIMAL(18,6),"
    " exactly as printed; some programs show zeros at their end (45.597000). None that a report prints has more than 15 digits,"
    " so as DOUBLE it is the same number. Percentages (`…_pct`), percentiles and statistics are DOUBLE, rounded.",
    "tables": "Tables",
    "metrics": "Metrics",
    "macros": "Any past state",
    "rows": "Rows",
    "key": "Key",
    "column": "column",
    "type": "type",
    "meaning": "meaning",
    "required": "required",
    "unit": "Unit",
    "formula": "Formula",
    "editions": "Editions of the form",
    "caveats": "Mind",
    "values": "One of",
    "workbook": "Each table begins with what one row stands for; what a column means is in codebook.en.md of the release. An empty cell"
    " is a missing value, never zero. Moments are UTC. More tables, and all rows of each, are in the release as CSV and Parquet.",
    "left_out": "Not here, for it has more than {rows} rows: see {files}.",
    "stated_only": "stated in the prose only, no form prints it",
    "as_of": "`from report_as_of(moment)` and `from figure_as_of(moment)` give the reports and figures that stood on the portals at"
    " a moment, as in `select * from figure_as_of(timestamptz '2024-03-01 00:00:00+08')`.",
}
_FOLD = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_METRICS = "select * from dim_metric order by metric_code"


@dataclass(frozen=True, slots=True)
class Chinese:
    """What ``codebook_zh.yaml`` says; a column is found as ``table.column``, else by its name alone."""

    words: Mapping[str, str]
    units: Mapping[str, str]
    tables: Mapping[str, str]
    columns: Mapping[str, str]

    def column(self, table: str, column: str) -> str:
        return self.columns.get(f"{table}.{column}") or self.columns[column]


@dataclass(frozen=True, slots=True)
class Codebook:
    """How one language says what the codebook holds; KeyError if it has no word for something."""

    language: Language
    words: Mapping[str, str]
    table: Callable[[Table], str]
    column: Callable[[Table, Column], str]
    unit: Callable[[str], str]


def chinese(file: Path = CHINESE) -> Chinese:
    """The data file, without the spaces that its folded lines leave between signs that take no spaces."""
    parts: Mapping[str, Mapping[str, str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Chinese(
        **{part: {name: _FOLD.sub("", text.strip()) for name, text in texts.items()} for part, texts in parts.items()}
    )


def write_codebooks(folder: Path, release: Mapping[str, Any], manifest: Manifest) -> None:
    """Write both into the folder of a candidate; ``release`` is its ``release.json``.

    A table or column without Chinese keeps its English: a test finds it, and a release is worth more than a translation.
    """
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        found, metrics = tables(connection, manifest), _metrics(connection)
    for book in (english_book(), chinese_book()):
        text = "\n".join(_page(book, release, found, metrics))
        (folder / FILES[book.language]).write_text(text, encoding="utf-8")


def english_book() -> Codebook:
    return Codebook("en", _ENGLISH, lambda table: table.description, lambda _, column: column.description, str)


def chinese_book() -> Codebook:
    words = chinese()

    def column(table: Table, column: Column) -> str:
        try:
            return words.column(table.name, column.name)
        except KeyError:
            return column.description

    return Codebook(
        "zh",
        words.words,
        lambda table: words.tables.get(table.name, table.description),
        column,
        lambda unit: words.units.get(unit, unit),
    )


def _metrics(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    result = connection.execute(_METRICS)
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _page(
    book: Codebook, release: Mapping[str, Any], found: Iterable[Table], metrics: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    words = book.words
    mark = f" · {words['practice_title']}" if release["is_practice"] else ""
    yield from (f"# {words['title']}{mark}", "", words["release"].format(**release), "")
    if release["is_practice"]:
        yield from (words["practice"], "")
    yield from (words["beginning"].strip(), "", f"## {words['tables']}", "")
    for table in found:
        yield from _table(book, table)
    yield from (f"## {words['macros']}", "", words["as_of"].strip(), "", f"## {words['metrics']}", "")
    for metric in metrics:
        yield from _metric(book, metric)


def _table(book: Codebook, table: Table) -> Iterator[str]:
    words = book.words
    key = ", ".join(f"`{name}`" for name in table.key)
    yield from (f"### `{table.name}`", "", book.table(table).strip(), "")
    yield from (f"{words['rows']}: {table.rows}. {words['key']}: {key}.", "")
    yield from (f"| {words['column']} | {words['type']} | {words['meaning']} |", "| --- | --- | --- |")
    for column in table.columns:
        required = f", {words['required']}" if column.is_required else ""
        target = f" → `{column.references[0]}.{column.references[1]}`" if column.references else ""
        meaning = " ".join(book.column(table, column).split()).replace("|", "\\|")
        yield f"| `{column.name}` | {column.data_type}{required} | {meaning}{_codes(book, column, meaning)}{target} |"
    yield ""


def _codes(book: Codebook, column: Column, meaning: str) -> str:
    """The codes that the column may hold, if its meaning does not name them all."""
    codes = [f"`{value}`" for value in column.values]
    return "" if all(code in meaning for code in codes) else f" {book.words['values']}: {', '.join(codes)}."


def _metric(book: Codebook, metric: Mapping[str, Any]) -> Iterator[str]:
    words = book.words
    formula = f"`{metric['formula']}`" if metric["formula"] else words["stated_only"]
    yield from (f"### `{metric['metric_code']}`", "")
    yield from (f"**{metric[f'name_{book.language}']}**. {metric[f'definition_{book.language}']}", "")
    yield f"- {words['unit']}: {book.unit(metric['unit'])}"
    yield f"- {words['formula']}: {formula}"
    if metric["form_editions"]:
        yield f"- {words['editions']}: {metric['form_editions'].replace('|', ', ')}"
    if caveats := metric[f"caveats_{book.language}"]:
        yield f"- {words['caveats']}: {caveats}"
    yield ""
