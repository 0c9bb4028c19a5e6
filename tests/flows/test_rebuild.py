"""The archive read anew: by a new parser, and into a warehouse made anew that tells the same history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows import rebuild as rebuilding
from flows import steps
from flows.errors import NightError
from flows.progress import watched_by
from flows.rebuild import rebuild
from parsing.version import parser_version
from store.errors import ArchiveError
from store.home import Home
from tests.flows.portal_nights import Portal, page
from tests.warehouse.replay import marts_builder
from warehouse import anew
from warehouse.connection import open_database
from warehouse.digest import inputs_digest
from warehouse.release import ReleaseSummary

SAME = ("capture", "observation", "outcome", "bureau", "bureau_name", "known_report")
"""Tables that no parser has a part in."""
READ = ("document", "figure", "check", "claim", "claim_sum", "claim_sum_part", "ambiguous_number", "extra_line")


@pytest.fixture(autouse=True)
def parser(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the version that the parser says it is."""

    def become(version: str) -> None:
        monkeypatch.setattr(steps, "parser_version", lambda: version)
        monkeypatch.setattr(rebuilding, "parser_version", lambda: version)

    return become


def rows(home: Path, table: str, columns: str = "*", where: str = "true") -> list[str]:
    with open_database(Home(home).warehouse, read_only=True) as warehouse:
        return sorted(map(str, warehouse.execute(f"select {columns} from staging.{table} where {where}").fetchall()))  # noqa: S608


def live(portal: Portal, parser: Any) -> None:
    """A year of a bureau's portal: published, edited in its numbers, prose and looks, gone and back, and a killed night."""
    parser("first")
    report = page(2023)
    other = report.replace(">11<", ">12<", 1)
    reworded = report.replace("均已上网", "都已上网")
    restyled = reworded.replace("<body>", "<body class='wide'>")
    assert len({report, other, reworded, restyled}) == 4
    portal.night("2024-01-10", {"/2022": page(2022)}, "new")
    portal.night("2024-02-10", {"/2023": report}, "new")
    portal.night("2024-03-10", {"/2023": other})
    portal.night("2024-04-10", {"/2023": report})
    parser("second")
    portal.pages["/2021"] = page(2021)
    killed = portal.crawled("2024-05-10", "new")
    tear(portal.home, killed)
    portal.night("2024-05-11")
    portal.night("2024-06-10", {"/2023": reworded})
    portal.night("2024-07-10", {"/2023": restyled})
    portal.night("2024-08-10", {"/2023": None, "/broken": "<html>"})
    portal.night("2024-09-10", {"/2023": restyled}, "blocked")
    portal.night("2024-10-10")


