"""The only writer of ``warehouse.duckdb``: one landing folder in, one transaction, nothing doubled.

Everything is keyed by content (statements in ``load.sql``, tables in ``schema.sql``): loading a folder again, or a
run that saw nothing new, changes no row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from warehouse import layout
from warehouse.connection import connect, first_line
from warehouse.errors import WarehouseError
from warehouse.landing import MANIFEST, SCHEMAS

SCHEMA_VERSION = 2
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
    extra_lines: int = 0
    bureaus: int = 0
    """Bureaus that are new or whose registry row changed."""

    @property
    def rows_added(self) -> int:
        """Without outcomes: that a night went as the one before is no news."""
        return sum(value for name, value in asdict(self).items() if name not in ("run_id", "outcomes"))


def load(home: Path, run_id: str) -> LoadSummary:
    """Load ``landing/<run_id>`` and the run's capture log into staging.

    ``sightings.jsonl`` and a whole set of Parquet files are required; the capture log and ``bureaus.jsonl`` may be
    absent. Raises WarehouseError where the folder is not whole, a value breaks the schema, or another process
    holds the database; then nothing of the folder is stored.
    """
    folder = layout.landing_folder(home, run_id)
    _require_whole(folder)
    with connect(layout.warehouse_file(home)) as connection:
        try:
            connection.begin()
            connection.execute((_HERE / "schema.sql").read_text(encoding="utf-8"))
            _require_version(connection)
            summary = _load(connection, home, folder, run_id)
            connection.commit()
        except duckdb.Error as error:
            raise WarehouseError(f"Run {run_id} cannot be loaded: {first_line(error)}") from error
    return summary


def _require_version(connection: duckdb.DuckDBPyConnection) -> None:
    row = connection.execute("select version from staging.schema_version").fetchone()
    is_older = connection.execute("select 1 from duckdb_tables() where table_name = 'sighting'").fetchone()
    if row is None or row[0] != SCHEMA_VERSION or is_older:
        raise WarehouseError(
            "warehouse.duckdb was made by another version of this program; `gongkai rebuild` makes it anew."
        )


def _require_whole(folder: Path) -> None:
    """Raises WarehouseError unless every part has as many rows as its manifest says."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        missing = [part for part in SCHEMAS if not (folder / f"{part}.parquet").is_file()]
    except (OSError, ValueError) as error:
        raise WarehouseError(
            f"Landing folder {folder.name} has no readable {MANIFEST}: its run did not finish writing."
        ) from error
    if missing or not (folder / "sightings.jsonl").is_file():
        absent = [f"{part}.parquet" for part in missing] or ["sightings.jsonl"]
        raise WarehouseError(f"Landing folder {folder.name} lacks {', '.join(absent)}.")
    for part in SCHEMAS:
        row = duckdb.execute("select count(*) from read_parquet(?)", [str(folder / f"{part}.parquet")]).fetchone()
        if row is None or row[0] != manifest["rows"][part]:
            raise WarehouseError(f"Landing folder {folder.name} is damaged: {part}.parquet differs from {MANIFEST}.")


def _load(connection: duckdb.DuckDBPyConnection, home: Path, folder: Path, run_id: str) -> LoadSummary:
    statements = _statements()

    def run(name: str, file: Path | None = None) -> int:
        return _execute(connection, statements[name], {"file": str(file), "run_id": run_id})

    bureaus = captures = 0
    if (folder / "bureaus.jsonl").is_file():
        run("changed_bureau", folder / "bureaus.jsonl")
        bureaus = run("bureau")
        run("old_names")
        run("bureau_name")
    if layout.capture_log(home, run_id).is_file():
        captures = run("capture", layout.capture_log(home, run_id))
    sightings = run("observation", folder / "sightings.jsonl")
    outcomes = folder / "outcomes.jsonl"
    run("new_document", folder / "document.parquet")
    return LoadSummary(
        run_id=run_id,
        bureaus=bureaus,
        captures=captures,
        sightings=sightings,
        outcomes=run("outcome", outcomes) if outcomes.is_file() else 0,
        figures=run("figure", folder / "figure.parquet"),
        checks=run("check", folder / "check.parquet"),
        claims=run("claim", folder / "claim.parquet"),
        extra_lines=run("extra_line", folder / "extra_line.parquet"),
        documents=run("document", folder / "document.parquet"),
    )


def _statements() -> dict[str, str]:
    """The statements of ``load.sql`` by name."""
    _, *parts = (_HERE / "load.sql").read_text(encoding="utf-8").split("-- name: ")
    return {name.strip(): body for name, body in (part.split("\n", 1) for part in parts)}


def _execute(connection: duckdb.DuckDBPyConnection, statement: str, values: Mapping[str, str]) -> int:
    """Run one statement with the parameters that it names; the number of rows it touched."""
    named = {name: value for name, value in values.items() if f"${name}" in statement}
    row = connection.execute(statement, named).fetchone()
    return int(row[0]) if row else 0
