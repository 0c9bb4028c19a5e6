"""A release in the formats that need no DuckDB: each table as Parquet and as CSV.

CSV is UTF-8 without a byte-order mark, moments are ISO 8601 in UTC. A text that a spreadsheet would run as a formula has an
apostrophe before it (OWASP, CSV Injection). So has one that begins with apostrophes and then such a sign: taking one
apostrophe off every text that matches ``ESCAPED`` gives back what was there. Signed numbers stay as they are. Decimals are
written without zeros at their end, whole numbers without a point. A table with more rows than a sheet holds is written in
parts, one a report year, and one that is too long to be looked through is compressed (`.csv.gz`). The files of a practice release
bear that in their names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb

from store.home import RELEASE_FILE
from warehouse.catalogue import Column, Manifest, Table, tables
from warehouse.connection import connect
from warehouse.gzipped import gzipped
from warehouse.practice import NOTE, TITLE

SHEET_ROWS = 1_048_575
"""Rows of a spreadsheet below its header line."""

COMPRESSED = ".csv.gz"
PLAIN_ROWS = 50_000
"""Rows up to which a table is written as plain CSV, which opens by a click; the workbook's sheets end there, too. A longer one
is read by a program, and programs read `.csv.gz` as it is; it takes a twentieth."""

SIGNS = "=+\\-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula, the full-width forms included."""
ESCAPED = f"^'+[{SIGNS}]"
FORMULA = f"^'*[{SIGNS}]"
_SIGNED_NUMBER = r"^[+-]?[0-9][0-9.,]*[%％]?$"
_QUOTED = r'[",#\r\n]|^$'
"""What stands in marks, as in DuckDB's own CSV: readers may take `#` for the beginning of a comment."""
_WORD = "[A-Za-z0-9_][A-Za-z0-9_.:/-]*"
"""A text that neither a spreadsheet nor CSV takes for anything else."""

_BARE = frozenset({"BIGINT", "BOOLEAN", "DATE", "DOUBLE", "INTEGER", "TIMESTAMP WITH TIME ZONE"})
"""Types whose values hold nothing that would have to stand in marks."""

AS_LINES = r"format csv, header, quote '', escape '', delimiter E'\x01'"
"""Of one column that is a whole line already."""


@dataclass(frozen=True, slots=True)
class Part:
    """One CSV file of a table; ``condition`` picks its rows, an empty one takes all."""

    file: str
    condition: str
    rows: int

    @property
    def is_compressed(self) -> bool:
        return self.file.endswith(COMPRESSED)


def write_tables(folder: Path, manifest: Manifest) -> None:
    """Write each table of the folder's release file beside it."""
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        for table in tables(connection, manifest):
            _copy(connection, f"main.{table.name}", folder / parquet_file(table), parquet_options(table))
            line = csv_line(table.columns, unusual_texts(connection, table))
            for part in csv_parts(connection, table):
                query = f"(select {line} from main.{table.name} {part.condition})"  # noqa: S608  # our names
                with gzipped(folder / part.file) if part.is_compressed else nullcontext(folder / part.file) as file:
                    _copy(connection, query, file, AS_LINES)


def parquet_options(table: Table) -> str:
    described = f", kv_metadata {{title: {_quoted(TITLE)}, description: {_quoted(NOTE)}}}" if table.is_practice else ""
    return f"format parquet, compression zstd{described}"


def parquet_file(table: Table) -> str:
    return f"{table.stem}.parquet"


def csv_parts(connection: duckdb.DuckDBPyConnection, table: Table) -> tuple[Part, ...]:
    """The CSV files of a table."""
    if table.rows <= SHEET_ROWS or "report_year" not in {column.name for column in table.columns}:
        return (Part(f"{table.stem}{_suffix(table)}", "", table.rows),)
    return tuple(_years(connection, table))


def _years(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[Part]:
    counted = connection.execute(
        f"select report_year, count(*) from main.{table.name} group by 1 order by 1 nulls last"  # noqa: S608
    ).fetchall()
    for year, rows in counted:
        if year is None:
            yield Part(f"{table.stem}_no_year{_suffix(table)}", "where report_year is null", rows)
        else:
            yield Part(f"{table.stem}_{year}{_suffix(table)}", f"where report_year = {year}", rows)


def _suffix(table: Table) -> str:
    return ".csv" if table.rows <= PLAIN_ROWS else COMPRESSED


def unusual_texts(connection: duckdb.DuckDBPyConnection, table: Table) -> frozenset[str]:
    """The columns of which not every value is a word. The others, codes and hashes, are written as they are, which takes half
    the time."""
    texts = [column.name for column in table.columns if column.data_type not in _BARE and not _is_decimal(column)]
    unusual = [f"not coalesce(bool_and(regexp_full_match(\"{name}\"::varchar, '{_WORD}')), true)" for name in texts]
    row = connection.execute(f"select {', '.join(unusual) or 1} from main.{table.name}").fetchone() or ()  # noqa: S608
    return frozenset(name for name, is_unusual in zip(texts, row, strict=False) if is_unusual)


def csv_line(columns: Iterable[Column], unusual: Collection[str]) -> str:
    """The expression of one line of CSV, named as the header line. DuckDB's own CSV takes twice the time for each row."""
    names = ",".join(column.name for column in columns)
    fields = (_in_marks(as_text(column)) if column.name in unusual else _plain(column) for column in columns)
    return f"""concat({", ',', ".join(fields)}) as "{names}\""""


def _plain(column: Column) -> str:
    return f'"{column.name}"' if column.data_type == "VARCHAR" else as_text(column)


def _in_marks(text: str) -> str:
    """As RFC 4180 has it; an empty text is `""`, for an empty field is a missing value."""
    needs = f"regexp_matches({text}, {_quoted(_QUOTED)})"
    return f"""case when {needs} then '"' || replace({text}, '"', '""') || '"' else {text} end"""


def as_text(column: Column) -> str:
    """A value as people write it; null if it is null."""
    name = f'"{column.name}"'
    if column.data_type == "TIMESTAMP WITH TIME ZONE":
        return f"strftime({name} at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')"
    if _is_decimal(column):
        return f"case when {name} = trunc({name}) then {name}::bigint::varchar else rtrim({name}::varchar, '0') end"
    if column.data_type == "DOUBLE":
        return f"regexp_replace({name}::varchar, '\\.0$', '')"
    if column.data_type in _BARE:
        return f"{name}::varchar"
    return (
        f"case when regexp_matches({name}::varchar, {_quoted(FORMULA)})"
        f" and not regexp_matches({name}::varchar, {_quoted(_SIGNED_NUMBER)}) then '''' || {name} else {name}::varchar end"
    )


def _is_decimal(column: Column) -> bool:
    return column.data_type.startswith("DECIMAL")


def _copy(connection: duckdb.DuckDBPyConnection, source: str, file: Path, options: str) -> None:
    connection.execute(f"copy {source} to {_quoted(str(file))} ({options})")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
