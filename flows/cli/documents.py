"""Reports that lie on this machine: ``import``, ``parse``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from flows.cli.app import Practice, app, stage_bars
from store.home import home_folder
from store.lock import writing
from store.run_id import new_run_id

FAILED_VERDICTS = {"unreadable", "not_a_report"}


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files, in any format that is read.")],
    practice: Practice = False,
) -> None:
    """Bring local reports through parse, load, build and release."""
    from flows.imports import land, local_files
    from flows.night import finish
    from flows.show import night_lines, unpublished_sentence

    home = home_folder(practice=practice)
    files = list(local_files(paths))
    bad = [f"{file.path}: {file.error or 'the file is empty'}" for file in files if not file.data]
    for line in bad:
        typer.echo(f"gongkai: {line}", err=True)
    with writing(home), stage_bars():
        run_id = new_run_id()
        land(home, run_id, files)
        summary = finish(home, run_id, None, is_practice=practice)
    failed = [document for document in summary.unpublished if document.is_lost]
    for document in failed:
        typer.echo(f"gongkai: {unpublished_sentence(document)}", err=True)
    typer.echo("\n".join(night_lines(summary)))
    if bad or failed or summary.release.status == "refused":
        sys.exit(1)


@app.command()
def parse(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of files, in any format that is read.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, in the order given.")] = False,
) -> None:
    """Read reports and show every figure, every sum and every number of the prose; nothing is stored."""
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
