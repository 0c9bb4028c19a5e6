"""What a schedule plays: a flow each for new reports, old reports, a rebuild and a backfill.

The home is that of the environment (``GONGKAI_HOME``) unless it is named. Whoever writes to it first plays; what is due
meanwhile is skipped, and says so. Each flow ends with a state of a few words and one sentence.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed

from flows.backfill import backfill as fill
from flows.exit_status import ExitStatus, status_of_night
from flows.lines import rebuild_lines, release_line
from flows.night import practice_registry, run_night
from flows.nightly import TASKS, publish_digest
from flows.rebuild import rebuild as rebuild_from_archive
from flows.steps import release
from flows.summary import NightSummary
from store.errors import AnotherRunError
from store.home import home_folder
from store.lock import require_free, writing
from store.settings import read_settings
from warehouse.release import ReleaseSummary

PRACTICE_PORT = 8620
SKIPPED = "Skipped"

Play = Callable[[Path, Path | None], NightSummary | None]


@flow(name="discover", persist_result=False)
def discover(
    home: Path | None = None,
    registry: Path | None = None,
    is_practice: bool = False,
    practice_port: int = PRACTICE_PORT,
    any_hour: bool = False,
) -> State[None]:
    """A night for new reports: lists that are due, and addresses that are known and were never captured."""

    def play(place: Path, file: Path | None) -> NightSummary:
        extra = ("--recheck", "never", *_hours(any_hour))
        return run_night(place, file, is_practice=is_practice, extra=extra, by=TASKS)

    return _played(home, registry, play, is_practice=is_practice, port=practice_port)


@flow(name="recheck", persist_result=False)
def recheck(
    home: Path | None = None,
    registry: Path | None = None,
    is_practice: bool = False,
    practice_port: int = PRACTICE_PORT,
    any_hour: bool = False,
) -> State[None]:
    """A night for old reports: those that were not looked at for a month are, and no list is walked."""

    def play(place: Path, file: Path | None) -> NightSummary:
        extra = ("--discover", "never", *_hours(any_hour))
        return run_night(place, file, is_practice=is_practice, extra=extra, by=TASKS, purpose="recheck")

    return _played(home, registry, play, is_practice=is_practice, port=practice_port)


@flow(name="backfill", persist_result=False)
def backfill(
    home: Path | None = None,
    registry: Path | None = None,
    bureaus: Sequence[str] = (),
    years: Sequence[int] = (),
    is_practice: bool = False,
    practice_port: int = PRACTICE_PORT,
    any_hour: bool = False,
) -> State[None]:
    """A night for ``bureaus``, or for those that lack a report (of ``years``): what was never captured is asked for now."""

    def play(place: Path, file: Path | None) -> NightSummary | None:
        return fill(place, file, bureaus, years, is_practice=is_practice, extra=_hours(any_hour), by=TASKS)

    return _played(home, registry, play, is_practice=is_practice, port=practice_port)


@flow(name="rebuild", persist_result=False)
def rebuild(home: Path | None = None, despite_loss: bool = False, is_practice: bool = False) -> State[None]:
    """The warehouse made anew from the archive, and released. Nothing is asked of any portal."""
    home = home or home_folder(practice=is_practice)
    try:
        with writing(home, "a rebuild"):
            rebuilt = rebuild_from_archive(home, despite_loss=despite_loss)
            built = release(home, is_practice=is_practice)
    except AnotherRunError as error:
        return _skipped(error)
    return _state(built, "; ".join(" ".join(line.split()) for line in rebuild_lines(rebuilt, built)))


def _played(home: Path | None, registry: Path | None, play: Play, *, is_practice: bool, port: int) -> State[None]:
    home = home or home_folder(practice=is_practice)
    _wait(read_settings(home).jitter_minutes)
    try:
        require_free(home)
        with _registry(home, registry, is_practice=is_practice, port=port) as file:
            summary = play(home, file)
    except AnotherRunError as error:
        return _skipped(error)
    except Exception:
        publish_digest(home)
        raise
    if summary is None:
        return Completed(name="Nothing", message="no bureau lacks a report; nothing was asked for")
    publish_digest(home)
    return _night_state(summary)


def _wait(minutes: int) -> None:
    """Up to so many minutes, by chance, if the clock has started the run: portals are not asked at the same moment every night."""
    context = FlowRunContext.get()
    if minutes and context is not None and context.flow_run is not None and context.flow_run.auto_scheduled:
        time.sleep(random.uniform(0, minutes * 60))  # noqa: S311  no secret


@contextmanager
def _registry(home: Path, registry: Path | None, *, is_practice: bool, port: int) -> Iterator[Path | None]:
    """The registry of the night; the practice portals answer while a practice night lasts."""
    if not is_practice or registry is not None:
        yield registry
        return
    with practice_registry(home, port) as file:
        yield file


def _hours(any_hour: bool) -> tuple[str, ...]:
    return ("--any-hour",) if any_hour else ()


def _night_state(summary: NightSummary) -> State[None]:
    crawled = summary.crawl
    asked = f", {crawled.requests} requests, {crawled.sightings} documents seen" if crawled else ""
    said = f"run {summary.run_id}: {release_line(summary.release)}{asked}"
    if status_of_night(summary) is ExitStatus.NO_PORTAL:
        return Failed(name="NoPortal", message=f"{said}; no portal answered")
    return _state(summary.release, said)


def _state(built: ReleaseSummary, said: str) -> State[None]:
    if built.status == "refused":
        return Failed(name="Refused", message=said)
    return Completed(name=built.status.capitalize(), message=said)


def _skipped(error: AnotherRunError) -> State[None]:
    """No failure: the run beside does the work."""
    return Completed(name=SKIPPED, message=str(error))
