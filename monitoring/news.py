"""What a night changed, for people: from its release and the one before, and from how it found the portals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from store.home import RELEASE_FILE, Home
from store.landed import Outcome
from store.lines import read_lines
from warehouse.connection import connect
from warehouse.read import current_release

LISTED = 20
"""Lines of one kind on the page; the count tells of the rest."""
TROUBLE = ("blocked", "failed", "refused")
"""States of a bureau whose portal could not be read."""

_REPORTS = """
    select bureau_code, coalesce(b.name_zh, r.agency_name, ''), coalesce(b.name_en, ''), r.report_year, r.verdict, r.source_url
    from fct_report r left join dim_bureau b using (bureau_code)
"""
_NEW = _REPORTS + " anti join before.fct_report using (bureau_code, report_year) order by 4 desc, 1"
_REVISED = (
    _REPORTS
    + " join before.fct_report p using (bureau_code, report_year) where p.sha256 <> r.sha256 order by 4 desc, 1"
)
_FINDINGS = """
    select bureau_code, report_year, severity, wording_zh, wording_en from finding
    anti join before.finding using (finding_id) order by finding_rank
"""
_GAPS = """
    select bureau_code, coalesce(name_zh, ''), report_year, state, due_on, coalesce(blocked_reason, portal_reason, '')
    from coverage left join dim_bureau using (bureau_code)
    where is_expected and state in ('missing', 'blocked', 'fetched', 'quarantined')
    order by report_year desc, state, bureau_code
"""
_EXPECTED = "select report_year, due_on, count(*), count(*) filter (is_parsed) from coverage where is_expected group by all order by 1 desc limit 1"


@dataclass(frozen=True, slots=True)
class ReportLine:
    bureau_code: str
    name_zh: str
    name_en: str
    report_year: int
    verdict: str
    source_url: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    bureau_code: str
    report_year: int
    severity: str
    wording_zh: str
    wording_en: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A bureau and year of which a settled report is expected and not there; the state is that of `coverage`."""

    bureau_code: str
    name_zh: str
    report_year: int
    state: str
    due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A bureau whose portal the night could not read."""

    bureau_code: str
    platform: str
    state: str
    label: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The newest report year that is due: how many reports are expected, and how many are settled."""

    report_year: int
    due_on: date
    expected: int
    parsed: int


@dataclass(frozen=True, slots=True)
class News:
    """Each list is whole; the page shows its first lines."""

    new_reports: Sequence[ReportLine] = ()
    revised_reports: Sequence[ReportLine] = ()
    findings: Sequence[FindingLine] = ()
    gaps: Sequence[Gap] = ()
    troubles: Sequence[Trouble] = ()
    asked: int = 0
    """Bureaus that the night visited."""
    platforms: Sequence[tuple[str, int, int]] = ()
    """Of each platform: bureaus visited, and those of them that are in trouble."""
    calendar: Calendar | None = None
    is_first: bool = False
    """There is no release before it to compare with."""


def news(home: Path, run_id: str, *, is_released: bool) -> News:
    """What the run changed. Only if ``is_released`` the current release is its own, and is compared with the one before."""
    troubles, platforms = _portals(home, run_id)
    asked = sum(visited for _, visited, _ in platforms)
    release = current_release(home)
    if release is None:
        return News(troubles=troubles, platforms=platforms, asked=asked)
    with connect(release / RELEASE_FILE, read_only=True) as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return connection.execute(query).fetchall()

        gaps = [Gap(*row) for row in rows(_GAPS)]
        calendar = next((Calendar(*row) for row in rows(_EXPECTED)), None)
        before = _before(home, release) if is_released else None
        is_first = is_released and before is None
        if before is None:
            return News((), (), (), gaps, troubles, asked, platforms, calendar, is_first)
        quoted = str(before).replace("'", "''")
        connection.execute(f"attach '{quoted}' as before (read_only)")
        return News(
            [ReportLine(*row) for row in rows(_NEW)],
            [ReportLine(*row) for row in rows(_REVISED)],
            [FindingLine(*row) for row in rows(_FINDINGS)],
            gaps,
            troubles,
            asked,
            platforms,
            calendar,
        )


def _before(home: Path, release: Path) -> Path | None:
    """The database of the newest release before ``release`` that is still there."""
    older = [
        path for path in Home(home).releases.iterdir() if path.name.isdigit() and int(path.name) < int(release.name)
    ]
    file = max(older, key=lambda path: int(path.name)) / RELEASE_FILE if older else None
    return file if file and file.is_file() else None


def _portals(home: Path, run_id: str) -> tuple[list[Trouble], list[tuple[str, int, int]]]:
    """The bureaus that the run could not read, and how many of each platform it visited and could not read."""
    landing = Home(home).landing(run_id)
    if not landing.outcomes.is_file() or not landing.bureaus.is_file():
        return [], []
    platform_of = {row["bureau_code"]: str(row["platform"]) for row in read_lines(landing.bureaus)}
    states = {
        outcome.bureau_code: outcome
        for outcome in map(Outcome.from_record, read_lines(landing.outcomes))
        if outcome.scope == "bureau"
    }
    troubles = [
        Trouble(code, platform_of.get(code, ""), outcome.state, outcome.label, outcome.reason)
        for code, outcome in sorted(states.items())
        if outcome.state in TROUBLE
    ]
    visited: dict[str, list[int]] = {}
    for code, outcome in states.items():
        counts = visited.setdefault(platform_of.get(code, ""), [0, 0])
        counts[0] += 1
        counts[1] += outcome.state in TROUBLE
    return troubles, [(platform, *counts) for platform, counts in sorted(visited.items())]  # type: ignore[misc]
