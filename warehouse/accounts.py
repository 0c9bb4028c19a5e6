"""What a run did, counted twice: by what its parts counted, and by what lies on disk, in the warehouse and in the release.

    requests   the crawler's count = requests of the capture log = rows of staging; new + revised + unchanged + outcomes
    documents  those that the run saw = those that were read, by verdict
    published  those that the run saw = in a report's version + unpublished, by reason

A count that does not agree with its other is an objection: something was lost, or counted twice.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from store.capture import captures
from store.home import Home
from store.landed import Sighting, sightings
from store.summary import CrawlSummary
from warehouse.errors import WarehouseError
from warehouse.read import connect_release
from warehouse.staging import to_read

READ = ("new", "revised", "unchanged")
"""Results of a request that brought the page or confirmed it; every other one is an outcome of a capture."""


@dataclass(frozen=True, slots=True)
class BureauAccount:
    """What one bureau was asked for, and what came of it. Counts by code; a code that did not occur is left out."""

    requests: Mapping[str, int] = field(default_factory=dict)
    """Requests by what came: new, revised, unchanged, refused, or another outcome."""
    documents: Mapping[str, int] = field(default_factory=dict)
    """Documents that the run saw, by verdict."""
    published: Mapping[str, int] = field(default_factory=dict)
    """The same documents: ``published``, or the reason why they are not."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one run, by bureau (``""``: of no bureau, as a file from outside), and what does not add up."""

    run_id: str
    bureaus: Mapping[str, BureauAccount]
    objections: tuple[str, ...] = ()
    """One sentence each."""

    def total(self, kind: str) -> Counter[str]:
        """The counts of all bureaus; ``kind`` is ``requests``, ``documents`` or ``published``."""
        return sum((Counter(getattr(account, kind)) for account in self.bureaus.values()), Counter())


def account(home: Path, run_id: str, crawled: CrawlSummary | None, parser_version: str) -> Accounts:
    """The accounts of a run that was loaded, but for what is published (`account_release`).

    Raises WarehouseError if another process holds the warehouse.
    """
    requests, logged = _requests(home, run_id, is_crawl=crawled is not None)
    seen = _seen(sightings(Home(home).landing(run_id)))
    every = {sha256 for of_bureau in seen.values() for sha256 in of_bureau}
    with to_read(home) as connection:
        if connection is None:
            raise WarehouseError(f"Run {run_id} is not loaded: there is no warehouse.")
        (loaded,) = connection.execute(
            "select count(*) from staging.capture where run_id = ?", [run_id]
        ).fetchone() or (0,)
        verdicts: dict[str, str] = dict(
            connection.execute(
                "select sha256, verdict from staging.document semi join (select unnest($1) as sha256) using (sha256)"
                " where parser_version = $2",
                [sorted(every), parser_version],
            ).fetchall()
        )
    objections = [
        *_differ("captures in the log", logged, "rows of the warehouse", loaded),
        *(
            _differ("requests by the log", requests.total(), "by the crawler", crawled.requests + crawled.refused)
            if crawled
            else ()
        ),
        *_lacking(every - verdicts.keys(), "seen and never read"),
    ]
    by_bureau = _by_bureau(requests)
    bureaus = {
        code: BureauAccount(by_bureau.get(code, {}), _counted(verdicts, seen.get(code, ())))
        for code in sorted(by_bureau.keys() | seen.keys())
    }
    return Accounts(run_id, bureaus, tuple(objections))


def account_release(home: Path, accounts: Accounts) -> Accounts:
    """The same accounts with what the current release says of each document that the run saw."""
    seen = _seen(sightings(Home(home).landing(accounts.run_id)))
    every = sorted({sha256 for of_bureau in seen.values() for sha256 in of_bureau})
    with connect_release(home) as release:
        rows = release.execute(
            "with seen as (select unnest($1) as sha256)"
            " select distinct sha256, 'published' from fct_report_version semi join seen using (sha256)"
            " union all select sha256, reason_code from unpublished_document semi join seen using (sha256)",
            [every],
        ).fetchall()
    fates: dict[str, str] = dict(rows)
    twice = [sha256 for sha256, times in Counter(sha256 for sha256, _ in rows).items() if times > 1]
    objections = (
        *accounts.objections,
        *_lacking(set(every) - fates.keys(), "seen and neither published nor named as unpublished"),
        *_lacking(set(twice), "both published and named as unpublished"),
    )
    bureaus = {
        code: BureauAccount(each.requests, each.documents, _counted(fates, seen.get(code, ())))
        for code, each in accounts.bureaus.items()
    }
    return Accounts(accounts.run_id, bureaus, objections)


def _requests(home: Path, run_id: str, *, is_crawl: bool) -> tuple[Counter[tuple[str, str]], int]:
    """Requests by bureau and result, none for a run that asked nobody; and how many captures there are of any kind."""
    requests: Counter[tuple[str, str]] = Counter()
    capture_ids = set()
    for capture in captures(Home(home).capture_log(run_id)):
        capture_ids.add(capture.capture_id)
        if is_crawl and capture.is_request:
            requests[capture.bureau_code or "", capture.result] += 1
    return requests, len(capture_ids)


def _seen(run: Iterable[Sighting]) -> dict[str, set[str]]:
    """SHA-256 of the documents that each bureau showed."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for sighting in run:
        seen[sighting.bureau_code or ""].add(sighting.sha256)
    return seen


def _by_bureau(requests: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    by_bureau: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for (bureau_code, result), count in sorted(requests.items()):
        by_bureau[bureau_code][result] = count
    return by_bureau


def _counted(codes: Mapping[str, str], sha256s: Collection[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes[sha256] for sha256 in sha256s if sha256 in codes).items()))


def _differ(what: str, count: int, other: str, other_count: int) -> Iterable[str]:
    if count != other_count:
        yield f"{what}: {count}, {other}: {other_count}"


def _lacking(sha256s: Collection[str], fate: str) -> Iterable[str]:
    if sha256s:
        yield f"{len(sha256s)} documents were {fate}, {min(sha256s)} first"
