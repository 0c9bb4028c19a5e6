"""TRS WCM: folders of static pages, their number stated by a script in one of four forms.

Addresses in a list are relative, and one may climb out of the root. A list may hold all of its rows in the first page
and slice them in the browser, behind a row made for search engines. The deep pages are then stubs with status 200.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_page, article_routes, list_pages
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, cut, pages
from practice.sites import BureauSite, Host

TITLE_LENGTH = 18
STUBS = 2


def article_id(item: Item) -> int:
    return item.serial(3_000_000, 300)


@dataclass(frozen=True, slots=True)
class Trs(Publishing):
    platform: ClassVar[str] = "trs"

    page_size: int = 9
    suffix: Literal["html", "shtml", "htm"] = "html"
    paging: Literal["four", "five", "variable", "link"] = "four"
    """``createPageHTML`` with four arguments, with the number of rows before them, ``countPage``, or a plain link."""
    has_all_rows: bool = False
    climbs_out: bool = False
    """One row stands in the list a second time with an address that leads above the root."""

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        return article_routes(self, sites, list_pages(sites, self._pages, self._list))

    def address(self, site: Site, item: Item) -> str:
        return self._folder(site, item) + f"t{item.published_on:%Y%m%d}_{article_id(item)}.{self.suffix}"

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        return self._folder(site, item) + f"P0{item.published_on:%Y%m%d}{item.number:06d}{index:03d}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        return article_page(self, site, item, body.replace(self._folder(site, item) + "P0", "./P0"))

    def _folder(self, site: Site, item: Item) -> str:
        return f"{site.parameters['column']}{item.published_on:%Y%m}/"

    def _pages(self, site: Site) -> Iterator[tuple[str, int]]:
        column = site.parameters["column"]
        yield column, 0
        yield f"{column}index.{self.suffix}", 0
        for index in range(1, self._page_count(site)):
            yield f"{column}index_{index}.{self.suffix}", index

    def _page_count(self, site: Site) -> int:
        return len(pages(site.items, self.page_size)) + (STUBS if self.has_all_rows else 0)

    def _list(self, site: Site, index: int) -> str:
        if self.has_all_rows and index > 0:
            return page.fill("trs_stub.html")
        shown = site.items if self.has_all_rows else pages(site.items, self.page_size)[index]
        rows = [row for item in shown for row in self._rows(site, item)]
        if self.has_all_rows:
            rows.insert(0, page.fill("trs_row_dummy.html", site=site.publisher.agency_name))
        pager = page.fill(
            f"trs_paging_{self.paging}.html",
            rows=len(site.items),
            pages=self._page_count(site),
            index=index,
            suffix=self.suffix,
            next=f"index_{index + 1}.{self.suffix}" if index + 1 < self._page_count(site) else "javascript:void(0)",
        )
        return page.fill(
            "trs_list.html", site=site.publisher.agency_name, rows=page.joined(rows), pager=page.Html(pager)
        )

    def _rows(self, site: Site, item: Item) -> Iterator[str]:
        own = self.address(site, item)
        column = site.parameters["column"].rstrip("/")
        nearby = own.removeprefix(column + "/")
        hrefs = [f"./{nearby}" if item.number % 2 else f"../{column.rpartition('/')[2]}/{nearby}"]
        if self.climbs_out and item.report_year is not None and item.report_year % 5 == 0:
            hrefs.insert(0, "../" * (column.count("/") + 3) + f"qt/{nearby}")
        for href in hrefs:
            yield page.fill(
                "trs_row.html",
                url=href,
                title=item.title,
                shown=cut(item.title, TITLE_LENGTH),
                date=item.published_on,
            )


HOSTS = (
    Host(
        "127.0.1.13",
        Trs(suffix="htm"),
        (
            BureauSite(
                "hrss-350103", {"column": "/xjwz/zfxxgk/qrsj/zfxxgknb/"}, Filing(by_year={2020: "xlsx", 2021: "xls"})
            ),
            BureauSite(
                "hrss-350111",
                {"column": "/xjwz/zfxxgk/jarsj/zfxxgknb/"},
                Filing(by_year={2022: "zip"}, first_number=200),
            ),
        ),
        robots="User-agent: *\nDisallow: /was5/\n",
    ),
    Host(
        "127.0.1.14",
        Trs(paging="five", suffix="shtml", has_all_rows=True, climbs_out=True),
        (BureauSite("hrss-350503", {"column": "/xxgk/zfxxgkzl/ndbg/"}),),
    ),
    Host(
        "127.0.1.15",
        Trs(paging="link"),
        (
            BureauSite(
                "hrss-500103",
                {"column": "/bm_229/qrlsbj/zwgk_97157/zfxxgknb_97166/"},
                unregistered=("column",),
                known_years=(2022, 2023),
            ),
        ),
    ),
)
