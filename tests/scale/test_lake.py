"""Staging tables on a lake: the rows of one file, whoever loads them and whatever breaks meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest

import practice
from crawler.registry import dump
from monitoring import machine
from store.home import RELEASE_FILE, Home
from tests.scale.test_night import night
from tests.soak.soak import CONTENTS, differences, rows
from tests.warehouse.nights import LIAOCHENG, Run, bureau, claim, document
from warehouse import load as loading
from warehouse.anew import made_anew
from warehouse.errors import WarehouseError
from warehouse.load import load, prepare
from warehouse.migrations import migrate
from warehouse.read import is_gone, is_outdated, loaded_runs
from warehouse.staging import newest_snapshot, to_read, to_write

pytestmark = pytest.mark.scale

PORT = 8734
LOADER = """
import sys
from contextlib import nullcontext
from pathlib import Path
from warehouse import lake
from warehouse.load import load
home, turns, *runs = sys.argv[1:]
if turns == "no":
    lake.turn = lambda _: nullcontext()
for run in runs:
    load(Path(home), run)
"""

KILL = "loading.broken_key = lambda *_: __import__('os').kill(__import__('os').getpid(), 9)\n"
"""All is written and nothing is committed."""


def ask(server: str, question: str) -> str:
    """PostgreSQL's own client, as the server's owner."""
    psql = max(Path("/usr/lib/postgresql").glob("*/bin/psql"))
    return subprocess.run([psql, "-XAtqc", question, server], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def catalog(postgres: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty database, which the settings of this process name."""
    name = f"lake_{uuid4().hex}"
    ask(postgres, f"create database {name}")
    address = postgres.rsplit("/", 1)[0] + f"/{name}"
    monkeypatch.setenv("GONGKAI_LAKE_CATALOG", f"postgres:{address}")
    yield address
    ask(postgres, f"drop database {name} with (force)")


def staging_rows(home: Path, snapshot: int | None = None) -> dict[str, list[str]]:
    with to_read(home, snapshot) as connection:
        if connection is None:
            return {}
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'staging' and database_name = current_database()"
            " union all select view_name from duckdb_views() where schema_name = 'staging'"
            " and database_name = current_database()"
        ).fetchall()
        return {name: sorted(map(str, connection.execute(f'from staging."{name}"').fetchall())) for (name,) in tables}


def on_a_file(home: Path, folder: Path, *runs: str) -> dict[str, list[str]]:
    """What the same landings give in one file, loaded one after the other."""
    alone = folder / "alone"
    for part in ("landing", "archive"):
        shutil.copytree(home / part, alone / part)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GONGKAI_LAKE_CATALOG")
        for run in runs:
            load(alone, run)
        return staging_rows(alone)


def landed(home: Path, count: int = 9) -> list[str]:
    """Nights of as many bureaus, that each see a report of their own and one that all of them see."""
    shared = document("shared", "某局", 2020)
    runs = []
    for number in range(count):
        code = f"hrss-3715{number:02}"
        run = Run(f"202402{number + 1:02}T180000Z-0001", bureaus=[bureau(code, LIAOCHENG)])
        own = document(f"own-{number}", LIAOCHENG, 2023, claims=[claim("applications_received", "count", "11")])
        run.sees(own, code, url=f"https://example.gov.cn/{number}/own")
        run.sees(shared, code, url=f"https://example.gov.cn/{number}/shared")
        run.write(home)
        runs.append(run.run_id)
    return runs


def test_a_night_on_the_lake_is_that_of_one_file(catalog: str, tmp_path: Path) -> None:
    registry = tmp_path / "registry.yaml"
    dump(rows(PORT, cases=()), registry)
    alone, home = tmp_path / "alone", tmp_path / "home"
    with practice.running(PORT):
        night(alone, registry, {name: value for name, value in os.environ.items() if "LAKE" not in name})
        night(home, registry, dict(os.environ))
    assert not Home(home).warehouse.exists()
    assert list(differences(alone, home, CONTENTS)) == []
    same = tmp_path / "same"
    for part in ("landing", "archive"):
        shutil.copytree(alone / part, same / part)
    ask(catalog, "drop schema gongkai cascade")
    for landing in Home(same).read_landings():
        load(same, landing.run_id)
    night(same, registry, dict(os.environ), "release")
    assert list(differences(alone, same)) == []
    assert columns(alone) == columns(same)
    record = json.loads((Home(same).current / "release.json").read_text(encoding="utf-8"))
    assert record["staging_snapshot"] == newest_snapshot(same)


