"""Reports that lie on this machine: ``import``, ``parse``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from flows.cli.app import Practice, RegistryFile, app
from flows.exit_status import ExitStatus, status_of_night
from store.home import home_folder
from store.lock import writing

if TYPE_CHECKING:  # brings Scrapy with it, which is too slow for `parse`
    from crawler.warc import TakenIn

FAILED_VERDICTS = {"unreadable", "not_a_report"}


@app.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files, or folders of files, in any format that is read; WARC files, exports of ours or not."
        ),
    ],
    registry: RegistryFile = None,
    practice: Practice = False,
) -> None:
    """Bring local reports and web archives through parse, load, build and release."""
    from crawler.imports import land
    from crawler.local_files import local_files
    from flows.cli.bars import stage_bars
    from flows.lines import night_lines
    from flows.night import finish
    from flows.record import ended, recorded
    from lookup.show import unpublished_sentence

    home = home_folder(practice=practice)
    files = list(local_files(paths))
    bad = [f"{file.path}: {file.error}" for file in files if file.error]
    for line in bad:
        typer.echo(f"gongkai: {line}", err=True)
    with writing(home, "an import") as held, stage_bars():
        imported = land(home, held.run_id, files, registry)
        with recorded(home, held.run_id, "import") as record:
            summary = ended(home, record, finish(home, held.run_id, None, is_practice=practice))
    failed = [document for document in summary.unpublished if document.is_lost]
    for document in failed:
        typer.echo(f"gongkai: {unpublished_sentence(document)}", err=True)
    is_damaged = _tell_web_archives(imported.web_archives)
    typer.echo("\n".join(night_lines(summary)))
    status = status_of_night(summary)
    if status is ExitStatus.GOOD and (bad or failed or is_damaged):
        status = ExitStatus.FAILED
    sys.exit(status)


def _tell_web_archives(taken_in: Iterable[tuple[Path, TakenIn]]) -> bool:
    """What each WARC file gave; whether any of them is damaged."""
    is_damaged = False
    for path, taken in taken_in:
        typer.echo(
            f"{path}: {taken.restored} captures restored, {taken.captures} new; {taken.sightings} documents; "
            f"passed over {taken.passed_over} answers, {taken.elsewhere} of other hosts, {taken.too_large} too large"
        )
        if taken.damaged or taken.missing:
            is_damaged = True
            words = f"{taken.damaged} damaged records, {taken.missing} captures without their bytes"
            typer.echo(f"gongkai: {path}: {words}", err=True)
    return is_damaged


@app.command()
def parse(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files, in any format that is read.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in the order given.")] = False,
) -> None:
    """Read reports and show every figure, every sum and every number of the prose; nothing is stored."""
    from lookup.reading import read_files
    from lookup.show_document import print_document
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
