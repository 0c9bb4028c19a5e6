"""What the tables of a file promise is asked of a row where tables promise nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse import load
from warehouse.load import prepare
from warehouse.schema import _for_lake, broken_key, guarded, is_lake

WITH_CHECKS = {"capture", "observation", "outcome", "document", "figure", "check", "claim_sum", "bureau", "bureau_name"}


def without_constraints() -> duckdb.DuckDBPyConnection:
    """The tables as a lake has them."""
    connection = duckdb.connect()
    with duckdb.connect() as made:
        prepare(made)
        tables = made.execute("select table_name from duckdb_tables() where schema_name = 'staging'").fetchall()
    connection.execute("create schema staging")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.schema.is_lake", lambda _: True)
        prepare(connection)
    assert connection.execute("select count(*) from duckdb_tables()").fetchone() == (len(tables),)
    assert not connection.execute("from duckdb_constraints() where constraint_type <> 'NOT NULL'").fetchall()
    return connection


def test_every_insert_into_a_table_with_checks_is_guarded() -> None:
    statements = load._statements()
    found = {name for name, statement in statements.items() if guarded(statement) != statement}
    assert found == (WITH_CHECKS | {"confirmation"}) - {"detail"}


@pytest.mark.parametrize(("state", "is_refused"), [("zero", False), ("nought", True)])
def test_a_value_that_no_table_refuses_is_refused(state: str, is_refused: bool) -> None:
    connection = without_constraints()
    statement = guarded(
        "insert into staging.figure by name\nselect 'a' as sha256, '1' as parser_version, 's' as section_code,"
        f" 'l' as line_code, 'c' as column_code, '{state}' as state;"
    )
    if is_refused:
        with pytest.raises(duckdb.Error, match="CHECK constraint failed on table figure"):
            connection.execute(statement)
    else:
        connection.execute(statement)


def test_a_key_that_comes_twice_is_named() -> None:
    connection = without_constraints()
    connection.execute("insert into staging.run values ('20240201T180000Z-0001', '1'), ('20240202T180000Z-0001', '1')")
    assert broken_key(connection, "20240202T180000Z-0001") is None
    connection.execute("insert into staging.run values ('20240202T180000Z-0001', '2')")
    assert broken_key(connection, "20240202T180000Z-0001") == "Duplicate key 20240202T180000Z-0001 in table run"


def test_tables_that_are_there_are_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = without_constraints()
    monkeypatch.setattr("warehouse.schema.is_lake", lambda _: True)
    made = connection.execute("select sql from duckdb_views() where schema_name = 'staging' order by 1").fetchall()
    assert _for_lake(connection) == []
    connection.execute("create or replace view staging.current_parser as select 'another' as parser_version")
    assert len(_for_lake(connection)) == 1
    prepare(connection)
    assert (
        made == connection.execute("select sql from duckdb_views() where schema_name = 'staging' order by 1").fetchall()
    )


def test_a_file_is_no_lake(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        assert not is_lake(connection)
