"""Bars on stderr, if that is a terminal: how far a run is, and how far one long piece of work.

Import this inside a command: Rich's bars take as long to import as a question to be answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.progress import Stage, watched_by


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on stderr, if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not _can_redraw(console)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


@contextmanager
def stage_bars() -> Iterator[None]:
    """A bar for each stage of a run on stderr, if that is a terminal; the bars are gone when it has ended."""
    console = Console(stderr=True)
    if not _can_redraw(console):
        yield
        return
    message = TextColumn("{task.fields[message]}")
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<17}"),
        BarColumn(20),
        TimeElapsedColumn(),
        message,
    )
    with Progress(*columns, console=console, transient=True) as bars:
        stages: dict[Stage, TaskID] = {}

        def show(stage: Stage, done: int, all_: int | None, remark: str) -> None:
            if stage not in stages:
                for before in bars.tasks:  # one stage begins where another has ended
                    bars.update(before.id, total=before.total or 1, completed=before.total or 1)
                stages[stage] = bars.add_task(stage, message="")
            count = f"{done}/{all_}" if all_ else ""
            bars.update(stages[stage], completed=done, total=all_, message=", ".join(filter(None, (count, remark))))

        with watched_by(show):
            yield


def _can_redraw(console: Console) -> bool:
    """Whether a line can be drawn again; a pipe that is told to take colours (``FORCE_COLOR``) still is none."""
    return console.is_interactive and console.file.isatty()
