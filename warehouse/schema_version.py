"""The version of the staging tables: asked by who reads the warehouse and by who writes it."""

from __future__ import annotations

import duckdb

SCHEMA_VERSION = 6


def schema_version(connection: duckdb.DuckDBPyConnection) -> int | None:
    """Version of the staging schema; ``None`` if there is no schema, 0 if it does not say."""
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'staging'"
    ).fetchall()
    if not tables:
        return None
    if ("schema_version",) not in tables:
        return 0
    row = connection.execute("select version from staging.schema_version").fetchone()
    # the version before the third was first written into databases that still were of the first
    return 0 if row is None or ("sighting",) in tables else int(row[0])
