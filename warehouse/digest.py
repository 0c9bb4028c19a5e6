"""What a release is made from, as one hash: nothing new in, no new release out.

Staging counts by its rows' values, whole: what is tampered with is as new as what is added. Of the outcomes of nights, which
grow every night, only what the marts read of them counts (the views at the end of ``schema.sql``). A night that finds every
portal as it was changes nothing; the first night after a deadline does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

import duckdb

from warehouse.connection import first_line
from warehouse.errors import WarehouseError
from warehouse.schema import SCHEMA
from warehouse.staging import to_read

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt"
FORM = PROJECT / "parsing" / "form"
REGIONS = PROJECT / "crawler" / "registry" / "regions"

READ_BY_MARTS = (
    "observation", "document", "figure", "check", "claim", "claim_sum", "claim_sum_part", "ambiguous_number", "extra_line",
    "bureau", "bureau_name", "known_report",
    "current_parser", "horizon", "portal", "portal_reading", "unread_address",
)  # fmt: skip
"""Tables and views of staging that dbt's sources name, but for those that only freshness looks at."""

_PROGRAMS = ("duckdb", "dbt-core", "dbt-duckdb")
"""Another version of these may compute another thing; and DuckDB's hashes are its own version's."""


def inputs_digest(home: Path, snapshot: int | None = None) -> str:
    """SHA-256 over staging's content, the dbt project, the form's and the regions' data, and the programs that build.

    ``snapshot`` is that of a lake. Raises WarehouseError if there is no warehouse yet or another process holds it.
    """
    return _digest(_staging_lines(home, snapshot))


def rules_digest() -> str:
    """SHA-256 over what the marts are made by, whatever they are made from: staging's tables take the place of its content."""
    return _digest([SCHEMA.read_text(encoding="utf-8")])


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in (*lines, *(f"{program} {version(program)}" for program in _PROGRAMS)):
        digest.update(line.encode() + b"\0")
    for file in _files():
        digest.update(file.relative_to(PROJECT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    """Models, macros, tests, seeds and their settings; other files of the project (dbt's own traces) do not count."""
    yield from (DBT_PROJECT / "dbt_project.yml", DBT_PROJECT / "profiles.yml")
    for folder in (*(DBT_PROJECT / name for name in ("models", "macros", "tests", "seeds")), FORM, REGIONS):
        yield from sorted(file for file in folder.rglob("*") if file.suffix in {".sql", ".yml", ".csv"})


def _staging_lines(home: Path, snapshot: int | None) -> list[str]:
    """One line a table: the sum of the rows' hashes does not depend on their order. A second for 40 million figures."""
    queries = [
        f"select '{table}', count(*), sum(hash(t)::hugeint) from staging.{table} as t"  # noqa: S608  # our names
        for table in READ_BY_MARTS
    ]
    with to_read(home, snapshot) as connection:
        if connection is None:
            raise WarehouseError("There is nothing to release: no run has been loaded yet.")
        try:
            return [str(connection.execute(query).fetchone()) for query in queries]
        except duckdb.Error as error:
            raise WarehouseError(f"The warehouse cannot be read: {first_line(error)}.") from error
