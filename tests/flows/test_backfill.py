"""Backfill: who lacks a report is asked again at once, and nobody else is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.archive import iso, utc_now
from crawler.frontier import Frontier, Seen, State
from flows import backfill, steps
from flows.errors import NightError
from store.home import RELEASE_FILE, Home

LACKING, WALLED, COMPLETE = "hrss-371500", "hrss-340603", "hrss-330600"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a release whose coverage has gaps."""
    folder = Home(tmp_path).release(1)
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / RELEASE_FILE)) as release:
        release.execute("create table coverage (bureau_code varchar, report_year integer, state varchar)")
        release.executemany(
            "insert into coverage values (?, ?, ?)",
            [
                (LACKING, 2022, "missing"), (LACKING, 2023, "late"), (WALLED, 2023, "blocked"),
                (COMPLETE, 2022, "published_on_time"), (COMPLETE, 2023, "quarantined"), ("hrss-of-long-ago", 2022, "missing"),
            ],
        )  # fmt: skip
    Home(tmp_path).current.symlink_to("1")
    return tmp_path


@pytest.mark.parametrize(
    ("years", "bureaus"),
    [((), {LACKING, WALLED}), ((2022,), {LACKING}), ((2022, 2023), {LACKING, WALLED}), ((2019,), set())],
)
def test_bureaus_of_the_registry_that_lack_a_report_are_asked(home: Path, years: Any, bureaus: set[str]) -> None:
    assert set(backfill.lacking(home, None, years)) == bureaus


def test_before_the_first_release_every_bureau_lacks_reports(tmp_path: Path) -> None:
    assert {LACKING, WALLED, COMPLETE} < set(backfill.lacking(tmp_path, None))


def test_only_what_was_never_captured_is_due_at_once_and_lists_are_walked_to_their_end(tmp_path: Path) -> None:
    frontier, later = Frontier(tmp_path), iso(utc_now() + timedelta(days=20))
    states: dict[str, State] = {"never": "open", "captured": "present", "gone": "vanished", "another": "refused"}
    for key, state in states.items():
        frontier.save(
            Seen(LACKING, "report", key, f"https://example.gov.cn/{key}", None, key, None, None, (), "column", True, state,
                 due_at=later)
        )  # fmt: skip
    for bureau_code in (LACKING, COMPLETE):
        frontier.close_walk(bureau_code, "column", utc_now(), rows=4)
    frontier.commit()
    assert frontier.due(LACKING, utc_now()) == []
    assert backfill.reopen(tmp_path, [LACKING]) == 1
    assert [seen.key for seen in frontier.due(LACKING, utc_now())] == ["never"]
    walks = [frontier.walk(bureau_code, "column") for bureau_code in (LACKING, COMPLETE)]
    assert [walk.is_open for walk in walks if walk] == [True, False]


def test_the_command_crawls_the_bureaus_that_lack_a_report(
    gongkai: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def crawl(_home: Path, _run: str, _registry: Path | None, bureaus: Any, **options: Any) -> None:
        asked.append((set(bureaus), options["extra"]))
        raise NightError("that will do")

    monkeypatch.setattr(steps, "crawl", crawl)
    for arguments in ((), ("--year", 2022, "--any-hour"), ("--bureau", COMPLETE)):
        assert gongkai("backfill", *arguments, home=home).err == "gongkai: that will do\n"
    assert asked == [({LACKING, WALLED}, ()), ({LACKING}, ("--any-hour",)), ({COMPLETE}, ())]


def test_where_no_report_is_lacking_nothing_is_asked(gongkai: Any, home: Path) -> None:
    outcome = gongkai("backfill", "--year", 2019, home=home)
    assert (outcome.status, outcome.out) == (0, "no bureau lacks a report; nothing was asked for\n")
    assert not (home / "archive").exists()
