"""Portals one by one: ``practice``, ``registry``, ``new-source``, ``doctor``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.cli.app import AnyHour, Practice, RegistryFile, app
from store.home import Home, home_folder
from store.lock import writing

registry_app = typer.Typer(help="The bureaus that are collected, and where they publish.", no_args_is_help=True)
app.add_typer(registry_app, name="registry")

PAGES = Path("tests/crawler/pages")


@app.command("practice")
def practice_(
    port: Annotated[int, typer.Option(help="Port on every practice address.")] = 8620,
    faults: Annotated[bool, typer.Option("--faults", help="Serve the deck of faults, too.")] = False,
) -> None:
    """Serve the practice portals on loopback until interrupted."""
    import practice as portals

    for bureau in portals.registry(port, faults=faults):
        typer.echo(f"{bureau.names[0].name_zh}  {bureau.base_url}")
    portals.serve(port, faults=faults)


@registry_app.command("check")
def check(registry: RegistryFile = None) -> None:
    """Prove offline that every row is sound and builds its first request."""
    from crawler.registry import load
    from crawler.registry.check import problems
    from crawler.registry.portal import unconfirmed

    bureaus = load(registry)
    found = problems(bureaus)
    for sentence in found:
        typer.echo(f"gongkai: {sentence}", err=True)
    parked = sum(bool(unconfirmed(bureau.platform, bureau.portal)) for bureau in bureaus)
    sound = "sound" if not found else f"{len(found)} problems"
    typer.echo(f"{len(bureaus)} bureaus, {sound}; {len(bureaus) - parked} build a list's request, {parked} are parked")
    if found:
        sys.exit(1)


@registry_app.command("list")
def list_(registry: RegistryFile = None) -> None:
    """Show every bureau: platform, address, what is still unknown of its portal."""
    from crawler.registry import load
    from crawler.registry.portal import unconfirmed
    from lookup.show import rows_table

    rows = []
    for bureau in load(registry):
        parked = ", ".join(unconfirmed(bureau.platform, bureau.portal))
        known = len(bureau.known_reports)
        place = (bureau.platform, bureau.base_url, known, f"parked: {parked}" if parked else "")
        rows.append((bureau.bureau_code, bureau.names[0].name_zh, *place))
    columns = ("bureau_code", "name_zh", "platform", "base_url", "known_reports", "state")
    Console(width=None if sys.stdout.isatty() else 200).print(rows_table(columns, rows))


@app.command("new-source")
def new_source(
    url: Annotated[str, typer.Argument(help="The list of a bureau's reports, or one of the reports.")],
    agency: Annotated[
        str | None, typer.Option(help="The bureau's full name, where the page does not print it.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="GB/T 2260 code, where the name leaves it open.")] = None,
    registry: Annotated[Path | None, typer.Option(help="File for the row; the bundled one of its province.")] = None,
    page: Annotated[Path | None, typer.Option(help="The page as saved from URL: nothing is asked for.")] = None,
    tests: Annotated[Path, typer.Option(help="Folder for the page and its test.")] = PAGES,
    any_hour: AnyHour = False,
) -> None:
    """Recognise a portal's platform; write its row, the page, and a test that fails until both are reviewed."""
    from crawler.sources import new_source as writing_source
    from crawler.sources.drafting import draft
    from flows.sources import fetched_page, saved_page

    if page is not None:
        seen = saved_page(page, url)
    else:
        home = home_folder()
        with writing(home, "a look at a portal") as held:
            seen = fetched_page(home, held.run_id, url, any_hour=any_hour)
    drafted = draft(seen, agency, region)
    written = writing_source.new_source(drafted, seen, registry, tests)
    bureau = drafted.bureau
    typer.echo(
        f"{bureau.bureau_code}  {bureau.names[0].name_zh} · {bureau.platform}: {', '.join(drafted.sniffed.evidence)}"
    )
    typer.echo(f"row    {written.registry}")
    for file in written.files:
        typer.echo(f"wrote  {file}")
    typer.echo("Review the row and the page; the test fails until you have.")


@app.command()
def doctor(
    bureau: Annotated[
        str | None, typer.Argument(help="A bureau's code, e.g. hrss-371500; without one an overview of all.")
    ] = None,
    practice: Practice = False,
    registry: RegistryFile = None,
) -> None:
    """Say what is wrong with one portal, since when, and what it needs, or what all of them need; nothing is asked for."""
    from crawler.registry import load
    from crawler.sources.doctor import examine, render
    from flows.sources import missing_years, registered, unsettled
    from lookup.show import print_lines
    from lookup.year_over_year import stdout
    from monitoring import overview

    home = home_folder(practice=practice)
    played = Home(home).registry
    file = registry or (played if practice and played.exists() else None)
    if bureau is None:
        found = overview.overview(home, load(file))
        print_lines(stdout(), list(overview.lines(found, " --practice" if practice else "")))
        return
    row = registered(file, bureau)
    typer.echo(render(examine(home, row, unsettled(home, bureau), missing_years(home, bureau))), nl=False)
