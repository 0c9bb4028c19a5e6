"""A night drops what nothing needs any more, says so, and every published number still leads to its bytes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.verify import verify
from flows import steps
from flows import tidy as tidying
from flows.rebuild import rebuild
from flows.tidy import Retention, retention, tidy, tidy_lines
from lookup.explain.trace import captures_of
from store.home import Home
from tests.flows.portal_nights import Portal, page
from warehouse.digest import inputs_digest
from warehouse.errors import WarehouseError

LATER = datetime(2024, 3, 1, tzinfo=UTC)
FIRST, SECOND = "20240110T173000Z-0001", "20240225T173000Z-0001"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    portal = Portal(tmp_path)
    portal.night("2024-01-10", {"/2022": page(2022)})
    portal.night("2024-02-25", {"/2023": page(2023)})
    return tmp_path


def tidied(home: Path, **kept: Any) -> tidying.Tidied:
    return tidy(home, Retention(**kept), lambda: LATER)


def names(home: Path, run_id: str) -> set[str]:
    return {file.name for file in Home(home).landing(run_id).folder.iterdir()}


LINES = {"sightings.jsonl", "outcomes.jsonl", "bureaus.jsonl", "manifest.json"}


def test_read_rows_of_old_loaded_runs_go_and_their_lines_stay(home: Path) -> None:
    recent = names(home, SECOND)
    done = tidied(home)
    assert (done.landings, done.trouble) == (1, None) and done.landing_bytes > 0
    assert names(home, FIRST) == LINES
    assert names(home, SECOND) == recent > LINES
    assert tidied(home).landings == 0


def test_a_run_that_is_not_loaded_keeps_what_was_read_of_it(home: Path) -> None:
    Home(home).warehouse.unlink()
    assert tidied(home).landings == 0
    assert names(home, FIRST) > LINES


def test_the_warehouse_is_the_same_made_anew_afterwards(home: Path) -> None:
    before = inputs_digest(home)
    tidied(home, landing=1)
    rebuild(home)
    assert inputs_digest(home) == before


def test_a_lost_warehouse_is_made_anew_by_the_next_build(home: Path) -> None:
    before = inputs_digest(home)
    tidied(home, landing=1)
    Home(home).warehouse.unlink()
    steps.load_landed(home)
    assert inputs_digest(home) == before


def test_every_document_still_leads_to_its_captures_and_bytes(home: Path) -> None:
    tidied(home, landing=1, pages=1)
    documents = {sha256 for landing in Home(home).landings() for sha256 in steps.seen_documents(landing)}
    assert len(documents) == 2
    assert all(list(captures_of(home, sha256)) and Home(home).object(sha256).is_file() for sha256 in documents)
    assert verify(home).is_sound


def test_by_default_bytes_stay_for_ever(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert retention(home) == Retention(logs=90, landing=30, pages=0)
    monkeypatch.setattr(tidying, "drop_superseded", None)  # not even asked
    assert tidied(home).trouble is None


def test_the_settings_say_how_long(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Home(home).settings.write_text("keep_landing_days = 7\nkeep_logs_days = 8\n")
    monkeypatch.setenv("GONGKAI_KEEP_PAGES_DAYS", "365")
    assert retention(home) == Retention(8, 7, 365)
    monkeypatch.setenv("GONGKAI_KEEP_PAGES_DAYS", "soon")
    assert "keep_pages_days cannot be used" in (tidy(home).trouble or "")


def test_logs_of_old_runs_go(home: Path) -> None:
    Home(home).logs.mkdir()
    for run_id in (FIRST, SECOND):
        Home(home).run_log(run_id).write_text("{}\n")
    (Home(home).logs / "serve.log").touch()
    assert tidied(home, logs=10).logs == 1
    assert {file.name for file in Home(home).logs.iterdir()} == {f"{SECOND}.jsonl", "serve.log"}


def test_a_night_does_not_fail_for_its_tidying(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(home: Path) -> set[str]:
        raise WarehouseError("warehouse.duckdb is locked by another process.")

    monkeypatch.setattr(tidying, "loaded_runs", locked)
    done = tidied(home)
    assert tidy_lines(done) == ["tidy     not finished: warehouse.duckdb is locked by another process."]


def test_a_night_says_what_it_dropped() -> None:
    said = tidy_lines(tidying.Tidied(1, 2, 2048, 3, 900))
    assert said == [
        "tidy     logs of 1 old runs dropped",
        "tidy     read rows of 2 loaded runs dropped (2,048 bytes)",
        "tidy     3 superseded lists dropped (900 bytes)",
    ]
    assert tidy_lines(tidying.NOTHING) == []


def test_a_day_is_a_day(home: Path) -> None:
    began = datetime(2024, 1, 10, 17, 30, tzinfo=UTC)
    for after, landings in ((timedelta(days=30), 0), (timedelta(days=30, seconds=1), 1)):
        assert tidy(home, Retention(), lambda moment=began + after: moment).landings == landings  # type: ignore[misc]
