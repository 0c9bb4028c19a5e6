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

from store.home import Home
from tests.warehouse.conftest import Release
from tests.warehouse.releases import another_night
from warehouse import release_folders
from warehouse.datapackage import DATAPACKAGE, checksum
from warehouse.digest import PROJECT
from warehouse.read import connect_release
from warehouse.release import build_release


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
    folder = Home(home).current.resolve()
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
    assert build_release(home, is_practice=True, keep=1).reason is None
    assert assert_whole(home) == 3, at
    assert [record["release"] for record in release_folders.release_log(home)] == [1, 2, 3], at
    folder = Home(home).releases
    assert [file.name for file in folder.iterdir() if file.name.startswith((".cand", ".pruned", ".current"))] == [], at
    assert release_folders.release_numbers(home)[-1] == 3 and not (folder / "2").exists(), at
    assert json.loads(Home(home).gate.read_text())["release"] == 3, at


def line_of(name: str, code: str) -> str:
    """``FILE:LINE`` of the first line of a module that holds ``code``."""
    lines = (PROJECT / "warehouse" / name).read_text(encoding="utf-8").splitlines()
    return f"{name}:{next(number for number, line in enumerate(lines, start=1) if code in line)}"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("release.py", "write_datapackage(folder, details, manifest)"),
        ("release_folders.py", "beside.replace(link)"),
        ("release_folders.py", "partial.replace(log)"),
        ("release_folders.py", "shutil.rmtree(gone)"),
    ],
)
def test_a_writer_killed_where_it_touches_what_others_read_leaves_a_whole_release(
    before: Path, name: str, code: str
) -> None:
    assert_survived(before, line_of(name, code))


@pytest.mark.long
def test_a_writer_killed_at_every_line_leaves_a_whole_release(before: Path, tmp_path: Path) -> None:
    lived = run(Path(shutil.copytree(before, tmp_path / "lived", symlinks=True)))
    assert lived.returncode == 0, lived.stderr
    all_steps = lived.stdout.split()
    assert len(all_steps) > 150
    random.shuffle(all_steps)
    for at in all_steps:
        home = Path(shutil.copytree(before, tmp_path / "killed", symlinks=True))
        assert_survived(home, at)
        shutil.rmtree(home)
    print(f"\nkilled at {len(all_steps)} lines, once each")
