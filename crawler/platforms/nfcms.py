"""NFCMS columns with ``content/post_`` articles."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from scrapy.http import TextResponse

from crawler.pages import PageError, address_of, next_page, squeeze
from crawler.platforms.base import ColumnPlatform
from crawler.platforms.clues import in_address, in_text

PAGE = re.compile(r"/index(?:_(\d+))?\.html$")
TOTAL = re.compile(r"共\s*(\d+)\s*页")


class Nfcms(ColumnPlatform):
    """NFCMS columns with ``content/post_`` articles (Guangdong).

    Domains   hrss.sz.gov.cn, www.jiangmen.gov.cn, www.meizhou.gov.cn, www.panyu.gov.cn, …
    Column    ``{column}``, a folder; its first page is ``index.html``
    List      the folder's pages
    Rows      links to ``…/content/post_{number}.html`` (``mpost_``) in any skin, and links whose title reads like a report
    Pages     the second is ``index_2.html`` on some hosts, ``index_1.html`` on others: taken from the pager (下一页,
              else its numbers), never composed from a known offset; if only 尾页 is linked, from 共N页 and its number
    Article   ``…/{column}/content/post_{number}.html``; the number holds in its own column only
    Files     in the body, or ``a.nfw-cms-attachment``
    Caveats   a city's collection repeats each bureau's own copy of a report; the counter of readers is filled by a script
    """

    name = "nfcms"
    clues = (
        in_text(r"NFCMS_(?:SITE|POST)_ID", "states an NFCMS id"),
        in_address(r"/content/m?post_\d+\.html", "is a content/post_ article"),
        in_text(r"/content/m?post_\d+\.html", "links content/post_ articles"),
    )
    article = re.compile(r"/content/m?post_(\d+)\.html$")
    column_of_article = re.compile(r"(.*/)content/m?post_\d+\.html$")
    body_css = ".news_cont_d_wrap, .article-content"

    def page_after(self, page: TextResponse) -> str | None:
        return next_page(page) or _by_numbers(page)


def _by_numbers(page: TextResponse) -> str | None:
    """The pager's link with the next number; if it links the last page only, the file that must come next."""
    current = _number(page.url, page.url) or 0
    labels: dict[int, str] = {}
    for anchor in page.css("a[href]"):
        number = _number(address_of(page, anchor.attrib["href"]) or "", page.url)
        if number is not None and number > current:
            labels.setdefault(number, squeeze("".join(anchor.css("::text").getall())))
    if not labels:
        return None
    following = min(labels)
    if not labels[following].isdigit():
        following = current + 1 if current else _second(page, max(labels))
    return urljoin(page.url, f"index_{following}.html")


def _second(page: TextResponse, last: int) -> int:
    """The second page's number, from the last one's and how many there are."""
    total = TOTAL.search(" ".join(page.css("body ::text").getall()))
    if total is None and last > 1:
        raise PageError("the pager names neither the following page nor how many there are")
    return last - int(total.group(1)) + 2 if total else last


def _number(url: str, beside: str) -> int | None:
    """The number of a list page by its file; ``None`` for a first page, and for what lies in another folder."""
    match = PAGE.search(urlsplit(url).path)
    if match is None or match.group(1) is None or urljoin(url, ".") != urljoin(beside, "."):
        return None
    return int(match.group(1))
