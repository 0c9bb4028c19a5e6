"""What the current release says: ``sql``, ``status``."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from flows.cli.app import Practice, app
from flows.home import home_folder


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="One SQL query on the tables of the current release.")],
    practice: Practice = False,
    format_: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="How to write it.")] = "table",
) -> None:
    """Query the current release."""
    from flows.query import answer

    typer.echo(answer(home_folder(practice=practice), query, format_), nl=False)


@app.command()
def status(practice: Practice = False) -> None:
    """What the current release holds and how old it is."""
    from flows.query import release_status

    typer.echo(release_status(home_folder(practice=practice)), nl=False)
