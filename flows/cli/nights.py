"""Whole nights and their steps: ``run``, ``backfill``, ``crawl``, ``build``, ``release``, ``rebuild``, ``serve``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import json
import logging
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.app import AnyHour, Practice, RegistryFile, app, fail
from flows.exit_status import ExitStatus, status_of_night, status_of_release
from flows.progress import tell
from flows.reached import no_portal_answered
from store.home import home_folder
from store.lock import writing

if TYPE_CHECKING:  # it stands for what is imported where it is needed
    from flows.prefect_server import PrefectServer


@app.command()
def run(
    practice: Annotated[bool, typer.Option("--practice", help="Play the night on the local practice portals.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Call the steps directly, without Prefect.")] = False,
    registry: RegistryFile = None,
    bureau: Annotated[list[str] | None, typer.Option(help="Only this bureau code; may be repeated.")] = None,
    port: Annotated[int, typer.Option(help="Port of the practice portals.")] = 8620,
    any_hour: AnyHour = False,
) -> None:
    """Play one night: crawl, parse, load, build the marts, release."""
    from flows.steps import require_bureaus

    home = home_folder(practice=practice)
    bureaus = tuple(bureau or ())
    if not practice:
        require_bureaus(registry, bureaus)
    with ExitStack() as stack:
        server = None
        if not plain:
            from flows.prefect_server import server_of_a_night
            from flows.prefect_settings import keep_prefect_in

            keep_prefect_in(home)
            server = stack.enter_context(server_of_a_night())  # it starts while we do
        if practice:
            from flows.night import practice_registry

            registry = stack.enter_context(practice_registry(home, port))
            require_bureaus(registry, bureaus)
        _play(home, registry, bureaus, server, plain=plain, is_practice=practice, any_hour=any_hour)


def _play(
    home: Path,
    registry: Path | None,
    bureaus: tuple[str, ...],
    server: PrefectServer | None,
    *,
    plain: bool,
    is_practice: bool,
    any_hour: bool,
) -> None:
    from flows.cli.bars import stage_bars
    from flows.lines import night_lines
    from lookup.show import print_lines
    from lookup.year_over_year import closing_lines, stdout
    from warehouse.read import current_release

    extra = _extra(any_hour)
    if plain:
        from flows.night import run_night

        with stage_bars():
            summary = run_night(home, registry, bureaus, is_practice=is_practice, extra=extra)
    else:
        with stage_bars():
            tell("starting Prefect")
            from flows.nightly import nightly

            _say_errors_once()
            if server:
                server.wait()
            summary = nightly(home, registry, bureaus, is_practice, extra)
    print_lines(stdout(), night_lines(summary, names_documents=not is_practice))
    if current_release(home) is not None:
        if is_practice:
            _show_practice(home)
        print_lines(stdout(), closing_lines(home, is_practice=is_practice))
    sys.exit(status_of_night(summary))


def _say_errors_once() -> None:
    """What ends a night is said by this program in one line: Prefect would print a traceback of it first."""
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _extra(any_hour: bool) -> tuple[str, ...]:
    """Further arguments of the crawler."""
    return ("--any-hour",) if any_hour else ()


def _show_practice(home: Path) -> None:
    """The answer that a practice night is played for: the bureaus with published figures."""
    from lookup.year_over_year import print_year_over_year
    from practice import BUREAU_CODES

    typer.echo()
    print_year_over_year(home, BUREAU_CODES)
    typer.echo()


@app.command()
def crawl(
    registry: RegistryFile = None,
    bureau: Annotated[list[str] | None, typer.Option(help="Only this bureau code; may be repeated.")] = None,
    any_hour: AnyHour = False,
) -> None:
    """Crawl into the archive without parsing; the next run or build reads what is there."""
    from flows.cli.bars import stage_bars
    from flows.steps import crawl as crawl_step
    from flows.steps import parse_run

    home = home_folder()
    with writing(home, "a crawl") as held, stage_bars():
        summary = crawl_step(home, held.run_id, registry, bureau or (), extra=_extra(any_hour))
        parse_run(home, summary.run_id)
    typer.echo(json.dumps(asdict(summary)["by_bureau"], ensure_ascii=False, indent=1))
    if no_portal_answered(summary):
        sys.exit(ExitStatus.NO_PORTAL)
    if summary.lacking:
        fail(f"{summary.lacking}: portals that are nothing without it were not asked", ExitStatus.MACHINE_LACKS)


@app.command(name="crawl-shard")
def crawl_shard(
    run: Annotated[str, typer.Argument(help="The run whose shard it is.")],
    number: Annotated[int, typer.Argument(min=0, help="Which of its shards.")],
) -> None:
    """Ask a part of another machine's night on this one: what the workers of the setting work_pool do by themselves."""
    from flows.shard import crawl_shard as ask

    ask(home_folder(), run, number)


