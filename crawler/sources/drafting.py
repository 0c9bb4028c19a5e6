"""A draft of a registry row from one page: what is read off it, and nothing that is not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scrapy.http import HtmlResponse

from crawler.clock import BEIJING
from crawler.platforms.unread import UNREAD
from crawler.registry import Bureau, BureauName, BureauStatus, KnownReport
from crawler.registry.places import began
from crawler.registry.portal import is_registrable
from crawler.registry.region import Region, regions
from crawler.sources.errors import SourceError
from crawler.sources.sniff import Sniffed, sniff

FORM_YEAR = 2019
"""First year of the national report form: from then on every bureau is expected to report."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One answer as it came; ``url`` is where it came from in the end."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    seen_at: datetime

    @property
    def response(self) -> HtmlResponse:
        """The page with its encoding found out."""
        return HtmlResponse(self.url, headers=dict(self.headers), body=self.body)


@dataclass(frozen=True, slots=True)
class Draft:
    bureau: Bureau
    sniffed: Sniffed
    comment: str


def draft(page: SavedPage, agency: str | None = None, region_code: str | None = None) -> Draft:
    """The row of the bureau that published ``page``; raises `SourceError` if page and user together do not say enough.

    ``agency`` is the bureau's full name, by default the one that the report's title prints; the region is that of its name.
    """
    if not is_registrable(page.url):
        raise SourceError(f"{page.url} is neither on a .gov.cn host nor on a practice portal")
    sniffed = sniff(page.url, page.response.text, page.headers)
    if not sniffed.is_readable:
        raise SourceError(f"{page.url} cannot be crawled: {_why_not(sniffed)}")
    name = agency or (sniffed.title.agency_name if sniffed.title else None)
    if name is None:
        raise SourceError(f"{page.url} does not print the bureau's name: give it with --agency")
    region = _region(name, region_code)
    year = sniffed.title.report_year if sniffed.title else None
    day = f"{page.seen_at.astimezone(BEIJING):%Y-%m-%d}"
    bureau = Bureau(
        bureau_code=f"hrss-{region.region_code}",
        names=(BureauName(name, english_name(name, region), None, None),),
        aliases=(),
        level=region.level,
        region_code=region.region_code,
        region_name_zh=region.name_zh,
        region_name_en=region.name_en,
        platform=str(sniffed.platform),
        portal={"base_url": sniffed.base_url, **sniffed.parameters},
        known_reports=(KnownReport(year, page.url),) if year else (),
        first_expected_year=year if year and year < FORM_YEAR else max(FORM_YEAR, began(region) or FORM_YEAR),
        status=BureauStatus("active", day, "its portal was seen on this day"),
        confirmed=False,
    )
    return Draft(bureau, sniffed, f"Drafted from {page.url}: the page {', '.join(sniffed.evidence)}.")


def english_name(name: str, region: Region) -> str:
    """After the pattern of the registry: department of a province, municipal bureau, bureau of a county in its prefecture."""
    field = "Human Resources and Social Security"
    if name.endswith("厅"):
        return f"Department of {field} of {region.name_en} Province"
    if region.level != "county" and " " not in region.name_en:
        return f"{region.name_en} Municipal {field} Bureau"
    parent = regions().get(region.parent_code)
    place = f"{region.name_en}, {parent.name_en}" if region.level == "county" and parent else region.name_en
    return f"{field} Bureau of {place}"


def _why_not(sniffed: Sniffed) -> str:
    for system in UNREAD:
        if system.name == sniffed.platform:
            return f"it is of {system.name}, and {system.why}"
    if sniffed.evidence:
        return f"no system is recognised, but it {', '.join(sniffed.evidence)}"
    return "no system is recognised; give the address of the list of reports, or of a report"


def _region(agency: str, region_code: str | None) -> Region:
    if region_code is not None:
        if region_code not in regions():
            raise SourceError(f"region {region_code} is not in the list of regions")
        return regions()[region_code]
    fitting = [
        (len(form), region) for region in regions().values() for form in _forms(region) if agency.startswith(form)
    ]
    longest = max((length for length, _ in fitting), default=0)
    found = {region.region_code: region for length, region in fitting if length == longest}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise SourceError(f"{agency} starts with no region's name: give its code with --region")
    codes = ", ".join(f"{code} ({_place(region)})" for code, region in sorted(found.items()))
    raise SourceError(f"{agency} may be of {codes}: give one with --region")


def _forms(region: Region) -> tuple[str, ...]:
    """The name alone, after its parent's, and after its province's."""
    above = [regions()[code] for code in (region.parent_code, f"{region.region_code[:2]}0000") if code]
    return (region.name_zh, *(f"{parent.name_zh}{region.name_zh}" for parent in above if parent != region))


def _place(region: Region) -> str:
    parent = regions().get(region.parent_code)
    return f"{parent.name_zh}{region.name_zh}" if parent else region.name_zh
