"""A warehouse file made beside the old one and put in its place once it is whole."""

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
from warehouse.load import LoadSummary, load_run, prepare


@dataclass(frozen=True, slots=True)
class Anew:
    """The new file while it is being made; `parts` is a folder for the Parquet files of one run at a time."""

    home: Path
    connection: duckdb.DuckDBPyConnection
    parts: Path
    parser_version: str

    def load(self, run_id: str, *, has_documents: bool) -> LoadSummary:
        """Load a run as it landed, with the documents in `parts`, if any; raises WarehouseError as `load_run` does."""
        return load_run(self.connection, self.home, run_id, self.parser_version, self.parts if has_documents else None)


@contextmanager
def made_anew(home: Path, parser_version: str) -> Iterator[Anew]:
    """An empty warehouse, which takes the old one's place at the end of the block.

    The old file stays as it is until then; an error, or a kill at any moment, leaves it. The caller holds the home's lock.
    """
    scratch = Home(home).rebuilding
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    made, old = Home(scratch).warehouse, Home(home).warehouse
    try:
        with connect(made) as connection:
            prepare(connection)
            yield Anew(home, connection, scratch / "parts", parser_version)
            connection.execute("checkpoint")
        # the old file's log must not be read into the new one; what it holds has landed, and is in the new one
        old.with_name(f"{old.name}.wal").unlink(missing_ok=True)
        made.replace(old)
        sync(old.parent)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
