"""What the current release says: ``sql``, ``explain``, ``status``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.app import Practice, app
from flows.exit_status import ExitStatus
from store.home import home_folder


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SQL query on the tables of the current release.")],
    practice: Practice = False,
    format_: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to write it.")] = "table",
) -> None:
    """Query the current release."""
    from lookup.query import answer

    typer.echo(answer(home_folder(practice=practice), query, format_), nl=False)


@app.command()
def explain(
    bureau: Annotated[str, typer.Argument(help="A bureau's code, e.g. hrss-371500.")],
    year: Annotated[int, typer.Argument(help="The report's year.")],
    what: Annotated[
        str,
        typer.Argument(
            help="A metric (applications_received), a cell (applications/granted/total), claim:N,"
            " check:CODE/LINE/COLUMN, carry_over or finding:ID."
        ),
    ],
    practice: Practice = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    save: Annotated[
        Path | None,
        typer.Option(help="Write the document here; with .png a picture of its page, the number framed."),
    ] = None,
) -> None:
    """Trace a published number to its cell, page, capture and address, and to the archived bytes, which are read again."""
    from lookup.explain.text import lines, save_page
    from lookup.explain.trace import explain as trace

    home = home_folder(practice=practice)
    explanation = trace(home, bureau, year, what)
    if as_json:
        typer.echo(json.dumps(explanation.as_record(), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(lines(explanation)))
    if save is not None:
        typer.echo(save_page(explanation, home, save), err=as_json)


@app.command()
def status(
    practice: Practice = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; moments in UTC.")] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help="Metrics for Prometheus, in its text format.")] = False,
) -> None:
    """How everything is: the release, the nights, what waits, this machine; each good, look or broken.

    Exit status 1 if something is broken.
    """
    from lookup.show import print_lines
    from lookup.year_over_year import stdout
    from monitoring.status import lines
    from monitoring.status import status as look
    from store.lock import collect

    found = look(practice=practice)
    for left in collect(found.home):
        typer.echo(f"gongkai: ended what a killed run had left running: {left.pid} ({left.command})", err=True)
    if metrics:
        from monitoring.metrics import metrics as written

        typer.echo(written(found), nl=False)
        return
    if as_json:
        typer.echo(json.dumps(found.as_record(), ensure_ascii=False, indent=1))
    else:
        print_lines(stdout(), list(lines(found)))
    if found.level == "broken":
        sys.exit(ExitStatus.FAILED)
