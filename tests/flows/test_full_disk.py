"""A real disk that is full: one line, a status of its own, and nothing lost once there is room again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.exit_status import ExitStatus
from store.home import Home
from store.lock import made

KIB = 1024


@pytest.fixture(name="disk")
def _disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A disk of so many KiB; called again, the same one with another size."""
    folder = made(tmp_path / "disk")

    def sized(kib: int) -> Path:
        how = f"remount,size={kib}k" if folder.is_mount() else f"size={kib}k"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", how, "tmpfs", str(folder)], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("this user may not mount a disk")
        return folder / "home"

    yield sized
    subprocess.run(["umount", str(folder)], capture_output=True, check=False)


def used_kib(home: Path) -> int:
    return sum(file.stat().st_blocks // 2 + 4 for file in home.rglob("*"))


def figures(home: Path) -> list[Any]:
    with duckdb.connect(str(Home(home).warehouse), read_only=True) as connection:
        return connection.execute(
            "select sha256, line_code, column_code, value from staging.figure order by all"
        ).fetchall()


def assert_full(outcome: Any) -> None:
    assert outcome.status == ExitStatus.DISK_FULL, outcome.err
    assert outcome.err.count("\n") == 1 and "the disk is full" in outcome.err


@pytest.mark.parametrize("kib", [24, 160, 900, 2500])
def test_an_import_that_finds_no_room_is_whole_the_next_time(
    gongkai: Any, disk: Callable[[int], Path], reports: Path, imported: Path, kib: int
) -> None:
    home = disk(kib)
    assert_full(gongkai("import", reports, home=home))
    disk(200 * KIB)
    assert gongkai("import", reports, home=home).status == ExitStatus.GOOD
    assert figures(home) == figures(imported)
    assert gongkai("archive", "verify", home=home).status == ExitStatus.GOOD


def test_a_rebuild_that_finds_no_room_leaves_warehouse_and_release_as_they_were(
    gongkai: Any, disk: Callable[[int], Path], imported: Path
) -> None:
    home = disk(200 * KIB)
    shutil.copytree(imported, home, symlinks=True)
    disk(used_kib(home) + 700)
    assert_full(gongkai("rebuild", home=home))
    assert figures(home) == figures(imported)
    assert gongkai("sql", "select count(*) from fct_report", "--format", "csv", home=home).out.split()[-1] == "3"
    disk(200 * KIB)
    assert gongkai("rebuild", home=home).status == ExitStatus.GOOD
    assert figures(home) == figures(imported)
