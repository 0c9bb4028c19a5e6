"""What a release is made from, as one hash: nothing new in, no new release out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from warehouse import layout
from warehouse.connection import connect, first_line
from warehouse.errors import WarehouseError

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt"
FORM = PROJECT / "parsing" / "form"

_READ_BY_MARTS = ("observation", "document", "bureau", "bureau_name")
"""Tables whose rows are hashed; figures, checks and claims follow from their document's hash and parser version."""
_COUNTED = ("figure", "check", "claim", "extra_line")


def inputs_digest(home: Path) -> str:
    """SHA-256 over staging's content, the dbt project and the form's data.

    Raises WarehouseError where there is no warehouse yet or another process holds it.
    """
    if not layout.warehouse_file(home).is_file():
        raise WarehouseError(f"There is nothing to release: {layout.warehouse_file(home)} does not exist yet.")
    digest = hashlib.sha256()
    for line in _staging_lines(home):
        digest.update(line.encode())
    for file in (*_files(DBT_PROJECT, "*.sql", "*.yml"), *_files(FORM, "*.csv")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path, *patterns: str) -> list[Path]:
    return sorted(file for pattern in patterns for file in folder.rglob(pattern))


def _staging_lines(home: Path) -> list[str]:
    """One line a table; the sum of the rows' MD5 does not depend on their order."""
    hashed = [
        f"select '{table}', count(*), sum(md5_number_lower(t::varchar)::hugeint) from staging.{table} as t"  # noqa: S608  # our names
        for table in _READ_BY_MARTS
    ]
    counted = [
        f"select '{table}', count(*), null from staging.{table}"  # noqa: S608  # our names
        for table in _COUNTED
    ]
    with connect(layout.warehouse_file(home), read_only=True) as connection:
        try:
            return [str(connection.execute(query).fetchone()) for query in (*hashed, *counted)]
        except duckdb.Error as error:
            raise WarehouseError(f"The warehouse cannot be read: {first_line(error)}.") from error
