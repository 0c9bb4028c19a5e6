"""Backup and restore from the command line: the restored home rebuilds to the very rows that were released."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from store.backup_folder import BackupFolder
from store.home import Home


@pytest.fixture
def home(imported: Path, tmp_path: Path) -> Path:
    """A home with a release of three reports."""
    shutil.copytree(imported, tmp_path / "lived", symlinks=True)
    return tmp_path / "lived"


@pytest.mark.parametrize("releases", ["current", "none"])
def test_a_restored_home_rebuilds_to_the_same_release(gongkai: Any, home: Path, tmp_path: Path, releases: str) -> None:
    folder, other = tmp_path / "backups", tmp_path / "other"
    outcome = gongkai("backup", folder, "--releases", releases, home=home)
    assert (outcome.status, outcome.err) == (0, "")
    name = BackupFolder(folder).newest()
    assert outcome.out.startswith(f"backup {name}: ")
    outcome = gongkai("restore", folder, "--into", other, home=tmp_path / "elsewhere")
    assert (outcome.status, outcome.err) == (0, "")
    assert f" in {other}, " in outcome.out and "`gongkai rebuild`" in outcome.out
    outcome = gongkai("rebuild", home=other)
    assert (outcome.status, outcome.err) == (0, "")
    if releases == "current":  # what a release is made from counts by the values of its rows
        assert "nothing new, release 1 with 3 reports stays" in outcome.out
    else:
        assert "release 2 with 3 reports is current" in outcome.out
        assert differing(home, other) == {"dim_release"}


def differing(one: Path, other: Path) -> set[str]:
    """Tables of the current releases with different rows."""
    with duckdb.connect() as connection:
        for name, home in (("one", one), ("other", other)):
            connection.execute(f"attach '{Home(home).current / 'gongkai.duckdb'}' as {name} (read_only)")
        tables = connection.execute("select table_name from duckdb_tables() where database_name = 'one'").fetchall()
        assert len(tables) > 20
        return {
            table
            for (table,) in tables
            for left, right in (("one", "other"), ("other", "one"))
            if connection.execute(f"from {left}.main.{table} except all from {right}.main.{table}").fetchall()
        }


def test_a_second_backup_says_that_nothing_is_new(gongkai: Any, home: Path, tmp_path: Path) -> None:
    gongkai("backup", tmp_path / "backups", home=home)
    outcome = gongkai("backup", tmp_path / "backups", "--keep", 1, home=home)
    assert outcome.status == 0
    assert "of them 0 new (0 bytes)\n1 older backup deleted\n" in outcome.out


def test_every_file_of_the_backups_is_read_again(gongkai: Any, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    gongkai("backup", folder, home=home)
    outcome = gongkai("backup", folder, "--verify", home=home)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("1 backup, ") and outcome.out.endswith(": 0 damaged, 0 missing\n")
    rotten = next(iter(BackupFolder(folder).stored()))
    BackupFolder(folder).file(rotten).write_bytes(b"rot")
    outcome = gongkai("backup", folder, "--verify", home=home)
    assert (outcome.status, outcome.err) == (1, f"gongkai: file {rotten} is damaged\n")


def test_an_object_that_the_archive_lost_is_told(gongkai: Any, home: Path, tmp_path: Path) -> None:
    gongkai("backup", tmp_path / "backups", home=home)
    next(Home(home).objects.glob("*/*")).unlink()
    outcome = gongkai("backup", tmp_path / "backups", home=home)
    assert outcome.status == 1
    assert outcome.err == "gongkai: the archive has lost 1 object that this backup holds\n"


def test_trouble_is_one_line(gongkai: Any, home: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("backup", tmp_path / "backups"), "nothing in"),
        (("restore", tmp_path / "backups"), "there is no backup in"),
        (("backup", tmp_path / "backups", "--verify"), "there is no backup in"),
    ):
        outcome = gongkai(*arguments, home=tmp_path / "empty")
        assert (outcome.status, outcome.err.count("\n")) == (1, 1)
        assert said in outcome.err
    gongkai("backup", tmp_path / "backups", home=home)
    outcome = gongkai("restore", tmp_path / "backups", home=home)
    assert (outcome.status, outcome.err.count("\n")) == (1, 1) and "is not empty" in outcome.err
