"""Whether a bureau's row fits its region: the name, the level, and the years of both."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.bureau import Bureau
from crawler.registry.region import FormerRegion, Region, gone, regions, renumbered

SLACK_YEARS = 1
"""A change decided in December is in the lists of the next year, and a bureau may report under its old name once more."""


def region_problems(bureau: Bureau) -> Iterator[str]:
    region = regions().get(bureau.region_code) or gone().get(bureau.region_code)
    if region is None:
        yield f"region {bureau.region_code} is not in the list of regions"
        return
    if (bureau.region_name_zh, bureau.region_name_en) != (region.name_zh, region.name_en):
        yield f"region {bureau.region_code} is {region.name_zh}, {region.name_en}"
    has_own_code = bureau.bureau_code == f"hrss-{bureau.region_code}"
    if has_own_code and bureau.level != region.level:
        yield f"level is {bureau.level}, but region {bureau.region_code} is a {region.level}"
    if not has_own_code and (bureau.level, region.level) not in (("prefecture", "province"), ("county", "prefecture")):
        yield f"an area within region {bureau.region_code} (a {region.level}) is one level below it, not a {bureau.level}"
    yield from _too_early(bureau, region)
    if isinstance(region, FormerRegion):
        yield from _too_late(bureau, region)


def _too_early(bureau: Bureau, region: Region | FormerRegion) -> Iterator[str]:
    year = began(region)
    if year is not None and bureau.first_expected_year < year - SLACK_YEARS:
        yield f"region {region.region_code} is of {year}, but a report is expected for {bureau.first_expected_year}"


def _too_late(bureau: Bureau, region: FormerRegion) -> Iterator[str]:
    ended = f"region {region.region_code} ended in {region.to_year}{_successors(region)}"
    status, last = bureau.status, region.to_year + SLACK_YEARS
    if status.code == "active":
        yield f"{ended}, but the bureau is active"
    elif status.since is None or not region.to_year - SLACK_YEARS <= int(status.since[:4]) <= last:
        yield f"{ended}, but the bureau is {status.code} since {status.since or 'a day that is not known'}"
    for name in bureau.names:
        if max(name.from_year or 0, name.to_year or 0) > last:
            yield f"{ended}, but {name.name_zh} is a name of {max(name.from_year or 0, name.to_year or 0)}"
    for report in bureau.known_reports:
        if report.report_year > last:
            yield f"{ended}, but a report of {report.report_year} is known"


def began(region: Region | FormerRegion) -> int | None:
    """The year in which the region came to be under any code; ``None`` for what was there before 2008."""
    before = {new: old for old, new in renumbered().items()}
    while region.from_year is not None and region.region_code in before:
        region = gone()[before[region.region_code]]
    return region.from_year


def _successors(region: FormerRegion) -> str:
    names = (regions().get(code) or gone()[code] for code in region.successor_codes)
    found = ", ".join(f"{successor.region_code} {successor.name_zh}" for successor in names)
    return f" (now {found})" if found else ""
