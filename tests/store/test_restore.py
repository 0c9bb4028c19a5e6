"""A backup comes back whole, into an empty home, or not at all; damage is found before it is relied on."""

from __future__ import annotations

import errno
import subprocess
from pathlib import Path
from typing import Any

import pytest

from store import restore as restoring
from store.backup import backup
from store.backup_folder import BackupFolder
from store.errors import FullDiskError, StoreError
from store.home import Home
from store.restore import restore, verify
from tests.store.homes import contents, lived_in, put

DOCS = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return lived_in(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path, home: Path) -> Path:
    backup(home, tmp_path / "backups")
    return tmp_path / "backups"


def file_of(folder: Path, path: str) -> Path:
    listing = BackupFolder(folder).read_list(BackupFolder(folder).newest())
    return BackupFolder(folder).file(listing.files[path])


def is_empty(home: Path) -> bool:
    return all(path.startswith("writer.") for path in contents(home))


def test_every_file_of_a_backup_comes_back(home: Path, folder: Path, tmp_path: Path) -> None:
    done = restore(folder, tmp_path / "other")
    back = contents(tmp_path / "other")
    back = {path: data for path, data in back.items() if not path.startswith("writer.")}
    had = {path: data for path, data in contents(home).items() if path in back and not path.endswith(".sqlite")}
    assert had == {path: data for path, data in back.items() if not path.endswith(".sqlite")}
    assert (done.files, done.current) == (len(back), 7)
    assert Home(tmp_path / "other").current.readlink() == Path("7")
    assert (Home(tmp_path / "other").current / "gongkai.duckdb").read_text() == "marts of 7"


def test_the_list_of_a_backup_is_what_sha256sum_reads(folder: Path, tmp_path: Path) -> None:
    restore(folder, tmp_path / "other")
    command = [
        "sha256sum",
        "--check",
        "--strict",
        "--quiet",
        BackupFolder(folder).list_file(BackupFolder(folder).newest()),
    ]
    assert subprocess.run(command, cwd=tmp_path / "other", capture_output=True, text=True).stderr == ""
    Home(tmp_path / "other").release_log.write_text("rot")
    assert subprocess.run(command, cwd=tmp_path / "other", capture_output=True).returncode == 1


def test_a_shell_restores_a_backup_too_as_the_docs_say(home: Path, folder: Path, tmp_path: Path) -> None:
    (line,) = (line.strip() for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("    grep -v"))
    target = tmp_path / "other"
    command = line.replace("NAME", BackupFolder(folder).newest()).replace("TARGET", str(target))
    subprocess.run(["bash", "-c", command], cwd=folder, check=True)
    back = contents(target)
    assert back and back == {path: data for path, data in contents(home).items() if path in back} | {
        path: data for path, data in back.items() if path.endswith(".sqlite")
    }


def test_settings_are_for_their_owner_alone(folder: Path, tmp_path: Path) -> None:
    restore(folder, tmp_path / "other")
    assert (tmp_path / "other" / "gongkai.toml").stat().st_mode & 0o777 == 0o600
    assert (folder / "files").stat().st_mode & 0o777 == 0o700


def test_a_backup_is_named_and_an_unknown_one_is_not_there(home: Path, folder: Path, tmp_path: Path) -> None:
    first = BackupFolder(folder).newest()
    sha256 = put(home, b"later")
    backup(home, folder)
    restore(folder, tmp_path / "other", backup=first)
    assert not Home(tmp_path / "other").object(sha256).exists()
    with pytest.raises(StoreError, match=f"there is no backup 2024 in .*{first}"):
        restore(folder, tmp_path / "third", backup="2024")


@pytest.mark.parametrize("entry", ["archive", "gongkai.toml"])
def test_nothing_is_restored_over_anything(folder: Path, tmp_path: Path, entry: str) -> None:
    (tmp_path / "other" / entry).mkdir(parents=True)
    with pytest.raises(StoreError, match=f"is not empty: it holds {entry}"):
        restore(folder, tmp_path / "other")
    assert [path.name for path in (tmp_path / "other").iterdir()] == [entry]


def test_a_practice_home_inside_is_no_hindrance(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other" / "practice").mkdir(parents=True)
    restore(folder, tmp_path / "other")


@pytest.mark.parametrize("harm", ["damaged", "missing"])
def test_of_a_damaged_backup_nothing_is_restored(folder: Path, tmp_path: Path, harm: str) -> None:
    file = file_of(folder, "releases/7/gongkai.duckdb")
    file.write_text("rot") if harm == "damaged" else file.unlink()
    with pytest.raises(StoreError, match=f"{file.name} .*{harm}.*nothing was restored"):
        restore(folder, tmp_path / "other")
    assert is_empty(tmp_path / "other")
    assert not Home(tmp_path / "other").restoring.exists()


def test_a_damaged_list_is_told_from_a_short_backup(folder: Path, tmp_path: Path) -> None:
    file = BackupFolder(folder).list_file(BackupFolder(folder).newest())
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:3] + lines[4:]))
    with pytest.raises(StoreError, match=r"list .* is damaged"):
        restore(folder, tmp_path / "other")
    with pytest.raises(StoreError, match=r"list .* is damaged"):
        verify(folder)


def test_a_list_leads_nowhere_but_into_the_home(folder: Path, tmp_path: Path) -> None:
    target = BackupFolder(folder)
    sha256 = next(iter(target.stored()))
    target.write_list("20990101T000000Z-0000", {"../outside": sha256}, {"current": None})
    with pytest.raises(StoreError, match="no path inside"):
        restore(folder, tmp_path / "other" / "home")
    assert not (tmp_path / "other" / "outside").exists()


def test_on_a_full_disk_the_home_stays_empty(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = restoring.copied, iter(range(1, 1000))

    def full(*arguments: Any) -> Any:
        if next(calls) == 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*arguments)

    monkeypatch.setattr(restoring, "copied", full)
    with pytest.raises(FullDiskError, match=r"^the disk of .* is full: nothing was restored"):
        restore(folder, tmp_path / "other")
    assert is_empty(tmp_path / "other")
    restore(folder, tmp_path / "other")


def test_a_restore_that_was_killed_is_begun_anew_if_nothing_had_its_place(folder: Path, tmp_path: Path) -> None:
    beside = Home(tmp_path / "other").restoring
    (beside / "archive").mkdir(parents=True)
    restore(folder, tmp_path / "other")
    assert not beside.exists()
    beside.mkdir()
    with pytest.raises(StoreError, match="a restore that was killed"):
        restore(folder, tmp_path / "other")


def test_what_is_damaged_is_named_put_aside_and_written_anew_by_the_next_backup(home: Path, folder: Path) -> None:
    damaged, missing = file_of(folder, "gongkai.toml"), file_of(folder, "releases/7/release.json")
    damaged.write_text("rot")
    missing.unlink()
    found = verify(folder)
    assert (found.damaged, found.missing, found.is_sound) == ((damaged.name,), (missing.name,), False)
    backup(home, folder)
    found = verify(folder)
    assert found.is_sound and found.backups == 2


def test_a_folder_without_backups_is_one_sentence(tmp_path: Path) -> None:
    for ask in (lambda: verify(tmp_path), lambda: restore(tmp_path, tmp_path / "home")):
        with pytest.raises(StoreError, match="there is no backup in"):
            ask()
