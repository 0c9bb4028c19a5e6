"""The only writer of ``warehouse.duckdb``: one landing folder in, one transaction, nothing doubled.

A run is loaded once, and a document once for each parser version (statements in ``load.sql``, tables in ``schema.sql``).
Loading a folder again, or a run that saw nothing new, changes no row that the marts read.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import duckdb

from store.home import Home, Landing
from warehouse.connection import connect, first_line
from warehouse.errors import WarehouseError
from warehouse.landing_schemas import SCHEMAS
from warehouse.schema_version import SCHEMA_VERSION, schema_version

_HERE = Path(__file__).parent


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
    with connect(Home(home).warehouse) as connection:
        prepare(connection)
        return load_run(connection, home, run_id, parser_version, landing.folder)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the staging schema if it is missing; raises WarehouseError if it is of another version."""
    version = schema_version(connection)
    if version not in (None, SCHEMA_VERSION):
        raise WarehouseError(
            "warehouse.duckdb was made by another version of this program; `gongkai rebuild` makes it anew."
        )
    try:
        connection.execute((_HERE / "schema.sql").read_text(encoding="utf-8"))
    except duckdb.Error as error:
        raise WarehouseError(f"The staging tables cannot be made: {first_line(error)}") from error


def load_run(
    connection: duckdb.DuckDBPyConnection, home: Path, run_id: str, parser_version: str, parts: Path | None
) -> LoadSummary:
    """Load one run in one transaction; ``parts`` holds the Parquet files of what it read, ``None`` if that is nothing.

    Raises WarehouseError if a value breaks the schema.
    """
    try:
        connection.begin()
        if connection.execute("select 1 from staging.run where run_id = ?", [run_id]).fetchone():
            connection.rollback()
            return LoadSummary(run_id)
        summary = _Load(connection, home, run_id, parser_version, parts).summary()
        connection.commit()
    except duckdb.Error as error:
        with suppress(duckdb.Error):  # a database whose disk is full can do nothing any more, not even that
            connection.rollback()
        raise WarehouseError(f"Run {run_id} cannot be loaded: {first_line(error)}") from error
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
        statement = _statements()[name]
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
