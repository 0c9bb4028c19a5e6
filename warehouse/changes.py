"""What a release changes for people who use the data: a typed diff against the one before it.

Reports are compared by bureau and year, figures by cell, claims by their words, metrics by their value; each difference has a
cause:

    new_report   a report that the release before did not have
    withdrawn    a report that is no longer published: its reading is no longer settled, or its bureau left
    revision     the bureau published other bytes for the same year
    reading      the same bytes, read by a newer parser
    rule         the same reading, computed by another rule (metrics alone)
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

import duckdb

from store.home import RELEASE_FILE
from warehouse.connection import connect

LISTED = 200
"""Differences of a kind named one by one; the counts tell of the rest."""

Cause = Literal["new_report", "withdrawn", "revision", "reading", "rule"]
REPORT_CAUSES: tuple[Cause, ...] = ("new_report", "withdrawn", "revision", "reading")

_REPORTS = """
    create or replace temp table changed_report as
    select
        bureau_code, report_year, coalesce(b.agency_name, a.agency_name) as agency_name,
        case
            when a.sha256 is null then 'new_report'
            when b.sha256 is null then 'withdrawn'
            when a.sha256 <> b.sha256 then 'revision'
            else 'reading'
        end as cause,
        a.verdict as verdict_before, b.verdict as verdict_now, coalesce(b.source_url, a.source_url) as source_url
    from before.fct_report a
    full join main.fct_report b using (bureau_code, report_year)
    where a.sha256 is distinct from b.sha256 or a.parser_version is distinct from b.parser_version
    order by bureau_code, report_year
"""
_FIGURES = """
    create or replace temp table changed_figure as
    select
        bureau_code, report_year, section_code, line_code, column_code, cause,
        a.raw_text as raw_before, a.value as value_before, b.raw_text as raw_now, b.value as value_now
    from changed_report
    join before.fct_figure a using (bureau_code, report_year)
    join main.fct_figure b using (bureau_code, report_year, section_code, line_code, column_code)
    where cause in ('revision', 'reading') and (a.value is distinct from b.value or a.state <> b.state)
    order by all
"""
_CLAIMS = """
    with counted as (
        select bureau_code, report_year, metric_code, claim_kind, value, raw_text, sum(n) as n, sum(m) as m
        from (
            select *, 1 as n, 0 as m from before.fct_claim union all by name select *, 0 as n, 1 as m from main.fct_claim
        )
        join (select bureau_code, report_year from changed_report where cause in ('revision', 'reading'))
        using (bureau_code, report_year)
        group by all
    )
    select coalesce(sum(greatest(m - n, 0)), 0)::bigint, coalesce(sum(greatest(n - m, 0)), 0)::bigint from counted
"""
_METRICS = """
    create or replace temp table changed_metric as
    select bureau_code, report_year, metric_code, 'rule' as cause, a.value as value_before, b.value as value_now
    from before.yoy_metric a
    join main.yoy_metric b using (bureau_code, report_year, metric_code)
    anti join changed_report using (bureau_code, report_year)
    where a.value is distinct from b.value and coalesce(abs(a.value - b.value) > 1e-9, true)
    order by all
"""
_BUREAUS = """
    select bureau_code, a.name_zh, b.name_zh
    from before.dim_bureau a full join main.dim_bureau b using (bureau_code)
    where a.name_zh is distinct from b.name_zh
    order by 1
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
    value_before: Decimal | None
    raw_now: str | None
    value_now: Decimal | None


@dataclass(frozen=True, slots=True)
class MetricChange:
    """A metric that comes out otherwise although its report was not read anew."""

    bureau_code: str
    report_year: int
    metric_code: str
    cause: Cause
    value_before: Decimal | None
    value_now: Decimal | None


@dataclass(frozen=True, slots=True)
class BureauChange:
    """A bureau that is new (no name before), has left (no name now), or has another name."""

    bureau_code: str
    name_before: str | None
    name_now: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The first ``LISTED`` differences of a kind, and how many there are."""

    reports: tuple[ReportChange, ...] = ()
    report_counts: tuple[tuple[Cause, int], ...] = ()
    figures: tuple[FigureChange, ...] = ()
    figure_count: int = 0
    claims_added: int = 0
    claims_withdrawn: int = 0
    metrics: tuple[MetricChange, ...] = ()
    metric_count: int = 0
    bureaus: tuple[BureauChange, ...] = ()
    tables: tuple[str, ...] = ()
    """One sentence for each table that came, went or has other columns, or could not be compared."""

    def counts(self) -> dict[Cause, int]:
        """Reports by cause, those with none included."""
        return dict.fromkeys(REPORT_CAUSES, 0) | dict(self.report_counts)


def compare(before: Path, now: Path) -> Changes:
    """The differences between the release files of two folders; raises WarehouseError if one cannot be opened.

    A table that the release before had with other columns is named and not compared. An old release must not keep a new one
    from being published.
    """
    with connect(now / RELEASE_FILE, read_only=True) as connection:
        quoted = str(before / RELEASE_FILE).replace("'", "''")
        connection.execute(f"attach '{quoted}' as before (read_only)")
        tables = tuple(_tables(connection))
        try:
            return _compared(connection, tables)
        except (duckdb.BinderException, duckdb.CatalogException):
            return Changes(tables=(*tables, "the rows cannot be compared: the release before has other columns"))


def _compared(connection: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> Changes:
    for query in (_REPORTS, _FIGURES, _METRICS):
        connection.execute(query)

    def rows(query: str) -> list[tuple[object, ...]]:
        return connection.execute(query).fetchall()

    def count(table: str) -> int:
        return int(str(rows(f"select count(*) from {table}")[0][0]))  # noqa: S608  # our names

    added, withdrawn = connection.execute(_CLAIMS).fetchall()[0]
    return Changes(
        reports=tuple(ReportChange(*row) for row in rows(f"from changed_report limit {LISTED}")),  # type: ignore[arg-type]
        report_counts=tuple(connection.execute("select cause, count(*) from changed_report group by 1").fetchall()),
        figures=tuple(FigureChange(*row) for row in rows(f"from changed_figure limit {LISTED}")),  # type: ignore[arg-type]
        figure_count=count("changed_figure"),
        claims_added=added,
        claims_withdrawn=withdrawn,
        metrics=tuple(MetricChange(*row) for row in rows(f"from changed_metric limit {LISTED}")),  # type: ignore[arg-type]
        metric_count=count("changed_metric"),
        bureaus=tuple(BureauChange(*row) for row in connection.execute(_BUREAUS).fetchall()),
        tables=tables,
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    current = connection.execute("select current_database()").fetchone()
    now = dict(connection.execute(_TABLES, [current[0] if current else None]).fetchall())
    then = dict(connection.execute(_TABLES, ["before"]).fetchall())
    return [
        *(f"`{name}` is new" for name in sorted(now.keys() - then.keys())),
        *(f"`{name}` is gone" for name in sorted(then.keys() - now.keys())),
        *(
            f"`{name}` has other columns: {_difference(then[name], now[name])}"
            for name in sorted(now.keys() & then.keys())
            if now[name] != then[name]
        ),
    ]


def _difference(then: str, now: str) -> str:
    before, after = set(then.split(", ")), set(now.split(", "))
    changes = [f"+ `{name}`" for name in sorted(after - before)] + [f"- `{name}`" for name in sorted(before - after)]
    return ", ".join(changes) or "in another order"
