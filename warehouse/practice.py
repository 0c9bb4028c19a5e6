"""The mark of a practice release: whoever meets one of its tables or files alone must see that it is no real data.

Every table says so in its comment (and so in the codebook, the documentation and the data package), every Parquet file in its
key-value metadata, every file in the data package's title and description, and the files of tables begin with ``PREFIX``: a CSV
file can say it nowhere else.
"""

from __future__ import annotations

from pathlib import Path

from warehouse.connection import connect

NOTE = "Practice data: it holds invented reports and is not to be quoted."
TITLE = "Practice data (invented)"
PREFIX = "practice_"


def mark_tables(release_file: Path) -> None:
    """Add the note to the comment of every table of a candidate; a table that has it already stays."""
    with connect(release_file) as connection:
        tables = connection.execute(
            "select table_name, coalesce(comment, '') from duckdb_tables() where schema_name = 'main'"
            " and database_name = current_database() order by 1"
        ).fetchall()
        for name, comment in tables:
            if not is_marked(comment):
                marked = f"{comment.strip()} {NOTE}".strip().replace("'", "''")
                connection.execute(f"comment on table main.{name} is '{marked}'")


def is_marked(comment: str) -> bool:
    """Whether a table's comment says that it is one of a practice release."""
    return comment.endswith(NOTE)
