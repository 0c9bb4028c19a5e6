"""A warehouse made beside the old one, which it replaces once it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from store.home import Home
from store.sync import sync
from warehouse.connection import connect
from warehouse.errors import WarehouseError
from warehouse.lake import lake_of
from warehouse.load import LoadSummary, add_run, load_run, prepare, whole
from warehouse.schema import make_tables
from warehouse.schema_version import schema_version
from warehouse.staging import to_write


@dataclass(frozen=True, slots=True)
class Anew:
    """The new warehouse while it is being made; `parts` is a folder for the Parquet files of one run at a time."""

    home: Path
    connection: duckdb.DuckDBPyConnection
    parts: Path
    parser_version: str
    is_one_transaction: bool

    def load(self, run_id: str, *, has_documents: bool) -> LoadSummary:
        """Load a run as it landed, with the documents in `parts`, if any; raises WarehouseError as `load_run` does."""
        parts = self.parts if has_documents else None
        load = add_run if self.is_one_transaction else load_run
        return load(self.connection, self.home, run_id, self.parser_version, parts)


@contextmanager
def made_anew(home: Path, parser_version: str) -> Iterator[Anew]:
    """An empty warehouse, which takes the old one's place at the end of the block.

    The old one stays as it is until then; an error, or a kill at any moment, leaves it. The caller holds the home's lock. Raises
    WarehouseError if a lake holds what other homes have loaded.
    """
    scratch = Home(home).rebuilding
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    made = _in_a_file if lake_of(home) is None else _on_a_lake
    try:
        with made(home) as connection:
            yield Anew(home, connection, scratch / "parts", parser_version, made is _on_a_lake)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _in_a_file(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    made, old = Home(Home(home).rebuilding).warehouse, Home(home).warehouse
    with connect(made) as connection:
        prepare(connection)
        yield connection
        connection.execute("checkpoint")
    # the old file's log must not be read into the new one; what it holds has landed, and is in the new one
    old.with_name(f"{old.name}.wal").unlink(missing_ok=True)
    made.replace(old)
    sync(old.parent)


@contextmanager
def _on_a_lake(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """In one transaction: readers have the old tables until it is committed."""
    with to_write(home) as connection, whole(connection, "The warehouse cannot be made anew"):
        if schema_version(connection) is not None:
            _require_all_landings(connection, home)
            connection.execute("drop schema staging cascade")
        make_tables(connection)
        yield connection


def _require_all_landings(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """What other machines have loaded, this home cannot make anew."""
    landed = [landing.run_id for landing in Home(home).landings()]
    row = connection.execute("select count(*) from staging.run where not list_contains(?, run_id)", [landed]).fetchone()
    if row and row[0]:
        raise WarehouseError(
            f"{row[0]} runs of the lake have not landed in this home; it can be made anew only where the landing folder of each run is."
        )
