"""What a release changes for people who use the data: a typed diff against the one before it, and ``CHANGES.md``.

Reports are compared by bureau and year, figures by cell, claims by their words; each difference has a cause:

    new_report   a report that the release before did not have
    withdrawn    a report that is no longer published: its reading is no longer settled, or its bureau left
    revision     the bureau published other bytes for the same year
    reading      the same bytes, read by a newer parser
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from warehouse import layout
from warehouse.connection import connect

CHANGES = "CHANGES.md"
LISTED = 200
"""Reports and figures named one by one; the counts tell of the rest."""

Cause = Literal["new_report", "withdrawn", "revision", "reading"]
CAUSES: dict[Cause, str] = {
    "new_report": "reports added",
    "withdrawn": "reports withdrawn",
    "revision": "reports edited by their bureau after publication",
    "reading": "reports read anew by a newer parser",
}

_REPORTS = """
    select bureau_code, report_year, coalesce(b.agency_name, a.agency_name),
        case
            when a.sha256 is null then 'new_report'
            when b.sha256 is null then 'withdrawn'
            when a.sha256 <> b.sha256 then 'revision'
            else 'reading'
        end as cause,
        a.verdict, b.verdict, coalesce(b.source_url, a.source_url)
    from before.fct_report a
    full join main.fct_report b using (bureau_code, report_year)
    where a.sha256 is distinct from b.sha256 or a.parser_version is distinct from b.parser_version
    order by bureau_code, report_year
"""
_FIGURES = """
    select bureau_code, report_year, section_code, line_code, column_code,
        case when x.sha256 <> y.sha256 then 'revision' else 'reading' end as cause, a.raw_text, a.value, b.raw_text, b.value
    from before.fct_report x
    join main.fct_report y using (bureau_code, report_year)
    join before.fct_figure a using (bureau_code, report_year)
    join main.fct_figure b using (bureau_code, report_year, section_code, line_code, column_code)
    where (x.sha256 <> y.sha256 or x.parser_version <> y.parser_version)
        and (a.value is distinct from b.value or a.state <> b.state)
    order by bureau_code, report_year, section_code, line_code, column_code
"""
_TABLES = """
    select table_name, string_agg(column_name || ' ' || data_type, ', ' order by column_index)
    from duckdb_columns() where database_name = ? and schema_name = 'main' and not internal group by 1 order by 1
"""


@dataclass(frozen=True, slots=True)
class ReportChange:
    bureau_code: str
    report_year: int
    agency_name: str | None
    cause: Cause
    verdict_before: str | None
    verdict_now: str | None
    source_url: str


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A cell whose value or state is another than in the release before."""

    bureau_code: str
    report_year: int
    section_code: str
    line_code: str
    column_code: str
    cause: Cause
    raw_before: str | None
    value_before: float | None
    raw_now: str | None
    value_now: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    reports: tuple[ReportChange, ...]
    figures: tuple[FigureChange, ...]
    tables: tuple[str, ...]
    """One sentence for each table that came, went or has other columns."""

    def counts(self) -> dict[Cause, int]:
        found = Counter(change.cause for change in self.reports)
        return {cause: found[cause] for cause in CAUSES}


def compare(before: Path, now: Path) -> Changes:
    """The differences between the release files of two folders; raises WarehouseError where one cannot be opened."""
    with connect(now / layout.RELEASE_FILE, read_only=True) as connection:
        quoted = str(before / layout.RELEASE_FILE).replace("'", "''")
        connection.execute(f"attach '{quoted}' as before (read_only)")
        reports = tuple(ReportChange(*row) for row in connection.execute(_REPORTS).fetchall())
        is_read_anew = any(change.cause in ("revision", "reading") for change in reports)
        figures = connection.execute(_FIGURES).fetchall() if is_read_anew else []
        return Changes(reports, tuple(FigureChange(*row) for row in figures), tuple(_tables(connection)))


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    current = connection.execute("select current_database()").fetchone()
    now = dict(connection.execute(_TABLES, [current[0] if current else None]).fetchall())
    then = dict(connection.execute(_TABLES, ["before"]).fetchall())
    return [
        *(f"`{name}` is new" for name in sorted(now.keys() - then.keys())),
        *(f"`{name}` is gone" for name in sorted(then.keys() - now.keys())),
        *(f"`{name}` has other columns: {_difference(then[name], now[name])}" for name in sorted(now) if name in then and now[name] != then[name]),
    ]  # fmt: skip


def _difference(then: str, now: str) -> str:
    before, after = set(then.split(", ")), set(now.split(", "))
    said = [f"+ {name}" for name in sorted(after - before)] + [f"- {name}" for name in sorted(before - after)]
    return ", ".join(said) or "in another order"


def as_markdown(release: int, built_at: str, previous: int | None, changes: Changes | None) -> str:
    """``CHANGES.md`` of a release; ``changes`` is ``None`` for the first one."""
    lines = [f"# Release {release}, built {built_at}", ""]
    if changes is None or previous is None:
        return "\n".join([*lines, "The first release: there is none before it to compare with.", ""])
    lines += [f"Against release {previous}:", ""]
    lines += [f"- {count} {CAUSES[cause]}" for cause, count in changes.counts().items()]
    lines += [f"- {len(changes.figures)} figures with another value or state", ""]
    if changes.tables:
        lines += ["## Tables", "", *(f"- {sentence}" for sentence in changes.tables), ""]
    lines += _listed("Reports", REPORT_HEADER, [_report_row(change) for change in changes.reports])
    lines += _listed("Figures", FIGURE_HEADER, [_figure_row(change) for change in changes.figures])
    return "\n".join(lines)


REPORT_HEADER = ("bureau", "agency", "year", "cause", "verdict before", "verdict now", "address")
FIGURE_HEADER = ("bureau", "year", "cell", "cause", "before", "now")


def _report_row(change: ReportChange) -> tuple[object, ...]:
    verdicts = (change.verdict_before or "", change.verdict_now or "")
    return (
        change.bureau_code, change.agency_name or "", change.report_year, change.cause, *verdicts, change.source_url
    )  # fmt: skip


def _figure_row(change: FigureChange) -> tuple[object, ...]:
    cell = f"{change.section_code}/{change.line_code}/{change.column_code}"
    before, now = _number(change.raw_before, change.value_before), _number(change.raw_now, change.value_now)
    return change.bureau_code, change.report_year, cell, change.cause, before, now


def _number(raw: str | None, value: float | None) -> str:
    return f"“{raw or ''}” (no number)" if value is None else f"{value:.15g}"


def _listed(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    if not rows:
        return []
    lines = [f"## {title}", "", _row(header), _row(["---"] * len(header)), *map(_row, rows[:LISTED])]
    if len(rows) > LISTED:
        lines += ["", f"and {len(rows) - LISTED} more"]
    return [*lines, ""]


def _row(cells: Sequence[object]) -> str:
    """One line of a table; what a report prints cannot leave its cell."""
    return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"
