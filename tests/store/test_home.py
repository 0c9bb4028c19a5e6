"""The paths of a home, and the lock that keeps its writers apart."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from store.errors import StoreError
from store.home import Home, home_folder
from store.lock import writing
from store.run_id import RUN_ID, began_at, new_run_id


def test_a_home_is_named_by_the_environment_and_practice_has_one_inside_it(monkeypatch, tmp_path):
    monkeypatch.setenv("GONGKAI_HOME", str(tmp_path))
    assert home_folder() == tmp_path and home_folder(practice=True) == tmp_path / "practice"
    monkeypatch.delenv("GONGKAI_HOME")
    assert str(home_folder()) == "data"


def test_landings_are_told_by_the_files_that_say_how_far_a_run_came(tmp_path):
    home = Home(tmp_path)
    for run_id, files in {
        "20250103T000000Z-0003": ("sightings.jsonl", "manifest.json"),
        "20250101T000000Z-0001": ("sightings.jsonl",),
        "20250102T000000Z-0002": ("sightings.jsonl", "outcomes.jsonl"),
        "20250104T000000Z-0004": (),
    }.items():
        home.landing(run_id).folder.mkdir(parents=True)
        for name in files:
            (home.landing(run_id).folder / name).write_text("{}\n" if name == "outcomes.jsonl" else "")
    assert [landing.run_id[-1] for landing in home.landings()] == ["1", "2", "3"]
    assert [landing.run_id[-1] for landing in home.read_landings()] == ["3"]
    assert [landing.run_id[-1] for landing in home.visits()] == ["2"]


def test_a_run_is_called_by_its_moment():
    assert RUN_ID.fullmatch(new_run_id())
    assert began_at("20250131T023000Z-0a1b") == datetime(2025, 1, 31, 2, 30, tzinfo=UTC)


def test_a_second_writer_is_refused_until_the_first_has_ended(tmp_path):
    second = f"from pathlib import Path\nfrom store.lock import writing\nwith writing(Path({str(tmp_path)!r})): pass"
    with writing(tmp_path):
        done = subprocess.run([sys.executable, "-c", second], capture_output=True, text=True, check=False)
    assert done.returncode and "another run is writing" in done.stderr
    assert subprocess.run([sys.executable, "-c", second], check=False).returncode == 0


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"), writing(tmp_path / "file" / "home"):
        raise AssertionError("nothing is written")
