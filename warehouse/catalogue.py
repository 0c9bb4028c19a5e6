"""The tables of a release: columns and comments from its own catalogue, keys from the tests that dbt proved on them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from store.home import Home
from warehouse.errors import WarehouseError
from warehouse.practice import PREFIX, is_marked

Manifest = Mapping[str, Any]
"""dbt's ``manifest.json`` of the build."""

_REF = re.compile(r"ref\('(\w+)'\)")


@dataclass(frozen=True, slots=True)
class Column:
    """``references`` is the table and column of the release in which every value is found, if a test holds it to one.

    ``values`` are the codes that it may hold, if a test holds it to some.
    """

    name: str
    data_type: str
    description: str
    is_required: bool = False
    references: tuple[str, str] | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table; no two rows share the values of its ``key``."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: int

    @property
    def is_practice(self) -> bool:
        return is_marked(self.description)

    @property
    def stem(self) -> str:
        """Name of the table's files without their suffix."""
        return file_stem(self.name, is_practice=self.is_practice)


def file_stem(table: str, *, is_practice: bool) -> str:
    return f"{PREFIX}{table}" if is_practice else table


def read_manifest(home: Path) -> Manifest:
    """What dbt last built below ``home``; raises WarehouseError if it built nothing."""
    file = Home(home).dbt_manifest
    try:
        manifest: Manifest = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WarehouseError(f"{file} cannot be read: dbt has built nothing here yet.") from error
    return manifest


def tables(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> tuple[Table, ...]:
    """The tables of an open release in order of name."""
    keys, required, values = _keys(manifest), _required(manifest), _values(manifest)
    there = row_counts(connection)
    references = {place: target for place, target in _references(manifest).items() if target[0] in there}
    columns: dict[str, list[Column]] = {}
    for table, name, data_type, comment in connection.execute(
        "select table_name, column_name, data_type, comment from duckdb_columns() where schema_name = 'main'"
        " and database_name = current_database() and not internal order by table_name, column_index"
    ).fetchall():
        place = (table, name)
        described = Column(
            name, data_type, comment or "", place in required, references.get(place), values.get(place, ())
        )
        columns.setdefault(table, []).append(described)
    return tuple(
        Table(name, comment or "", tuple(columns[name]), keys.get(name, ()), there[name])
        for name, comment in connection.execute(
            "select table_name, comment from duckdb_tables() where schema_name = 'main'"
            " and database_name = current_database() order by table_name"
        ).fetchall()
    )


def row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of each table of an open release."""
    names = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and database_name = current_database()"
        " order by 1"
    ).fetchall()
    return {name: row_count(connection, name) for (name,) in names}


def row_count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"select count(*) from main.{table}").fetchone()  # noqa: S608  # a name from the catalogue
    return int(row[0]) if row else 0


def _tests(manifest: Manifest, name: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Model and arguments of each generic test of that name."""
    return [
        (node["attached_node"].rpartition(".")[2], node["test_metadata"]["kwargs"])
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") == name and node.get("attached_node")
    ]


def _keys(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    single = {model: (arguments["column_name"],) for model, arguments in _tests(manifest, "unique")}
    several = {model: tuple(arguments["columns"]) for model, arguments in _tests(manifest, "unique_combination")}
    enforced = {
        node["name"]: tuple(constraint["columns"])
        for node in manifest["nodes"].values()
        for constraint in node.get("constraints") or ()
        if constraint["type"] == "primary_key"
    }
    return single | several | enforced


def _required(manifest: Manifest) -> set[tuple[str, str]]:
    return {
        (node["name"], column["name"])
        for node in manifest["nodes"].values()
        for column in node.get("columns", {}).values()
        if any(constraint["type"] == "not_null" for constraint in column.get("constraints") or ())
    }


def _values(manifest: Manifest) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (model, arguments["column_name"]): tuple(map(str, arguments["values"]))
        for model, arguments in _tests(manifest, "accepted_values")
    }


def _references(manifest: Manifest) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (model, arguments["column_name"]): (found.group(1), arguments["field"])
        for model, arguments in _tests(manifest, "relationships")
        if (found := _REF.search(arguments["to"]))
    }
