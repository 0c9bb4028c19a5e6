"""``gongkai``: the command line. Every failure is one line on stderr and status 1; wrong usage is status 2."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from crawler.archive import ArchiveError
from crawler.registry import RegistryError
from flows.errors import NightError
from flows.home import home_folder, new_run_id, writing
from warehouse.errors import WarehouseError

FAILURES = (NightError, WarehouseError, RegistryError, ArchiveError)
FAILED_VERDICTS = {"unreadable", "not_a_report"}

app = typer.Typer(
    help="How open is each human-resources bureau in China, and how is that changing?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Practice = Annotated[bool, typer.Option("--practice", help="Use the practice warehouse instead of the real one.")]


def main() -> None:
    """The console script: known failures end in one clear line."""
    from practice.errors import PracticeError

    try:
        app()
    except (*FAILURES, PracticeError) as error:
        _fail(str(error))
    except KeyboardInterrupt:
        _fail("interrupted; what is in the archive stays, the next run goes on from there")
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error))


def _fail(message: str) -> None:
    typer.echo(f"gongkai: {message}", err=True)
    sys.exit(1)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr, where that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


@app.command()
def run(
    practice: Annotated[bool, typer.Option("--practice", help="Play the night on the local practice portals.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Call the steps directly, without Prefect.")] = False,
    registry: Annotated[Path | None, typer.Option(help="Registry file; the bundled one by default.")] = None,
    bureau: Annotated[list[str] | None, typer.Option(help="Only this bureau code; may be repeated.")] = None,
    port: Annotated[int, typer.Option(help="Port of the practice portals.")] = 8620,
) -> None:
    """Play one night: crawl, parse, load, build the marts, release."""
    from flows.night import practice_registry

    home = home_folder(practice=practice)
    bureaus = tuple(bureau or ())
    if practice:
        with practice_registry(home, port) as practice_file:
            _play(home, practice_file, bureaus, plain=plain, is_practice=True)
    else:
        _play(home, registry, bureaus, plain=plain, is_practice=False)


def _play(home: Path, registry: Path | None, bureaus: tuple[str, ...], *, plain: bool, is_practice: bool) -> None:
    from flows.show import night_lines
    from flows.steps import require_bureaus

    require_bureaus(registry, bureaus)
    if plain:
        from flows.night import run_night

        with _progress("reading") as progress:
            summary = run_night(home, registry, bureaus, is_practice=is_practice, progress=progress)
    else:
        from flows.prefect_settings import keep_prefect_in

        keep_prefect_in(home)
        from flows.nightly import nightly

        summary = nightly(home, registry, bureaus, is_practice)
    typer.echo("\n".join(night_lines(summary)))
    if is_practice:
        _show_practice(home)
    if summary.release.status == "refused":
        sys.exit(1)


def _show_practice(home: Path) -> None:
    """The answer that a practice night is played for, and where to go on."""
    from flows.query import year_over_year

    typer.echo("\nApplications received, year over year (practice data: years marked so on the pages are invented)")
    typer.echo(year_over_year(home), nl=False)
    typer.echo(f"The release is {home / 'releases' / 'current'}; ask it with (from this folder)")
    typer.echo(
        "  .venv/bin/gongkai sql --practice \"select * from yoy_metric where metric_code = 'applications_received'\""
    )


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files, in any format that is read.")],
    practice: Practice = False,
) -> None:
    """Bring local reports through parse, load, build and release."""
    from flows.imports import failures, land, local_files
    from flows.night import finish
    from flows.show import night_lines

    home = home_folder(practice=practice)
    files = list(local_files(paths))
    bad = [f"{file.path}: {file.error or 'the file is empty'}" for file in files if not file.data]
    for line in bad:
        typer.echo(f"gongkai: {line}", err=True)
    with writing(home), _progress("reading") as progress:
        run_id = new_run_id()
        land(home, run_id, files)
        summary = finish(home, run_id, None, is_practice=practice, progress=progress)
        failed = failures(home, run_id)
    for line in failed:
        typer.echo(f"gongkai: {line}", err=True)
    typer.echo("\n".join(night_lines(summary)))
    if bad or failed or summary.release.status == "refused":
        sys.exit(1)


@app.command()
def parse(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files, in any format that is read.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in the order given.")] = False,
) -> None:
    """Read reports and show every figure, sum and claim; nothing is stored."""
    from flows.reading import read_files
    from flows.show import print_document
    from parsing.output import to_record

    console = Console(width=None if sys.stdout.isatty() else 160)
    failed = False
    for document in read_files(paths):
        if as_json:
            typer.echo(json.dumps(to_record(document), ensure_ascii=False))
        else:
            print_document(console, document)
        if document.report.verdict in FAILED_VERDICTS:
            failed = True
            typer.echo(f"gongkai: {document.source.path}: {document.error}", err=True)
    if failed:
        sys.exit(1)


@app.command()
def crawl(
    registry: Annotated[Path | None, typer.Option(help="Registry file; the bundled one by default.")] = None,
    bureau: Annotated[list[str] | None, typer.Option(help="Only this bureau code; may be repeated.")] = None,
) -> None:
    """Crawl into the archive without parsing; the next run or build reads what is there."""
    from flows.steps import crawl as crawl_step
    from flows.steps import parse_run

    home = home_folder()
    with writing(home):
        summary = crawl_step(home, new_run_id(), registry, bureau or ())
        parse_run(home, summary.run_id)
    typer.echo(json.dumps(summary.by_bureau, ensure_ascii=False, indent=1))


@app.command()
def build(practice: Practice = False) -> None:
    """Load what has landed, build the marts and release them if they pass the gate."""
    from flows.show import release_line
    from flows.steps import load_landed, release

    home = home_folder(practice=practice)
    with writing(home):
        added = sum(summary.rows_added for summary in load_landed(home))
        built = release(home, is_practice=practice)
    typer.echo(f"{added} rows added; {release_line(built)}")
    if built.status == "refused":
        sys.exit(1)


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


@app.command("practice")
def practice_(port: Annotated[int, typer.Option(help="Port on every practice address.")] = 8620) -> None:
    """Serve the practice portals on loopback until interrupted."""
    import practice as portals

    for bureau in portals.registry(port):
        typer.echo(f"{bureau.names[0].name_zh}  {bureau.base_url}")
    portals.serve(port)


@app.command()
def serve(
    at: Annotated[str, typer.Option(help="Cron expression, Beijing time.")] = "30 1 * * *",
    registry: Annotated[Path | None, typer.Option(help="Registry file; the bundled one by default.")] = None,
) -> None:
    """Keep running and play the night on schedule (cron, Asia/Shanghai)."""
    from flows.schedule import serve_nightly

    serve_nightly(home_folder(), at, registry)
