"""What the command line prints for people. Values come from a release or a parsed document; nothing is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from lookup.show_prose import print_prose
from parsing.form import load_form
from parsing.model import Document, Report
from parsing.output import digits, number
from warehouse.read import Unpublished

VERDICT_STYLE = {
    "verified": "green",
    "source_inconsistent": "yellow",
    "uncertain": "red",
    "unreadable": "red",
    "not_a_report": "red",
}


NAMED = 20
"""Unpublished documents named one by one; a first night may see hundreds of other pages."""


def plain(value: Any) -> str:
    """A value as people write it: whole numbers without a point, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return digits(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def rows_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> Table:
    """Rows of a query as a table; numbers stand to the right."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for index, column in enumerate(columns):
        is_number = any(isinstance(row[index], int | float | Decimal) for row in rows)
        table.add_column(escape(column), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(plain(value)) for value in row))
    return table


def print_document(console: Console, document: Document) -> None:
    """One parsed document: heading, the three tables, the sums that fail (red) and the numbers of the prose."""
    report, source = document.report, document.source
    verdict = Text(report.verdict, style=VERDICT_STYLE[report.verdict])
    console.print(Text.assemble((source.path, "bold"), "  ", verdict))
    console.print(f"  {source.media_type} read by {source.reader or 'no reader'}, sha256 {source.sha256}", style="dim")
    if document.error:
        console.print(Text(f"  {document.error}", style="red"))
    if report.verdict == "not_a_report":
        return
    console.print(
        f"  {escape(report.agency_name or 'agency not stated')} · {report.report_year or 'year not stated'} · "
        f"form {report.form_edition or 'none'}"
    )
    if report.is_invented:
        console.print(Text("  the document says of itself that its data are invented (practice data)", style="red"))
    if report.figures:
        for section in ("proactive", "applications", "appeals"):
            console.print(_section_table(report, section))
    _print_checks(console, report)
    print_prose(console, report)
    console.print()


def _section_table(report: Report, section: str) -> Table:
    """Lines down, columns across; a cell that a failing sum covers is red."""
    figures = report.figure_by_key()
    lines = load_form(*report.editions).section(section) if report.editions else ()
    columns = list(dict.fromkeys(column.code for line in lines for column in line.columns))
    labels = {column.code: column.label for line in lines for column in line.columns}
    table = Table(title=section, title_justify="left", pad_edge=False)
    table.add_column("")
    for code in columns:
        table.add_column(labels[code], justify="right", overflow="fold")
    for line in lines:
        cells = [Text(line.label)]
        for code in columns:
            figure = figures.get((section, line.code, code))
            shown = "" if figure is None else _cell(figure.raw, figure.state)
            cells.append(Text(shown, style="bold red" if figure and figure.proof == "contradicted" else ""))
        table.add_row(*cells)
    return table


def _cell(raw: str | None, state: str) -> str:
    return {"missing": "missing", "blank": "·"}.get(state, raw or "")


def _print_checks(console: Console, report: Report) -> None:
    counts = {status: sum(check.status == status for check in report.checks) for status in ("pass", "fail", "unknown")}
    if report.checks:
        console.print(f"  sums: {counts['pass']} hold, {counts['fail']} fail, {counts['unknown']} cannot be checked")
    for check in report.checks:
        if check.status == "fail":
            console.print(
                f"  [red]{check.check} {check.line} {check.column}: {number(check.left)} ≠ {number(check.right)}[/]"
            )


LABEL = 9
"""Columns that the word takes which a line begins with."""


def print_lines(console: Console, lines: Sequence[str]) -> None:
    """Lines that begin with a label; a terminal breaks the long ones beside it, a file or a pipe gets them whole."""
    if not console.is_terminal:
        console.print(Text("\n".join(lines)), soft_wrap=True)
        return
    table = Table.grid()
    table.add_column(width=LABEL)
    table.add_column(overflow="fold")
    for line in lines:
        table.add_row(Text(line[:LABEL]), Text(line[LABEL:]))
    console.print(table)


def unpublished_lines(documents: Sequence[Unpublished]) -> list[str]:
    """How many documents are read and not published and why, then each with its reason, up to `NAMED`."""
    if not documents:
        return []
    reasons = Counter(document.reason_code for document in documents)
    counts = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
    lines = [f"left out {counted(len(documents), 'document')} read and not published ({counts})"]
    lines += [f"         {unpublished_sentence(document)}" for document in documents[:NAMED]]
    if len(documents) > NAMED:
        lines.append(f'         and {len(documents) - NAMED} more: gongkai sql "from unpublished_document"')
    return lines


def unpublished_sentence(document: Unpublished) -> str:
    """The file's name or the address, and why it is not published."""
    detail = f" ({document.detail})" if document.detail else ""
    return f"{document.source_url.removeprefix('import:')}: {document.reason}{detail}"


def counted(number_: int, noun: str) -> str:
    """``1 report``, ``2 reports``."""
    return f"{number_} {noun}" + ("" if number_ == 1 else "s")
