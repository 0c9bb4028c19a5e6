"""A backup holds what cannot be made anew, each file once, whole or not at all; nobody waits for it."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from store import backup_folder
from store.backup import backup
from store.backup_folder import BackupFolder
from store.dropped import Dropped, note_dropped
from store.errors import FullDiskError, StoreError
from store.home import Home
from store.lines import read_lines
from store.restore import restore, verify
from tests.store.homes import RUN, contents, lived_in, log, put, release, see, spend


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return lived_in(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def held(folder: Path) -> dict[str, str]:
    """The files of the newest backup."""
    return dict(BackupFolder(folder).read_list(BackupFolder(folder).newest()).files)


def test_what_is_made_from_the_rest_is_left_out(home: Path, folder: Path) -> None:
    backup(home, folder)
    names = {path for path in held(folder) if not path.startswith("archive/objects/")}
    assert names == {
        f"archive/captures/{RUN}.jsonl", "archive/ledger.sqlite", "gongkai.toml",
        *(f"landing/{RUN}/{name}.jsonl" for name in ("sightings", "outcomes", "bureaus")),
        "releases/7/gongkai.duckdb", "releases/7/release.json", "releases/releases.jsonl",
    }  # fmt: skip


def test_a_second_backup_writes_only_what_is_new(home: Path, folder: Path) -> None:
    first = backup(home, folder)
    assert first.new_files == len(set(held(folder).values())) > 5
    before = set((folder / "files").rglob("*"))
    again = backup(home, folder)
    assert (again.files, again.new_files, again.new_bytes) == (first.files, 0, 0)
    sha256 = put(home, b"new page")
    log(home, sha256)
    third = backup(home, folder)
    assert (third.files, third.new_files) == (first.files + 1, 2)
    new = {path.name for path in set((folder / "files").rglob("*")) - before if path.is_file()}
    assert new == {sha256, held(folder)[f"archive/captures/{RUN}.jsonl"]}


def test_every_file_is_named_by_its_hash(home: Path, folder: Path) -> None:
    backup(home, folder)
    files = [file for file in (folder / "files").rglob("*") if file.is_file()]
    assert files and all(hashlib.sha256(file.read_bytes()).hexdigest() == file.name for file in files)


def test_a_line_that_is_being_written_is_left_to_the_next_backup(home: Path, folder: Path, tmp_path: Path) -> None:
    whole = Home(home).capture_log(RUN).read_bytes()
    log(home, "half", end="")
    backup(home, folder)
    restore(folder, tmp_path / "other")
    assert Home(tmp_path / "other").capture_log(RUN).read_bytes() == whole


def test_a_log_of_one_torn_line_is_empty(home: Path, folder: Path, tmp_path: Path) -> None:
    log(home, "x" * 200_000, "20250201T023000Z-0a1b", end="")
    backup(home, folder)
    restore(folder, tmp_path / "other")
    assert Home(tmp_path / "other").capture_log("20250201T023000Z-0a1b").read_bytes() == b""


def test_whatever_a_night_writes_meanwhile_is_there_with_its_bytes(home: Path, folder: Path, tmp_path: Path) -> None:
    """A night goes on through four backups; no line of any of them names bytes that are not in it."""
    is_over = threading.Event()

    def night() -> None:
        number = 0
        while not is_over.wait(0.005):
            sha256 = put(home, f"page of the night {number}".encode())
            log(home, sha256)
            see(home, sha256)
            number += 1

    writer = threading.Thread(target=night)
    writer.start()
    try:
        lists = [held(folder) for _ in range(4) if backup(home, folder)]
    finally:
        is_over.set()
        writer.join()
    sizes = [len(files) for files in lists]
    assert sizes[0] < sizes[-1], "nothing was written meanwhile"
    for files in lists:
        names = {Path(path).name for path in files if path.startswith("archive/objects/")}
        logged = _sha256s(folder, files[f"archive/captures/{RUN}.jsonl"])
        assert logged <= names
        assert _sha256s(folder, files[f"landing/{RUN}/sightings.jsonl"]) <= logged


def _sha256s(folder: Path, sha256: str) -> set[str]:
    return {record["sha256"] for record in read_lines(BackupFolder(folder).file(sha256))}


def test_a_ledger_that_is_open_is_copied_as_it_is_at_one_moment(home: Path, folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(Home(home).ledger, isolation_level=None)) as night:
        night.execute("pragma journal_mode = wal")
        night.execute("insert into spent values (4)")
        night.execute("begin immediate")
        night.execute("insert into spent values (5)")
        backup(home, folder)
        night.execute("commit")  # nobody has waited for it
    restore(folder, tmp_path / "other")
    with closing(sqlite3.connect(Home(tmp_path / "other").ledger)) as ledger:
        assert ledger.execute("select sum(requests) from spent").fetchone() == (7,)


def test_other_releases_are_kept_if_they_are_asked_for(home: Path, folder: Path, tmp_path: Path) -> None:
    release(home, 8)
    found = {}
    for releases in ("current", "all", "none"):
        backup(home, folder, releases=releases)  # type: ignore[arg-type]
        found[releases] = {path for path in held(folder) if path.endswith("gongkai.duckdb")}
    seven, eight = (f"releases/{number}/gongkai.duckdb" for number in (7, 8))
    assert found == {"current": {eight}, "all": {seven, eight}, "none": set()}


def at(count: int, what: Callable[[], Any], patch: pytest.MonkeyPatch, name: str) -> None:
    """Do ``what`` at the ``count``-th call of a function of the folder's."""
    calls = iter(range(1, 1_000_000))
    real = getattr(os, name)

    def called(*arguments: Any, **options: Any) -> Any:
        if next(calls) == count:
            what()
        return real(*arguments, **options)

    patch.setattr(backup_folder.os, name, called)


