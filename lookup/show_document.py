"""A parsed document as the command line shows it: its heading, its tables, its sums, and the numbers of its prose."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from lookup.show_prose import print_prose
from parsing.form import load_form
from parsing.model import Document, Report
from parsing.output import number

VERDICT_STYLE = {
    "verified": "green",
    "source_inconsistent": "yellow",
    "uncertain": "red",
    "unreadable": "red",
    "not_a_report": "red",
}


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
