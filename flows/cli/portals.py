"""Portals one by one: ``practice``, ``registry``, ``new-source``, ``doctor``."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.cli.app import app


@app.command("practice")
def practice_(port: Annotated[int, typer.Option(help="Port on every practice address.")] = 8620) -> None:
    """Serve the practice portals on loopback until interrupted."""
    import practice as portals

    for bureau in portals.registry(port):
        typer.echo(f"{bureau.names[0].name_zh}  {bureau.base_url}")
    portals.serve(port)
