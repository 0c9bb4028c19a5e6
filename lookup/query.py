"""Questions to the current release: a user's SQL, and what the release holds."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import duckdb
from rich.console import Console

from lookup.errors import QuestionError
from lookup.show import counted, plain, rows_table, unpublished_lines
from parsing.output import number
from store.home import RELEASE_RECORD, Home
from store.run_id import began_at
from warehouse.gate import Completeness, read_gate
from warehouse.read import STALE_DAYS, connect_release, current_release, unpublished

Format = Literal["table", "csv", "json"]

QUERIES = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.CREATE}
"""A pivot creates a type of its own; the release can hold nothing that anybody else creates."""


def answer(home: Path, query: str, format_: Format = "table") -> str:
    """The answer to one query as text; raises ``QuestionError`` if the query is wrong."""
    with connect_release(home) as connection:
        columns, rows = ask(connection, query)
    return _written(columns, rows, format_)


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one query; raises ``QuestionError`` with DuckDB's own first line, or for what is no query."""
    try:
        others = {statement.type for statement in duckdb.extract_statements(query)} - QUERIES
        if others:
            refused = ", ".join(sorted(kind.name.lower() for kind in others))
            raise QuestionError(
                f"a release is only asked: select, from, with, describe, summarize, pivot; not {refused}"
            )
        result: duckdb.DuckDBPyConnection | None = connection.execute(query)
        if result is None:  # DuckDB found no statement in it
            raise QuestionError("the query is empty")
        return [column[0] for column in result.description or []], result.fetchall()
    except duckdb.Error as error:
        raise QuestionError(str(error).splitlines()[0]) from error


def _json_value(value: Any) -> Any:
    """A value that JSON has: decimals as numbers, whole ones without a point, nothing for what is no number or endless."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {str(key): _json_value(item) for key, item in value.items()}
    return [_json_value(item) for item in value] if isinstance(value, list | tuple) else value


def _written(columns: Sequence[str], rows: Sequence[Sequence[Any]], format_: Format) -> str:
    if format_ == "json":
        records = [dict(zip(columns, map(_json_value, row), strict=True)) for row in rows]
        return json.dumps(records, ensure_ascii=False, indent=1, default=str, allow_nan=False) + "\n"
    out = io.StringIO()
    if format_ == "csv":
        writer = csv.writer(out, lineterminator="\n")  # as the files of a release
        writer.writerow(columns)
        writer.writerows([plain(value) for value in row] for row in rows)
    else:
        # A terminal folds wide tables; a file or a pipe gets them whole.
        Console(file=out, width=None if Console().is_terminal else 400).print(rows_table(columns, rows))
    return out.getvalue()


def release_status(home: Path) -> str:
    """The current release: number, age, reports by verdict and year; and the gate, where it stands closed.

    Raises ``QuestionError`` if there is no release, with the gate's reason where one was refused.
    """
    folder, gate = current_release(home), read_gate(home)
    closed = f"gate     CLOSED since {gate.since}: {gate.reason}" if gate and gate.status == "failed" else None
    if folder is None:
        why = f"the first was refused at {gate.since}: {gate.reason}" if gate and closed else "run a night or an import"
        raise QuestionError(f"there is no release in {home} yet; {why}")
    facts = json.loads((folder / RELEASE_RECORD).read_text(encoding="utf-8"))
    built_at = datetime.fromisoformat(facts["built_at"])
    lines = [f"release  {folder.name} in {folder}", f"built    {facts['built_at']} ({_age(built_at)} ago)"]
    with connect_release(home) as connection:
        _, verdicts = ask(connection, "select verdict, count(*) from fct_report group by 1 order by 2 desc")
        _, totals = ask(
            connection,
            "select count(distinct bureau_code), count(*), min(report_year), max(report_year), max(first_observed_at)"
            " from fct_report",
        )
    bureaus, reports, first, last, observed = totals[0]
    years = f", report years {first} to {last}" if reports else ""
    lines.append(f"holds    {counted(reports, 'report')} of {counted(bureaus, 'bureau')}{years}")
    lines += [f"         {count} {verdict}" for verdict, count in verdicts]
    lines += unpublished_lines(unpublished(home))
    lines.append(f"newest   first observed {_day(observed)}")
    if visited := _last_visit(home):
        stale = f"; no portal was visited for more than {STALE_DAYS} days" if _days(visited) > STALE_DAYS else ""
        lines.append(f"visited  {visited:%Y-%m-%d %H:%M} UTC ({_age(visited)} ago{stale})")
    if facts.get("completeness"):
        lines.append(f"complete {Completeness(**facts['completeness'])}")
    if facts.get("warnings"):
        lines += [f"warnings {counted(len(facts['warnings']), 'test')} that a bureau can violate found something"]
        lines += [f"         {test}: {counted(rows, 'row')}" for test, rows in facts["warnings"].items()]
    if closed:
        lines.append(closed)
    return "\n".join(lines) + "\n"


def _last_visit(home: Path) -> datetime | None:
    """When the newest run began that visited portals; it is told from landing folders, for the warehouse may be held by a night."""
    visits = Home(home).visits()
    return began_at(visits[-1].run_id) if visits else None


def _days(moment: datetime) -> float:
    return (datetime.now(UTC) - moment).total_seconds() / 86400


def _day(moment: datetime | date | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "never"


def _age(built_at: datetime) -> str:
    seconds = int((datetime.now(UTC) - built_at).total_seconds())
    for size, unit in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