def columns(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(Home(home).current / RELEASE_FILE), read_only=True) as release:
        return release.execute(
            "select table_name, column_index, column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where schema_name = 'main' order by all"
        ).fetchall()


@pytest.mark.parametrize("takes_turns", ["yes", "no"])
def test_three_loaders_lose_nothing_and_double_nothing(catalog: str, tmp_path: Path, takes_turns: str) -> None:
    runs = landed(tmp_path)
    if takes_turns == "no":  # which is to say that a turn was lost; a lake that is not there is only ever made in turn
        with to_write(tmp_path) as connection:
            prepare(connection)
    shares = [[*runs[number::3], runs[0]] for number in range(3)]  # and one landing that all of them load
    loaders = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, str(tmp_path), takes_turns, *share], stderr=subprocess.PIPE, text=True
        )
        for share in shares
    ]
    for loader in loaders:
        _, error = loader.communicate(timeout=120)
        assert loader.returncode == 0, error
    expected, found = on_a_file(tmp_path, tmp_path, *runs), staging_rows(tmp_path)
    # which of the runs that saw it has read the shared report, the first of them says
    reader = f"{runs[0]!r}"
    for rows_of in (expected, found):
        rows_of["document"] = sorted(
            row.replace(run, reader) for row in rows_of["document"] for run in runs if run in row
        )
    assert found == expected


