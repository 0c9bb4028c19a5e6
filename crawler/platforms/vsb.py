"""VSB portals (Visual SiteBuilder of 博达)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

from scrapy.http import TextResponse

from crawler.pages import canonical, next_page
from crawler.platforms.base import ColumnPlatform
from crawler.platforms.clues import Sample, in_address, in_text

STATIC_ARTICLE = re.compile(r"/info/\d+/(\d+)\.html?$")
DYNAMIC_ARTICLE = re.compile(r"/\w*content\.jsp$")
STATIC_PAGE = re.compile(r"^(?P<column>.+)/(?P<number>\d+)\.(?P<suffix>html?)$")
POSITION = re.compile(r"(?<!\d)1\s*/\s*(\d+)(?!\d)")
DOWNLOAD = re.compile(r"/download\.jsp\?.*\bwbfileid=")
SHOWN = re.compile(r"""showVsbpdfIframe\(\s*['"]([^'"]+)['"]""")
PAGERS = "[id^=fanye], .p_pages, .pb_sys_common, .page, .pages"
ARTICLE = re.compile(r"/info/\d+/\d+\.html?$|content\.jsp$")
"""An article as an unknown page's address shows it; it does not say which list it is in."""


class Vsb(ColumnPlatform):
    """VSB portals (Visual SiteBuilder of 博达; Meishan, Luozhuang and many universities).

    Domains   www.ms.gov.cn, www.luozhuang.gov.cn, …
    Column    ``{column}``: ``/…/gknb.htm`` of a static site, ``/list.jsp?urltype=tree.TreeTempUrl&wbtreeid={n}`` of a dynamic one
    List      static: older pages are ``/…/gknb/{k}.htm`` with k *descending*, the oldest is ``1.htm``;
              dynamic: ``PAGENUM`` from 1 to ``totalpage``
    Rows      ``li#line_u{n}_{k}``, or any link to an article
    Pages     the link 下页, else composed; the numbers of a static list move up with every new page
    Article   ``/info/{column}/{number}.htm``, ``content.jsp?…&wbnewsid={number}``, ``xxgk_content.jsp?…&wbnewsid={number}``
    Files     ``/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner={n}&wbfileid={id}`` below the body, and
              ``showVsbpdfIframe("{file}", …)`` in a script
    Caveats   without its article as Referer the file's address may answer a small HTML page, or a captcha
    """

    name = "vsb"
    clues = (
        in_address(r"wbtreeid=\d+", "has a wbtreeid in its address"),
        in_text(r"""id=["']?line_u\w+_\d+""", "has rows line_u{n}_{k}"),
        in_address(r"/info/\d+/\d+\.htm", "is an /info/ article of a column"),
        in_text(r"/info/\d+/\d+\.htm", "links /info/ articles"),
    )
    body_css = ".v_news_content"

    def article_id(self, url: str) -> str:
        return article_number(url) or url

    def page_after(self, page: TextResponse) -> str | None:
        """The portal's own link, else the next number down (or up, of ``list.jsp``)."""
        return next_page(page) or _composed(page)

    def attachment_urls(self, page: TextResponse) -> Iterable[str]:
        yield from super().attachment_urls(page)
        yield from file_urls(page)

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        return {"column": None if ARTICLE.search(sample.path) else sample.column}


def article_number(url: str) -> str | None:
    """The number of an article at any of its addresses."""
    parts = urlsplit(url)
    match = STATIC_ARTICLE.search(parts.path)
    if match:
        return match.group(1)
    return parse_qs(parts.query).get("wbnewsid", [None])[0] if DYNAMIC_ARTICLE.search(parts.path) else None


def _composed(page: TextResponse) -> str | None:
    parts = urlsplit(page.url)
    if parts.path.endswith(".jsp"):
        query = dict(parse_qsl(parts.query))
        number, total = int(query.get("PAGENUM", "1")), int(query.get("totalpage", str(_pages(page))))
        following = urlencode({**query, "totalpage": total, "PAGENUM": number + 1})
        return parts._replace(query=following).geturl() if number < total else None
    match = STATIC_PAGE.match(parts.path)
    if match:
        number = int(match["number"]) - 1
        return urljoin(page.url, f"{number}.{match['suffix']}") if number > 0 else None
    total = _pages(page)
    folder, _, suffix = parts.path.rpartition(".")
    return urljoin(page.url, f"{folder}/{total - 1}.{suffix}") if total > 1 else None


def _pages(page: TextResponse) -> int:
    """Pages in all, from ``1/7`` in the pager of the first one; 1 if it has none."""
    match = POSITION.search(" ".join(page.css(PAGERS).css("::text").getall()))
    return int(match.group(1)) if match else 1


def file_urls(page: TextResponse) -> list[str]:
    """Files that only this system's own addresses and scripts name."""
    linked = [href for href in page.css("a::attr(href)").getall() if DOWNLOAD.search(href)]
    return [canonical(page.urljoin(address)) for address in (*linked, *SHOWN.findall(page.text))]