def tear(home: Path, run_id: str) -> None:
    """What a kill leaves of lines that were being written."""
    folder = Home(home).landing(run_id).folder
    for file in (folder / "sightings.jsonl", folder / "outcomes.jsonl", Home(home).capture_log(run_id)):
        with file.open("ab") as lines:
            lines.write(b'{"run_id": "2024' + "年".encode()[:2])


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A home that has lived through its nights, and what its archive alone is made into."""
    lived, rebuilt = tmp_path_factory.mktemp("lived"), tmp_path_factory.mktemp("rebuilt")
    with pytest.MonkeyPatch.context() as patch:

        def parser(version: str) -> None:
            patch.setattr(steps, "parser_version", lambda: version)
            patch.setattr(rebuilding, "parser_version", lambda: version)

        live(Portal(lived), parser)
        for name in ("archive", "landing"):
            (rebuilt / name).symlink_to(lived / name)
        rebuild(rebuilt)
    yield lived, rebuilt


@pytest.mark.parametrize("table", SAME)
def test_a_rebuilt_warehouse_has_the_rows_that_the_nights_have_loaded(homes: tuple[Path, Path], table: str) -> None:
    lived, rebuilt = homes
    assert rows(lived, table) == rows(rebuilt, table) != []


@pytest.mark.parametrize("table", READ)
def test_documents_are_read_once_by_the_present_parser(homes: tuple[Path, Path], table: str) -> None:
    lived, rebuilt = homes
    columns = "* exclude (run_id)" if table == "document" else "*"
    assert rows(lived, table, columns, "parser_version = 'second'") == rows(rebuilt, table, columns)
    assert rows(rebuilt, table, "distinct parser_version") in ([], ["('second',)"])


def test_a_document_of_a_rebuilt_warehouse_belongs_to_the_run_that_saw_it_first(homes: tuple[Path, Path]) -> None:
    lived, rebuilt = homes
    first_seen = rows(lived, "observation", "sha256, min(run_id)", "true group by sha256")
    assert rows(rebuilt, "document", "sha256, run_id") == first_seen


def test_marts_from_the_archive_are_those_of_living_through_it(
    homes: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    for home in homes:
        assert marts_builder(tmp_path_factory)(home, home / "marts.duckdb").problems == ()
    with duckdb.connect(str(homes[0] / "marts.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{homes[1] / 'marts.duckdb'}' as rebuilt (read_only)")
        tables = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where database_name = 'marts'"
            ).fetchall()
        ]
        assert len(tables) > 20
        for name in tables:
            for one, other in (("marts", "rebuilt"), ("rebuilt", "marts")):
                difference = f"from {one}.main.{name} except all from {other}.main.{name}"
                assert connection.execute(difference).fetchall() == [], name
        changes = connection.execute(
            "select change_class from fct_report_version where report_year = 2023 order by version_number"
        ).fetchall()
    assert [cause for (cause,) in changes] == ["first", "numbers", "numbers", "prose", "cosmetic", "vanished", "back"]


def test_a_new_parser_reads_the_whole_archive_once(tmp_path: Path, parser: Any) -> None:
    portal = Portal(tmp_path)
    parser("first")
    assert portal.night("2024-01-10", {"/2022": page(2022), "/2023": page(2023)}).documents == 2
    assert portal.night("2024-01-11").documents == 0
    parser("second")
    read = portal.night("2024-01-12", {"/2021": page(2021)})
    assert (read.documents, read.reread, read.lost) == (3, 2, 0)
    assert portal.night("2024-01-13").documents == 0
    assert rows(tmp_path, "document", "parser_version, count(*)", "true group by 1") == [
        "('first', 2)",
        "('second', 3)",
    ]


def test_a_warehouse_made_anew_needs_no_new_release(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    report = page(2023)
    portal.night("2024-01-10", {"/2023": report, "/2022": page(2022)}, "new")
    portal.night("2024-02-10", {"/2023": report.replace(">11<", ">12<", 1)})
    portal.pages["/2023"] = report
    portal.crawled("2024-03-10")  # killed before it was read
    portal.night("2024-03-11", {"/2022": None})
    before = inputs_digest(tmp_path)
    Home(tmp_path).warehouse.unlink()
    rebuild(tmp_path)
    assert inputs_digest(tmp_path) == before


def test_progress_counts_all_that_is_read(tmp_path: Path, parser: Any) -> None:
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022)})
    parser("second")
    portal.pages["/2023"] = page(2023)
    told: list[tuple[int, int | None]] = []
    run_id = portal.crawled("2024-01-11")
    with watched_by(lambda stage, done, all_, remark: told.append((done, all_))):
        steps.parse_run(tmp_path, run_id)
    assert [count for count in told if count[0]] == [(1, 2), (2, 2)]


def test_a_parser_that_is_put_back_needs_to_read_nothing(tmp_path: Path, parser: Any) -> None:
    portal = Portal(tmp_path)
    for day, version, documents in ((10, "first", 1), (11, "second", 1), (12, "first", 0)):
        parser(version)
        assert portal.night(f"2024-01-{day}", {"/2023": page(2023)}).documents == documents
    assert rows(tmp_path, "current_parser") == ["('first',)"]


def test_documents_lost_from_the_archive_stay_as_they_were_read(tmp_path: Path, parser: Any) -> None:
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022), "/2023": page(2023)})
    Home(tmp_path).object(portal.seen["/2022"]).unlink()
    parser("second")
    read = portal.night("2024-01-11")
    assert (read.documents, read.reread, read.lost) == (1, 1, 1)
    with pytest.raises(NightError, match=r"1 documents are missing from the archive.*--despite-loss"):
        rebuild(tmp_path)
    assert rows(tmp_path, "document", "count(*)") == ["(3,)"]
    assert rebuild(tmp_path, despite_loss=True).lost == 1
    assert rows(tmp_path, "document", "count(*)") == ["(1,)"]


def contents(home: Path) -> str:
    return hashlib.sha256(Home(home).warehouse.read_bytes()).hexdigest()


def test_a_rebuild_that_fails_leaves_the_warehouse_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022)})
    portal.night("2024-01-11", {"/2023": page(2023)})
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        loaded = iter([True, False])

        def stop(*arguments: Any) -> None:
            if not next(loaded):
                raise KeyboardInterrupt

        patch.setattr(anew, "load_run", stop)
        with pytest.raises(KeyboardInterrupt):
            rebuild(tmp_path)
    Home(tmp_path).object(portal.seen["/2023"]).write_bytes(b"other bytes")
    with pytest.raises(ArchiveError):
        rebuild(tmp_path)
    assert contents(tmp_path) == before
    assert not (tmp_path / "rebuilding").exists()


@pytest.mark.parametrize("state", ["of another version", "gone"])
def test_a_night_makes_an_unfit_warehouse_anew(tmp_path: Path, state: str) -> None:
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022)})
    Home(tmp_path).warehouse.unlink()
    if state != "gone":
        with duckdb.connect(str(Home(tmp_path).warehouse)) as old:
            old.execute("create schema staging; create table staging.schema_version as select 2 as version")
    read = portal.night("2024-01-11", {"/2023": page(2023)})
    assert read.is_rebuilt and read.documents == 0
    assert rows(tmp_path, "document", "count(*)") == ["(2,)"]
    assert rows(tmp_path, "run", "run_id") == ["('20240110T173000Z-0001',)", "('20240111T173000Z-0001',)"]
    assert not portal.night("2024-01-12").is_rebuilt


def test_where_nothing_has_landed_there_is_nothing_to_rebuild_from(tmp_path: Path) -> None:
    with pytest.raises(NightError, match="nothing to rebuild from"):
        rebuild(tmp_path)
    assert not Home(tmp_path).warehouse.exists()


def test_the_version_of_the_parser_is_that_of_its_source(tmp_path: Path) -> None:
    Portal(tmp_path).night("2024-01-10", {"/2022": page(2022)})
    rebuild(tmp_path)
    assert rows(tmp_path, "document", "parser_version") == [f"('{parser_version()}',)"]


def test_the_command_says_what_was_read_and_releases_it(
    gongkai: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Portal(tmp_path).night("2024-01-10", {"/2022": page(2022), "/broken": "<html>"})
    standing = ReleaseSummary("released", 7, None, {"fct_report": 1})
    monkeypatch.setattr(steps, "build_release", lambda home, **_: standing)
    Home(tmp_path).warehouse.write_text("not a database" * 1000)
    outcome = gongkai("rebuild", home=tmp_path)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "rebuild  1 run, 2 documents read (1 not_a_report, 1 verified)",
        "release  release 7 with 1 report is current",
    ]


def test_the_command_needs_runs_that_have_landed(gongkai: Any, tmp_path: Path) -> None:
    outcome = gongkai("rebuild", home=tmp_path)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "nothing to rebuild from" in outcome.err
