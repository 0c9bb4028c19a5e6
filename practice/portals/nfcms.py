"""NFCMS (Guangdong): static columns with ``content/post_{id}.html``; the second page of a list is ``index_1`` or ``index_2``.

An id answers only below its own column. The city's collection of departments' reports may hold a cross-posted copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.routing import Route

from practice.portals import page
from practice.portals.articles import Publishing, article_page, article_routes, list_pages
from practice.portals.formats import File
from practice.portals.items import Filing, Item, Site, cut, pages
from practice.sites import BureauSite, Host

TITLE_LENGTH = 22


def post_id(item: Item) -> int:
    return item.serial(2_500_000, 400)


@dataclass(frozen=True, slots=True)
class Nfcms(Publishing):
    platform: ClassVar[str] = "nfcms"

    page_size: int = 9
    second_page: int = 2
    """The number in the name of the second page; the pager alone says so."""
    collection: str | None = None
    """Column of the city in which some reports stand a second time, as ``mpost_``; the bureau's list names both."""
    cuts_titles: bool = False
    """List titles end with an ellipsis, and no attribute has the whole."""
    site_id: str = "758021"

    def routes(self, sites: Sequence[Site]) -> list[Route]:
        return article_routes(self, sites, list_pages(sites, self._pages, self._list))

    def address(self, site: Site, item: Item) -> str:
        kind = "mpost" if item.is_neighbour else "post"
        return f"{site.parameters['column']}content/{kind}_{post_id(item)}.html"

    def addresses(self, site: Site, item: Item) -> Sequence[str]:
        own = self.address(site, item)
        return (own, self._copy(item)) if self._is_copied(item) else (own,)

    def file_address(self, site: Site, item: Item, index: int, file: File) -> str:
        number = 400_000 + item.number * 10 + index
        folder = f"/attachment/{number // 10**6}/{number // 10**3}/{number}"
        return f"{folder}/{post_id(item)}.{file.suffix}"

    def article(self, site: Site, item: Item, body: str) -> str:
        return article_page(self, site, item, body, id=post_id(item), site_id=self.site_id)

    def _pages(self, site: Site) -> Iterator[tuple[str, int]]:
        column = site.parameters["column"]
        yield column, 1
        for number in range(1, len(pages(site.items, self.page_size)) + 1):
            yield column + self._file(number), number

    def _file(self, number: int) -> str:
        return "index.html" if number == 1 else f"index_{number - 2 + self.second_page}.html"

    def _list(self, site: Site, number: int) -> str:
        portions = pages(site.items, self.page_size)
        rows = (
            page.fill("nfcms_row_cut.html", url=url, shown=cut(item.title, TITLE_LENGTH), date=item.published_on)
            if self.cuts_titles
            else page.fill("nfcms_row.html", url=url, title=item.title, date=item.published_on)
            for item in portions[number - 1]
            for url in self.addresses(site, item)
        )
        pager = ""
        if number < len(portions):
            pager = page.fill("nfcms_pager.html", next=self._file(number + 1), last=self._file(len(portions)))
        return page.fill(
            "nfcms_list.html",
            site=site.publisher.agency_name,
            site_id=self.site_id,
            rows=page.joined(rows),
            pager=page.Html(pager),
        )

    def _is_copied(self, item: Item) -> bool:
        return self.collection is not None and item.report_year is not None and item.report_year % 3 == 0

    def _copy(self, item: Item) -> str:
        return f"{self.collection}{item.report_year}n/content/mpost_{post_id(item)}.html"


HOSTS = (
    Host(
        "127.0.1.11",
        Nfcms(second_page=1, collection="/zfjgzy/zfxxgknb/bm/"),
        (
            BureauSite(
                "hrss-441400", {"column": "/zwgk/zfjg/srlzyhshbzj/zwgk/zfxxgknb/"}, Filing(by_year={2013: "scan"})
            ),
            BureauSite("hrss-442000", {"column": "/zwgk/zfjg/zssrsj/gknb/"}, Filing(first_number=200)),
        ),
        robots="User-agent: *\nDisallow: /plus/\n",
    ),
    Host(
        "127.0.1.12",
        Nfcms(cuts_titles=True, page_size=30),
        (BureauSite("hrss-510700", {"column": "/xxgk/bm/srsj/nb/"}, unregistered=("column",)),),
        robots="User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml.gz\n",
        sitemap="/sitemap.xml.gz",
    ),
)
