"""A release for a spreadsheet: the tables that people open, one a sheet of one workbook.

What a program makes of CSV it guesses: pandas takes codes of regions for numbers, Excel takes UTF-8 for another encoding. In a workbook
each cell says what it is. A code is a text, a number is a number, and a text of a report is never a formula. It is written as a
text, and marked as quoted if it begins with a sign that would make one of it once somebody edits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from store.home import RELEASE_FILE
from warehouse.catalogue import Column, Manifest, Table, file_stem, tables
from warehouse.codebook import Codebook, chinese_book, english_book
from warehouse.connection import connect
from warehouse.export import SIGNS, csv_parts
from warehouse.practice import NOTE, TITLE

SHEETS: Mapping[str, str] = {
    "finding": "finding_rank",
    "safe_change": "bureau_code, report_year, metric_code",
    "refusal_by_province": "province_code, report_year",
    "coverage": "bureau_code, report_year",
    "dim_bureau": "bureau_code",
    "dim_metric": "metric_code",
}
"""What is opened without a program of one's own, and its order. All else is one query away, and too long for a sheet as the collection grows."""

NAMES: Mapping[str, str] = {"bureau_code": "dim_bureau", "metric_code": "dim_metric"}
"""Where the names of codes are: on a sheet they stand beside the code, for nobody joins tables there."""

MOST_ROWS = 50_000
"""A longer table stays in CSV and Parquet: 90,000 cells are written in a second, so one of this length costs ten."""

LONGEST_TEXT = 32_767
"""Characters that a cell holds."""

_BATCH = 5_000
_QUOTED = re.compile(f"^[{SIGNS}]")


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells are shown; a text is a text (`@`) when it is edited, too."""

    head: Format
    text: Format
    quoted: Format
    wrapped: Format
    day: Format


def workbook_file(*, is_practice: bool) -> str:
    return f"{file_stem('gongkai', is_practice=is_practice)}.xlsx"


def write_workbook(folder: Path, release: Mapping[str, Any], manifest: Manifest) -> None:
    """Write the workbook into the folder of a candidate; ``release`` is its ``release.json``."""
    file = folder / workbook_file(is_practice=release["is_practice"])
    with (
        connect(folder / RELEASE_FILE, read_only=True) as connection,
        Workbook(str(file), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book,
    ):
        found = {table.name: table for table in tables(connection, manifest)}
        held = [found[name] for name in SHEETS]
        built_at = datetime.fromisoformat(release["built_at"]).replace(tzinfo=None)
        book.set_properties({"title": f"Gongkai {release['release']}", "created": built_at})
        formats = Formats(
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": "@", "quote_prefix": True}),
            book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            book.add_format({"num_format": "yyyy-mm-dd"}),
        )
        _first_sheet(book.add_worksheet("gongkai"), release, connection, held, formats)
        for table in held:
            if table.rows <= MOST_ROWS:
                _sheet(book.add_worksheet(table.name), connection, table, formats)


def _first_sheet(
    sheet: Worksheet,
    release: Mapping[str, Any],
    connection: duckdb.DuckDBPyConnection,
    held: Iterable[Table],
    formats: Formats,
) -> None:
    """Which release it is, and what is on the sheets, in both languages."""
    books = (english_book(), chinese_book())
    lines: list[tuple[Any, ...]] = [(TITLE,), (NOTE,)] if release["is_practice"] else []
    lines += [(book.words["release"].format(**release),) for book in books]
    lines += [(book.words["workbook"].strip(),) for book in books]
    lines.append(())
    for row, line in enumerate(lines):
        _write_row(sheet, row, line, formats)
    sheet.set_column(0, 0, 24)
    sheet.set_column(2, 3, 80)
    wrapped = replace(formats, text=formats.wrapped)
    for row, table in enumerate(held, len(lines)):
        files = ", ".join(part.file for part in csv_parts(connection, table))
        _write_row(sheet, row, (table.name, table.rows, *(_description(book, table, files) for book in books)), wrapped)


def _description(book: Codebook, table: Table, files: str) -> str:
    left_out = f"[{book.words['left_out'].format(rows=MOST_ROWS, files=files)}] " if table.rows > MOST_ROWS else ""
    return left_out + book.table(table).strip()


def _sheet(sheet: Worksheet, connection: duckdb.DuckDBPyConnection, table: Table, formats: Formats) -> None:
    cells = dict(chain.from_iterable(_cells(table, column) for column in table.columns))
    for place, name in enumerate(cells):
        sheet.set_column(place, place, max(len(name) + 2, 10))
        sheet.write_string(0, place, name, formats.head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.rows, len(cells) - 1)
    result = connection.execute(
        f"select {', '.join(cells.values())} from main.{table.name} as held order by {SHEETS[table.name]}"  # noqa: S608
    )
    row = 1
    while batch := result.fetchmany(_BATCH):
        for values in batch:
            _write_row(sheet, row, values, formats)
            row += 1


def _cells(table: Table, column: Column) -> Iterator[tuple[str, str]]:
    """Head and SQL of a column, and of the names behind its code."""
    yield column.name, _as_cell(column)
    if (named := NAMES.get(column.name, table.name)) != table.name:
        for language in ("zh", "en"):
            head = f"{column.name.removesuffix('_code')}_name_{language}"
            yield head, f"(select name_{language} from main.{named} where {column.name} = held.{column.name})"  # noqa: S608


def _as_cell(column: Column) -> str:
    name = f'held."{column.name}"'
    if column.data_type == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({name} at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ')"
    # no number has more digits than a DOUBLE holds, nor do the cells of a sheet
    return f"{name}::double" if column.data_type.startswith("DECIMAL") else name


def _write_row(sheet: Worksheet, row: int, values: Iterable[Any], formats: Formats) -> None:
    for place, value in enumerate(values):
        if isinstance(value, str):
            kind = formats.quoted if _QUOTED.match(value) else formats.text
            sheet.write_string(row, place, value[:LONGEST_TEXT], kind)
        elif isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, formats.day)
        elif value is not None:
            sheet.write_number(row, place, value)
