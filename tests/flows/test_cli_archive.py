"""The archive from the command line: checked, written as a WARC file, and put back from one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.imports import land
from crawler.local_files import local_files
from store.lock import writing
from store.run_id import new_run_id


@pytest.fixture
def archived(tmp_path: Path, reports: Path) -> Path:
    """A home whose archive holds three reports."""
    home = tmp_path / "archived"
    with writing(home):
        land(home, new_run_id(), local_files([reports]))
    return home


def objects(home: Path) -> list[Path]:
    return sorted(path for path in (home / "archive" / "objects").rglob("*") if path.is_file())


def test_a_sound_archive_is_said_to_be_so(gongkai: Any, archived: Path) -> None:
    outcome = gongkai("archive", "verify", home=archived)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("3 objects (") and outcome.out.endswith("3 captures: 0 damaged, 0 missing\n")


def test_every_damaged_and_every_missing_object_is_named(gongkai: Any, archived: Path) -> None:
    damaged, missing, _ = objects(archived)
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    missing.unlink()
    outcome = gongkai("archive", "verify", home=archived)
    assert outcome.status == 1
    assert f"gongkai: object {damaged.name} is damaged\n" in outcome.err
    assert missing.name in outcome.err and "are missing" in outcome.err
    assert "1 damaged, 1 missing" in outcome.out


def test_an_exported_archive_is_the_same_where_it_is_imported(gongkai: Any, archived: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "captures.warc.gz", tmp_path / "other"
    outcome = gongkai("archive", "export", file, home=archived)
    assert (outcome.status, outcome.out) == (0, f"{file}: 3 captures with 3 different bodies\n")
    outcome = gongkai("import", file, home=other)
    assert (outcome.status, outcome.err) == (0, "")
    assert f"{file}: 3 captures restored" in outcome.out
    again = gongkai("import", file, home=other)
    assert (again.status, again.err) == (1, "gongkai: there is nothing to import\n")
    assert [path.name for path in objects(other)] == [path.name for path in objects(archived)]
    assert gongkai("archive", "verify", home=other).status == 0


def test_captures_before_a_day_are_left_out_of_an_export(gongkai: Any, archived: Path, tmp_path: Path) -> None:
    outcome = gongkai("archive", "export", tmp_path / "late.warc.gz", "--since", "2999-01-01", home=archived)
    assert (outcome.status, "0 captures" in outcome.out) == (0, True)


def test_an_export_never_overwrites(gongkai: Any, archived: Path, tmp_path: Path) -> None:
    file = tmp_path / "captures.warc.gz"
    file.write_text("mine", encoding="utf-8")
    outcome = gongkai("archive", "export", file, home=archived)
    assert (outcome.status, outcome.err) == (1, f"gongkai: {file} is there already\n")
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("arguments", [("verify",), ("export", "captures.warc.gz")])
def test_where_there_is_no_archive_none_is_made(gongkai: Any, tmp_path: Path, arguments: Any) -> None:
    outcome = gongkai("archive", *arguments)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "there is no archive" in outcome.err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("day", ["yesterday", "20240101"])  # the second would be a moment of 1970 (``findings``)
def test_a_day_that_is_none_is_wrong_usage(day: str, gongkai: Any, archived: Path, tmp_path: Path) -> None:
    outcome = gongkai("archive", "export", tmp_path / "a.warc.gz", "--since", day, home=archived)
    assert outcome.status == 2


def test_an_archive_moves_into_a_store_and_is_read_on_another_machine(
    gongkai: Any, archived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = gongkai("archive", "push", home=archived)
    assert (refused.status, refused.err.count("\n")) == (1, 1) and "set archive_url" in refused.err
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", f"memory://{tmp_path.name}-{new_run_id()}")
    pushed = gongkai("archive", "push", home=archived)
    assert pushed.status == 0 and pushed.out.startswith("3 objects and ")
    other = tmp_path / "other"
    assert gongkai("archive", "pull", home=other).status == 0
    outcome = gongkai("archive", "verify", home=other)
    assert outcome.out.startswith("3 objects (") and outcome.out.endswith("3 captures: 0 damaged, 0 missing\n")
    assert objects(other) == []
