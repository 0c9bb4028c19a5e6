"""A release edited by hand, for what no practice report holds."""

from __future__ import annotations

from pathlib import Path

import duckdb
from starlette.testclient import TestClient

from dashboard.app import create_app
from store.home import RELEASE_FILE
from warehouse.read import current_release


def changed(home: Path, *edits: tuple[object, ...]) -> TestClient:
    """A client of a home whose release was edited by hand: statements, each with its parameters."""
    folder = current_release(home)
    assert folder is not None
    with duckdb.connect(folder / RELEASE_FILE) as connection:
        for statement, *parameters in edits:
            connection.execute(str(statement), parameters)
    return TestClient(create_app(home))
