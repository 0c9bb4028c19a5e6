"""Portals that are scripts alone: pages are rendered in a browser (`crawler.browser`), nothing else is asked so.

Domains   rows that say in ``why_browser`` what cannot be read without one
Column    ``{column}``, a path that may end in the application's own (``/#/xxgk/list``)
List      the rendered page
Rows      ``row_css`` of the registry row; without it links whose title reads like a report
Pages     the link 下一页 of the rendered page, its fragment counts where it is a path
Article   any address that a rendered row links; articles are rendered, too
Files     as on every platform, asked without the browser
Caveats   a pager or a row without an address, which only answers a click, is not followed. What is archived is the
          page as rendered: it has no validators, a patrol renders it again
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import TextResponse

from crawler.pages import Row, names_file, squeeze
from crawler.pages.links import address_of, link_rows, reads_like_report
from crawler.pages.rows import NEXT_PAGE_LABELS
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

RENDERED_KINDS = ("list", "shell", "report")
MAX_RETRIES = 1
"""A page that takes its browser with it is not tried as often as a plain one."""


def rows(page: TextResponse, row_css: str | None, names: Iterable[str] = ()) -> list[Row]:
    """The links inside of ``row_css``, one of each; without it, of all links those that read like a report's."""
    found = link_rows(page)
    if row_css is None:
        return [row for row in found if reads_like_report(row, names)]
    chosen = {
        address_of(page, href)
        for item in page.css(row_css)
        for href in item.xpath("(descendant-or-self::a/@href)[1]").getall()
    }
    return [row for row in found if row.url in chosen]


def page_after(page: TextResponse) -> str | None:
    """Address of the link to the following page; a page's own address with another fragment is another page."""
    for anchor in page.css("a[href]"):
        if squeeze("".join(anchor.css("::text").getall())) in NEXT_PAGE_LABELS:
            return address_of(page, anchor.attrib["href"])
    return None


class ScriptSpider(PortalSpider):
    name = platform = "script"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(urljoin(bureau.base_url, bureau.portal["column"]))

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response, bureau.portal.get("row_css"), bureau.printed_names)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        following = page_after(response)
        if following is not None:
            yield Request(following)

    def dress(self, request: Request, bureau: Bureau, kind: str) -> Request:
        if kind not in RENDERED_KINDS or names_file(request.url):
            return request
        ready_css = bureau.portal.get("row_css") if kind == "list" else None
        return request.replace(
            meta={**request.meta, "playwright": True, "ready_css": ready_css, "max_retry_times": MAX_RETRIES}
        )
