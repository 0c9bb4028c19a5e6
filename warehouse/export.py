"""A release in the formats that need no DuckDB: each table as Parquet and as CSV.

CSV is UTF-8 without a byte-order mark, moments are ISO 8601 in UTC. A text that a spreadsheet would run as a formula has an
apostrophe before it (OWASP, CSV Injection). So has one that begins with apostrophes and then such a sign: taking one
apostrophe off every text that matches ``ESCAPED`` gives back what was there. Signed numbers stay as they are. Decimals are
written without zeros at their end, whole numbers without a point. A table with more rows than a sheet holds is written in
parts, one a report year. The files of a practice release bear that in their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from store.home import RELEASE_FILE
from warehouse.catalogue import Column, Manifest, Table, tables
from warehouse.connection import connect
from warehouse.practice import NOTE, TITLE

SHEET_ROWS = 1_048_575
"""Rows of a spreadsheet below its header line."""

SIGNS = "=+\\-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula, the full-width forms included."""
ESCAPED = f"^'+[{SIGNS}]"
FORMULA = f"^'*[{SIGNS}]"
_SIGNED_NUMBER = r"^[+-]?[0-9][0-9.,]*[%％]?$"


@dataclass(frozen=True, slots=True)
class Part:
    """One CSV file of a table; ``condition`` picks its rows, an empty one takes all."""

    file: str
    condition: str
    rows: int


def write_tables(folder: Path, manifest: Manifest) -> None:
    """Write each table of the folder's release file beside it."""
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        for table in tables(connection, manifest):
            _copy(connection, f"main.{table.name}", folder / parquet_file(table), parquet_options(table))
            selected = ", ".join(as_text(column) for column in table.columns)
            for part in csv_parts(connection, table):
                query = f"(select {selected} from main.{table.name} {part.condition})"  # noqa: S608  # our names
                _copy(connection, query, folder / part.file, "format csv, header")


def parquet_options(table: Table) -> str:
    described = f", kv_metadata {{title: {_quoted(TITLE)}, description: {_quoted(NOTE)}}}" if table.is_practice else ""
    return f"format parquet, compression zstd{described}"


def parquet_file(table: Table) -> str:
    return f"{table.stem}.parquet"


def csv_parts(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Part, ...]:
    """The CSV files of a table."""
    if table.rows <= SHEET_ROWS or "report_year" not in {column.name for column in table.columns}:
        return (Part(f"{table.stem}.csv", "", table.rows),)
    return tuple(_years(connection, table))


def _years(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Part]:
    counted = connection.execute(
        f"select report_year, count(*) from main.{table.name} group by 1 order by 1 nulls last"  # noqa: S608
    ).fetchall()
    for year, rows in counted:
        if year is None:
            yield Part(f"{table.stem}_no_year.csv", "where report_year is null", rows)
        else:
            yield Part(f"{table.stem}_{year}.csv", f"where report_year = {year}", rows)


def as_text(column: Column) -> str:
    name = f'"{column.name}"'
    if column.data_type == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({name} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') as {name}"
    if column.data_type.startswith("DECIMAL") and not column.data_type.endswith(",0)"):
        return f"rtrim(rtrim({name}::varchar, '0'), '.') as {name}"
    if column.data_type == "DOUBLE":
        return f"regexp_replace({name}::varchar, '\\.0$', '') as {name}"
    if column.data_type != "VARCHAR":
        return name
    return (
        f"case when regexp_matches({name}, {_quoted(FORMULA)}) and not regexp_matches({name}, {_quoted(_SIGNED_NUMBER)})"
        f" then '''' || {name} else {name} end as {name}"
    )


def _copy(connection: duckdb.DuckDBPyConnection, source: str, file: Path, options: str) -> None:
    connection.execute(f"copy {source} to {_quoted(str(file))} ({options})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