@pytest.mark.parametrize("moment", [1, 2, 5, 11, 12])
def test_a_backup_that_is_killed_is_none(
    home: Path, folder: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(home, folder)
    before = BackupFolder(folder).backups()
    for number in range(12):
        log(home, put(home, f"later {number}".encode()), f"20250201T0230{number:02}Z-0a1b")
    child = os.fork()
    if not child:
        at(moment, lambda: os._exit(9), monkeypatch, "fsync")
        backup(home, folder)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert BackupFolder(folder).backups() == before
    assert verify(folder).is_sound
    done = backup(home, folder)
    assert not list(folder.rglob(".*.partial"))
    assert verify(folder).is_sound
    assert len([path for path in held(folder) if path.startswith("archive/objects/")]) == 15
    assert done.backup > before[-1]


def full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("moment", [1, 4, 14])
def test_on_a_full_disk_a_backup_is_one_sentence_and_none_is_torn(
    home: Path, folder: Path, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(home, folder)
    before = contents(folder / "backups")
    for number in range(12):
        log(home, put(home, f"later {number}".encode()))
    with monkeypatch.context() as patch:
        at(moment, full, patch, "fsync")
        with pytest.raises(FullDiskError, match=r"^the disk of .* is full: the backup is not finished"):
            backup(home, folder)
    assert contents(folder / "backups") == before
    assert verify(folder).is_sound
    backup(home, folder)
    assert verify(folder).is_sound


def test_a_damaged_object_is_left_out_and_named(home: Path, folder: Path) -> None:
    sha256 = put(home, b"page")
    Home(home).object(sha256).write_bytes(b"rot")
    done = backup(home, folder)
    assert done.damaged == (sha256,)
    assert sha256 not in held(folder).values()
    assert verify(folder).is_sound


def test_what_the_home_has_lost_stays_in_the_backups(home: Path, folder: Path, tmp_path: Path) -> None:
    backup(home, folder)
    sha256 = put(home, b"page 1")
    Home(home).object(sha256).unlink()
    assert backup(home, folder, keep=1).only_here == 1
    restore(folder, tmp_path / "other")
    assert Home(tmp_path / "other").object(sha256).read_bytes() == b"page 1"


def test_what_was_dropped_on_purpose_does_not_stay(home: Path, folder: Path) -> None:
    backup(home, folder)
    sha256 = put(home, b"page 1")
    note_dropped(home, [Dropped(sha256, 6, "2025-01-31T00:00:00Z", "superseded")])
    Home(home).object(sha256).unlink()
    assert backup(home, folder, keep=1).only_here == 0
    assert sha256 not in BackupFolder(folder).stored()


def test_only_the_newest_backups_are_kept_and_whatever_they_name(home: Path, folder: Path) -> None:
    for number in range(3):
        log(home, put(home, f"later {number}".encode()))
        spend(home, number)
        done = backup(home, folder, keep=2)
    assert (len(BackupFolder(folder).backups()), done.forgotten) == (2, 1)
    found = verify(folder)
    assert found.is_sound and found.files == len(list(BackupFolder(folder).stored()))


def test_no_backup_goes_while_one_that_stays_cannot_be_read(home: Path, folder: Path) -> None:
    first = backup(home, folder).backup
    second = backup(home, folder).backup
    BackupFolder(folder).list_file(second).write_text("rot")
    with pytest.raises(StoreError, match="damaged"):
        backup(home, folder, keep=1)
    assert BackupFolder(folder).list_file(first).exists()


def test_one_backup_at_a_time(home: Path, folder: Path) -> None:
    backup(home, folder)
    with BackupFolder(folder).held(to_write=True), pytest.raises(StoreError, match="another process uses"):
        backup(home, folder)


def test_there_has_to_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing in .* to back up"):
        backup(tmp_path / "empty", tmp_path / "backups")
    assert not (tmp_path / "backups").exists()
