"""The current release as pages: ``dashboard``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.app import Practice, app
from store.home import home_folder


@app.command()
def dashboard(
    practice: Practice = False,
    host: Annotated[
        str, typer.Option(help="Address to listen on; by default nobody else's machine can reach it.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any free one.")] = 8787,
    base_path: Annotated[str, typer.Option(help="Path that all addresses begin with, behind a proxy: /gongkai.")] = "",
) -> None:
    """Show the current release as pages: overview, bureaus, findings, and every number with the place that it was printed in."""
    from dashboard.serve import serve

    serve(home_folder(practice=practice), host, port, base_path, say=typer.echo)
