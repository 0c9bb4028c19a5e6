"""The ``channel_/doc_`` system of Liaocheng (city, bureaus and counties).

Domains   rsj.liaocheng.gov.cn, slj.liaocheng.gov.cn, county portals with ``/site_{name}/`` before the channel
List      ``/{channel}/``
Rows      ``.wbj_list_1 .item`` with ``span.time``
Pages     two forms of address are known; the link 下一页 is followed, never composed
Article   ``…/{channel}/doc_{24 hex}.html``; the hex starts with the time of import, years after the report at worst
Files     ``/resources/public/{yyyyMMdd}/{hex}.{suffix}``
Caveats   http only
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.pages import Row, find_date, link_title, next_page
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/doc_([0-9a-f]{24})\.html$")


def rows(page: TextResponse) -> list[Row]:
    """One row for each item that has a link."""
    return [
        Row(
            url=page.urljoin(anchor.attrib["href"]),
            title=link_title(anchor),
            published_on=find_date("".join(item.css(".time::text").getall())),
        )
        for item in page.css(".wbj_list_1 .item")
        for anchor in (item.css("a[href]") or item.xpath("self::a[@href]"))[:1]
    ]


class LiaochengSpider(PortalSpider):
    name = platform = "liaocheng"
    body_css = ".wbj_details_1 .content-text"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(f"{bureau.base_url}/{bureau.portal['channel']}/")

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        following = next_page(response)
        if following is not None:
            yield Request(following)

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url
