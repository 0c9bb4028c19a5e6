"""JCMS with the jpaas interface (Zhejiang and others): a column without rows, its list built by an interface.

Only ``paramJson`` turns the page, and the parameters are those of the column's pager. The answer holds HTML in
``data.html``, or is HTML in ``data`` itself; some sites refuse it without a ``Referer``, some repeat page 1 for ever.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import ClassVar, Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_routes
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, pages
from practice.sites import BureauSite, Host

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def article_id(item: Item) -> int:
    return item.serial(50_000, 30)


@dataclass(frozen=True, slots=True)
class Jpaas(Publishing):
    platform: ClassVar[str] = "jpaas"

    page_size: int = 10
    spelling: Literal["bulidstatic", "buildstatic"] = "bulidstatic"
    data_is_text: bool = False
    needs_referer: bool = True
    repeats_first: bool = False
    """Page 1 whatever page is asked for, and a count that promises more."""
    web_id: str = "3037"
    promised_too_many: int = 0

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        listed = [site for site in sites if site.is_listed]

        async def unit(request: Request) -> Response:
            return self._unit(request, listed)

        columns = {site.parameters["column"]: partial(self._column, site) for site in listed}
        return [Route(UNIT, unit), *article_routes(self, sites, columns)]

    def address(self, site: Site, item: Item) -> str:
        day, column = item.published_on, site.parameters["column"].strip("/").split("/")[1].removeprefix("col")
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{article_id(item)}.html"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        folder = "picture" if file.suffix == "png" else "attach"
        return f"/{folder}/0/{sha256(f'{file.name}{index}'.encode()).hexdigest()[:32]}.{file.suffix}"

    def _parameters(self, site: Site) -> dict[str, str]:
        digest = sha256(site.publisher.bureau_code.encode()).hexdigest()
        return {
            "webId": self.web_id,
            "pageId": digest[:10],
            "parseType": self.spelling,
            "pageType": "column",
            "tagId": "当前栏目list",
            "tplSetId": digest[10:42],
        }

    def _count(self, site: Site) -> int:
        return len(site.items) + self.promised_too_many

    def _column(self, site: Site) -> str:
        quoted = ",".join(f"'{name}':'{value}'" for name, value in self._parameters(site).items())
        return page.fill(
            "jpaas_column.html",
            site=site.publisher.agency_name,
            count=self._count(site),
            rows=self.page_size,
            unit=UNIT,
            query=page.Html(f"{{{quoted}}}"),
        )

    def _unit(self, request: Request, listed: Sequence[Site]) -> Response:
        asked = request.query_params
        if self.needs_referer and urlsplit(request.headers.get("referer", "")).netloc != request.url.netloc:
            return HTMLResponse(page.fill("jpaas_refusal.html"), status_code=403)
        for site in listed:
            if all(asked.get(name) == value for name, value in self._parameters(site).items()):
                html = self._rows(site, self._page_number(asked.get("paramJson", "")))
                data = html if self.data_is_text else {"html": html}
                return JSONResponse({"success": True, "code": "200", "message": "", "data": data})
        return JSONResponse({"success": False, "code": "500", "message": "参数错误", "data": None})

    def _page_number(self, text: str) -> int:
        try:
            number = json.loads(text)["pageNo"]
        except (ValueError, KeyError, TypeError):
            return 1
        return int(number) if not self.repeats_first and str(number).isdecimal() else 1

    def _rows(self, site: Site, number: int) -> str:
        portions = pages(site.items, self.page_size)
        shown = portions[number - 1] if 1 <= number <= len(portions) else ()
        rows = (
            page.fill("jpaas_row.html", url=self.address(site, item), title=item.title, date=item.published_on)
            for item in shown
        )
        return page.fill(
            "jpaas_rows.html", rows=page.joined(rows), size=self.page_size, count=self._count(site), number=number
        )


HOSTS = (
    Host(
        "127.0.1.9",
        Jpaas(),
        (BureauSite("hrss-331004", {"column": "/col/col1229460284/index.html"}, Filing(by_year={2018: "docx"})),),
    ),
    Host(
        "127.0.1.10",
        Jpaas(
            spelling="buildstatic",
            data_is_text=True,
            needs_referer=False,
            repeats_first=True,
            page_size=40,
            promised_too_many=9,
        ),
        (BureauSite("hrss-330502", {"column": "/col/col1229211250/index.html"}),),
    ),
)
