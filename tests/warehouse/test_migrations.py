"""A warehouse of an older version is brought to this one with all its rows, or stays as it is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from store.home import Home
from tests.warehouse.nights import Run, claim, document
from warehouse import migrations as migrating
from warehouse.load import load, prepare
from warehouse.migrations import Migration, migrate, migrations, shape
from warehouse.read import is_outdated
from warehouse.schema_version import SCHEMA_VERSION

SCHEMAS = Path(__file__).parent / "schemas"
"""The tables as older versions made them."""
OLDEST = 5
FIRST = "20240201T180000Z-0001"


def old_warehouse(home: Path, version: int) -> None:
    """A warehouse that a program of that version has made and filled."""
    run = Run(FIRST)
    run.sees(
        document("a", "聊城市人力资源和社会保障局", 2023, claims=[claim("applications_received", "count", "11")]), None
    )
    made = home / "made"
    run.write(made)
    load(made, FIRST)
    with duckdb.connect(str(Home(home).warehouse)) as warehouse:
        warehouse.execute((SCHEMAS / f"{version:04}.sql").read_text(encoding="utf-8"))
        warehouse.execute(f"attach '{Home(made).warehouse}' as made (read_only)")
        tables = warehouse.execute(
            "select table_name from duckdb_tables() where database_name = 'warehouse' and table_name <> 'schema_version'"
        ).fetchall()
        for (table,) in tables:
            columns = warehouse.execute(
                "select string_agg(column_name, ', ' order by column_index) from duckdb_columns()"
                " where database_name = 'warehouse' and table_name = ?", [table],
            ).fetchone()  # fmt: skip
            assert columns
            warehouse.execute(f"insert into staging.{table} select {columns[0]} from made.staging.{table}")  # noqa: S608
    shutil.rmtree(made)


def new_shape(folder: Path) -> object:
    """The tables of a new warehouse, as its file tells them."""
    file = folder / "new.duckdb"
    with duckdb.connect(str(file)) as new:
        prepare(new)
    with duckdb.connect(str(file), read_only=True) as new:
        return shape(new)


def test_there_is_a_migration_for_each_step_to_the_version_of_today() -> None:
    assert [migration.version for migration in migrations()] == list(range(OLDEST + 1, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("version", range(OLDEST, SCHEMA_VERSION))
def test_a_migrated_warehouse_has_the_very_tables_of_a_new_one(tmp_path: Path, version: int) -> None:
    old_warehouse(tmp_path, version)
    assert is_outdated(tmp_path)
    assert migrate(tmp_path) == tuple(migration.name for migration in migrations()[version - OLDEST :])
    assert not is_outdated(tmp_path)
    with duckdb.connect(str(Home(tmp_path).warehouse), read_only=True) as warehouse:
        assert shape(warehouse) == new_shape(tmp_path)


def test_its_rows_are_there_and_runs_are_loaded_as_ever(tmp_path: Path) -> None:
    old_warehouse(tmp_path, OLDEST)
    migrate(tmp_path)
    second = Run("20240202T180000Z-0001")
    second.sees(document("b", "聊城市人力资源和社会保障局", 2022), None)
    second.write(tmp_path)
    load(tmp_path, second.run_id)
    with duckdb.connect(str(Home(tmp_path).warehouse), read_only=True) as warehouse:
        assert warehouse.execute("select run_id from staging.run order by all").fetchall() == [
            (FIRST,),
            (second.run_id,),
        ]
        found = warehouse.execute("select metric_code, value, sentence, why, raw_start, line_number from staging.claim")
        assert found.fetchall() == [("applications_received", 11, "applications_received 11", "", None, 7)]
        applied = warehouse.execute("select version, name from staging.migration order by all").fetchall()
    assert applied == [(migration.version, migration.name) for migration in migrations()]
    assert migrate(tmp_path) == ()


@pytest.mark.parametrize(
    "statements",
    [
        "alter table staging.claim drop column part_code; select no_such_column from staging.claim",
        "alter table staging.claim drop column part_code",
    ],
    ids=["fails", "leads elsewhere"],
)
def test_a_migration_that_goes_wrong_changes_nothing(
    tmp_path: Path, statements: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_warehouse(tmp_path, OLDEST)
    with duckdb.connect(str(Home(tmp_path).warehouse), read_only=True) as warehouse:
        before = shape(warehouse), warehouse.execute("from staging.claim").fetchall()
    wrong = [Migration(version, "wrong", statements) for version in range(OLDEST + 1, SCHEMA_VERSION + 1)]
    monkeypatch.setattr(migrating, "migrations", lambda: wrong)
    assert migrate(tmp_path) == ()
    assert is_outdated(tmp_path)
    with duckdb.connect(str(Home(tmp_path).warehouse), read_only=True) as warehouse:
        assert (shape(warehouse), warehouse.execute("from staging.claim").fetchall()) == before


def test_a_migration_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    old_warehouse(tmp_path, OLDEST)
    command = (
        "import os, sys; from pathlib import Path; from warehouse import migrations as migrating;"
        "migrating.shape = lambda _: os._exit(9); migrating.migrate(Path(sys.argv[1]))"
    )
    assert subprocess.run([sys.executable, "-c", command, tmp_path]).returncode == 9
    assert is_outdated(tmp_path)
    assert migrate(tmp_path) and not is_outdated(tmp_path)


@pytest.mark.parametrize("version", [OLDEST - 1, SCHEMA_VERSION + 1])
def test_where_no_way_leads_to_this_version_nothing_is_done(tmp_path: Path, version: int) -> None:
    with duckdb.connect(str(Home(tmp_path).warehouse)) as warehouse:
        warehouse.execute(f"create schema staging; create table staging.schema_version as select {version} as version")
    before = Home(tmp_path).warehouse.read_bytes()
    assert migrate(tmp_path) == ()
    assert Home(tmp_path).warehouse.read_bytes() == before


def test_where_there_is_no_warehouse_there_is_none_to_migrate(tmp_path: Path) -> None:
    assert migrate(tmp_path) == ()
    assert not Home(tmp_path).warehouse.exists()
