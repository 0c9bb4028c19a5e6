"""Releases that dbt has built from made-up nights, once for all tests of a process, and copies of them to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.once import once
from tests.warehouse.releases import EditedBuild, another_night, release_first_night, second_night
from tests.warehouse.replay import replaying
from warehouse.build import BuildOutcome
from warehouse.read import connect_release
from warehouse.release import ReleaseSummary, build_release

Release = Callable[..., ReleaseSummary]


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The home after its first night's release, built by dbt, and after its second's, whose marts are replayed."""

    def make(home: Path) -> None:
        shutil.copytree(first, home, symlinks=True, dirs_exist_ok=True)
        second_night(home)
        with replaying(tmp_path_factory), pytest.MonkeyPatch.context() as patch:
            patch.chdir(home.parent)  # a home may be given as a relative path
            assert build_release(Path(home.name), is_practice=True).release == 2

    first = once(tmp_path_factory, "first-night", release_first_night)
    return first, once(tmp_path_factory, "second-night", make)


@pytest.fixture
def home(homes: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the home after its first release, to be changed at will."""
    return Path(shutil.copytree(homes[0], tmp_path / "home", symlinks=True))


@pytest.fixture
def first(homes: tuple[Path, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_release(homes[0]) as connection:
        yield connection


@pytest.fixture
def second(homes: tuple[Path, Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_release(homes[1]) as connection:
        yield connection


@pytest.fixture
def release(home: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Builds a release of ``home`` from its current one and statements that edit it, in place of dbt."""
    nights = iter(range(1000))

    def build(*statements: str, outcome: BuildOutcome | None = None, **options: object) -> ReleaseSummary:
        another_night(home, next(nights))
        edited = EditedBuild(statements, outcome) if outcome else EditedBuild(statements)
        monkeypatch.setattr("warehouse.release.build_marts", edited)
        return build_release(home, is_practice=True, **options)  # type: ignore[arg-type]

    return build
