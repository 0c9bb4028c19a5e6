"""Questions to the current release: a user's SQL."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import duckdb
from rich.console import Console

from lookup.errors import QuestionError
from lookup.show import plain, rows_table
from parsing.output import number
from warehouse.read import connect_release

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
