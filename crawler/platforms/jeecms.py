"""JEECMS ``public.*`` disclosure platforms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.pages import Row, find_date, link_title, squeeze
from crawler.platforms.base import ColumnPlatform, ListPage
from crawler.platforms.clues import Sample, Strength, in_address, in_text, number
from crawler.platforms.parameters import identifier, text

DIRECTORY = re.compile(r"/(D\d+[A-Z])/\d+\.jhtml$")


class Jeecms(ColumnPlatform):
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

    name = "jeecms"
    parameters = (
        identifier("department", "d of ?a=path"),
        text("directory", "p of ?a=path: code of the directory"),
    )
    clues = (
        in_address(r"^/\?(?:.*&)?a=(?:path|dir|info)(?:&|$)", "is addressed by ?a=path", Strength.OWN_ADDRESS),
        in_address(r"^/D\d+[A-Z]/\d+\.jhtml", "is a .jhtml article of a directory", Strength.OWN_ADDRESS),
        in_text(r"\?a=path&(?:amp;)?d=\d+[\s\S]*\.jhtml", "links ?a=path and .jhtml", Strength.OWN_LINK),
    )
    article = re.compile(r"/[0-9A-Z]+/(-?\d+)\.jhtml$")
    body_css = ".content-txt"

    def column_url(self, bureau: Bureau) -> str:
        portal = bureau.portal
        return f"{bureau.base_url}/?a=path&d={portal['department']}&p={portal['directory']}&page=1"

    def rows(self, page: ListPage) -> Iterable[Row]:
        """The rows of either skin; the title is the link's ``span``, the date its ``em``."""
        return [
            Row(
                url=page.response.urljoin(anchor.attrib["href"]),
                title=squeeze(anchor.attrib.get("title") or anchor.css("span::text").get()) or link_title(anchor),
                published_on=find_date(anchor.css("em::text").get()),
            )
            for anchor in page.response.css("ul.page-list > a[href], ul.common-list > a[href]")
        ]

    def page_after(self, page: TextResponse) -> str | None:
        number = page_number(page.url)
        return re.sub(r"&page=\d+$", "", page.url) + f"&page={number + 1}" if number < last_page(page) else None

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        directory = DIRECTORY.match(sample.path)
        return {
            "department": number(sample.parameter("d")),
            "directory": sample.parameter("p") or (directory and directory.group(1)),
        }


def last_page(page: TextResponse) -> int:
    """The number of the last page; 1 if the list has no pager."""
    links = page.css(".page-tile a")
    labels = [squeeze("".join(link.css("::text").getall())) for link in links]
    asked = [
        number for link in links for number in parse_qs(urlsplit(link.attrib.get("href", "")).query).get("page", [])
    ]
    return max((int(number) for number in (*labels, *asked) if number.isdecimal()), default=1)


def page_number(url: str) -> int:
    return int(parse_qs(urlsplit(url).query).get("page", ["1"])[0])
