"""JEECMS ``public.*`` disclosure platforms (Zhengzhou and its districts).

Domains   public.zhengzhou.gov.cn and one host for each district
List      ``/?a=path&d={department}&p={directory}&page={n}``, n from 1; D42Y holds departments' annual reports
Rows      ``ul.page-list`` or ``ul.common-list``; the links are children of the ``ul`` itself, there is no ``li``
Pages     ``.page-tile``: the highest number that its links print or ask for
Article   ``/{directory}/{number}.jhtml``; one sequence of numbers runs across all hosts of the family
Files     ``/u/cms/{site}/{yyyyMM}/…``, ``/attachment/{printed name}`` not percent-encoded
Caveats   street offices and bureaus share a directory; the index block prints values without labels; a list may name
          one article at two hosts of the family
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.pages import Row, find_date, link_title, squeeze
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/[0-9A-Z]+/(-?\d+)\.jhtml$")


def list_url(bureau: Bureau, page: int) -> str:
    portal = bureau.portal
    return f"{bureau.base_url}/?a=path&d={portal['department']}&p={portal['directory']}&page={page}"


def rows(page: TextResponse) -> list[Row]:
    """The rows of either skin; the title is the link's ``span``, the date its ``em``."""
    return [
        Row(
            url=page.urljoin(anchor.attrib["href"]),
            title=squeeze(anchor.attrib.get("title") or anchor.css("span::text").get()) or link_title(anchor),
            published_on=find_date(anchor.css("em::text").get()),
        )
        for anchor in page.css("ul.page-list > a[href], ul.common-list > a[href]")
    ]


def last_page(page: TextResponse) -> int:
    """The number of the last page; 1 where the list has no pager."""
    links = page.css(".page-tile a")
    labels = [squeeze("".join(link.css("::text").getall())) for link in links]
    asked = [
        number for link in links for number in parse_qs(urlsplit(link.attrib.get("href", "")).query).get("page", [])
    ]
    return max((int(number) for number in (*labels, *asked) if number.isdecimal()), default=1)


def page_number(url: str) -> int:
    return int(parse_qs(urlsplit(url).query).get("page", ["1"])[0])


class JeecmsSpider(PortalSpider):
    name = platform = "jeecms"
    body_css = ".content-txt"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(list_url(bureau, 1))

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        number = page_number(response.url)
        if number < last_page(response):
            yield Request(re.sub(r"&page=\d+$", "", response.url) + f"&page={number + 1}")

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url
