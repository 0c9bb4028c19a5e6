"""The only writer of the staging tables: one landing folder in, one transaction, nothing doubled.

A run is loaded once, and a document once for each parser version (statements in ``load.sql``, tables in ``schema.sql``).
Loading a folder again, or a run that saw nothing new, changes no row that the marts read.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import duckdb

from store.home import Home, Landing
from warehouse.errors import WarehouseError
from warehouse.lake import said
from warehouse.landing_schemas import SCHEMAS
from warehouse.schema import broken_key, guarded, is_lake, make_tables
from warehouse.schema_version import SCHEMA_VERSION, schema_version
from warehouse.staging import to_write

_HERE = Path(__file__).parent
T = TypeVar("T")

TRIES = 8
"""Of a load that meets others on a lake. Loaders take turns: they meet only if one has lost his."""
PAUSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """Rows that one load added to each staging table."""

    run_id: str
    captures: int = 0
    sightings: int = 0
    """Observations that changed what is known of an address."""
    outcomes: int = 0
    documents: int = 0
    figures: int = 0
    checks: int = 0
    claims: int = 0
    claim_sums: int = 0
    claim_sum_parts: int = 0
    ambiguous_numbers: int = 0
    extra_lines: int = 0
    bureaus: int = 0
    """Bureaus that are new or whose registry row changed."""

    @property
    def rows_added(self) -> int:
        """Without outcomes: that a night went as the one before is no news."""
        return sum(value for name, value in asdict(self).items() if name not in ("run_id", "outcomes"))


def load(home: Path, run_id: str) -> LoadSummary:
    """Load ``landing/<run_id>`` and the run's capture log into staging; nothing if that was done before.

    ``sightings.jsonl`` and a whole set of Parquet files are required; the capture log, ``bureaus.jsonl`` and
    ``outcomes.jsonl`` may be absent. Raises WarehouseError if the folder is not whole, a value breaks the schema, the
    database is of another version, or another process holds it. Then nothing of the folder is stored.
    """
    landing = Home(home).landing(run_id)
    parser_version = _require_whole(landing)
    with to_write(home) as connection:
        prepare(connection)
        return load_run(connection, home, run_id, parser_version, landing.folder)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the staging schema if it is missing; raises WarehouseError if it is of another version."""
    version = schema_version(connection)
    if version not in (None, SCHEMA_VERSION):
        raise WarehouseError(
            "The warehouse was made by another version of this program; `gongkai rebuild` makes it anew."
        )
    _retried(lambda: _make(connection))


def _make(connection: duckdb.DuckDBPyConnection) -> None:
    with whole(connection, "The staging tables cannot be made"):
        make_tables(connection)


def load_run(
    connection: duckdb.DuckDBPyConnection, home: Path, run_id: str, parser_version: str, parts: Path | None
) -> LoadSummary:
    """Load one run in one transaction; ``parts`` holds the Parquet files of what it read, ``None`` if that is nothing.

    If somebody else has written to a lake meanwhile, all is done once more, on what he left. Raises WarehouseError if a value
    breaks the schema.
    """

    def once() -> LoadSummary:
        with whole(connection, f"Run {run_id} cannot be loaded"):
            return add_run(connection, home, run_id, parser_version, parts)

    return _retried(once)


def _retried(attempt: Callable[[], T]) -> T:
    """What an attempt gives that met no other."""
    for _ in range(TRIES - 1):
        with suppress(_ConflictError):
            return attempt()
        time.sleep(random.uniform(0, PAUSE_SECONDS))  # noqa: S311  # so that two do not meet for ever
    return attempt()


class _ConflictError(WarehouseError):
    """Another transaction was committed first."""


@contextmanager
def whole(connection: duckdb.DuckDBPyConnection, complaint: str) -> Iterator[None]:
    """A transaction: all of the block, or nothing; raises WarehouseError, which begins with ``complaint``."""
    try:
        connection.begin()
        yield
        connection.commit()
    except BaseException as error:
        with suppress(duckdb.Error):  # a database whose disk is full can do nothing any more, not even that
            connection.rollback()
        if not isinstance(error, duckdb.Error):
            raise
        is_conflict = isinstance(error, duckdb.TransactionException) and "conflict" in str(error)
        raise (_ConflictError if is_conflict else WarehouseError)(f"{complaint}: {said(error)}") from error


