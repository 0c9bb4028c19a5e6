"""Coverage: what the nights' outcomes say of a portal, and the one state of every bureau and year that follows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsing.model import Document
from tests.warehouse.nights import LIAOCHENG, SHAOXING, Run, bureau, document, sha256_of
from tests.warehouse.replay import marts_builder
from warehouse.connection import open_database
from warehouse.digest import DBT_PROJECT
from warehouse.load import load

READ, WALLED, MERGED, UNVISITED, HALF_READ = "hrss-371500", "hrss-330600", "hrss-340603", "hrss-410105", "hrss-440113"
ONE_UNREAD = "hrss-441300"
NAMES = {
    READ: LIAOCHENG, WALLED: SHAOXING, MERGED: "淮北市相山区人力资源和社会保障局",
    UNVISITED: "郑州市金水区人力资源和社会保障局", HALF_READ: "广州市番禺区人力资源和社会保障局",
    ONE_UNREAD: "惠州市人力资源和社会保障局",
}  # fmt: skip
Warehouse = duckdb.DuckDBPyConnection


def a_night(day: str, **registry: Any) -> Run:
    """A run of ``day`` (ISO) over the six bureaus; ``registry`` changes what is said of the one that is merged."""
    rows = [bureau(code, name, first_expected_year=2021) for code, name in NAMES.items()]
    return Run(
        f"{day.replace('-', '')}T170000Z-0001",
        bureaus=[row | registry if row["bureau_code"] == MERGED else row for row in rows],
    )


def report(bureau_code: str, year: int, **options: Any) -> Document:
    return document(f"{bureau_code} {year}", NAMES[bureau_code], year, **options)


def store(home: Path, *runs: Run) -> Warehouse:
    for run in runs:
        run.write(home)
        load(home, run.run_id)
    return open_database(home / "warehouse.duckdb", read_only=True)


def states(home: Path, *found: tuple[str, str, str | None]) -> Warehouse:
    """A warehouse after nights on which one portal was found so: day, state, label."""
    runs = []
    for day, state, label in found:
        run = a_night(day)
        run.finds(READ, state, f"{day}T18:00:00Z", label, f"found on {day}")
        runs.append(run)
    return store(home, *runs)


def test_a_portals_state_is_that_of_the_last_visit_since_it_began_with_the_words_of_that_day(tmp_path: Path) -> None:
    found = states(
        tmp_path,
        ("2024-01-01", "blocked", "captcha"), ("2024-01-02", "quiet", None), ("2024-01-03", "blocked", "captcha"),
        ("2024-01-04", "blocked", "captcha"), ("2024-01-05", "not_due", None), ("2024-01-06", "postponed", "budget"),
        ("2024-01-07", "blocked", "captcha"),
    ).execute("from staging.portal").fetchall()  # fmt: skip
    assert found == [(READ, "blocked", "captcha", "found on 2024-01-03", date(2024, 1, 4))]


def test_new_and_quiet_nights_are_one_spell_of_reading(tmp_path: Path) -> None:
    found = states(tmp_path, ("2024-01-01", "new", None), ("2024-01-02", "quiet", None), ("2024-01-03", "new", None))
    assert found.execute("from staging.portal").fetchall() == [(READ, "read", None, None, date(2024, 1, 2))]


def test_a_reading_counts_for_what_was_due_on_its_day_in_china(tmp_path: Path) -> None:
    found = states(
        tmp_path,
        ("2024-01-30", "quiet", None), ("2024-01-31", "quiet", None), ("2024-02-05", "quiet", None),
        ("2024-03-01", "empty", None), ("2025-03-01", "new", None),
    ).execute("select last_due_year, first_read_on from staging.portal_reading order by all").fetchall()  # fmt: skip
    assert found == [(2022, date(2024, 1, 31)), (2023, date(2024, 2, 1)), (2024, date(2025, 3, 2))]


@pytest.mark.parametrize(
    ("day", "horizon"),
    [
        ("2024-01-30", (2024, 2022)),
        ("2024-01-31", (2024, 2023)),
        ("2024-12-30", (2024, 2023)),
        ("2024-12-31", (2025, 2023)),
    ],
)
def test_what_is_due_is_told_by_the_data_at_midnight_in_china(tmp_path: Path, day: str, horizon: Any) -> None:
    assert states(tmp_path, (day, "quiet", None)).execute("from staging.horizon").fetchone() == horizon


def test_nothing_seen_has_no_horizon(tmp_path: Path) -> None:
    assert store(tmp_path, a_night("2024-01-01")).execute("from staging.horizon").fetchone() == (None, None)


def capture(run: Run, url: str, outcome: str, **changes: Any) -> dict[str, Any]:
    return {
        "capture_id": sha256_of(f"{run.run_id}{url}")[:32], "run_id": run.run_id, "bureau_code": READ, "kind": "report",
        "url": url, "final_url": url, "captured_at": "2024-02-01T18:00:00Z", "reason": "discover", "outcome": outcome,
    } | changes  # fmt: skip


def test_an_address_is_unread_until_it_answers_once(tmp_path: Path) -> None:
    first, second = a_night("2024-02-01"), a_night("2024-02-02")
    later = {"captured_at": "2024-02-02T18:00:00Z"}
    first.other_captures = [
        capture(first, "walled", "blocked", label="captcha"), capture(first, "mended", "http_error"),
        capture(first, "never", "http_error", reason="hunt"), capture(first, "guessed", "failed", reason="sitemap"),
        capture(first, "file", "failed", kind="attachment"), capture(first, "gone", "not_here"),
    ]  # fmt: skip
    first.tells(READ, "walled", "blocked", report_year=2022)
    second.other_captures = [
        capture(second, "mended", "ok", **later),
        capture(second, "never", "failed", label="timeout", **later),
    ]
    found = store(tmp_path, first, second).execute("from staging.unread_address order by url").fetchall()
    assert found == [(READ, "never", "failed", "timeout", None), (READ, "walled", "blocked", "captcha", 2022)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nights of four winters: bureaus that publish in time, late, not at all, behind a wall, and until they are merged."""
    home = tmp_path_factory.mktemp("home")
    january, march = a_night("2022-01-20"), a_night("2023-03-01")
    january.sees(report(READ, 2021), READ, "2022-01-20T17:30:00Z", published_on=None)
    january.sees(report(MERGED, 2021), MERGED, "2022-01-20T17:30:00Z", published_on="2022-02-02")
    january.finds(READ, "new", "2022-01-20T18:00:00Z")
    march.sees(report(READ, 2022), READ, "2023-03-01T17:30:00Z", published_on="2023-02-10")
    march.sees(report(WALLED, 2021), WALLED, "2023-03-01T17:30:00Z", published_on="2022-01-31")
    march.sees(report(HALF_READ, 2021, verdict="uncertain"), HALF_READ, "2023-03-01T17:30:00Z")
    for code in (READ, MERGED, HALF_READ):
        march.finds(code, "new", "2023-03-01T18:00:00Z")
    merged = {"code": "merged", "since": "2023-06-01", "reason": "merged into its district"}
    last = a_night("2025-02-03", status=merged)
    last.finds(READ, "quiet", "2025-02-03T18:00:00Z")
    last.finds(WALLED, "blocked", "2025-02-03T18:00:00Z", "captcha", "a captcha is asked for")
    last.finds(HALF_READ, "quiet", "2025-02-03T18:00:00Z")
    last.other_captures = [capture(last, "https://example.gov.cn/x", "http_error", bureau_code=HALF_READ)]
    last.other_captures.append(
        capture(last, "https://example.gov.cn/y", "failed", label="timeout", bureau_code=ONE_UNREAD)
    )
    last.tells(ONE_UNREAD, "https://example.gov.cn/y", "failed", report_year=2023)
    last.finds(ONE_UNREAD, "quiet", "2025-02-03T18:00:00Z")
    last.sees(document("imported", "某市人力资源和社会保障局", 2023), None, "2025-02-03T17:30:00Z")
    for run in (january, march, last):
        run.write(home)
        load(home, run.run_id)
    return home


