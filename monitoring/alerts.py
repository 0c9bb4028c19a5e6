"""What somebody has to look at after a night. Each alert has an entry of its name in ``docs/runbook.md``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from monitoring.news import News
from store.beijing import BEIJING, beijing
from store.night import NightRecord

MANY_BUREAUS = 3
"""Of one platform in one night: one or two portals may well fail by themselves."""
MANY_DOCUMENTS = 5
"""New documents of the newest year, half of them not settled: a new form, not a bad scan."""
QUIET = timedelta(days=2)
DISK_DAYS = 14
"""Days of growth that the disk must have room for; nobody looks every day."""


@dataclass(frozen=True, slots=True)
class Alert:
    """``code`` is the heading of its entry in the runbook."""

    code: str
    message: str
    """One sentence."""


def alerts(record: NightRecord, before: Sequence[NightRecord], news: News, needed_mib: int) -> list[Alert]:
    """What a night that has ended calls for; ``before`` are the runs before it, oldest first.

    A night needs ``needed_mib`` of free space to begin.
    """
    return [
        *_of_its_end(record),
        *_platforms(news),
        *_new_form(news),
        *_deadline(record, before, news),
        *_disk(record, before, needed_mib),
        *_gap(record, before),
    ]


def _of_its_end(record: NightRecord) -> Iterator[Alert]:
    if record.status == "refused":
        yield Alert("gate-closed", f"The gate let no release through: {record.reason}")
    elif record.status == "failed":
        yield Alert("run-failed", f"The run failed: {record.reason}")


def _platforms(news: News) -> Iterator[Alert]:
    for platform, visited, in_trouble in news.platforms:
        if in_trouble >= MANY_BUREAUS and 2 * in_trouble >= visited:
            yield Alert(
                "platform-failing", f"{in_trouble} of {visited} portals of the platform {platform} could not be read."
            )


def _new_form(news: News) -> Iterator[Alert]:
    """Documents that nobody could settle, many of them of the year that falls due: the form may have changed."""
    if news.calendar is None:
        return
    newest = news.calendar.report_year
    unsettled = sum(gap.report_year == newest and gap.state in ("quarantined", "fetched") for gap in news.gaps)
    settled = news.calendar.parsed
    if unsettled >= MANY_DOCUMENTS and unsettled > settled:
        yield Alert(
            "new-form",
            f"{unsettled} documents of {newest} could not be settled, and {settled} could: is there a new form?",
        )


def _deadline(record: NightRecord, before: Sequence[NightRecord], news: News) -> Iterator[Alert]:
    """On the first night after a deadline."""
    if news.calendar is None or not before:
        return
    if _day(before[-1].began_at) <= news.calendar.due_on < _day(record.began_at):
        missing = news.calendar.expected - news.calendar.parsed
        yield Alert(
            "deadline-passed",
            f"Reports of {news.calendar.report_year} were due on {news.calendar.due_on}:"
            f" {missing} of {news.calendar.expected} are not settled.",
        )


def _disk(record: NightRecord, before: Sequence[NightRecord], needed_mib: int) -> Iterator[Alert]:
    days = days_left([*before, record])
    if record.free_mib is not None and record.free_mib < 2 * needed_mib:
        yield Alert("disk-low", f"{record.free_mib} MiB are free; below {needed_mib} MiB no night starts.")
    elif days is not None and days < DISK_DAYS:
        yield Alert("disk-low", f"As the disk fills, it is full in {days:.0f} days ({record.free_mib} MiB are free).")


def days_left(records: Sequence[NightRecord]) -> float | None:
    """Until the disk is full, as it filled from the first to the last of the runs; ``None`` if it did not, or nobody knows."""
    known = [each for each in records if each.free_mib is not None and each.ended_at]
    if len(known) < 2:
        return None
    first, last = known[0], known[-1]
    days = (moment(last.began_at) - moment(first.began_at)) / timedelta(days=1)
    used = (first.free_mib or 0) - (last.free_mib or 0)
    # less than a day says nothing: what else the machine does weighs more
    return (last.free_mib or 0) * days / used if used > 0 and days >= 1 else None


def _gap(record: NightRecord, before: Sequence[NightRecord]) -> Iterator[Alert]:
    nights = [each for each in before if each.purpose == "night"]
    if nights and moment(record.began_at) - moment(nights[-1].began_at) > QUIET:
        yield Alert(
            "no-night",
            f"There was no night from {beijing(nights[-1].began_at)} to {beijing(record.began_at)} (Beijing time).",
        )


def no_night(records: Sequence[NightRecord], now: datetime) -> Alert | None:
    """If the last night is too long ago: for whoever looks from outside, since a night that does not begin says nothing."""
    nights = [each for each in records if each.purpose == "night"]
    if not nights or now - moment(nights[-1].began_at) <= QUIET:
        return None
    return Alert("no-night", f"The last night began at {beijing(nights[-1].began_at)} (Beijing time).")


def moment(text: str) -> datetime:
    """A moment of a record, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _day(text: str) -> date:
    """The day in China of a moment of a record."""
    return moment(text).astimezone(BEIJING).date()
