"""A small release, and a visitor who asks the dashboard for its pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from dashboard.app import create_app
from tests.dashboard.releases import small_release
from warehouse import layout

Page = Callable[[str], str]


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home whose release the pages show; nobody changes it."""
    home = tmp_path_factory.mktemp("dashboard") / "home"
    small_release(home)
    return home


@pytest.fixture(scope="session")
def visitor(shown: Path) -> TestClient:
    return TestClient(create_app(shown), follow_redirects=False)


@pytest.fixture
def get(visitor: TestClient) -> Page:
    """The HTML at an address, which has to be there."""

    def opened(address: str) -> str:
        answer = visitor.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.text

    return opened


@pytest.fixture(scope="session")
def release(shown: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the release to ask in SQL: DuckDB opens no file twice in one process under different settings."""
    copied = shutil.copy(
        layout.current_link(shown) / layout.RELEASE_FILE, tmp_path_factory.mktemp("copied") / "release.duckdb"
    )
    with duckdb.connect(str(copied), read_only=True) as connection:
        yield connection
