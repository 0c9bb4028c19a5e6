"""Care of the store: ``backup``, ``restore``."""

# Imports stand inside the functions: what a command does not need (Scrapy, Prefect, every reader) would be its wait.

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from flows.cli.app import Practice, app
from store.home import Home, home_folder


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Folder of the backups, best on another disk; made if it is missing.")],
    practice: Practice = False,
    verify: Annotated[bool, typer.Option("--verify", help="Make none: read every file of all that are there.")] = False,
    releases: Annotated[
        Literal["current", "all", "none"], typer.Option(help="Which releases to keep, beside the log of all.")
    ] = "current",
    keep: Annotated[
        int | None, typer.Option(min=1, help="Newest backups to keep, this one included; all by default.")
    ] = None,
) -> None:
    """Save what cannot be made anew, each file once by its hash; a night may go on meanwhile."""
    from crawler.archive.objects import archive_place
    from flows.cli.bars import progress_bar
    from lookup.show import counted
    from store.backup import backup as back_up

    if verify:
        _verify(folder)
        return
    home = home_folder(practice=practice)
    with progress_bar("saving") as progress:
        done = back_up(home, folder, releases=releases, keep=keep, progress=progress)
    typer.echo(
        f"backup {done.backup}: {counted(done.files, 'file')}, of them {done.new_files:,} new ({done.new_bytes:,} bytes)"
    )
    if (elsewhere := archive_place(home)) != str(Home(home).archive):
        typer.echo(f"the archive's bytes are in {elsewhere} and not in this backup")
    if done.forgotten:
        typer.echo(f"{counted(done.forgotten, 'older backup')} deleted")
    if done.only_here:
        typer.echo(
            f"gongkai: the archive has lost {counted(done.only_here, 'object')} that this backup holds", err=True
        )
    for sha256 in done.damaged:
        typer.echo(f"gongkai: object {sha256} is damaged and left out", err=True)
    if done.damaged or done.only_here:
        sys.exit(1)


def _verify(folder: Path) -> None:
    from flows.cli.bars import progress_bar
    from lookup.show import counted
    from store.restore import verify

    with progress_bar("verifying") as progress:
        found = verify(folder, progress)
    for state, sha256s in (("damaged", found.damaged), ("missing", found.missing)):
        for sha256 in sha256s:
            typer.echo(f"gongkai: file {sha256} is {state}", err=True)
    typer.echo(
        f"{counted(found.backups, 'backup')}, {counted(found.files, 'file')} ({found.bytes:,} bytes): "
        f"{found.damaged_count} damaged, {found.missing_count} missing"
    )
    if not found.is_sound:
        sys.exit(1)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="Folder of the backups.")],
    practice: Practice = False,
    into: Annotated[Path | None, typer.Option(help="Empty home to restore into; GONGKAI_HOME by default.")] = None,
    backup: Annotated[str | None, typer.Option(help="Which backup, by its name; the newest by default.")] = None,
) -> None:
    """Put a backup into an empty home, once every file of it was compared with its hash."""
    from flows.cli.bars import progress_bar
    from lookup.show import counted
    from store.restore import restore as put_back

    home = into or home_folder(practice=practice)
    with progress_bar("restoring") as progress:
        done = put_back(folder, home, backup=backup, progress=progress)
    release = f"release {done.current} is current" if done.current is not None else "no release among them"
    typer.echo(f"backup {done.backup}: {counted(done.files, 'file')} ({done.bytes:,} bytes) in {home}, {release}")
    words = " --practice" if practice else ""
    typer.echo(f"`gongkai rebuild{words}` makes the warehouse anew from them; so does the next night")
