"""The night as a Prefect flow: each step a task with retries and a limit of time, and the digest as an artifact.

What steps give to each other stays in the memory of the night: Prefect keeps states, times and the digest, never the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from crawler.registry import RegistryError
from flows import steps
from flows.night import run_night
from flows.summary import NightSummary
from store.disk import is_full
from store.home import Home
from store.night import nights

HOUR = 3600


def _may_pass(task: Any, run: Any, state: Any) -> bool:
    """Trying again mends no registry, makes no room on a disk, and takes as long as what took too long."""
    error = state.result(raise_on_failure=False)
    return not isinstance(error, (RegistryError, TimeoutError)) and not is_full(error)


@dataclass(frozen=True, slots=True)
class Tasks:
    """What stands for the steps of a night; `flows.night` says in which order."""

    crawl: Any
    parse_run: Any
    load_landed: Any
    release: Any


_step = partial(task, retry_condition_fn=_may_pass, persist_result=False, cache_policy=NO_CACHE)

TASKS = Tasks(
    # A crawl that is tried again goes on: what is in the archive is not fetched twice. Portals' windows end it long before.
    crawl=_step(name="crawl", retries=2, retry_delay_seconds=[30, 300], timeout_seconds=9 * HOUR)(steps.crawl),
    # 200,000 documents are read anew in less than two hours, scans apart
    parse_run=_step(name="parse", retries=1, retry_delay_seconds=10, timeout_seconds=6 * HOUR)(steps.parse_run),
    load_landed=_step(name="load", retries=3, retry_delay_seconds=[10, 60, 300], timeout_seconds=HOUR)(
        steps.load_landed
    ),
    release=_step(name="release", retries=1, retry_delay_seconds=60, timeout_seconds=2 * HOUR)(steps.release),
)


@flow(name="nightly", validate_parameters=False, persist_result=False)
def nightly(
    home: Path,
    registry: Path | None = None,
    bureaus: tuple[str, ...] = (),
    is_practice: bool = False,
    extra: tuple[str, ...] = (),
) -> NightSummary:
    """One night over the registry; ``extra`` are further arguments of the crawler."""
    summary = run_night(home, registry, bureaus, is_practice=is_practice, extra=extra, by=TASKS)
    publish_digest(home)
    return summary


@task(name="digest", retries=2, retry_delay_seconds=10, timeout_seconds=60, persist_result=False, cache_policy=NO_CACHE)
def publish_digest(home: Path) -> None:
    """The page of the last run, where Prefect's pages show it; it lies beside what the run landed, and was sent, before."""
    for night in nights(home, 1):
        page = Home(home).landing(night.run_id).digest(".md")
        if page.exists():
            text = page.read_text(encoding="utf-8")
            _ = create_markdown_artifact(key="night", markdown=text, description=f"Run {night.run_id}")
