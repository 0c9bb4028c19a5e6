"""The night as a Prefect flow: each step a task with retries, and a summary artifact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact

from crawler.registry import RegistryError
from flows import steps
from flows.lines import night_markdown
from flows.night import run_night
from flows.summary import NightSummary
from store.disk import is_full


def _may_pass(task: Any, run: Any, state: Any) -> bool:
    """Trying again mends no registry, and makes no room on a disk."""
    error = state.result(raise_on_failure=False)
    return not isinstance(error, RegistryError) and not is_full(error)


@dataclass(frozen=True, slots=True)
class Tasks:
    """What stands for the steps of a night; `flows.night` says in which order."""

    crawl: Any
    parse_run: Any
    load_landed: Any
    release: Any


_step = partial(task, retry_condition_fn=_may_pass)

TASKS = Tasks(
    # a crawl that is tried again goes on: what is in the archive is not fetched twice
    crawl=_step(name="crawl", retries=2, retry_delay_seconds=[30, 300])(steps.crawl),
    parse_run=_step(name="parse", retries=1, retry_delay_seconds=10)(steps.parse_run),
    load_landed=_step(name="load", retries=3, retry_delay_seconds=[10, 60, 300])(steps.load_landed),
    release=_step(name="release", retries=1, retry_delay_seconds=60)(steps.release),
)


@flow(name="nightly", validate_parameters=False)
def nightly(
    home: Path,
    registry: Path | None = None,
    bureaus: tuple[str, ...] = (),
    is_practice: bool = False,
    extra: tuple[str, ...] = (),
) -> NightSummary:
    """One night over the registry; ``extra`` are further arguments of the crawler. The schedule gives paths as texts."""
    registry = Path(registry) if registry else None
    summary = run_night(Path(home), registry, tuple(bureaus), is_practice=is_practice, extra=tuple(extra), by=TASKS)
    create_markdown_artifact(key="night", markdown=night_markdown(summary), description=f"Night {summary.run_id}")
    return summary
