"""A release for a spreadsheet: the tables that people open, one a sheet of one workbook.

What a program makes of CSV it guesses: pandas takes codes of regions for numbers, Excel takes UTF-8 for another encoding. In a workbook
each cell says what it is. A code is a text, a number is a number, and a text of a report is never a formula: it is written as a
text, and marked as quoted if it begins with a sign that would make one of it once somebody edits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from warehouse import layout
from warehouse.catalogue import Column, Manifest, Table, file_stem, tables
from warehouse.codebook import Codebook, chinese_book, english_book
from warehouse.connection import connect
from warehouse.export import SIGNS, csv_parts
from warehouse.practice import NOTE, TITLE

SHEETS = ("finding", "safe_change", "refusal_by_province", "coverage", "dim_bureau", "dim_metric")
"""What is opened without a program of one's own; all else is one query away, and too long for a sheet as the collection grows."""

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
    day: Format


def workbook_file(*, is_practice: bool) -> str:
    return f"{file_stem('gongkai', is_practice=is_practice)}.xlsx"


def write_workbook(folder: Path, release: Mapping[str, Any], manifest: Manifest) -> None:
    """Write the workbook into the folder of a candidate; ``release`` is its ``release.json``."""
    file = folder / workbook_file(is_practice=release["is_practice"])
    with (
        connect(folder / layout.RELEASE_FILE, read_only=True) as connection,
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
    for table in held:
        files = ", ".join(part.file for part in csv_parts(connection, table))
        lines.append((table.name, table.rows, *(_said(book, table, files) for book in books)))
    sheet.set_column(0, 0, 24)
    sheet.set_column(2, 3, 80)
    for row, line in enumerate(lines):
        _write_row(sheet, row, line, formats)


def _said(book: Codebook, table: Table, files: str) -> str:
    left_out = f"[{book.words['left_out'].format(rows=MOST_ROWS, files=files)}] " if table.rows > MOST_ROWS else ""
    return left_out + book.table(table).strip()


def _sheet(sheet: Worksheet, connection: duckdb.DuckDBPyConnection, table: Table, formats: Formats) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, max(len(column.name) + 2, 10))
        sheet.write_string(0, place, column.name, formats.head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.rows, len(table.columns) - 1)
    selected = ", ".join(map(_as_cell, table.columns))
    result = connection.execute(f"select {selected} from main.{table.name}")  # noqa: S608  # our names
    row = 1
    while batch := result.fetchmany(_BATCH):
        for values in batch:
            _write_row(sheet, row, values, formats)
            row += 1


def _as_cell(column: Column) -> str:
    name = f'"{column.name}"'
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
