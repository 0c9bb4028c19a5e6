"""The frontier: what is known of every address, and how far each list was walked."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.frontier import Frontier, Seen
from store.home import Home
from store.landed import Sighting

NOW = datetime(2025, 1, 20, 18, tzinfo=UTC)
CODE = "hrss-371500"
OPEN = Seen(
    bureau_code=CODE,
    kind="report",
    key="7001",
    url="http://127.0.0.12/doc_7001.html",
    other_url=None,
    title="2023年政府信息公开工作年度报告",
    published_on="2024-01-12",
    found_on="http://127.0.0.12/list/",
    files=("http://127.0.0.12/a.pdf", "http://127.0.0.12/b.pdf"),
    strategy="column",
    is_listed=True,
    state="open",
    due_at="2025-01-20T18:00:00.000Z",
)


@pytest.fixture(name="frontier")
def _frontier(tmp_path):
    frontier = Frontier(tmp_path)
    yield frontier
    frontier.close()


def test_a_row_is_read_as_it_was_saved(frontier):
    frontier.save(OPEN)
    assert frontier.get(CODE, "report", "7001") == OPEN
    assert frontier.get(CODE, "attachment", "7001") is None
    assert frontier.get("hrss-330600", "report", "7001") is None


def test_what_is_due_is_asked_again_and_what_is_not_is_left_alone(frontier):
    later = replace(OPEN, key="7002", due_at="2025-02-20T18:00:00.000Z")
    never = replace(OPEN, key="7003", state="refused", due_at=None)
    for row in (OPEN, later, never):
        frontier.save(row)
    assert [row.key for row in frontier.due(CODE, NOW)] == ["7001"]
    assert [row.key for row in frontier.due(CODE, NOW + timedelta(days=40))] == ["7001", "7002"]


def test_a_walk_that_nobody_closed_is_open(frontier):
    assert frontier.walk(CODE, "column") is None
    frontier.close_walk(CODE, "column", NOW, rows=6)
    assert not frontier.walk(CODE, "column").is_open
    frontier.open_walk(CODE, "column")
    assert frontier.walk(CODE, "column").is_open
    frontier.close_walk(CODE, "column", NOW + timedelta(days=1), rows=None)
    walked = frontier.walk(CODE, "column")
    assert (walked.completed_at, walked.ended_at) == (NOW, NOW + timedelta(days=1))
    assert (walked.rows, walked.is_open) == (6, False)


def test_walks_of_an_older_frontier_are_known(frontier, tmp_path):
    frontier.close_walk(CODE, "hunt", NOW, rows=None)
    frontier.commit()
    with closing(sqlite3.connect(Home(tmp_path).frontier)) as older:
        older.execute("alter table walk rename column ended_at to hunted_at")
    with closing(Frontier(tmp_path)) as newer:
        assert newer.walk(CODE, "discover").ended_at == NOW
        assert newer.walk(CODE, "hunt") is None


def test_what_was_not_kept_is_not_there_after_a_kill(frontier, tmp_path):
    frontier.save(OPEN)
    killed = Frontier(tmp_path)
    assert killed.get(CODE, "report", "7001") is None
    frontier.commit()
    assert killed.get(CODE, "report", "7001") == OPEN
    killed.close()


def test_sightings_of_a_killed_run_are_known_and_its_torn_line_is_passed_over(frontier, tmp_path):
    folder = tmp_path / "landing" / "20250120T180000Z-0a1b"
    folder.mkdir(parents=True)
    line = Sighting(CODE, OPEN.url, "0" * 64, "c1", "2025-01-20T18:00:00.000Z", "report").as_line()
    (folder / "sightings.jsonl").write_bytes(line + line[:20])
    frontier.recover(Home(tmp_path).landings(), "20250121T180000Z-0a1c")
    assert frontier.has_landed(CODE, OPEN.url, "c1")
    assert not frontier.has_landed(CODE, OPEN.url, "c2")


def test_sightings_of_a_run_that_came_to_its_end_are_not_read_again(frontier, tmp_path):
    folder = tmp_path / "landing" / "20250120T180000Z-0a1b"
    folder.mkdir(parents=True)
    (folder / "sightings.jsonl").write_text(
        json.dumps({"bureau_code": CODE, "url": OPEN.url, "capture_id": "c1"}) + "\n"
    )
    frontier.close_run(folder.name)
    frontier.recover(Home(tmp_path).landings(), "20250121T180000Z-0a1c")
    assert not frontier.has_landed(CODE, OPEN.url, "c1")
