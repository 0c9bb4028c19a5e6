"""The night as a Prefect flow: thin tasks with retries, and a summary artifact. The functions are those of ``steps``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact

from crawler.registry import RegistryError
from flows import steps
from flows.night import NightSummary, unpublished_of
from flows.show import night_markdown
from store.lock import writing
from store.run_id import new_run_id
from store.summary import CrawlSummary
from warehouse.load import LoadSummary
from warehouse.release import ReleaseSummary


def _may_pass(task: Any, run: Any, state: Any) -> bool:
    """Trying again does not mend a registry."""
    return not isinstance(state.result(raise_on_failure=False), RegistryError)


@task(retries=2, retry_delay_seconds=[30, 300], retry_condition_fn=_may_pass)
def crawl(
    home: Path, run_id: str, registry: Path | None, bureaus: tuple[str, ...], is_practice: bool, extra: tuple[str, ...]
) -> CrawlSummary:
    """A crawl that is tried again goes on: what is in the archive is not fetched twice."""
    return steps.crawl(home, run_id, registry, bureaus, is_practice=is_practice, extra=extra)


@task(retries=1, retry_delay_seconds=10)
def parse(home: Path, run_id: str) -> steps.ParseSummary:
    return steps.parse_run(home, run_id)


@task(retries=3, retry_delay_seconds=[10, 60, 300])
def load(home: Path) -> tuple[LoadSummary, ...]:
    return steps.load_landed(home)


@task(retries=1, retry_delay_seconds=60)
def release(home: Path, is_practice: bool) -> ReleaseSummary:
    return steps.release(home, is_practice=is_practice)


@flow(name="nightly", validate_parameters=False)
def nightly(
    home: Path,
    registry: Path | None = None,
    bureaus: tuple[str, ...] = (),
    is_practice: bool = False,
    extra: tuple[str, ...] = (),
) -> NightSummary:
    """One night over the registry: crawl, parse, load, build, release; ``extra`` are further arguments of the crawler."""
    home, registry = Path(home), Path(registry) if registry else None
    with writing(home):
        run_id = new_run_id()
        crawled = crawl(home, run_id, registry, tuple(bureaus), is_practice, tuple(extra))
        read = parse(home, run_id)
        loads, built = load(home), release(home, is_practice)
        summary = NightSummary(run_id, crawled, read, loads, built, unpublished_of(home, run_id, built))
    create_markdown_artifact(key="night", markdown=night_markdown(summary), description=f"Night {run_id}")
    return summary
