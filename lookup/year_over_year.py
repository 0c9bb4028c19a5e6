"""The answer that a practice night is played for: applications received, a row a bureau and year, as wide as there is room.

Only chosen bureaus; whoever wants others asks with SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lookup.query import ask
from lookup.show import counted, plain
from warehouse.read import connect_release, unpublished

FIRST = ("hrss-371500", 2023)
"""Liaocheng's fall by 26.7 %, which the report states itself: real figures, and the line that proves the whole way."""

QUERY = """
    select b.name_zh as bureau, b.region_name_en as place, y.report_year || if(y.is_invented, '*', '') as year,
           y.value, y.prior_value as prior, y.prior_basis as "prior from", y.change_pct as "change %",
           y.stated_change_pct as "stated %", y.stated_result as result,
           if(y.comparability = 'comparable', '', y.comparability) as mark
    from yoy_metric y
    join dim_bureau b using (bureau_code)
    where y.metric_code = 'applications_received' and bureau_code in ({bureaus}) and y.value is not null
    order by (bureau_code, report_year) = ('{first_code}', {first_year}) desc,
             bureau_code = '{first_code}' desc, bureau_code, report_year desc
"""

LAYOUTS = (
    ("bureau", "place", "year", "value", "prior", "prior from", "change %", "stated", "mark"),
    ("place", "year", "value", "prior", "change %", "stated", "mark"),
    ("place", "year", "value", "change %", "stated", "mark"),
    ("place", "year", "value", "change %", "mark"),
)
"""Columns, the widest choice first: the first that fits is taken, so that no row is broken over lines. No cell is ever cut."""

NUMBERS = ("value", "prior", "change %")
STYLES = {"confirmed": "green", "contradicted": "bold red"}
PIPE_WIDTH = 400
"""What goes to a file or a pipe is never folded."""


def print_year_over_year(home: Path, bureau_codes: Sequence[str], console: Console | None = None) -> None:
    """Print the table of some bureaus to stdout, or to a console of a given width."""
    console = console or stdout()
    bureaus = ", ".join(f"'{code}'" for code in bureau_codes)
    first_code, first_year = FIRST
    with connect_release(home) as connection:
        columns, rows = ask(connection, QUERY.format(bureaus=bureaus, first_code=first_code, first_year=first_year))
    records = [dict(zip(columns, map(plain, row), strict=True)) for row in rows]
    for record in records:
        record["stated"] = f"{record['stated %']} {record['result']}".strip()
    room = console.options.update(max_width=PIPE_WIDTH)
    tables = [_table(layout, records) for layout in LAYOUTS]
    widths = [console.measure(table, options=room).maximum for table in tables]
    widest = next((index for index, width in enumerate(widths) if width <= console.width), -1)
    console.width = max(console.width, widths[widest])
    console.print("Applications received, year over year (* rests on an invented report)", style="bold")
    console.print(tables[widest])


def stdout() -> Console:
    """As wide as the terminal; a file or a pipe gets whole lines, and no control codes."""
    return Console(width=None if Console().is_terminal else PIPE_WIDTH, highlight=False)


def _table(layout: Sequence[str], records: Sequence[dict[str, str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name in layout:
        table.add_column(name, justify="right" if name in NUMBERS else "left", no_wrap=True)
    for index, record in enumerate(records):
        cells = (Text(record[name], style=_style(name, record[name])) for name in layout)
        table.add_row(*cells, style="bold" if index == 0 else None, end_section=index == 0)
    return table


def _style(name: str, value: str) -> str:
    return STYLES.get(value.rpartition(" ")[2], "") if name == "stated" else "yellow" if name == "mark" else ""


def closing_lines(home: Path, *, is_practice: bool) -> list[str]:
    """What is wrong, where the release is, and how to look into it: what a night ends with, a line each."""
    command, option = (".venv/bin/gongkai", " --practice") if is_practice else ("gongkai", "")
    with connect_release(home) as connection:
        _, ((failing, findings),) = ask(
            connection,
            "select (select count(*) from fct_report where verdict = 'source_inconsistent'), (select count(*) from finding)",
        )
    wrong = (
        f"{counted(failing, 'report')} with sums that fail",
        f"{counted(len(unpublished(home)), 'document')} unpublished",
        counted(findings, "finding"),
    )
    return [
        f"wrong    {', '.join(wrong)}",
        f"release  {home / 'releases' / 'current'} (DuckDB, Parquet, CSV, Excel)",
        f'ask      {command} sql{option} "select wording_en from finding"',  # noqa: S608  to be shown
        f"pages    {command} dashboard{option}",
    ]
