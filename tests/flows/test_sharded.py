"""Shards are handed on from workers that die, and a home that does not say what machines share is told so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.shards.claims import Standing
from flows import sharded
from flows.errors import NightError

RUN = "20250131T023000Z-0a1b"
FREE, HELD, ENDED = (False, False), (True, False), (False, True)


class Claims:
    """Says how two shards stand, look after look."""

    def __init__(self, *looks: tuple[tuple[bool, bool], tuple[bool, bool]]) -> None:
        self._looks = iter(looks)

    def standings(self, run_id: str) -> list[Standing]:
        return [Standing(number, *stands, said="its disk is full") for number, stands in enumerate(next(self._looks))]


class Pool:
    """Jobs that wait, run, or have ended, as the test says."""

    def __init__(self) -> None:
        self.submitted: list[int] = []
        self.forgotten: list[str] = []
        self.waiting: set[str] = set()
        self.ended: set[str] = set()

    def submit(self, run_id: str, number: int) -> str:
        self.submitted.append(number)
        return f"job {len(self.submitted)}"

    def is_waiting(self, job: str) -> bool:
        return job in self.waiting

    def has_ended(self, job: str) -> bool:
        return job in self.ended

    def forget(self, job: str) -> None:
        self.forgotten.append(job)


@pytest.fixture(name="pool")
def _pool(monkeypatch: pytest.MonkeyPatch) -> Pool:
    monkeypatch.setattr(sharded, "LOOK_SECONDS", 0)
    return Pool()


def watch(pool: Pool, *looks: Any) -> None:
    sharded._Watch(Claims(*looks), pool, RUN, 10).until_all_have_ended()


def test_a_shard_is_submitted_once(pool):
    watch(pool, (FREE, FREE), (FREE, HELD), (HELD, HELD), (ENDED, HELD), (ENDED, ENDED))
    assert pool.submitted == [0, 1] and pool.forgotten == []


def test_a_shard_whose_job_ended_without_a_result_is_submitted_again(pool):
    pool.ended.add("job 1")
    watch(pool, (FREE, ENDED), (FREE, ENDED), (HELD, ENDED), (ENDED, ENDED))
    assert pool.submitted == [0, 0] and pool.forgotten == ["job 1"]


def test_a_worker_that_has_not_begun_in_time_is_gone(pool, monkeypatch):
    monkeypatch.setattr(sharded, "START_SECONDS", 0)
    watch(pool, (FREE, ENDED), (FREE, ENDED), (HELD, ENDED), (ENDED, ENDED))
    assert pool.submitted == [0, 0]


def test_a_worker_that_has_begun_and_is_silent_is_not_waited_for(pool):
    watch(pool, (FREE, ENDED), (HELD, ENDED), (FREE, ENDED), (HELD, ENDED), (ENDED, ENDED))
    assert pool.submitted == [0, 0]


def test_a_job_that_waits_for_a_worker_is_waited_for(pool, monkeypatch):
    monkeypatch.setattr(sharded, "START_SECONDS", 1)
    ticks: Iterator[float] = iter(range(0, 1000, 10))
    monkeypatch.setattr(sharded.time, "monotonic", lambda: next(ticks) if pool.waiting == set() else 0.0)
    pool.waiting.add("job 1")
    watch(pool, (FREE, ENDED), (FREE, ENDED), (FREE, ENDED), (HELD, ENDED), (ENDED, ENDED))
    assert pool.submitted == [0]


def test_a_shard_that_no_worker_brings_to_its_end_is_given_up(pool):
    pool.ended.update(f"job {number}" for number in range(1, 10))
    with pytest.raises(NightError, match=r"shard 0 of run .* was given up after 5 tries: its disk is full"):
        watch(pool, *[(FREE, HELD)] * 9)
    assert "job 5" in pool.forgotten, "nobody goes on for a night that has failed"


@pytest.mark.parametrize(
    ("settings", "lacks"),
    [
        ({}, "archive_url"),
        ({"GONGKAI_ARCHIVE_URL": "/srv/shared"}, "ledger_url"),
        ({"GONGKAI_ARCHIVE_URL": "/srv/shared", "GONGKAI_LEDGER_URL": "postgresql://ledger/gongkai"}, "work_pool"),
    ],
)
def test_what_shards_need_is_one_sentence(
    gongkai: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], lacks: str
) -> None:
    for name, value in {"GONGKAI_CRAWL_SHARDS": "2", "GONGKAI_MIN_FREE_MB": "0", **settings}.items():
        monkeypatch.setenv(name, value)
    answer = gongkai("run", "--plain", home=tmp_path)
    assert answer.status == 1
    assert f"the setting {lacks} (GONGKAI_{lacks.upper()})" in answer.err
    assert "Traceback" not in answer.err
