"""The settings and where each comes from: ``config``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from flows.cli.app import Practice, app
from store.home import home_folder


@app.command()
def config(
    practice: Practice = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a setting, in a list.")] = False,
) -> None:
    """Show every setting, its value, and where it comes from; secrets stay hidden.

    Settings are lines of gongkai.toml in the home, or environment variables: contact is GONGKAI_CONTACT, which wins.
    """
    from lookup.show import print_lines
    from lookup.year_over_year import stdout
    from store.settings import listed, unknown_variables

    found = list(listed(home_folder(practice=practice)))
    if as_json:
        typer.echo(json.dumps([asdict(setting) for setting in found], ensure_ascii=False, indent=1))
        return
    lines = []
    for setting in found:
        lines += [f"{setting.name} = {setting.value}   [{setting.source}]", f"    {setting.description}"]
    lines += [f"{name} is in the environment and is no setting" for name in unknown_variables()]
    print_lines(stdout(), lines)
