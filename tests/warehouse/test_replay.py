"""A replay makes the marts that dbt makes: tables, columns, types, descriptions, macros and rows."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from store.home import RELEASE_FILE, Home
from tests.warehouse.replay import Replay
from warehouse.build import RELEASES
from warehouse.practice import mark_tables

CATALOGUE = (
    "select table_name, comment from duckdb_tables() where database_name = '{}' order by all",
    "select table_name, column_index, column_name, data_type, comment from duckdb_columns()"
    " where database_name = '{}' order by all",
    "select function_name from duckdb_functions() where database_name = '{}' order by all",
)


@pytest.fixture
def both(homes: tuple[Path, Path], tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A release of dbt's as ``built`` and its replay as ``replayed``."""
    (tmp_path / "dbt").mkdir()
    Home(tmp_path).warehouse.symlink_to(Home(homes[0]).warehouse)
    lines = (Home(homes[0]).dbt / RELEASES).read_text(encoding="utf-8").splitlines()
    Replay(homes[0])(tmp_path, tmp_path / "replayed.duckdb", map(json.loads, lines))
    mark_tables(tmp_path / "replayed.duckdb")
    connection = duckdb.connect()
    connection.execute(f"attach '{Home(homes[0]).current / RELEASE_FILE}' as built (read_only)")
    connection.execute(f"attach '{tmp_path / 'replayed.duckdb'}' as replayed (read_only)")
    return connection


def test_a_replay_has_the_marts_of_dbt(both: duckdb.DuckDBPyConnection) -> None:
    for query in CATALOGUE:
        assert both.execute(query.format("replayed")).fetchall() == both.execute(query.format("built")).fetchall() != []
    for (table,) in both.execute("select table_name from duckdb_tables() where database_name = 'built'").fetchall():
        for one, other in (("built", "replayed"), ("replayed", "built")):
            difference = both.execute(f"from {one}.main.{table} except all from {other}.main.{table}")
            assert difference.fetchall() == [], table
