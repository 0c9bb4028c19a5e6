"""A home of the oldest release there is, and of each version of the tables since: today's program goes on from it.

``oldest/practice.tar.xz`` was written by the first version that could play a whole night (21 November 2026): a night on the
practice portals with four invented reports, an import of a fifth, and their two releases.
"""

from __future__ import annotations

import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.archive import Archive
from crawler.archive.verify import verify
from flows import steps
from flows.rebuild import rebuild
from flows.tidy import Retention, tidy
from lookup.explain.trace import explain
from parsing.version import parser_version
from store.backup import backup
from store.home import Home
from store.restore import restore
from tests.flows.portal_nights import Portal, page
from tests.warehouse.replay import replaying
from warehouse.connection import open_database
from warehouse.read import is_outdated

OLDEST = Path(__file__).parent / "oldest" / "practice.tar.xz"
SCHEMA_5 = Path(__file__).parents[1] / "warehouse" / "schemas" / "0005.sql"

FIGURES = """
    select bureau_code, report_year, section_code, line_code, column_code, value::double as value, raw_text, state
    from fct_figure order by all
"""
YEAR_OVER_YEAR = """
    select bureau_code, report_year, value::double, prior_value::double, prior_basis, round(change_pct, 1)
    from yoy_metric where metric_code = 'applications_received' and value is not null order by all
"""


def unpacked(home: Path) -> Path:
    home.mkdir()
    with tarfile.open(OLDEST) as files:
        files.extractall(home, filter="data")
    return home


def answer(home: Path, number: int, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(Home(home).release(number) / "gongkai.duckdb"), read_only=True) as release:
        return release.execute(query).fetchall()


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The oldest home after the first steps of a night of today."""
    home = unpacked(tmp_path_factory.mktemp("oldest") / "practice")
    assert is_outdated(home)
    with replaying(tmp_path_factory):
        assert steps.made_fit(home)
        assert steps.load_landed(home) == ()
        released = steps.release(home, is_practice=True)
    assert (released.status, released.release) == ("released", 3)
    return home


@pytest.mark.parametrize("query", [FIGURES, YEAR_OVER_YEAR])
def test_todays_release_has_the_figures_of_the_oldest(upgraded: Path, query: str) -> None:
    old = answer(upgraded, 2, query)
    assert len(old) in (996, 5)
    assert answer(upgraded, 3, query) == old


def test_releases_from_before_are_remembered(upgraded: Path) -> None:
    assert answer(upgraded, 3, "select release_number, report_count from dim_release order by all") == [
        (1, 4),
        (2, 5),
        (3, 5),
    ]


def test_each_number_still_leads_to_its_bytes_when_all_that_may_go_has_gone(upgraded: Path) -> None:
    done = tidy(upgraded, Retention(landing=1, pages=1), lambda: datetime(2027, 12, 1, tzinfo=UTC))
    assert (done.landings, done.trouble) == (2, None)
    found = explain(upgraded, "hrss-371500", 2022, "applications_received")
    assert [trail.report["report_year"] for trail in found.trails] == [2022, 2021]
    assert all(trail.captures and all(each.is_read_again for each in trail.evidence) for trail in found.trails)
    assert verify(upgraded).is_sound


def test_a_backup_of_the_oldest_home_is_as_good_as_the_home(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, upgraded: Path
) -> None:
    backup(unpacked(tmp_path / "practice"), tmp_path / "backups", releases="all")
    restore(tmp_path / "backups", tmp_path / "other")
    rebuild(tmp_path / "other")
    with replaying(tmp_path_factory):
        assert steps.release(tmp_path / "other", is_practice=True).release == 3
    assert answer(tmp_path / "other", 3, FIGURES) == answer(upgraded, 3, FIGURES)


def test_a_warehouse_of_the_version_before_is_migrated_by_the_next_night(tmp_path: Path) -> None:
    """Its history stays, and each document is read once by the parser of today, if that is another one."""
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022), "/2023": page(2023)})
    put_back(tmp_path, "that of then")
    assert is_outdated(tmp_path)
    read = portal.night("2024-01-11", {"/2021": page(2021)})
    assert (read.is_rebuilt, read.documents, read.reread) == (False, 3, 2)
    with open_database(Home(tmp_path).warehouse, read_only=True) as warehouse:
        versions = warehouse.execute(
            "select parser_version, count(*), count(why) from staging.document"
            " join staging.claim using (sha256, parser_version) group by all"
        ).fetchall()
        runs = warehouse.execute("select run_id from staging.run order by all").fetchall()
    assert {version for version, *_ in versions} == {"that of then", parser_version()}
    assert runs == [("20240110T173000Z-0001",), ("20240111T173000Z-0001",)]
    assert Archive(tmp_path).broken_lines == 0


def test_a_migrated_warehouse_reads_nothing_if_the_parser_is_the_same(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022)})
    put_back(tmp_path, parser_version())
    read = portal.night("2024-01-11", {"/2021": page(2021)})
    assert (read.is_rebuilt, read.documents, read.reread) == (False, 1, 0)


def put_back(home: Path, parser: str) -> None:
    """The warehouse as a program of schema 5 had it, with what a parser of that name read."""
    new = Home(home).warehouse.rename(home / "new.duckdb")
    with duckdb.connect(str(Home(home).warehouse)) as old:
        old.execute(SCHEMA_5.read_text(encoding="utf-8"))
        old.execute(f"attach '{new}' as new (read_only)")
        tables = old.execute(
            "select table_name, string_agg(case column_name when 'parser_version' then $parser else column_name end, ', '"
            " order by column_index) from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name)"
            " where database_name = 'warehouse' and table_name <> 'schema_version' group by all",
            {"parser": f"'{parser}'"},
        ).fetchall()
        for table, columns in tables:
            old.execute(f"insert into staging.{table} select {columns} from new.staging.{table}")  # noqa: S608
    new.unlink()
