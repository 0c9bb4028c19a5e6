"""A portal that is nothing without JavaScript: a page of scripts asks an interface and draws what that answers.

The page also asks for an image, a font and a counter of visitors: a browser that is a good guest fetches nothing of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_routes, body
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, pages
from practice.sites import BureauSite, Host

API = "/api/open/articles"
SCRIPT = "/static/js/app.js"
ORNAMENTS = ("/static/img/banner.png", "/static/fonts/icon.woff2", "/static/js/hm.js")


def article_id(item: Item) -> int:
    return item.serial(1_600_000_000_000, 86_400)


@dataclass(frozen=True, slots=True)
class Script(Publishing):
    platform: ClassVar[str] = "script"

    page_size: int = 10
    has_pager: bool = False
    """A page of rows at a time and a link to the next, whose address differs in the fragment alone; else all rows."""
    draws_articles: bool = False
    """Articles, too, are drawn by the script; else they are pages."""
    patience_ms: int = 150
    """The script waits so long before it asks: a page read at once is empty."""

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        listed = {site.parameters["column"]: site for site in sites if site.is_listed}
        by_id = {article_id(item): (site, item) for site in sites for item in site.items}

        async def shell(request: Request) -> Response:
            return page.listing(page.fill("script_shell.html"))

        async def script(request: Request) -> Response:
            pager = "true" if self.has_pager else "false"
            text = page.fill("script_app.js", api=API, size=self.page_size, patience=self.patience_ms, pager=pager)
            return Response(text, media_type="text/javascript")

        async def articles(request: Request) -> Response:
            site = listed.get(request.query_params.get("column", ""))
            number = request.query_params.get("page", "1")
            return JSONResponse(self._articles(site, int(number) if number.isdecimal() else 1))

        async def article(request: Request) -> Response:
            found = by_id.get(request.path_params["id"])
            return JSONResponse({"code": 404} if found is None else self._drawn(*found))

        async def ornament(request: Request) -> Response:
            return Response(b"", media_type="application/octet-stream")

        drawn = [Route(f"{API}/{{id:int}}", article)] if self.draws_articles else []
        drawn += [Route("/detail/{id:int}.html", shell)] if self.draws_articles else []
        return [
            *(Route(column.partition("#")[0], shell) for column in listed),
            Route(SCRIPT, script),
            Route(API, articles),
            *(Route(path, ornament) for path in ORNAMENTS),
            *drawn,
            *article_routes(self, sites),
        ]

    def address(self, site: Site, item: Item) -> str:
        return f"/detail/{article_id(item)}.html"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        return f"/api/open/files/{article_id(item)}-{index}.{file.suffix}"

    def _articles(self, site: Site | None, number: int) -> dict[str, object]:
        if site is None:
            return {"code": 0, "total": 0, "rows": []}
        portions = pages(site.items, self.page_size)
        shown = portions[number - 1] if 1 <= number <= len(portions) else ()
        rows = [
            {"url": self.address(site, item), "title": item.title, "date": str(item.published_on)} for item in shown
        ]
        return {"code": 0, "total": len(site.items), "rows": rows}

    def _drawn(self, site: Site, item: Item) -> dict[str, object]:
        portal: Publishing = self
        date = str(item.published_on)
        return {"code": 0, "title": item.title, "date": date, "content": body(portal, site, item)}


HOSTS = (
    Host(
        "127.0.1.20",
        Script(page_size=12, has_pager=True, draws_articles=True),
        (
            BureauSite(
                "hrss-310113",
                {"column": "/xxgk/#/gknb-rsj", "why_browser": "The list is drawn by a script from an interface."},
            ),
            BureauSite(
                "hrss-310106",
                {"column": "/xxgk/#/gknb-jarsj", "why_browser": "The list is drawn by a script from an interface."},
                Filing(first_number=200),
            ),
        ),
    ),
)
