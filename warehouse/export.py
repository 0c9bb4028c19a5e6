"""A release in the formats that need no DuckDB: Parquet and CSV files of every table, and ``datapackage.json``.

CSV is UTF-8 without a byte-order mark. A text that a spreadsheet would run as a formula gets an apostrophe before it
(OWASP, CSV injection). A table with more rows than a sheet holds is written in parts, one a report year.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse import layout
from warehouse.connection import connect

SHEET_ROWS = 1_048_575
"""Rows of a spreadsheet below its header line."""

DATAPACKAGE = "datapackage.json"
_FORMULA = r"^[=+\-@\t\r]"
_CHUNK = 1 << 20

_FIELD_TYPES: Mapping[str, str] = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "VARCHAR": "string",
}
"""Table Schema types (Frictionless); DECIMAL is a number, lists and structs are written as text."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    data_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a release, as its own comments describe it."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    rows: int


def tables(connection: duckdb.DuckDBPyConnection) -> tuple[Table, ...]:
    """The tables of an open release in order of name."""
    columns: dict[str, list[Column]] = {}
    for table, name, data_type, comment in connection.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'main'"
        " and not internal order by table_name, column_index"
    ).fetchall():
        columns.setdefault(table, []).append(Column(name, data_type, comment or ""))
    keys = dict(
        connection.execute(
            "select table_name, constraint_column_names from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
        ).fetchall()
    )
    return tuple(
        Table(name, comment or "", tuple(columns[name]), tuple(keys.get(name, ())), _count(connection, f"main.{name}"))
        for name, comment in connection.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'main' order by table_name"
        ).fetchall()
    )


def write_files(folder: Path) -> dict[str, int]:
    """Write each table of the folder's release file as Parquet and CSV beside it; the rows of each."""
    with connect(folder / layout.RELEASE_FILE, read_only=True) as connection:
        found = tables(connection)
        for table in found:
            _copy(
                connection, f"main.{table.name}", folder / f"{table.name}.parquet", "format parquet, compression zstd"
            )
            for file, source in _parts(connection, table):
                _copy(connection, source, folder / file, "format csv, header")
    return {table.name: table.rows for table in found}


def write_datapackage(folder: Path, release: Mapping[str, Any]) -> None:
    """Describe the folder's files after Frictionless Data Package 1; ``release`` is its ``release.json``."""
    with connect(folder / layout.RELEASE_FILE, read_only=True) as connection:
        found = tables(connection)
    package = {
        "profile": "data-package",
        "name": "gongkai",
        "title": "Gongkai 公开: disclosure reports of human-resources bureaus in China",
        "version": str(release["release"]),
        "created": release["built_at"],
        "resources": [_database(folder), *(resource for table in found for resource in _resources(folder, table))],
    }
    text = json.dumps(package, ensure_ascii=False, indent=1)
    (folder / DATAPACKAGE).write_text(text + "\n", encoding="utf-8")


def checksum(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def _parts(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[tuple[str, str]]:
    """File name and query of each CSV file of a table."""
    selected = ", ".join(_escaped(column) for column in table.columns)
    query = f"select {selected} from main.{table.name}"  # noqa: S608  # names from the catalogue
    if table.rows <= SHEET_ROWS or "report_year" not in {column.name for column in table.columns}:
        yield f"{table.name}.csv", f"({query})"
        return
    years = connection.execute(f"select distinct report_year from main.{table.name} order by 1").fetchall()  # noqa: S608
    for (year,) in years:
        yield f"{table.name}_{year}.csv", f"({query} where report_year = {year})"


def _escaped(column: Column) -> str:
    if column.data_type != "VARCHAR":
        return f'"{column.name}"'
    return f"""case when regexp_matches("{column.name}", '{_FORMULA}') then '''' || "{column.name}" else "{column.name}" end as "{column.name}\""""


def _copy(connection: duckdb.DuckDBPyConnection, source: str, file: Path, options: str) -> None:
    quoted = str(file).replace("'", "''")
    connection.execute(f"copy {source} to '{quoted}' ({options})")


def _count(connection: duckdb.DuckDBPyConnection, source: str) -> int:
    row = connection.execute(f"select count(*) from {source}").fetchone()  # noqa: S608  # names from the catalogue
    return int(row[0]) if row else 0


def _database(folder: Path) -> dict[str, Any]:
    return _file(folder / layout.RELEASE_FILE) | {
        "name": "database",
        "description": "Every table, for DuckDB 1.x",
        "format": "duckdb",
    }


def _resources(folder: Path, table: Table) -> Iterator[dict[str, Any]]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column.name, "type": _field_type(column.data_type), "description": column.description}
            for column in table.columns
        ]
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    shared = {"description": table.description, "schema": schema}
    parquet = _file(folder / f"{table.name}.parquet")
    yield {"name": f"{table.name}-parquet", "format": "parquet", "rows": table.rows} | parquet | shared
    for file in sorted((*folder.glob(f"{table.name}.csv"), *folder.glob(f"{table.name}_[0-9][0-9][0-9][0-9].csv"))):
        yield (
            {"name": file.stem.replace("_", "-"), "profile": "tabular-data-resource", "format": "csv"}
            | {"mediatype": "text/csv", "encoding": "utf-8"}
            | _file(file)
            | shared
        )


def _file(file: Path) -> dict[str, Any]:
    return {"path": file.name, "bytes": file.stat().st_size, "hash": checksum(file)}


def _field_type(data_type: str) -> str:
    return "number" if data_type.startswith("DECIMAL") else _FIELD_TYPES.get(data_type, "string")
