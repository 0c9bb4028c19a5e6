"""Many tiny bureaus for benchmarks: each on an address of its own, with one list of three reports.

All bureaus share a handful of reports by content; title and address name the bureau. The rows are not those of the bundled
registry: their names are invented. Their codes are those of counties for as many bureaus as there are counties, so that a whole
night may be played on them, and of no region beyond.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from crawler.registry import Bureau, BureauName, BureauStatus
from crawler.registry.region import regions
from practice.errors import PracticeError
from practice.invented import invented
from practice.portals import page
from practice.portals.items import Item, Site
from practice.sites import Host

YEARS = (2022, 2023, 2024)
MODELS = ("hrss-330502", "hrss-230805", "hrss-350111", "hrss-310106")
"""Invented bureaus whose reports the bureaus of the load test carry in turn."""
COLUMN = "/xxgk/gknb/"
MOST = 40_000
DIGITS = str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸")
"""A name with a number in it would be read as one."""
REGION, REGION_EN = "演练{letters}区", "Practice District {number:05d}"
BUREAU = "{region}人力资源和社会保障局"
BUREAU_EN = "Human Resources and Social Security Bureau of {region}"
TITLE = "{agency}{year}年政府信息公开工作年度报告"


@dataclass(frozen=True, slots=True)
class Plot:
    """The portal of load-test bureau ``number``: a plain list and its articles."""

    platform: ClassVar[str] = "links"

    number: int

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        async def listing(request: Request) -> Response:
            return page.listing(self.list_page())

        async def article(request: Request) -> Response:
            year = request.path_params["year"]
            if year not in YEARS:
                return page.missing()
            return page.article(request, self.article_page(year), _model(self.number % len(MODELS), year)[0])

        return [Route(COLUMN, listing), Route(f"{COLUMN}{{year:int}}.shtml", article)]

    def address(self, site: Site, item: Item) -> str:
        return f"{COLUMN}{item.report_year}.shtml"

    @property
    def agency_name(self) -> str:
        return BUREAU.format(region=_region(self.number))

    def list_page(self) -> str:
        rows = (
            page.fill(
                "links_row_list.html",
                url=f"{COLUMN}{year}.shtml",
                shown=TITLE.format(agency=self.agency_name, year=year),
                date=_model(self.number % len(MODELS), year)[0],
                mirror="",
            )
            for year in reversed(YEARS)
        )
        return page.fill("links_list.html", site=self.agency_name, rows=page.joined(rows))

    def article_page(self, year: int) -> str:
        published_on, model, body = _model(self.number % len(MODELS), year)
        return page.fill(
            "links_article.html",
            title=TITLE.format(agency=self.agency_name, year=year),
            agency=self.agency_name,
            date=published_on,
            column=COLUMN,
            body=page.Html(body.replace(model, self.agency_name)),
        )


def load_test_hosts(count: int) -> tuple[Host, ...]:
    """The first ``count`` bureaus of the load test on 127.100.x.y; raises `PracticeError` for more than there are."""
    if not 0 < count <= MOST:
        raise PracticeError(f"the load test has between 1 and {MOST} bureaus")
    return tuple(Host(_address(number), Plot(number), ()) for number in range(count))


def load_test_rows(count: int, port: int) -> tuple[Bureau, ...]:
    """Registry rows of the first ``count`` bureaus of the load test, on ``port``."""
    return tuple(_row(number, port) for number in range(count))


def _region(number: int) -> str:
    return REGION.format(letters=f"{number:05d}".translate(DIGITS))


def _address(number: int) -> str:
    return f"127.100.{number // 250}.{number % 250 + 1}"


def _code(number: int) -> str:
    counties = _counties()
    return counties[number] if number < len(counties) else f"{900_000 + number}"


@cache
def _counties() -> tuple[str, ...]:
    return tuple(sorted(code for code, region in regions().items() if region.level == "county"))


def _row(number: int, port: int) -> Bureau:
    code, region_en = _code(number), REGION_EN.format(number=number)
    return Bureau(
        bureau_code=f"hrss-{code}",
        names=(BureauName(BUREAU.format(region=_region(number)), BUREAU_EN.format(region=region_en), None, None),),
        aliases=(),
        level="county",
        region_code=code,
        region_name_zh=_region(number),
        region_name_en=region_en,
        platform=Plot.platform,
        portal={"base_url": f"http://{_address(number)}:{port}", "column": COLUMN, "download_delay": 0},
        known_reports=(),
        first_expected_year=min(YEARS),
        status=BureauStatus("active", None, None),
        confirmed=False,
    )


@cache
def _model(place: int, year: int) -> tuple[date, str, str]:
    """Day, bureau and body of the report that every bureau at ``place`` carries under its own name."""
    publisher = invented(MODELS[place])
    found = publisher.years[year]
    return found.published_on, publisher.agency_name, page.body(found.report)