@pytest.mark.parametrize("at", ["broken_key", "is_lake"])
def test_a_connection_that_is_cut_loads_nothing_and_the_next_try_all(
    catalog: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    first, second = landed(tmp_path, 2)
    load(tmp_path, first)
    before = staging_rows(tmp_path)
    original = getattr(loading, at)

    def cut(*arguments: object) -> object:
        ask(catalog, "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
        return original(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(loading, at, cut)
        with pytest.raises(WarehouseError) as refused:
            load(tmp_path, second)
    assert "\n" not in str(refused.value) and "127.0.0.1" not in str(refused.value)
    assert staging_rows(tmp_path) == before
    assert load(tmp_path, second).documents == 1
    assert staging_rows(tmp_path) == on_a_file(tmp_path, tmp_path, first, second)


def test_a_loader_that_is_killed_loads_nothing_and_gives_up_its_turn(catalog: str, tmp_path: Path) -> None:
    first, second = landed(tmp_path, 2)
    load(tmp_path, first)
    before = staging_rows(tmp_path)
    killed = LOADER.replace("home, turns", "from warehouse import load as loading\n" + KILL + "home, turns")
    assert subprocess.run([sys.executable, "-c", killed, str(tmp_path), "yes", second], check=False).returncode == -9
    assert staging_rows(tmp_path) == before
    assert load(tmp_path, second).documents == 1
    assert staging_rows(tmp_path) == on_a_file(tmp_path, tmp_path, first, second)


def test_who_reads_a_snapshot_sees_no_later_load(catalog: str, tmp_path: Path) -> None:
    first, second = landed(tmp_path, 2)
    load(tmp_path, first)
    before, snapshot = staging_rows(tmp_path), newest_snapshot(tmp_path)
    load(tmp_path, second)
    assert load(tmp_path, second).rows_added == 0
    assert newest_snapshot(tmp_path) == (snapshot or 0) + 1, "what is loaded already leaves no snapshot"
    assert staging_rows(tmp_path, snapshot) == before
    assert staging_rows(tmp_path) != before


def test_what_the_tables_of_a_file_refuse_a_lake_refuses(catalog: str, tmp_path: Path) -> None:
    run, another = landed(tmp_path, 2)
    log = Home(tmp_path).capture_log(run)
    good = log.read_text(encoding="utf-8")
    log.write_text(good.replace('"report"', '"rumour"'), encoding="utf-8")
    with pytest.raises(WarehouseError, match="CHECK constraint failed on table capture"):
        load(tmp_path, run)
    log.write_text(good.replace('"ok"', "null"), encoding="utf-8")
    with pytest.raises(WarehouseError, match="NOT NULL"):
        load(tmp_path, run)
    log.write_text(good, encoding="utf-8")
    _double(Home(tmp_path).landing(another).folder)
    with pytest.raises(WarehouseError, match=r"Duplicate key .* in table document"):
        load(tmp_path, another)
    assert loaded_runs(tmp_path) == set()
    load(tmp_path, run)
    assert loaded_runs(tmp_path) == {run}


def _double(folder: Path) -> None:
    """Each document of a landing twice."""
    file, manifest = folder / "document.parquet", folder / "manifest.json"
    duckdb.execute(f"copy (from '{file}' union all from '{file}') to '{file}.new' (format parquet)")
    Path(f"{file}.new").replace(file)
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    facts["rows"]["document"] *= 2
    manifest.write_text(json.dumps(facts), encoding="utf-8")


def test_a_lake_is_made_anew_where_all_has_landed(
    catalog: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_LAKE_DATA", str(tmp_path / "shared"))
    first, second = landed(tmp_path, 2)
    load(tmp_path, first)
    load(tmp_path, second)
    before = staging_rows(tmp_path)

    def remade(home: Path) -> None:
        with made_anew(home, "1") as anew:
            for run in (first, second):
                anew.parts.mkdir(exist_ok=True)
                shutil.copytree(Home(home).landing(run).folder, anew.parts, dirs_exist_ok=True)
                anew.load(run, has_documents=True)
            assert staging_rows(tmp_path) == before, "readers have the old tables until then"

    remade(tmp_path)
    assert staging_rows(tmp_path) == before
    other = tmp_path / "other"
    shutil.copytree(Home(tmp_path).landing(first).folder, Home(other).landing(first).folder)
    with pytest.raises(WarehouseError, match="1 runs of the lake have not landed in this home"), made_anew(other, "1"):
        raise AssertionError
    assert staging_rows(tmp_path) == before


def test_a_lake_of_an_older_version_is_migrated_with_its_rows(catalog: str, tmp_path: Path) -> None:
    first, second = landed(tmp_path, 2)
    load(tmp_path, first)
    before = staging_rows(tmp_path)
    with to_write(tmp_path) as connection:
        connection.execute("update staging.schema_version set version = 5")
        connection.execute("alter table staging.claim drop column why")
    assert is_outdated(tmp_path)
    assert machine.warehouse(tmp_path, str).level == "look"
    assert migrate(tmp_path) == ("keep_why_a_claim_was_bound",)
    assert machine.warehouse(tmp_path, str).level == "good"
    load(tmp_path, second)
    found = staging_rows(tmp_path)
    assert len(found.pop("migration")) == 1 and len(found["claim"]) == 2
    assert all(
        row in found[table]
        for table, rows_of in before.items()
        if table not in ("migration", "claim", "portal")
        for row in rows_of
    )


def test_its_files_may_lie_in_an_object_store(
    catalog: str, bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_LAKE_DATA", bucket)
    run = landed(tmp_path, 1)[0]
    load(tmp_path, run)
    assert staging_rows(tmp_path) == on_a_file(tmp_path, tmp_path, run)
    assert not Home(tmp_path).lake.exists()


def test_practice_and_the_real_nights_do_not_meet(catalog: str, tmp_path: Path) -> None:
    made_up = tmp_path / "practice"
    run = landed(made_up, 1)[0]
    load(made_up, run)
    assert loaded_runs(made_up) == {run} and loaded_runs(tmp_path) == set()


def test_a_catalog_that_is_away_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_LAKE_CATALOG", "postgres:postgresql://somebody@127.0.0.1:9/lake")
    with pytest.raises(WarehouseError, match=r"^The lake cannot be opened: ") as refused:
        is_gone(tmp_path)
    assert "\n" not in str(refused.value) and "somebody" not in str(refused.value)