def add_run(
    connection: duckdb.DuckDBPyConnection, home: Path, run_id: str, parser_version: str, parts: Path | None
) -> LoadSummary:
    """What `load_run` does, within a transaction of the caller's; nothing if the run is there."""
    if connection.execute("select 1 from staging.run where run_id = ?", [run_id]).fetchone():
        return LoadSummary(run_id)
    is_shared = is_lake(connection)
    if is_shared:
        # DuckLake lets two transactions add to a table at once, each blind to the other. Of two that write the one row of this
        # table, it refuses one.
        connection.execute("update staging.schema_version set version = version")
    summary = _Load(connection, home, run_id, parser_version, parts, is_guarded=is_shared).summary()
    if is_shared and (broken := broken_key(connection, run_id)):
        raise duckdb.ConstraintException(broken)
    return summary


def _require_whole(landing: Landing) -> str:
    """The parser version of a folder's parts; raises WarehouseError unless each has as many rows as its manifest says."""
    try:
        manifest = json.loads(landing.manifest.read_text(encoding="utf-8"))
        missing = [part for part in SCHEMAS if not landing.part(part).is_file()]
    except (OSError, ValueError) as error:
        raise WarehouseError(
            f"Landing folder {landing.run_id} has no readable {landing.manifest.name}: its run did not finish writing."
        ) from error
    if missing or not landing.sightings.is_file():
        absent = [f"{part}.parquet" for part in missing] or [landing.sightings.name]
        raise WarehouseError(f"Landing folder {landing.run_id} lacks {', '.join(absent)}.")
    for part in SCHEMAS:
        row = duckdb.execute("select count(*) from read_parquet(?)", [str(landing.part(part))]).fetchone()
        if row is None or row[0] != manifest["rows"][part]:
            raise WarehouseError(
                f"Landing folder {landing.run_id} is damaged: {part}.parquet differs from {landing.manifest.name}."
            )
    return str(manifest["parser_version"])


@dataclass(frozen=True, slots=True)
class _Load:
    """The statements of one run, in order, within a transaction of the caller's."""

    connection: duckdb.DuckDBPyConnection
    home: Path
    run_id: str
    parser_version: str
    parts: Path | None
    is_guarded: bool
    """Whether the statements have to ask what the tables do not."""

    def summary(self) -> LoadSummary:
        landing = Home(self.home).landing(self.run_id)
        self._run("run")
        return LoadSummary(
            run_id=self.run_id,
            bureaus=self._bureaus(landing.bureaus),
            captures=self._run_file("capture", Home(self.home).capture_log(self.run_id)),
            sightings=self._run_file("observation", landing.sightings) + self._run("confirmation"),
            outcomes=self._run_file("outcome", landing.outcomes),
            **self._documents(),
        )

    def _bureaus(self, file: Path) -> int:
        if not file.is_file():
            return 0
        self._run("changed_bureau", file)
        self._run("old_bureaus")
        bureaus = self._run("bureau")
        for name in ("old_names", "bureau_name", "old_known_reports", "known_report"):
            self._run(name)
        return bureaus

    def _documents(self) -> dict[str, int]:
        if self.parts is None:
            return {}
        parts = Landing(self.parts)
        self._run("new_document", parts.part("document"))
        return {f"{part}s": self._run(part, parts.part(part)) for part in (*_DETAILS, "document")}

    def _run_file(self, name: str, file: Path) -> int:
        return self._run(name, file) if file.is_file() else 0

    def _run(self, name: str, file: Path | None = None) -> int:
        """The number of rows that a statement touched, run with the parameters that it names."""
        statement = _guarded(name) if self.is_guarded else _statements()[name]
        values = {"file": str(file), "run_id": self.run_id, "parser_version": self.parser_version}
        named = {key: value for key, value in values.items() if f"${key}" in statement}
        row = self.connection.execute(statement, named).fetchone()
        return int(row[0]) if row else 0


_DETAILS = ("figure", "check", "claim", "claim_sum", "claim_sum_part", "ambiguous_number", "extra_line")


@cache
def _statements() -> dict[str, str]:
    """The statements of ``load.sql`` by name; that of a detail once for each of them."""
    _, *parts = (_HERE / "load.sql").read_text(encoding="utf-8").split("-- name: ")
    found = {name.strip(): body for name, body in (part.split("\n", 1) for part in parts)}
    return found | {part: found["detail"].replace("{part}", part) for part in _DETAILS}


@cache
def _guarded(name: str) -> str:
    return guarded(_statements()[name])
