"""Opening the warehouse file: the wait for its lock, and DuckDB's errors as one sentence."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError

PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.25

MEMORY_MIB = 3 * 1024
"""Most that one DuckDB may hold; what is larger goes to disk. The process around it needs up to 900 more (200,000 reports)."""
MEMORY_SHARE = 0.8
"""Of the machine's memory, if that is less: DuckDB's own rule."""


def memory_limit() -> str:
    """The memory of one writing connection, as DuckDB's setting of that name."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**2
    return f"{min(MEMORY_MIB, int(MEMORY_SHARE * machine))}MiB"


def open_database(file: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """DuckDB's own connect with the project's settings: no download of extensions, bounded memory, moments shown in UTC.

    A new file has the format of this very DuckDB, for nobody else opens what this makes.
    """
    connection = duckdb.connect(
        str(file),
        read_only=read_only,
        config={"autoinstall_known_extensions": False, "storage_compatibility_version": "latest"},
    )
    connection.execute(f"set memory_limit = '{memory_limit()}'")
    connection.execute("set TimeZone = 'UTC'")
    return connection


def open_locked(file: Path, *, memory_mib: int | None = None, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database to be asked by anybody: read-only, no other file or host within reach, no setting that can be changed.

    What a large query spills goes to the system's temporary folder, not beside the database. Memory and threads are those of
    DuckDB's own rules if none are given. Whoever opens a file first in a process sets them for all its connections.
    """
    connection = duckdb.connect(
        str(file),
        read_only=True,
        config={  # alike for all, since DuckDB refuses a second connection whose settings differ
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "enable_external_access": False,
            "python_enable_replacements": False,
            "temp_directory": str(Path(tempfile.gettempdir()) / f"gongkai-{os.getpid()}"),
        },
    )
    row = connection.execute("select current_setting('lock_configuration')").fetchone()
    if row == (False,):  # connections of one process to one file share their settings
        if memory_mib is not None:
            connection.execute(f"set global memory_limit = '{memory_mib}MiB'")
        if threads is not None:
            connection.execute(f"set global threads = {threads}")
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set lock_configuration = true")
    return connection


def first_line(error: BaseException) -> str:
    """The first line of an error, without DuckDB's trailing hints: what fits in one sentence."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


@contextmanager
def connect(
    file: Path, *, read_only: bool = False, patience_seconds: float | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to one DuckDB file, closed at the end of the block.

    Raises WarehouseError if another process holds the file for longer than ``patience_seconds`` (PATIENCE_SECONDS), or if the
    file is no DuckDB database.
    """
    patience = PATIENCE_SECONDS if patience_seconds is None else patience_seconds
    connection = _open(file, read_only, time.monotonic() + patience)
    try:
        yield connection
    finally:
        connection.close()


def _open(file: Path, read_only: bool, deadline: float) -> duckdb.DuckDBPyConnection:
    while True:
        try:
            return open_database(file, read_only=read_only)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise WarehouseError(f"{file.name} cannot be opened: {first_line(error)}.") from error
            if time.monotonic() >= deadline:
                raise WarehouseError(
                    f"{file.name} is locked by another process; wait until it ends, or close it, and try again."
                ) from error
            time.sleep(PAUSE_SECONDS)
        except duckdb.Error as error:
            raise WarehouseError(f"{file.name} cannot be opened: {first_line(error)}.") from error
