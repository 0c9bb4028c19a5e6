"""``datapackage.json``: every file of a release with its checksum, every table with its columns.

After Frictionless Data Package and Table Schema, version 1. Parquet files and the database carry the same schema in
themselves; only CSV needs it here. A Parquet file is listed as a file (so is the workbook), checked by its size and hash. As a table, `frictionless`
would read it through pandas. That is not always there, and it turns an empty moment into one that `frictionless` refuses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from store.home import RELEASE_FILE
from warehouse.catalogue import Column, Manifest, Table, file_stem, tables
from warehouse.connection import connect
from warehouse.export import csv_parts, parquet_file
from warehouse.practice import NOTE, TITLE, is_marked

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
    ".csv.gz": ("csv", "application/gzip"),
    ".duckdb": ("duckdb", "application/vnd.duckdb"),
    ".html": ("html", "text/html"),
    ".json": ("json", "application/json"),
    ".md": ("md", "text/markdown"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


LICENSES = [
    {"name": "Apache-2.0", "title": "Apache License 2.0", "path": "https://www.apache.org/licenses/LICENSE-2.0"},
]
"""Of what is made here; the reports themselves are public records of the bureaus that published them."""

_AS_FILES = frozenset({"parquet", "xlsx"})
"""Formats that `frictionless` would open as tables, with packages that are not always there."""


def write_datapackage(folder: Path, release: Mapping[str, Any], manifest: Manifest) -> None:
    """Describe the files that are in the folder; ``release`` is its ``release.json``.

    Raises KeyError for a kind of file that nobody has described yet.
    """
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        schemas = {
            file: facts
            for table, keys in _with_keys(tables(connection, manifest))
            for file, facts in _tabular(connection, table, keys)
        }
    files = sorted(path for path in folder.iterdir() if path.name != DATAPACKAGE)
    resources = [_file(path) | schemas.get(path.name, {}) for path in files]
    package = {
        "profile": "data-package",
        "name": "gongkai",
        "title": "Gongkai 公开: disclosure reports of human-resources bureaus in China",
        "description": "Start with codebook.en.md or codebook.zh.md. In CSV files a text that a spreadsheet would run as"
        " a formula has an apostrophe before it; an empty field is a missing value.",
        "version": str(release["release"]),
        "created": release["built_at"],
        "licenses": LICENSES,
        "sources": _sources(release),
        "resources": resources,
    }
    if release["is_practice"]:
        package |= _marked(package) | {"resources": [resource | _marked(resource) for resource in resources]}
    (folder / DATAPACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _sources(release: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where the numbers come from: `path` leads to the addresses of the reports."""
    reports = file_stem("fct_report", is_practice=release["is_practice"])
    return [
        {
            "title": "Yearly reports on government information disclosure (政府信息公开工作年度报告) of human-resources bureaus in"
            " China, public records; the address of each in the column source_url",
            "path": f"{reports}.parquet",
        },
        {"title": "Form of the reports: notices 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号"},
        {"title": "Codes of regions: GB/T 2260"},
    ]


def _marked(described: Mapping[str, Any]) -> dict[str, str]:
    """Title and description of a package or a file of it, with the mark of a practice release."""
    title, description = described.get("title") or described["path"], described.get("description", "")
    marked = description if is_marked(description) else f"{NOTE} {description}".strip()
    return {"title": f"{TITLE}: {title}", "description": marked}


def checksum(file: Path) -> str:
    """``sha256:`` and the digest, as a data package writes it."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def _file(path: Path) -> dict[str, Any]:
    format_, media_type = _FORMATS["".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix]
    described = {
        "name": path.name.lower(),
        "path": path.name,
        "format": format_,
        "mediatype": media_type,
        "bytes": path.stat().st_size,
        "hash": checksum(path),
    }
    return described | ({"type": "file"} if format_ in _AS_FILES else {})


def _with_keys(found: tuple[Table, ...]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Each table with its foreign keys: references to the whole key of another table."""
    keys = {table.name: table.key for table in found}
    for table in found:
        yield (
            table,
            [
                {
                    "fields": [column.name],
                    "reference": {
                        "resource": f"{file_stem(column.references[0], is_practice=table.is_practice)}.csv",
                        "fields": [column.references[1]],
                    },
                }
                for column in table.columns
                if column.references and keys.get(column.references[0]) == (column.references[1],)
            ],
        )


def _tabular(connection: Any, table: Table, foreign_keys: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield parquet_file(table), {"description": table.description}
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
                **({"compression": "gz"} if part.is_compressed else {}),
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "schema": schema,
            },
        )


def _field(column: Column) -> dict[str, Any]:
    type_ = "number" if column.data_type.startswith("DECIMAL") else _TYPES.get(column.data_type, "string")
    field: dict[str, Any] = {"name": column.name, "type": type_, "description": column.description}
    if type_ == "datetime":
        field["format"] = "any"  # fractions of a second, which the default format does not have
    constraints: dict[str, Any] = {"required": True} if column.is_required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})
