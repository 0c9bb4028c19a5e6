"""One night: its steps in order, called as they are, or as whatever stands for them (`flows.nightly`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from crawler.registry import dump
from flows import steps
from flows.errors import AccountsError, NightError
from flows.landed import seen_documents
from flows.limits import limited, night_hours
from flows.reached import has_seen_anything, no_portal_answered
from flows.record import ended, recorded
from flows.summary import NightSummary
from flows.tidy import tidy
from parsing.version import parser_version
from store.home import Home
from store.lock import made, writing
from store.summary import CrawlSummary
from warehouse.accounts import account, account_release
from warehouse.load import LoadSummary
from warehouse.read import Unpublished, current_release, unpublished
from warehouse.release import ReleaseSummary


class Steps(Protocol):
    """What a night is made of, in order: the functions of `flows.steps`, or whatever stands for each of them."""

    @property
    def crawl(self) -> Callable[..., CrawlSummary]: ...
    @property
    def parse_run(self) -> Callable[..., steps.ParseSummary]: ...
    @property
    def load_landed(self) -> Callable[..., tuple[LoadSummary, ...]]: ...
    @property
    def release(self) -> Callable[..., ReleaseSummary]: ...


def run_night(
    home: Path,
    registry: Path | None = None,
    bureaus: tuple[str, ...] = (),
    *,
    is_practice: bool = False,
    extra: tuple[str, ...] = (),
    by: Steps = steps,
    purpose: str = "night",
) -> NightSummary:
    """Crawl, parse, load, build, release; raises the error of the step that failed."""
    with (
        writing(home, f"a {purpose}") as held,
        recorded(home, held.run_id, purpose, is_practice=is_practice) as record,
        limited(night_hours(home)),
    ):
        run_id = held.run_id
        crawled = by.crawl(home, run_id, registry, bureaus, is_practice=is_practice, extra=extra)
        return ended(home, record, finish(home, run_id, crawled, is_practice=is_practice, by=by))


def finish(
    home: Path,
    run_id: str,
    crawled: CrawlSummary | None,
    *,
    is_practice: bool = False,
    by: Steps = steps,
) -> NightSummary:
    """All after the bytes are in the archive; the caller holds the writer's lock.

    Raises ``AccountsError`` if what the run did does not add up before the release; nothing is released then.
    """
    read = by.parse_run(home, run_id)
    loads = by.load_landed(home)
    accounts = account(home, run_id, crawled, parser_version())
    if accounts.objections:
        raise AccountsError(f"run {run_id} does not add up: {'; '.join(accounts.objections)}")
    if current_release(home) is None and not has_seen_anything(home):
        why = "no portal answered" if crawled and no_portal_answered(crawled) else "no document was seen"
        built = ReleaseSummary("refused", None, None, {}, f"{why}, and there is nothing to release yet")
    else:
        built = by.release(home, is_practice=is_practice)
    if built.status != "refused":
        accounts = account_release(home, accounts)
    return NightSummary(run_id, crawled, read, loads, built, accounts, _unpublished_of(home, run_id, built), tidy(home))


def _unpublished_of(home: Path, run_id: str, built: ReleaseSummary) -> tuple[Unpublished, ...]:
    """What a run saw and the release that it led to does not publish; a release that stood before says nothing of it."""
    if built.status == "refused":
        return ()
    return unpublished(home, seen_documents(Home(home).landing(run_id)))


@contextmanager
def practice_registry(home: Path, port: int) -> Iterator[Path]:
    """The practice portals answering on ``port`` while the context lasts, and the registry that names them."""
    import practice  # only a practice night reads its figures and pages

    registry = Home(made(home)).registry
    try:
        dump(practice.registry(port), registry)
    except OSError as error:
        raise NightError(f"{registry} cannot be written: {error.strerror}") from error
    with practice.running(port):
        yield registry
