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

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.pages import Row, canonical, next_page
from crawler.pages.links import link_rows, reads_like_report
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

STATIC_ARTICLE = re.compile(r"/info/\d+/(\d+)\.html?$")
DYNAMIC_ARTICLE = re.compile(r"/\w*content\.jsp$")
STATIC_PAGE = re.compile(r"^(?P<column>.+)/(?P<number>\d+)\.(?P<suffix>html?)$")
POSITION = re.compile(r"(?<!\d)1\s*/\s*(\d+)(?!\d)")
DOWNLOAD = re.compile(r"/download\.jsp\?.*\bwbfileid=")
SHOWN = re.compile(r"""showVsbpdfIframe\(\s*['"]([^'"]+)['"]""")
PAGERS = "[id^=fanye], .p_pages, .pb_sys_common, .page, .pages"


def article_number(url: str) -> str | None:
    """The number of an article at any of its addresses."""
    parts = urlsplit(url)
    match = STATIC_ARTICLE.search(parts.path)
    if match:
        return match.group(1)
    return parse_qs(parts.query).get("wbnewsid", [None])[0] if DYNAMIC_ARTICLE.search(parts.path) else None


def rows(page: TextResponse) -> list[Row]:
    """Links to articles, and any link that reads like a report (a file, another system's document)."""
    return [row for row in link_rows(page) if article_number(row.url) or reads_like_report(row)]


def page_after(page: TextResponse) -> str | None:
    """Address of the following list page: the portal's own link, else the next number down (or up, of ``list.jsp``)."""
    return next_page(page) or _composed(page)


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
    """Pages in all, from ``1/7`` in the pager of the first one; 1 where it has none."""
    match = POSITION.search(" ".join(page.css(PAGERS).css("::text").getall()))
    return int(match.group(1)) if match else 1


def file_urls(page: TextResponse) -> list[str]:
    """Files that only this system's own addresses and scripts name."""
    linked = [href for href in page.css("a::attr(href)").getall() if DOWNLOAD.search(href)]
    return [canonical(page.urljoin(address)) for address in (*linked, *SHOWN.findall(page.text))]


class VsbSpider(PortalSpider):
    name = platform = "vsb"
    body_css = ".v_news_content"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(urljoin(bureau.base_url, bureau.portal["column"]))

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        following = page_after(response)
        if following is not None:
            yield Request(following)

    def attachment_urls(self, response: TextResponse, bureau: Bureau) -> Iterable[str]:
        yield from super().attachment_urls(response, bureau)
        yield from file_urls(response)

    def file_headers(self, page_url: str) -> dict[str, str]:
        """The article's address: files are handed out to its readers only."""
        return {"Referer": page_url}

    @staticmethod
    def article_id(url: str) -> str:
        return article_number(url) or url
