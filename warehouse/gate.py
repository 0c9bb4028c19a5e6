"""The gate before a release: what must hold, and the record of its verdict (``releases/gate.json``).

1. dbt ends well: contracts hold, every test that only we can violate passes.
2. Published reports do not grow fewer.
3. Completeness does not fall: of the bureau-years that both releases expect, as many are settled as before. A new year that
   falls due, or a new bureau, adds to what is expected and takes nothing away. So it cannot close the gate.
4. No table loses more than a tenth of its rows, or is gone; a table of problems may.

``allow_fewer`` overrides 2 to 4.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import duckdb

from store.home import RELEASE_FILE, Home
from warehouse.build import BuildOutcome
from warehouse.connection import connect

LARGEST_DROP = 0.10
SMALL = 20
"""Rows; a table that loses fewer may have lost them in the ordinary course of things."""
PROBLEM_TABLES = frozenset({"finding", "repeated_part", "digit_screen", "unpublished_document"})
"""Tables whose rows are what looks wrong: fewer of them are no loss."""

GateStatus = Literal["passed", "failed"]

_COMPLETENESS = "select count(*) filter (is_parsed), count(*) from {}.coverage where is_expected"
_SHARED = """
    select count(*) filter (a.is_parsed), count(*) filter (b.is_parsed), count(*),
        arg_min(bureau_code || ' ' || report_year, (bureau_code, report_year)) filter (a.is_parsed and not b.is_parsed)
    from before.coverage a join main.coverage b using (bureau_code, report_year) where a.is_expected and b.is_expected
"""


@dataclass(frozen=True, slots=True)
class GateRecord:
    """``since`` is the moment (ISO 8601, UTC) from which the gate has had this status without a break."""

    status: GateStatus
    reason: str | None
    since: str
    release: int | None
    """The release that stands after this gate; ``None`` if there is none yet."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Bureau-years with a settled report, of those that were expected (`coverage`)."""

    parsed: int
    expected: int

    def __str__(self) -> str:
        share = f" ({self.parsed / self.expected:.1%})" if self.expected else ""
        return f"{self.parsed} of {self.expected} expected reports{share}"


def objection_to_build(outcome: BuildOutcome) -> str | None:
    """Why the marts may not be published, or ``None``."""
    if outcome.succeeded:
        return None
    first, *others = outcome.problems
    return f"dbt: {first}" + (f" (and {len(others)} more)" if others else "")


def objection_to_counts(now: Mapping[str, int], before: Mapping[str, int]) -> str | None:
    """Why these row counts may not replace the current release's, or ``None``."""
    if now.get("fct_report", 0) < before.get("fct_report", 0):
        return (
            f"{now.get('fct_report', 0)} published bureau-years, against {before['fct_report']} in the current release."
        )
    gone = sorted(before.keys() - now.keys())
    if gone:
        return f"{', '.join(gone)} of the current release would be gone."
    for table, rows in sorted(before.items()):
        lost = rows - now[table]
        if table not in PROBLEM_TABLES and lost >= SMALL and lost > LARGEST_DROP * rows:
            return f"{table} would fall from {rows} rows to {now[table]}."
    return None


def objection_to_completeness(now: Path, before: Path) -> str | None:
    """Why the release of one folder is less complete than that of the other, or ``None``.

    A release before that has no such table is no measure.
    """
    with connect(now / RELEASE_FILE, read_only=True) as connection:
        quoted = str(before / RELEASE_FILE).replace("'", "''")
        connection.execute(f"attach '{quoted}' as before (read_only)")
        try:
            row = connection.execute(_SHARED).fetchone()
        except (duckdb.CatalogException, duckdb.BinderException):
            return None
    parsed_before, parsed_now, expected, first = row or (0, 0, 0, None)
    if parsed_now >= parsed_before:
        return None
    then, since = Completeness(parsed_before, expected), Completeness(parsed_now, expected)
    return f"completeness would fall from {then} to {since}: {first} is the first that is settled no more."


def completeness(folder: Path) -> Completeness | None:
    """How complete the release of a folder is; ``None`` if it has no such table."""
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        try:
            row = connection.execute(_COMPLETENESS.format("main")).fetchone()
        except (duckdb.CatalogException, duckdb.BinderException):
            return None
    return Completeness(*row) if row else None


def read_gate(home: Path) -> GateRecord | None:
    """The last word of the gate, or ``None`` before the first build."""
    try:
        return GateRecord(**json.loads(Home(home).gate.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def write_gate(home: Path, status: GateStatus, reason: str | None, release: int | None, moment: str) -> None:
    """Record the gate's word; a gate that keeps saying the same keeps its ``since``."""
    before = read_gate(home)
    since = before.since if before and before.status == status else moment
    partial = Home(home).gate.with_name(".gate.json.partial")
    record = GateRecord(status, reason, since, release)
    partial.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(Home(home).gate)
