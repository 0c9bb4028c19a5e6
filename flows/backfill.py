"""What is known and was never captured, asked for now instead of when its turn comes.

Only the clocks are set aside: lists that were walked to their end are walked to their end again, and addresses that
answered badly do not wait out their pauses. Budgets, night windows, robots.txt and walls stand as on any night, and an
answer that is still fresh is taken from the archive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive import iso, utc_now
from crawler.frontier import Frontier
from crawler.registry import load
from flows import steps
from flows.limits import limited, night_hours
from flows.night import Steps, finish
from flows.record import ended, recorded
from flows.summary import NightSummary
from store.lock import writing
from warehouse.read import connect_release, current_release

STRATEGIES = ("column", "template", "known", "sitemap")
GAPS = "select bureau_code, report_year from coverage where state in ('missing', 'blocked', 'fetched')"
_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def backfill(
    home: Path,
    registry: Path | None = None,
    bureaus: Collection[str] = (),
    years: Iterable[int] = (),
    *,
    is_practice: bool = False,
    extra: tuple[str, ...] = (),
    by: Steps = steps,
) -> NightSummary | None:
    """A night for ``bureaus``, or else for those of the registry that lack a report (of ``years``); ``None`` if none does.

    Raises what the steps of a night raise.
    """
    steps.require_bureaus(registry, bureaus)
    chosen = tuple(bureaus) or lacking(home, registry, years)
    if not chosen:
        return None
    with (
        writing(home, "a backfill") as held,
        recorded(home, held.run_id, "backfill", is_practice=is_practice) as record,
        limited(night_hours(home)),
    ):
        reopen(home, chosen)
        run_id = held.run_id
        crawled = by.crawl(home, run_id, registry, chosen, is_practice=is_practice, extra=extra)
        return ended(home, record, finish(home, run_id, crawled, is_practice=is_practice, by=by))


def lacking(home: Path, registry: Path | None, years: Iterable[int] = ()) -> tuple[str, ...]:
    """Bureaus of the registry that lack a report of ``years`` (of any year) by the current release; all before the first."""
    registered = [bureau.bureau_code for bureau in load(registry)]
    if current_release(home) is None:
        return tuple(registered)
    with connect_release(home) as release:
        rows = release.execute(GAPS).fetchall()
    wanted = set(years)
    gaps = {bureau_code for bureau_code, year in rows if not wanted or year in wanted}
    return tuple(code for code in registered if code in gaps)


def reopen(home: Path, bureaus: Iterable[str]) -> int:
    """Whatever was never captured is due, and every list is walked to its end the next time; the number of addresses."""
    frontier, reopened = Frontier(home), 0
    for bureau_code in bureaus:
        for strategy in STRATEGIES:
            frontier.open_walk(bureau_code, strategy)
        for seen in frontier.due(bureau_code, _EVER):
            if seen.state == "open":
                frontier.save(replace(seen, due_at=iso(utc_now())))
                reopened += 1
    frontier.commit()
    frontier.close()
    return reopened
