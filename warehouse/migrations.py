"""A warehouse of an older version of the tables brought to this one in place, so that no document has to be read again.

``migrations/NNNN_name.sql`` leads from version NNNN - 1 to version NNNN. Its statements change tables that are there; tables
that are new, and views, come from ``schema.sql``. What a migration cannot fill, it must not make up: where a new column needs
the documents, there is no migration, and the warehouse is made anew (`flows.rebuild`), as it is if one fails.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from store.home import Home
from warehouse.lake import lake_of
from warehouse.schema import is_lake, make_tables
from warehouse.schema_version import SCHEMA_VERSION, schema_version
from warehouse.staging import to_write

_HERE = Path(__file__).parent
_OF_A_FILE = ("duckdb_constraints", "duckdb_views")
_NAME = re.compile(r"(\d{4})_(\w+)\.sql")


@dataclass(frozen=True, slots=True, order=True)
class Migration:
    version: int
    """The version of the tables that it leads to."""
    name: str
    statements: str


def migrations(folder: Path = _HERE / "migrations") -> list[Migration]:
    """All that there are, in order."""
    named = ((_NAME.fullmatch(file.name), file) for file in folder.glob("*.sql"))
    return sorted(Migration(int(name[1]), name[2], file.read_text(encoding="utf-8")) for name, file in named if name)


def migrate(home: Path) -> tuple[str, ...]:
    """Bring the warehouse to this version of the tables, in one transaction; the names of the migrations applied.

    None, and it is as it was, if there is nothing to do, no way from its version to this one, or the way does not lead
    to the very tables that a new warehouse has. Raises WarehouseError if another process holds it.
    """
    if lake_of(home) is None and not Home(home).warehouse.is_file():
        return ()
    with to_write(home) as connection:
        wanted = _way(schema_version(connection), migrations())
        return tuple(migration.name for migration in wanted) if wanted and _applied(connection, wanted) else ()


def _way(version: int | None, known: Sequence[Migration]) -> list[Migration]:
    """The migrations from ``version`` to this one, if there is one for each step."""
    if not version or version >= SCHEMA_VERSION:
        return []
    wanted = [migration for migration in known if version < migration.version <= SCHEMA_VERSION]
    return wanted if [each.version for each in wanted] == list(range(version + 1, SCHEMA_VERSION + 1)) else []


def _applied(connection: duckdb.DuckDBPyConnection, wanted: Sequence[Migration]) -> bool:
    """Whether all went well and led to the tables of a new warehouse; else nothing has changed."""
    connection.begin()
    try:
        for migration in wanted:
            connection.execute(migration.statements)
        make_tables(connection)
        connection.execute("update staging.schema_version set version = ?", [SCHEMA_VERSION])
        for migration in wanted:
            connection.execute(
                "insert into staging.migration values (?, ?, now())", [migration.version, migration.name]
            )
        is_same = shape(connection) == _new_shape(connection)
    except duckdb.Error:
        is_same = False
    if is_same:
        connection.commit()
    else:
        connection.rollback()
    return is_same


def shape(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """Columns, constraints and views of the staging schema, in an order of their own."""
    of_staging = "where database_name = current_database() and schema_name = 'staging'"
    return {
        name: connection.execute(f"select {what} from {name}() {of_staging} order by all").fetchall()  # noqa: S608
        for name, what in {
            "duckdb_columns": "table_name, row_number() over (partition by table_name order by column_index) as position, column_name, data_type,"
            " is_nullable, nullif(column_default, 'NULL')",
            "duckdb_constraints": "table_name, constraint_text, constraint_column_names",
            "duckdb_views": "view_name, sql",
        }.items()
    }


def _new_shape(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    """That of a new warehouse; a lake has no constraints, and its views are this program's whenever it has loaded."""
    with duckdb.connect() as empty:
        make_tables(empty)
        made = shape(empty)
    return made | {name: shape(connection)[name] for name in _OF_A_FILE} if is_lake(connection) else made