@pytest.fixture(scope="module")
def marts(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    assert marts_builder(tmp_path_factory)(home, home / "marts.duckdb").problems == ()
    with open_database(home / "marts.duckdb", read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("bureau_code", "by_year"),
    [
        (READ, {2021: "published_on_time", 2022: "late", 2023: "missing", 2024: "missing"}),
        (WALLED, {2021: "published_on_time", 2022: "blocked", 2023: "blocked", 2024: "blocked"}),
        (MERGED, {2021: "published_on_time", 2022: "missing", 2023: "not_expected", 2024: "not_expected"}),
        (UNVISITED, {2021: "blocked", 2022: "blocked", 2023: "blocked", 2024: "blocked"}),
        (HALF_READ, {2021: "quarantined", 2022: "blocked", 2023: "blocked", 2024: "blocked"}),
        (ONE_UNREAD, {2021: "missing", 2022: "missing", 2023: "blocked", 2024: "missing"}),
    ],
)
def test_each_year_of_a_bureau_has_the_state_that_its_evidence_allows(
    marts: Warehouse, bureau_code: str, by_year: dict[int, str]
) -> None:
    found = marts.execute("select report_year, state from coverage where bureau_code = ?", [bureau_code]).fetchall()
    assert dict(found) == by_year


def test_what_is_said_to_be_missing_was_looked_for_after_its_deadline(marts: Warehouse) -> None:
    assert marts.execute(
        "select bureau_code, report_year, looked_on from coverage where looked_on is not null order by all"
    ).fetchall() == [
        (MERGED, 2022, date(2023, 3, 2)), (READ, 2023, date(2025, 2, 4)), (READ, 2024, date(2025, 2, 4)),
        *((ONE_UNREAD, year, date(2025, 2, 4)) for year in (2021, 2022, 2024)),
    ]  # fmt: skip


def test_where_nobody_can_say_it_is_said_why(marts: Warehouse) -> None:
    assert marts.execute("select bureau_code, blocked_reason from coverage where report_year = 2024 and state = 'blocked' order by 1").fetchall() == [
        (WALLED, "a captcha is asked for"),
        (UNVISITED, "the portal has not been visited"),
        (HALF_READ, "the report at https://example.gov.cn/x was never read: http_error"),
    ]  # fmt: skip


def test_completeness_has_its_denominator(marts: Warehouse) -> None:
    found = marts.execute(
        "select report_year, count(*) filter (where is_parsed), count(*) from coverage where is_expected group by 1 order by 1"
    ).fetchall()
    assert found == [(2021, 3, 6), (2022, 1, 6), (2023, 0, 5), (2024, 0, 5)]


def test_an_agency_that_the_registry_does_not_know_owes_nothing(marts: Warehouse) -> None:
    assert marts.execute("select count(*) from dim_bureau where status = 'unregistered'").fetchone() == (1,)
    assert marts.execute("select distinct bureau_code from coverage order by 1").fetchall() == [
        (code,) for code in sorted(NAMES)
    ]


@pytest.mark.long
def test_dbt_tells_how_fresh_the_warehouse_is(home: Path) -> None:
    places = {
        "RELEASE": "none.duckdb",
        "WAREHOUSE": "warehouse.duckdb",
        "WORK": "work.duckdb",
        "RELEASES": "releases.jsonl",
    }
    command = [
        Path(sys.executable).parent / "dbt",
        "--no-version-check",
        "source",
        "freshness",
        "--target-path",
        home / "target",
    ]
    said = subprocess.run(
        [*command, "--log-path", home / "logs", "--project-dir", DBT_PROJECT, "--profiles-dir", DBT_PROJECT],
        env=os.environ | {f"GONGKAI_{name}_FILE": str(home / file) for name, file in places.items()},
        cwd=home, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    results = json.loads((home / "target" / "sources.json").read_text(encoding="utf-8"))["results"]
    newest = {result["unique_id"].rsplit(".", 1)[1]: result["max_loaded_at"][:16] for result in results}
    assert newest == {"outcome": "2025-02-03T18:00", "observation": "2025-02-03T17:30"}
    assert "ERROR STALE freshness of staging.outcome" in said  # nobody has looked for more than a month
