"""Answers of a release: asked once while they fit, and bounded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dashboard import releases
from dashboard.app import create_app
from dashboard.errors import PageError
from dashboard.releases import Releases
from store.home import Home
from tests.flows.conftest import LIAOCHENG


def test_an_answer_is_kept_while_its_release_is_open(shown: Path) -> None:
    release = Releases(shown).current()
    assert release.rows("totals") is release.rows("totals")


def test_the_answers_that_are_kept_are_bounded(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "KEPT_ROWS", 30)
    release = Releases(shown).current()
    first = release.rows("totals")
    for number in range(50):
        release.rows("bureaus_count", words=str(number), province="", level="")
    assert release.rows("totals") is not first
    assert sum(map(len, release._answers.values())) == release._kept_rows <= 30


def test_a_large_answer_is_not_kept(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "LARGEST_KEPT", 0)
    release = Releases(shown).current()
    assert release.rows("totals") is not release.rows("totals")


def test_a_question_cannot_be_widened_by_what_it_is_given(shown: Path) -> None:
    release = Releases(shown).current()
    assert release.rows("bureau", bureau_code="' or true --") == []
    assert release.rows("bureau", bureau_code=LIAOCHENG)


def test_a_home_that_is_made_anew_is_not_taken_for_the_old_one(shown: Path, tmp_path: Path) -> None:
    home, spare = tmp_path / "home", tmp_path / "spare"
    for copy in (home, spare):
        shutil.copytree(shown, copy, symlinks=True)
    found = Releases(home)
    before = found.current()
    assert found.current() is before
    home.rename(tmp_path / "old")
    spare.rename(home)
    assert found.current() is not before and found.current().number == before.number


def test_a_question_that_memory_does_not_suffice_for_is_answered_by_a_sentence(
    shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "large.sql").write_text("select list(range) as everything from range(100000000)")
    monkeypatch.setattr(releases, "_SQL", tmp_path)
    monkeypatch.setattr(releases, "MEMORY_MIB", 16)
    home = Path(shutil.copytree(shown, tmp_path / "home", symlinks=True))
    with pytest.raises(PageError) as said:
        Releases(home).current().rows("large")
    assert (said.value.word, said.value.status) == ("too_much_at_once", 503)


def test_a_release_that_is_gone_is_said_to_be(shown: Path) -> None:
    with pytest.raises(PageError) as said:
        Releases(shown).numbered(99)
    assert said.value.status == 410


@pytest.mark.parametrize("record", ["", "{", "[]", '{"status": "failed"}'])
def test_a_damaged_record_of_the_gate_locks_nobody_out(shown: Path, tmp_path: Path, record: str) -> None:
    home = Path(shutil.copytree(shown, tmp_path / "home", symlinks=True))
    Home(home).gate.write_text(record, encoding="utf-8")
    page = TestClient(create_app(home)).get("/en/")
    assert page.status_code == 200 and "gate.json" in page.text
