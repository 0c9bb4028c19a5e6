"""Plain lists of links, of no known system."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urldefrag

from crawler.pages import Row, link_rows, reads_like_report
from crawler.platforms.base import ColumnPlatform, ListPage


class Links(ColumnPlatform):
    """A plain list of links: any page whose links' titles read like annual reports.

    Domains   portals of no known family (33 of the known reports lie on such)
    Column    ``{column}``, the address of the page that links the reports
    List      the column page itself; one that only frames a list of its own host is followed by the visit
    Rows      links whose title reads like an annual report and states a year, or has a date beside it
    Pages     the link 下一页, followed and never composed
    Article   any address; the address without its fragment is its id
    Files     as on every platform; a row may lead straight to a file
    Caveats   menus and crumbs name columns like reports: without year and date they are no rows. A title that is cut
              short counts if its year or the bureau's own name is left
    """

    name = "links"

    def rows(self, page: ListPage) -> Iterable[Row]:
        return [row for row in link_rows(page.response) if reads_like_report(row, page.bureau.printed_names)]

    def article_id(self, url: str) -> str:
        return urldefrag(url).url
