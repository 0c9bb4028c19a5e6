"""The staging tables of a home, wherever they are: in ``warehouse.duckdb``, or on the lake that its settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from store.home import Home
from warehouse.connection import connect
from warehouse.lake import lake_of, lake_to_read, lake_to_write
from warehouse.schema_version import schema_version


@contextmanager
def to_write(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The one connection that writes, made with the tables if need be; raises WarehouseError if others write for too long."""
    lake = lake_of(home)
    if lake is None:
        with connect(Home(home).warehouse) as connection:
            yield connection
    else:
        with lake_to_write(lake) as connection:
            yield connection


@contextmanager
def to_read(home: Path, snapshot: int | None = None) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """A connection that reads; ``None`` if nothing was ever loaded. Raises WarehouseError if another process holds the file.

    ``snapshot`` is that of a lake, which is else read as it is at each question.
    """
    lake = lake_of(home)
    if lake is not None:
        with lake_to_read(lake, snapshot) as connection:
            is_made = connection is not None and schema_version(connection) is not None
            yield connection if is_made else None
    elif Home(home).warehouse.is_file():
        with connect(Home(home).warehouse, read_only=True) as connection:
            yield connection
    else:
        yield None


def newest_snapshot(home: Path) -> int | None:
    """The lake as it is now, by its number; ``None`` if there is no lake."""
    lake = lake_of(home)
    if lake is None:
        return None
    with lake_to_read(lake) as connection:
        return snapshot_of(connection) if connection is not None else None


def snapshot_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    """The newest snapshot of the lake that a connection reads."""
    row = connection.execute("select max(snapshot_id) from warehouse.snapshots()").fetchone()
    return int(row[0]) if row else None
