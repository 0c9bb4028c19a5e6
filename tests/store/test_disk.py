"""A full disk: known by any library's words, looked for before a night, and seen by who writes."""

import errno
import sqlite3
from collections import namedtuple

import pytest

from store import disk
from store.disk import MIB, full_disk, is_full, needed_bytes, require_room
from store.errors import FullDiskError
from store.home import RELEASE_FILE, Home

Room = namedtuple("Room", "f_bavail f_frsize")


def cause(error, other):
    error.__cause__ = other
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        sqlite3.OperationalError("database or disk is full"),
        RuntimeError('IO Error: Could not write file "x.duckdb": No space left on device'),
        FullDiskError("no room"),
        cause(ValueError("the ledger cannot be used"), OSError(errno.ENOSPC, "")),
    ],
)
def test_whoever_says_it_a_full_disk_is_known(error):
    assert is_full(error)


@pytest.mark.parametrize("error", [None, OSError(errno.EIO, "Input/output error"), ValueError("full"), KeyError("x")])
def test_no_other_error_is_taken_for_it(error):
    assert not is_full(error)


def test_it_is_told_in_one_line(tmp_path):
    said = str(full_disk(tmp_path, RuntimeError("IO Error: No space left on device\n\nhint\n")))
    assert "\n" not in said and "No space left on device" in said and "Nothing that was stored is lost" in said


def test_a_night_needs_a_fixed_room_at_first_and_then_what_its_releases_need(tmp_path, monkeypatch):
    monkeypatch.delenv(disk.LEAST_SETTING, raising=False)
    assert needed_bytes(tmp_path) == 1024 * MIB and needed_bytes(tmp_path, is_practice=True) == 128 * MIB
    release = Home(tmp_path).release(1)
    release.mkdir(parents=True)
    with (release / RELEASE_FILE).open("wb") as file:
        file.truncate(500 * MIB)
    Home(tmp_path).current.symlink_to("1")
    assert needed_bytes(tmp_path) == needed_bytes(tmp_path, is_practice=True) == 1500 * MIB


def test_who_runs_it_may_ask_for_more_or_less(tmp_path, monkeypatch):
    monkeypatch.setenv(disk.LEAST_SETTING, "7")
    assert needed_bytes(tmp_path) == 7 * MIB
    monkeypatch.setenv(disk.LEAST_SETTING, "0")
    assert require_room(tmp_path / "not" / "made" / "yet") == 0


def test_without_room_a_night_does_not_begin(tmp_path, monkeypatch):
    monkeypatch.setenv(disk.LEAST_SETTING, "100")
    monkeypatch.setattr(disk.os, "statvfs", lambda _: Room(99 * MIB, 1))
    with pytest.raises(FullDiskError, match="has 99 MiB free, and a night needs 100"):
        require_room(tmp_path)
    monkeypatch.setattr(disk.os, "statvfs", lambda _: Room(100 * MIB, 1))
    require_room(tmp_path)
