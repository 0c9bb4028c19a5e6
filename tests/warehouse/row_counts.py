"""Rows of each mart by report year on the practice night, kept in git: a difference is there to be reviewed.

``python -m tests.warehouse.row_counts HOME`` writes what the current release of a practice home holds; the diff of
``practice_row_counts.csv`` is then the review.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from warehouse.read import connect_release

KEPT = Path(__file__).with_name("practice_row_counts.csv")
LAST_YEAR = 2025
"""Of the practice reports: later years of the calendar come by themselves."""

Counts = dict[tuple[str, str], int]
"""Mart and report year (empty where a row is of no year), and the rows."""


def counted(home: Path) -> Counts:
    """The counts of a home's current release, for every mart that has a report year."""
    with connect_release(home) as connection:
        marts = connection.execute(
            "select table_name from duckdb_columns() where column_name = 'report_year' and schema_name = 'main' "
            "and table_name in (select table_name from duckdb_tables()) order by 1"
        ).fetchall()
        return {
            (mart, "" if year is None else str(year)): rows
            for (mart,) in marts
            for year, rows in connection.execute(
                f"select report_year, count(*) from {mart} "  # noqa: S608  # our names
                f"where coalesce(report_year, 0) <= {LAST_YEAR} group by 1 order by 1 nulls first"
            ).fetchall()
        }


def kept() -> Counts:
    """The counts in git."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {(row["mart"], row["report_year"]): int(row["row_count"]) for row in csv.DictReader(file)}


def differences(now: Counts) -> list[str]:
    """One line for each count that is not the one in git."""
    before = kept()
    return [
        f"{mart} {year or 'of no year'}: {before.get((mart, year), 0)} rows in git, {now.get((mart, year), 0)} now"
        for mart, year in sorted(before.keys() | now.keys())
        if before.get((mart, year), 0) != now.get((mart, year), 0)
    ]


def keep(now: Counts) -> None:
    """Write the counts to where git keeps them."""
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["mart", "report_year", "row_count"])
        writer.writerows([mart, year, rows] for (mart, year), rows in now.items())


if __name__ == "__main__":
    keep(counted(Path(sys.argv[1])))
