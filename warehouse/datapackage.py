"""``datapackage.json``: every file of a release with its checksum, every table with its columns.

After Frictionless Data Package and Table Schema, version 1. Parquet files and the database carry the same schema in
themselves; only CSV needs it here. A Parquet file is listed as a file, checked by its size and hash: as a table, `frictionless`
would read it through pandas, which is not always there and makes of an empty moment one that `frictionless` cannot take.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from warehouse import layout
from warehouse.catalogue import Column, Manifest, Table, tables
from warehouse.connection import connect
from warehouse.export import csv_parts, parquet_file

DATAPACKAGE = "datapackage.json"
_CHUNK = 1 << 20

_TYPES: Mapping[str, str] = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "INTEGER": "integer",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "VARCHAR": "string",
}
"""Types of Table Schema; a DECIMAL is a number, lists and structs are written as text."""

_FORMATS: Mapping[str, tuple[str, str]] = {
    ".csv": ("csv", "text/csv"),
    ".duckdb": ("duckdb", "application/vnd.duckdb"),
    ".html": ("html", "text/html"),
    ".json": ("json", "application/json"),
    ".md": ("md", "text/markdown"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
}


def write_datapackage(folder: Path, release: Mapping[str, Any], manifest: Manifest) -> None:
    """Describe the files that are in the folder; ``release`` is its ``release.json``.

    Raises KeyError for a kind of file that nobody has described yet.
    """
    with connect(folder / layout.RELEASE_FILE, read_only=True) as connection:
        schemas = {
            file: facts
            for table, keys in _with_keys(tables(connection, manifest))
            for file, facts in _tabular(connection, table, keys)
        }
    files = sorted(path for path in folder.iterdir() if path.name != DATAPACKAGE)
    package = {
        "profile": "data-package",
        "name": "gongkai",
        "title": "Gongkai 公开: disclosure reports of human-resources bureaus in China",
        "description": "Start with codebook.en.md or codebook.zh.md. In CSV files a text that a spreadsheet would run as"
        " a formula has an apostrophe before it; an empty field is a missing value.",
        "version": str(release["release"]),
        "created": release["built_at"],
        "resources": [_file(path) | schemas.get(path.name, {}) for path in files],
    }
    (folder / DATAPACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def checksum(file: Path) -> str:
    """``sha256:`` and the digest, as a data package writes it."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def _file(path: Path) -> dict[str, Any]:
    format_, media_type = _FORMATS[path.suffix]
    return {
        "name": path.name.lower(),
        "path": path.name,
        "format": format_,
        "mediatype": media_type,
        "bytes": path.stat().st_size,
        "hash": checksum(path),
    }


def _with_keys(found: tuple[Table, ...]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Each table with its foreign keys: references to the whole key of another table."""
    keys = {table.name: table.key for table in found}
    for table in found:
        yield (
            table,
            [
                {
                    "fields": [column.name],
                    "reference": {"resource": f"{column.references[0]}.csv", "fields": [column.references[1]]},
                }
                for column in table.columns
                if column.references and keys.get(column.references[0]) == (column.references[1],)
            ],
        )


def _tabular(connection: Any, table: Table, foreign_keys: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield parquet_file(table), {"type": "file", "description": table.description}
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if foreign_keys:
        schema["foreignKeys"] = foreign_keys
    for part in csv_parts(connection, table):
        yield (
            part.file,
            {
                "profile": "tabular-data-resource",
                "description": table.description,
                "rows": part.rows,
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "schema": schema,
            },
        )


def _field(column: Column) -> dict[str, Any]:
    type_ = "number" if column.data_type.startswith("DECIMAL") else _TYPES.get(column.data_type, "string")
    field: dict[str, Any] = {"name": column.name, "type": type_, "description": column.description}
    if type_ == "datetime":
        field["format"] = "any"  # fractions of a second, which the default format does not have
    if column.is_required:
        field["constraints"] = {"required": True}
    return field
