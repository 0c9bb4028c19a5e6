"""How ``gongkai`` ends: an exit status for each kind of outcome. ``docs/runbook.md`` has an entry for each.

A script that asks no more than "did it work" need not know them: only 0 is good.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from flows.errors import AccountsError
from flows.reached import no_portal_answered
from store.disk import FULL_STATUS, is_full
from store.errors import AnotherRunError
from store.lease import LOST_STATUS

if TYPE_CHECKING:  # bring the crawler and DuckDB with them, too slow for a query's start
    from flows.summary import NightSummary
    from warehouse.release import ReleaseSummary


class ExitStatus(IntEnum):
    GOOD = 0
    FAILED = 1
    """Something cannot be done, and a sentence says what; all that has no status of its own."""
    USAGE = 2
    """The command line is wrong; Typer's own."""
    REFUSED = 3
    """The gate let no new release through."""
    NO_PORTAL = 4
    """Portals were asked, and not one of them answered."""
    ANOTHER_RUN = LOST_STATUS
    DISK_FULL = FULL_STATUS
    NOT_ADDED_UP = 7
    """The numbers of a night do not add up."""
    MACHINE_LACKS = 8
    """This machine lacks something that the night needs, such as Chromium."""
    INTERRUPTED = 130
    """By somebody, or by the end of the service: what a shell says of a program that was interrupted."""


BY_ERROR: Mapping[type[BaseException], ExitStatus] = {
    AccountsError: ExitStatus.NOT_ADDED_UP,
    AnotherRunError: ExitStatus.ANOTHER_RUN,
    KeyboardInterrupt: ExitStatus.INTERRUPTED,
}
"""Errors that are a kind of outcome; whoever adds one adds its status here."""


def status_of(error: BaseException) -> ExitStatus:
    """The status that a command ends with for an error that it was ended by."""
    if is_full(error):
        return ExitStatus.DISK_FULL
    found = (status for kind, status in BY_ERROR.items() if isinstance(error, kind))
    return next(found, ExitStatus.FAILED)


def status_of_release(built: ReleaseSummary) -> ExitStatus:
    return ExitStatus.REFUSED if built.status == "refused" else ExitStatus.GOOD


def status_of_night(summary: NightSummary) -> ExitStatus:
    """The status that a night ends with that came to its end."""
    if summary.crawl is not None and no_portal_answered(summary.crawl):
        return ExitStatus.NO_PORTAL
    status = status_of_release(summary.release)
    lacks_something = summary.crawl is not None and summary.crawl.lacking
    return ExitStatus.MACHINE_LACKS if status is ExitStatus.GOOD and lacks_something else status
