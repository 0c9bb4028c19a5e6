"""Boda VSB (博达): list pages whose numbers fall with age, files that are given only to those who come from a page.

The newest page is ``{column}.htm``, the oldest ``{column}/1.htm``. Some sites page and address dynamically, through
``list.jsp`` and ``content.jsp``. A file asked for without a ``Referer`` of the host is answered with a page of HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, answers_by_address, article_routes, list_pages
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, pages
from practice.sites import BureauSite, Host

DOWNLOAD = "/system/_content/download.jsp"
REFUSAL_LINES = 60


def article_id(item: Item) -> int:
    return item.serial(10_000, 9)


@dataclass(frozen=True, slots=True)
class Vsb(Publishing):
    platform: ClassVar[str] = "vsb"

    page_size: int = 8
    tree: int = 1051
    """``wbtreeid`` of the first bureau's column; the next has the next."""
    is_dynamic: bool = False
    owner: str = "1356782401"

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        lists = list_pages(sites, self._pages, self._list)
        answers = answers_by_address(self, sites)

        async def download(request: Request) -> Response:
            if urlsplit(request.headers.get("referer", "")).netloc != request.url.netloc:
                return HTMLResponse(page.fill("vsb_refusal.html", lines=page.joined(["<br>"] * REFUSAL_LINES)))
            return answers(request) or page.missing()

        return [Route(DOWNLOAD, download), *article_routes(self, sites, lists)]

    def address(self, site: Site, item: Item) -> str:
        if self.is_dynamic:
            query = f"urltype=news.NewsContentUrl&wbtreeid={self._tree(site)}&wbnewsid={article_id(item)}"
            return f"/content.jsp?{query}"
        return f"/info/{self._tree(site)}/{article_id(item)}.htm"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        number = 6_000_000 + item.number * 10 + index
        return f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&owner={self.owner}&wbfileid={number}"

    def _tree(self, site: Site) -> int:
        return self.tree + site.items[-1].number // 100

    def _pages(self, site: Site) -> Iterator[tuple[str, int]]:
        for number in range(1, len(pages(site.items, self.page_size)) + 1):
            yield self._page(site, number), number

    def _page(self, site: Site, number: int) -> str:
        """Address of list page ``number``, the newest being 1."""
        column, count = site.parameters["column"], len(pages(site.items, self.page_size))
        if number == 1:
            return str(column)
        if self.is_dynamic:
            query = f"totalpage={count}&PAGENUM={number}&urltype=tree.TreeTempUrl&wbtreeid={self._tree(site)}"
            return f"/list.jsp?{query}"
        return f"{column.removesuffix('.htm')}/{count - number + 1}.htm"

    def _list(self, site: Site, number: int) -> str:
        portions = pages(site.items, self.page_size)
        up = "" if self.is_dynamic else "../" * (self._page(site, number).count("/") - 1)
        rows = (
            page.fill(
                "vsb_row.html",
                place=place,
                url=up + self.address(site, item).removeprefix("/") if up else self.address(site, item),
                title=item.title,
                date=item.published_on,
            )
            for place, item in enumerate(portions[number - 1])
        )
        following = page.fill("vsb_next.html", url=self._page(site, number + 1)) if number < len(portions) else ""
        return page.fill(
            "vsb_list.html",
            site=site.publisher.agency_name,
            rows=page.joined(rows),
            count=len(site.items),
            number=number,
            pages=len(portions),
            next=page.Html(following),
        )


HOSTS = (
    Host(
        "127.0.1.16",
        Vsb(is_dynamic=True, tree=5069),
        (BureauSite("hrss-511400", {"column": "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=5069"}),),
    ),
    Host(
        "127.0.1.17",
        Vsb(tree=3589),
        (
            BureauSite(
                "hrss-371311", {"column": "/xxgk/gknb.htm"}, Filing(by_year={2017: "docx", 2020: "pdf", 2023: "docx"})
            ),
        ),
    ),
)
