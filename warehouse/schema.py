"""The tables of ``schema.sql``, made in a file or on a lake.

DuckLake refuses CHECK and PRIMARY KEY. What they promise is asked there of the rows themselves: of each as it comes in (`guarded`),
and of the keys before a load is committed (`broken_key`). Both are read off an empty DuckDB that has the constraints, so that
they are written once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

SCHEMA = Path(__file__).parent / "schema.sql"
_INSERT = re.compile(r'insert into staging\."?(\w+)"? by name\n(.*)', re.DOTALL)
_HEAD = re.compile(r"^.*? AS ", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[tuple[str, str, bool], ...]
    """Name, type, and whether it may be null."""
    checks: tuple[str, ...]
    """Expressions that are false of no row."""
    key: tuple[str, ...]


def is_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    row = connection.execute("select type from duckdb_databases() where database_name = current_database()").fetchone()
    return row == ("ducklake",)


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the staging tables that are missing, and bring the views to what this program has."""
    statements = _for_lake(connection) if is_lake(connection) else [SCHEMA.read_text(encoding="utf-8")]
    for statement in statements:
        connection.execute(statement)


def _for_lake(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Only what differs: on a lake, whatever is made leaves a snapshot."""
    made = _tables_of(connection)
    names = {name for name, _ in made}
    lacking = [_creating(name, table) for name, table in _tables().items() if name not in names]
    views = [text for name, text in _views().items() if (name, _body(text)) not in made]
    if "schema_version" not in names:
        lacking += [f"insert into staging.schema_version {_version()}"]
    return (["create schema if not exists staging", *lacking] if lacking else []) + views


def _tables_of(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """Tables, and views with what they ask."""
    place = "where database_name = current_database() and schema_name = 'staging'"
    rows = connection.execute(
        f"select table_name, '' from duckdb_tables() {place} union all select view_name, sql from duckdb_views() {place}"  # noqa: S608
    ).fetchall()
    return {(name, _body(sql)) for name, sql in rows}


def _creating(name: str, table: _Table) -> str:
    columns = ", ".join(
        f'"{column}" {kind}{"" if may_lack else " not null"}' for column, kind, may_lack in table.columns
    )
    return f'create table staging."{name}" ({columns})'


def _body(view: str) -> str:
    """What a view asks, however its parts are quoted."""
    return _HEAD.sub("", view, count=1).replace('"', "")


def guarded(statement: str) -> str:
    """An insert of ``load.sql`` that raises if a row breaks a CHECK, as the table itself would; any other statement as it is."""
    found = _INSERT.fullmatch(statement.partition(";")[0].strip())
    checks = _tables()[found[1]].checks if found else ()
    if not found or not checks:
        return statement
    told = " and ".join(
        f"case when {check} is false then error('CHECK constraint failed on table {found[1]} with expression ' || {_text(check)}) else true end"
        for check in checks
    )
    return f'insert into staging."{found[1]}" by name\nfrom (\n{found[2]}\n) as checked where {told}'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def broken_key(connection: duckdb.DuckDBPyConnection, run_id: str) -> str | None:
    """What a run broke, in one sentence: a table of which two rows have one key."""
    for name, table in _tables().items():
        if not table.key or "run_id" not in {column for column, _, _ in table.columns}:
            continue
        key = ", ".join(table.key)
        found = connection.execute(
            f"select {key} from staging.{name}"  # noqa: S608  # our own names
            f" semi join (select {key} from staging.{name} where run_id = ?) as added using ({key})"
            f" group by {key} having count(*) > 1 limit 1",
            [run_id],
        ).fetchone()
        if found:
            return f"Duplicate key {', '.join(map(str, found))} in table {name}"
    return None


@cache
def _made() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB with the tables as they are in a file."""
    connection = duckdb.connect()
    connection.execute(SCHEMA.read_text(encoding="utf-8"))
    return connection


@cache
def _tables() -> Mapping[str, _Table]:
    made = _made().cursor()
    columns, checks, keys = (
        dict(made.execute(f"select table_name, {what} where schema_name = 'staging' {which} group by all").fetchall())
        for what, which in (
            ("list((column_name, data_type, is_nullable) order by column_index) from duckdb_columns()", ""),
            ("list(expression order by expression) from duckdb_constraints()", "and constraint_type = 'CHECK'"),
            ("first(constraint_column_names) from duckdb_constraints()", "and constraint_type = 'PRIMARY KEY'"),
        )
    )
    names = made.execute("select table_name from duckdb_tables() where schema_name = 'staging' order by 1").fetchall()
    return {
        name: _Table(tuple(columns[name]), tuple(checks.get(name, ())), tuple(keys.get(name, ()))) for (name,) in names
    }


@cache
def _views() -> Mapping[str, str]:
    rows = (
        _made()
        .cursor()
        .execute(
            "select view_name, replace(sql, 'CREATE VIEW', 'create or replace view') from duckdb_views()"
            " where schema_name = 'staging' order by view_oid"
        )
        .fetchall()
    )
    return {str(name): str(sql) for name, sql in rows}


def _version() -> str:
    row = _made().cursor().execute("select version from staging.schema_version").fetchone()
    return f"select {row[0] if row else 0}"
