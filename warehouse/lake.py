"""The staging tables on DuckLake: rows as Parquet where several machines reach them, and a catalog, in PostgreSQL, of what is whole.

Loaders of any number of machines may come at once: they take turns, and two that do not know of each other cannot both commit
(`load.load_run`). Readers read a snapshot, and wait for nobody. DuckLake's own settings are left as they are, but for one: the
tables of a catalog lie in a schema of their own, so that made-up figures of a practice home and real ones never meet.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from store.given import settings_with
from store.home import PRACTICE, Home
from warehouse.connection import first_line, open_database
from warehouse.errors import WarehouseError

SETTING = "lake_catalog"
TURN_SECONDS = 600.0
"""How long a loader waits for the others; 4 million figures take three seconds."""
PAUSE_SECONDS = 0.1
_ASK = f"select pg_try_advisory_xact_lock({int.from_bytes(b'gongkai')})"
"""For the lock of PostgreSQL that a loader holds; it goes with his connection."""

_POSTGRES = "postgres:"
_LOST = re.compile(
    r"server closed the connection|terminating connection|no connection to the server|connection to server at"
)
_UNREACHED = re.compile(r'.*Unable to connect to Postgres at ".*?": ', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lake:
    catalog: str
    """What follows ``ducklake:``."""
    data: str
    """Folder or address of the Parquet files."""
    schema: str
    """Where in the catalog DuckLake's own tables are."""

    @property
    def is_in_s3(self) -> bool:
        return self.data.startswith("s3://")


def lake_of(home: Path) -> Lake | None:
    """The lake that a home's settings name; ``None`` if its staging tables are in a file."""
    settings = settings_with(home, SETTING)
    if settings is None or not settings.lake_catalog:
        return None
    schema = PRACTICE if home.name == PRACTICE else "gongkai"
    data = f"{settings.lake_data.rstrip('/')}/{schema}" if settings.lake_data else str(Home(home).lake.resolve())
    return Lake(settings.lake_catalog, data, schema)


def load_extensions(connection: duckdb.DuckDBPyConnection, *, is_in_s3: bool) -> None:
    """DuckDB's extensions from their packages: nothing is downloaded, nothing is written to the user's folder.

    Raises WarehouseError if the packages are not there.
    """
    try:
        for name in ("ducklake", "postgres_scanner", *(("httpfs", "aws") if is_in_s3 else ())):
            file = (
                files(f"duckdb_extension_{name}") / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
            )
            connection.execute(f"load {_quoted(str(file))}")
    except (ImportError, duckdb.Error) as error:
        raise WarehouseError(f"The setting {SETTING} needs `pip install 'gongkai[scale]'`: {error}") from error
    if is_in_s3:
        connection.execute(_secret())


def _secret() -> str:
    """Keys are where the archive's are: in the variables, files or role that every client of S3 knows."""
    address = urlsplit(os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or "")
    region = os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION")
    options = [f"region '{region}'"] if region else []
    if address.netloc:
        is_safe = str(address.scheme == "https").lower()
        options += [f"endpoint '{address.netloc}'", f"use_ssl {is_safe}", "url_style 'path'"]
    return f"create or replace secret lake ({', '.join(['type s3', 'provider credential_chain', *options])})"


@contextmanager
def lake_to_write(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection whose own database is the lake, when no other loader is at work on it; a lake that is not there is made.

    Raises WarehouseError if it cannot be reached, or the others take too long.
    """
    with turn(lake), _opened(lake) as connection:
        _attach(connection, lake)
        yield connection


@contextmanager
def lake_to_read(lake: Lake, snapshot: int | None = None) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """The same for readers, who wait for nobody; ``None`` if there is no lake yet."""
    options = ["read_only", *([] if snapshot is None else [f"snapshot_version {snapshot}"])]
    with _opened(lake) as connection:
        yield connection if _attach(connection, lake, *options) else None


@contextmanager
def _opened(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_database(Path(":memory:"), read_only=False) as connection:
        spilled = Path(tempfile.gettempdir()) / f"gongkai-{os.getpid()}"
        connection.execute(f"set temp_directory = {_quoted(str(spilled))}")
        load_extensions(connection, is_in_s3=lake.is_in_s3)
        yield connection


def _attach(connection: duckdb.DuckDBPyConnection, lake: Lake, *options: str) -> bool:
    """Whether there is a lake."""
    options = (f"data_path {_quoted(lake.data)}", f"metadata_schema '{lake.schema}'", *options)
    try:
        connection.execute(f"attach {_quoted(f'ducklake:{lake.catalog}')} as warehouse ({', '.join(options)})")
        connection.execute("use warehouse")
    except duckdb.Error as error:
        if "creating a new DuckLake is explicitly disabled" in str(error):  # which is how a reader is told
            return False
        raise WarehouseError(f"The lake cannot be opened: {said(error)}.") from error
    return True


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def said(error: BaseException) -> str:
    """The first line of an error, without the address of the catalog."""
    return first_line(ValueError(_UNREACHED.sub("", str(error)))).rstrip(". ")


def says_lost(text: str) -> bool:
    """Whether an error is that PostgreSQL went away, which may pass."""
    return _LOST.search(text) is not None


@contextmanager
def turn(lake: Lake) -> Iterator[None]:
    """While this lasts no other loader is at work on the lake; a catalog that is no PostgreSQL has one process anyway.

    A loader that dies, or loses its connection, loses its turn. Raises WarehouseError if the others take too long.
    """
    if not lake.catalog.startswith(_POSTGRES):
        yield
        return
    with open_database(Path(":memory:"), read_only=False) as waiting:
        load_extensions(waiting, is_in_s3=False)
        try:
            _wait(waiting, lake.catalog.removeprefix(_POSTGRES))
            yield
        finally:
            # a connection that is closed while a transaction of its own has lost PostgreSQL takes the process with it
            with suppress(duckdb.Error):
                waiting.rollback()


def _wait(waiting: duckdb.DuckDBPyConnection, address: str) -> None:
    deadline = time.monotonic() + TURN_SECONDS
    try:
        waiting.execute(f"attach {_quoted(address)} as catalog (type postgres, read_only)")
        waiting.begin()
        while waiting.execute("select * from postgres_query('catalog', ?)", [_ASK]).fetchone() != (True,):
            if time.monotonic() >= deadline:
                raise WarehouseError("Other loaders are at work on the lake; wait until they end, and try again.")
            time.sleep(PAUSE_SECONDS)
    except duckdb.Error as error:
        raise WarehouseError(f"The lake cannot be opened: {said(error)}.") from error
