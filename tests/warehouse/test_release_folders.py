"""Releases on disk: which stay, what is on record of those that went, and what a killed build leaves."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from store.home import RELEASE_FILE, RELEASE_RECORD, Home
from tests.warehouse.conftest import Release
from warehouse import release_folders
from warehouse.errors import WarehouseError
from warehouse.read import connect_release


@pytest.fixture
def shelved(tmp_path: Path) -> Path:
    """A home with 40 releases, one a day from 10 January, the last of them current; their content is beside the point."""
    for number in range(1, 41):
        shelve(tmp_path, number, datetime(2024, 1, 9, tzinfo=UTC) + timedelta(days=number))
    point_at(tmp_path, 40)
    return tmp_path


def shelve(home: Path, number: int, built_at: datetime) -> None:
    folder = Home(home).release(number)
    folder.mkdir(parents=True)
    (folder / RELEASE_FILE).touch()
    record = {"release": number, "built_at": f"{built_at:%Y-%m-%dT%H:%M:%SZ}"}
    (folder / RELEASE_RECORD).write_text(json.dumps(record))


def point_at(home: Path, number: int) -> None:
    Home(home).current.unlink(missing_ok=True)
    Home(home).current.symlink_to(str(number))


def logged(home: Path) -> list[int]:
    return [record["release"] for record in release_folders.release_log(home)]


def test_the_newest_ten_stay_and_the_last_of_each_month(shelved: Path) -> None:
    release_folders.prune(shelved, 10)
    assert release_folders.release_numbers(shelved) == [22, *range(31, 41)]
    assert logged(shelved) == list(range(1, 41))


def test_the_last_of_a_month_stays_when_it_is_no_longer_among_the_newest(shelved: Path) -> None:
    release_folders.prune(shelved, 10)
    for number in range(41, 80):
        shelve(shelved, number, datetime(2024, 1, 9, tzinfo=UTC) + timedelta(days=number))
        point_at(shelved, number)
        release_folders.prune(shelved, 2)
    assert release_folders.release_numbers(shelved) == [22, 51, 78, 79]
    assert logged(shelved) == list(range(1, 80))


def test_the_current_release_stays_whatever_its_age(shelved: Path) -> None:
    point_at(shelved, 5)
    release_folders.prune(shelved, 1)
    assert release_folders.release_numbers(shelved) == [5, 22, 40]


def test_the_log_survives_a_kill_before_it_is_written(shelved: Path) -> None:
    release_folders.prune(shelved, 10)
    (Home(shelved).releases / ".releases.jsonl.partial").write_text('{"release": 1, "bui')
    shelve(shelved, 41, datetime(2024, 3, 1, tzinfo=UTC))
    point_at(shelved, 41)
    assert logged(shelved) == list(range(1, 42)), "41 was published, and killed before it came into the log"
    release_folders.prune(shelved, 10)
    assert logged(shelved) == list(range(1, 42))


def test_a_kill_while_releases_are_deleted_leaves_none_half(shelved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(path: Path, **_: object) -> None:
        (path / RELEASE_FILE).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(shutil, "rmtree", killed)
        release_folders.prune(shelved, 10)
    for number in release_folders.release_numbers(shelved):
        assert (Home(shelved).release(number) / RELEASE_FILE).exists()
    with release_folders.only_builder(shelved):
        assert not list(Home(shelved).releases.glob(".pruned*"))
    assert logged(shelved) == list(range(1, 41))


def test_a_release_that_never_became_current_is_cleared_away(shelved: Path) -> None:
    release_folders.prune(shelved, 10)
    shelve(shelved, 41, datetime(2024, 3, 1, tzinfo=UTC))
    with release_folders.only_builder(shelved):
        assert release_folders.release_numbers(shelved)[-1] == 40
        assert logged(shelved)[-1] == 40


def test_releases_after_the_one_that_somebody_went_back_to_stay(shelved: Path) -> None:
    release_folders.prune(shelved, 10)
    point_at(shelved, 35)
    with release_folders.only_builder(shelved):
        assert release_folders.release_numbers(shelved)[-1] == 40


def test_a_number_is_never_given_twice(home: Path, release: Release) -> None:
    assert release().release == 2
    assert release().release == 3
    point_at(home, 2)
    shutil.rmtree(Home(home).release(3))
    assert release().release == 4


def test_every_release_ever_is_in_the_newest_one(home: Path, release: Release) -> None:
    for _ in range(3):
        release(keep=1)
    with connect_release(home) as connection:
        numbers = connection.execute("select release_number, is_this_release from dim_release order by 1").fetchall()
    assert numbers == [(1, False), (2, False), (3, False), (4, True)]
    assert logged(home) == [1, 2, 3, 4]
    assert 2 not in release_folders.release_numbers(home)


def test_a_killed_build_is_cleared_away_by_the_next(home: Path) -> None:
    left_over = Home(home).candidate
    left_over.mkdir()
    (left_over / RELEASE_FILE).write_text("half a release")
    with release_folders.candidate(home) as folder:
        assert list(folder.iterdir()) == []
    assert Home(home).current.readlink() == Path("1")


def test_two_builders_at_once_are_refused(home: Path) -> None:
    with (
        release_folders.only_builder(home),
        pytest.raises(WarehouseError, match="Another build"),
        release_folders.only_builder(home),
    ):
        pass


def test_a_reader_of_a_release_that_is_deleted_reads_on(home: Path, release: Release) -> None:
    with connect_release(home) as reader:
        for _ in range(3):
            release(keep=1)
        assert not Home(home).release(2).exists()
        assert reader.execute("select release_number from dim_release where is_this_release").fetchone() == (1,)
        assert isinstance(reader, duckdb.DuckDBPyConnection)
