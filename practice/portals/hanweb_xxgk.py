"""The disclosure module beside a Hanweb portal: a search over the whole district, and one page for each report year.

``search.jsp`` does not care about columns: it lists whatever any bureau of the host has published.
``xxgkAnnualReport.jsp`` shows the report of one organisation and year; for a year without one it says so with status 200.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, body
from practice.portals.items import Item, Site, pages

SEARCH = "/module/xxgk/search.jsp"
ANNUAL_REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
PAGE_SIZE = 15


def routes(portal: Publishing, sites: Sequence[Site]) -> list[Route]:
    """The module's routes, if a bureau of the host has the parameters ``xxgk`` or ``area``."""
    by_area = {site.parameters["area"]: site for site in sites if "area" in site.parameters}
    searched = [site.parameters["xxgk"]["area"] for site in sites if "xxgk" in site.parameters]
    everything = sorted(
        ((site, item) for site in sites for item in site.items),
        key=lambda found: (found[1].published_on, found[1].title),
        reverse=True,
    )

    async def search(request: Request) -> Response:
        asked = dict(request.query_params)
        asked.update(parse_qsl((await request.body()).decode()))
        shown = everything if asked.get("area") in searched else []
        return HTMLResponse(_found(portal, shown, asked.get("currpage", "1")))

    async def annual_report(request: Request) -> Response:
        site = by_area.get(request.query_params.get("area", ""))
        year = request.query_params.get("fbtime", "")
        found = [item for item in site.items if str(item.report_year) == year] if site else []
        if site is None or not found:
            return HTMLResponse(page.fill("hanweb_no_annual.html"))
        content = page.fill(
            "hanweb_annual.html",
            title=found[0].title,
            agency=found[0].agency_name,
            date=found[0].published_on,
            body=page.Html(body(portal, site, found[0])),
        )
        return page.article(request, content, found[0].published_on)

    return [
        *([Route(SEARCH, search, methods=["GET", "POST"])] if searched else []),
        *([Route(ANNUAL_REPORT, annual_report)] if by_area else []),
    ]


def _found(portal: Publishing, everything: Sequence[tuple[Site, Item]], asked: str) -> str:
    portions = pages(everything, PAGE_SIZE)
    number = max(int(asked), 1) if asked.isdecimal() else 1
    shown = portions[number - 1] if number <= len(portions) else ()
    rows = (
        page.fill(
            "hanweb_search_row.html",
            parity="odd" if place % 2 else "even",
            number=f"002577/{item.published_on.year}-{item.number:05d}",
            url=portal.address(site, item),
            title=item.title,
            date=item.published_on,
        )
        for place, (site, item) in enumerate(shown, start=1)
    )
    return page.fill("hanweb_search.html", rows=page.joined(rows), count=len(portions), number=number)