@app.command()
def build(practice: Practice = False) -> None:
    """Load what has landed, build the marts and release them if they pass the gate."""
    from flows.cli.bars import stage_bars
    from flows.lines import release_line
    from flows.steps import load_landed, release

    home = home_folder(practice=practice)
    with writing(home, "a build"), stage_bars():
        added = sum(summary.rows_added for summary in load_landed(home))
        built = release(home, is_practice=practice)
    typer.echo(f"{added} rows added; {release_line(built)}")
    sys.exit(status_of_release(built))


@app.command()
def release(
    practice: Practice = False,
    allow_fewer: Annotated[
        bool, typer.Option("--allow-fewer", help="Let reports, completeness and tables fall; tests must still pass.")
    ] = False,
    keep: Annotated[
        int | None, typer.Option(min=1, help="Newest releases to keep (10), beside the last one of each month.")
    ] = None,
) -> None:
    """Build the marts from what is loaded and publish them if they pass the gate."""
    from flows.cli.bars import stage_bars
    from flows.lines import release_line
    from flows.steps import release as release_step

    home = home_folder(practice=practice)
    with writing(home, "a release"), stage_bars():
        built = release_step(home, is_practice=practice, allow_fewer=allow_fewer, keep=keep)
    typer.echo(release_line(built))
    sys.exit(status_of_release(built))


@app.command()
def backfill(
    practice: Annotated[bool, typer.Option("--practice", help="Ask the local practice portals.")] = False,
    registry: RegistryFile = None,
    bureau: Annotated[list[str] | None, typer.Option(help="Only this bureau code; may be repeated.")] = None,
    year: Annotated[list[int] | None, typer.Option(help="Only bureaus that lack this year; may be repeated.")] = None,
    port: Annotated[int, typer.Option(help="Port of the practice portals.")] = 8620,
    any_hour: AnyHour = False,
) -> None:
    """Ask now, not when its turn comes, for what is known and was never captured: lists to their end, addresses that failed."""
    from contextlib import nullcontext

    from flows.backfill import backfill as fill
    from flows.cli.bars import stage_bars
    from flows.lines import night_lines
    from flows.night import practice_registry

    home = home_folder(practice=practice)
    with practice_registry(home, port) if practice else nullcontext(registry) as file, stage_bars():
        summary = fill(home, file, bureau or (), year or (), is_practice=practice, extra=_extra(any_hour))
    typer.echo("\n".join(night_lines(summary)) if summary else "no bureau lacks a report; nothing was asked for")
    if summary:
        sys.exit(status_of_night(summary))


@app.command()
def rebuild(
    practice: Practice = False,
    despite_loss: Annotated[
        bool, typer.Option("--despite-loss", help="Go on where documents are missing from the archive, without them.")
    ] = False,
) -> None:
    """Make the warehouse anew from the archive and what runs landed, without a network, and release it.

    The old warehouse stays until the new one is whole. A night does the same by itself where the warehouse is gone or was
    made by another version of this program.
    """
    from flows.cli.bars import stage_bars
    from flows.lines import rebuild_lines
    from flows.rebuild import rebuild as rebuild_from_archive
    from flows.steps import release as release_step

    home = home_folder(practice=practice)
    with writing(home, "a rebuild"), stage_bars():
        rebuilt = rebuild_from_archive(home, despite_loss=despite_loss)
        built = release_step(home, is_practice=practice)
    typer.echo("\n".join(rebuild_lines(rebuilt, built)))
    sys.exit(status_of_release(built))


@app.command()
def serve(
    practice: Annotated[
        bool, typer.Option("--practice", help="Play the nights on the local practice portals.")
    ] = False,
    registry: RegistryFile = None,
) -> None:
    """Keep running and play the nights by the clock, as the settings discover_at and recheck_at say (Beijing time).

    Prefect's pages are at http://127.0.0.1:4200 (setting ui_port). A line a night goes to logs/serve.log, too.
    """
    from flows.serve import serve_nights

    serve_nights(home_folder(practice=practice), registry, is_practice=practice)
