"""``gongkai status`` says when portals were visited last, and that it is too long ago."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from lookup.query import release_status
from store.home import RELEASE_FILE, Home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = Home(tmp_path).release(1)
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / RELEASE_FILE)) as release:
        release.execute(
            "create table fct_report as select 'b' as bureau_code, 2023 as report_year, 'verified' as verdict,"
            " timestamptz '2024-02-01 00:00:00+00' as first_observed_at"
        )
    (folder / "release.json").write_text(json.dumps({"built_at": "2024-02-01T00:00:00Z"}))
    Home(tmp_path).current.symlink_to("1")
    return tmp_path


def ran(home: Path, begun: datetime, outcomes: str) -> None:
    folder = Home(home).landing(f"{begun:%Y%m%dT%H%M%SZ}-0001").folder
    folder.mkdir(parents=True)
    (folder / "outcomes.jsonl").write_text(outcomes)


@pytest.mark.parametrize(
    ("days", "said"), [(7, "7 days ago)"), (9, "9 days ago; no portal was visited for more than 8 days)")]
)
def test_the_last_visit_is_named_and_a_long_silence_too(home: Path, days: int, said: str) -> None:
    begun = datetime.now(UTC) - timedelta(days=days, minutes=1)
    ran(home, begun - timedelta(days=1), "{}\n")
    ran(home, begun, "{}\n")
    ran(home, begun + timedelta(days=3), "")  # killed before it came to any portal's end
    assert f"visited  {begun:%Y-%m-%d %H:%M} UTC ({said}" in release_status(home)


def test_a_home_of_imports_was_never_at_a_portal(home: Path) -> None:
    assert "visited" not in release_status(home)
