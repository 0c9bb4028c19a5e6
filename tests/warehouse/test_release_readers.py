"""Readers while releases are swapped: no error, and never two releases in one."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.home import Home
from tests.warehouse.conftest import Release
from warehouse.digest import PROJECT
from warehouse.read import connect_release

OLDEST_CLIENT = "v1.3.0"
"""The version of DuckDB that is promised to open a release (docs/dashboards.md); older programs cannot be had in a test."""

READER = '''
import json, pathlib, sys, time
import duckdb
from warehouse.read import connect_release

home, stop, ways = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1]) / "stop", sys.argv[2].split(",")
current = home / "releases" / "current"
TABLES = ("fct_report", "fct_figure", "fct_claim", "yoy_metric", "dim_release", "coverage")
reads, mixed, errors, seen = 0, 0, [], set()


def stamp(connection, table):
    """Which release a table says it is of: every row of each says the same, and says so in a column of its own."""
    (numbers,) = connection.execute(f"select list(distinct release_stamp) from {table}").fetchone()
    return tuple(sorted(numbers))


def whole(connection):
    own = connection.execute("select release_number from dim_release where is_this_release").fetchone()
    stamps = {stamp(connection, table) for table in TABLES}
    return (own[0] if stamps == {own} else None), own[0]


ours = "held" in ways  # one process opens a file in one way
held = connect_release(home) if ours else duckdb.connect(str(current / "gongkai.duckdb"), read_only=True)
first = whole(held)[1]
if not ours:
    held.close()
print("ready", flush=True)
while not stop.exists() or reads < 3:
    for way in ways:
        try:
            if way == "held":
                one, number = whole(held)
                one = one if number == first else None
            elif way == "new":
                with connect_release(home) as connection:
                    one, number = whole(connection)
            elif way == "client":
                with duckdb.connect(str(current / "gongkai.duckdb"), read_only=True) as connection:
                    one, number = whole(connection)
            else:
                folder = current.resolve()
                number = json.loads((folder / "release.json").read_text())["release"]
                stamps = {stamp(duckdb, f"read_parquet('{folder}/practice_{table}.parquet')") for table in TABLES}
                one = number if stamps == {(number,)} else None
            reads += 1
            mixed += one is None
            seen.add(number)
        except Exception as error:
            errors.append(f"{way}: {error}")
    time.sleep(0.1)
print(json.dumps({"reads": reads, "mixed": mixed, "errors": errors, "seen": sorted(seen), "first": first}))
'''

WAYS = ("held,new,parquet", "client,parquet")
STAMPED = ("fct_report", "fct_figure", "fct_claim", "yoy_metric", "dim_release", "coverage")


def swap_under(readers: int, swaps: int, home: Path, release: Release) -> list[dict[str, object]]:
    """What each of ``readers`` processes says after ``swaps`` releases were made current under it."""
    adding = [f"alter table {table} add column if not exists release_stamp integer" for table in STAMPED]
    number = "(select release_number from dim_release where is_this_release)"
    stamping = [f"update {table} set release_stamp = {number}" for table in STAMPED]  # noqa: S608  # our names
    assert release(*adding, *stamping).release == 2
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(home), WAYS[reader % 2]],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
        )
        for reader in range(readers)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for swap in range(swaps):
        assert release(*adding, *stamping, keep=swaps).release == swap + 3
    (home / "stop").touch()
    said = []
    for process in processes:
        output, complaint = process.communicate(timeout=300)
        assert process.returncode == 0, complaint
        said.append(json.loads(output))
    return said


def test_no_reader_sees_an_error_or_two_releases_in_one(home: Path, release: Release) -> None:
    said = swap_under(2, 3, home, release)
    assert [reader["errors"] for reader in said] == [[]] * 2
    assert [reader["mixed"] for reader in said] == [0] * 2
    assert all(len(reader["seen"]) > 1 for reader in said)  # type: ignore[arg-type]


@pytest.mark.long
def test_twenty_readers_and_ten_releases(home: Path, release: Release) -> None:
    started = time.monotonic()
    said = swap_under(20, 10, home, release)
    reads = sum(int(str(reader["reads"])) for reader in said)
    print(f"\n20 readers, 10 releases, {reads} reads of 6 tables in {time.monotonic() - started:.0f} s")
    assert sum(int(str(reader["mixed"])) for reader in said) == 0
    assert [reader["errors"] for reader in said] == [[]] * 20
    assert {number for reader in said for number in reader["seen"]} >= set(range(3, 13))  # type: ignore[attr-defined]


def test_a_reader_that_loses_the_race_to_a_deleted_release_opens_the_next(
    home: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse import read

    looked = read.current_release(home)
    for _ in range(2):
        release(keep=1)
    assert looked is not None and looked.name == "1" and Home(home).current.readlink() == Path("3")
    answers = iter([Home(home).release(2)])
    now = read.current_release
    monkeypatch.setattr(read, "current_release", lambda home: next(answers, None) or now(home))
    with read.connect_release(home) as connection:
        assert connection.execute("select release_number from dim_release where is_this_release").fetchone() == (3,)


def test_a_release_is_written_for_the_oldest_client_that_is_promised(homes: tuple[Path, Path]) -> None:
    with connect_release(homes[0]) as release:
        tags = release.execute("select tags from duckdb_databases() where database_name = 'gongkai'").fetchone()
    assert tags == ({"storage_version": f"{OLDEST_CLIENT}+"},)
