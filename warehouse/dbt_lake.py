"""What dbt needs for its target `lake`: a plugin of dbt-duckdb that loads DuckDB's extensions before the lake is attached."""

from __future__ import annotations

import os

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from warehouse.lake import load_extensions


class Plugin(BasePlugin):
    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        load_extensions(conn, is_in_s3=os.environ.get("GONGKAI_LAKE_FILES", "").startswith("s3://"))
