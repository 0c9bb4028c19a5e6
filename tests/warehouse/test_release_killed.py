"""The writer is killed at every step: the current release is whole, and the next run completes."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.conftest import Release
from tests.warehouse.releases import another_night
from warehouse import layout, shelf
from warehouse.datapackage import DATAPACKAGE, checksum
from warehouse.digest import PROJECT
from warehouse.read import connect_release


def run(home: Path, *fatal: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.warehouse.killed", str(home), *fatal]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)


@pytest.fixture
def before(home: Path, release: Release) -> Path:
    """A home with two releases, the second current, and something new to release."""
    assert release().release == 2
    another_night(home, 999)
    return home


def assert_whole(home: Path) -> int:
    """The number of the current release, every file of which is as its data package says."""
    folder = layout.current_link(home).resolve()
    package = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))
    assert {item["path"] for item in package["resources"]} | {DATAPACKAGE} == {file.name for file in folder.iterdir()}
    assert [item["path"] for item in package["resources"] if item["hash"] != checksum(folder / item["path"])] == []
    with connect_release(home) as connection:
        row = connection.execute("select release_number from dim_release where is_this_release").fetchone()
    assert row == (int(folder.name),) == (int(package["version"]),)
    return int(folder.name)


def assert_survived(home: Path, at: str) -> None:
    """Kill a run there; then the current release is whole, the next run completes, and nothing is left over or lost."""
    died = run(home, at)
    assert died.returncode == -signal.SIGKILL, (at, died.stderr)
    assert assert_whole(home) in (2, 3), at
    again = run(home)
    assert again.returncode == 0, (at, again.stderr)
    assert assert_whole(home) == 3, at
    assert [record["release"] for record in shelf.release_log(home)] == [1, 2, 3], at
    folder = layout.releases_folder(home)
    assert (
        not list(folder.glob(".candidate")) and not list(folder.glob(".pruned*")) and not list(folder.glob(".current"))
    )
    assert shelf.release_numbers(home) == [3], at
    assert json.loads(layout.gate_file(home).read_text())["release"] == 3, at


def steps(home: Path, tmp_path: Path) -> list[str]:
    """Each line of the writer that a run comes through, in that order."""
    lived = run(Path(shutil.copytree(home, tmp_path / "lived", symlinks=True)))
    assert lived.returncode == 0, lived.stderr
    return lived.stdout.split()


def named(home: Path, tmp_path: Path) -> list[str]:
    """The steps that change what is on disk for others: the first line of each, and the one after it."""
    source = {name: (PROJECT / "warehouse" / name).read_text().splitlines() for name in ("release.py", "shelf.py")}
    marks = (
        "write_tables(", "write_datapackage(", "folder.rename(", "beside.symlink_to(", "beside.replace(", "_sync(link",
        "partial.replace(log)", ".rename(gone)", "shutil.rmtree(gone)",
    )  # fmt: skip
    come_through = steps(home, tmp_path)
    found = []
    for mark in marks:
        at = next(
            place
            for place, step in enumerate(come_through)
            if step.split(":")[0] in source and mark in source[step.split(":")[0]][int(step.split(":")[1]) - 1]
        )
        found.append(come_through[at])
    return found


def test_a_writer_killed_where_it_touches_what_others_read_leaves_a_whole_release(before: Path, tmp_path: Path) -> None:
    for number, at in enumerate(named(before, tmp_path)):
        assert_survived(Path(shutil.copytree(before, tmp_path / str(number), symlinks=True)), at)


@pytest.mark.long
def test_a_writer_killed_at_every_line_leaves_a_whole_release(before: Path, tmp_path: Path) -> None:
    all_steps = steps(before, tmp_path)
    assert len(all_steps) > 150
    random.shuffle(all_steps)
    for at in all_steps:
        home = Path(shutil.copytree(before, tmp_path / "home", symlinks=True))
        assert_survived(home, at)
        shutil.rmtree(home)
    print(f"\nkilled at {len(all_steps)} lines, once each")
