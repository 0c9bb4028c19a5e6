"""The archive of raw bytes: ``archive verify``, ``push``, ``pull``, ``export``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.app import Practice, app
from flows.errors import NightError
from store.home import Home, home_folder

archive_app = typer.Typer(
    help="Every byte a portal sent, and every request that was made for it.", no_args_is_help=True
)
app.add_typer(archive_app, name="archive")


@archive_app.command("verify")
def verify(practice: Practice = False) -> None:
    """Compare every object with the hash it is named by, and every capture with the objects."""
    from crawler.archive.verify import verify as verified
    from flows.cli.bars import progress_bar
    from lookup.show import counted

    home = _archived(practice=practice)
    with progress_bar("verifying") as progress:
        found = verified(home, progress)
    for sha256 in found.damaged:
        typer.echo(f"gongkai: object {sha256} is damaged", err=True)
    for missing in found.missing:
        typer.echo(
            f"gongkai: the bytes of {missing.url} (run {missing.run_id}, {missing.sha256}) are missing", err=True
        )
    typer.echo(
        f"{counted(found.objects, 'object')} ({found.bytes:,} bytes), {counted(found.captures, 'capture')}: "
        f"{found.damaged_count} damaged, {found.missing_count} missing"
    )
    if found.dropped_count:
        typer.echo(
            f"{counted(found.dropped_count, 'capture')} whose bytes were dropped on purpose, as dropped.jsonl says"
        )
    if found.unreferenced_count or found.leftover_count or found.torn_lines:
        typer.echo(
            f"traces of kills: {found.unreferenced_count} objects that no capture speaks of, "
            f"{found.leftover_count} unfinished files, {found.torn_lines} torn lines"
        )
    if not found.is_sound:
        sys.exit(1)


@archive_app.command("push")
def push(practice: Practice = False) -> None:
    """Put the bytes and logs of this home into the object store that its setting archive_url names."""
    from crawler.archive.moving import push as pushed
    from flows.cli.bars import progress_bar
    from lookup.show import counted
    from store.lock import writing

    home = _archived(practice=practice)
    with writing(home, "an archive push"), progress_bar("putting") as progress:
        moved = pushed(home, progress)
    typer.echo(f"{counted(moved.objects, 'object')} and {moved.log_bytes:,} bytes of logs put; what lies here stays")


@archive_app.command("pull")
def pull(practice: Practice = False) -> None:
    """Bring the capture logs of the object store to this machine; the bytes are read from where they are."""
    from crawler.archive.moving import pull_logs
    from store.lock import made, writing

    home = made(home_folder(practice=practice))
    with writing(home, "an archive pull"):
        typer.echo(f"{pull_logs(home):,} bytes of logs brought")


@archive_app.command("export")
def export(
    target: Annotated[Path, typer.Argument(help="The file to write, e.g. captures.warc.gz.")],
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only captures from this day on, Beijing time.")
    ] = None,
    practice: Practice = False,
) -> None:
    """Write all captures as one WARC file, the format of web archives."""
    from crawler.clock import BEIJING
    from crawler.warc import export as exported
    from flows.cli.bars import progress_bar
    from lookup.show import counted

    home = _archived(practice=practice)
    with progress_bar("exporting") as progress:
        done = exported(home, target, since=since.replace(tzinfo=BEIJING) if since else None, progress=progress)
    typer.echo(f"{target}: {counted(done.captures, 'capture')} with {done.bodies} different bodies")
    if done.missing:
        typer.echo(f"gongkai: the bytes of {counted(done.missing, 'capture')} are missing", err=True)
        sys.exit(1)


def _archived(*, practice: bool) -> Path:
    home = home_folder(practice=practice)
    if not Home(home).archive.is_dir():
        raise NightError(f"there is no archive in {home} yet; run a crawl or an import")
    return home
