"""Lonsun disclosure portals (Anhui).

Domains   www.hbxs.gov.cn, www.huaibei.gov.cn and most of Anhui
Column    ``{context}/public/column/{organ}?type={type}&action=list``; type 3 is annual reports
List      an HTML fragment from ``…/site/label/8888`` (``labelName=publicInfoList``), pages from 1
Rows      ``ul.xxgk_nav_list > li``, ``.xxgk_navli`` or ``ul.doc_list > li``; visible titles are cut, ``title`` is not
Article   ``{context}/public/{organ}/{content}.html``, also ``{context}/public/content/{content}``
Caveats   the label's address may lie under another context than the column: it is taken from the page
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.pages import PageError, Row, find_date, link_title
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/public/(?:\d+|content)/(\d+)(?:\.html)?$")
LABEL = re.compile(r"""["']([^"'\s]*/site/label/8888[^"'\s]*)["']""")
FILE = re.compile(r"""["']?\bfile["']?\s*[:=]\s*["']([^"']+)["']""")
PAGE_COUNT = re.compile(r"pageCount\s*:\s*(\d+)")
PAGE_SIZE = re.compile(r"""["']?\bpageSize["']?\s*[:=]\s*["']?(\d+)""")


def label_url(page: TextResponse, portal: Mapping[str, object], number: int) -> str:
    """Address of list page ``number``; host, path and template come from the column page itself."""
    label = LABEL.search(page.text)
    if label is None:
        raise PageError("the column names no list (site/label/8888)")
    address = page.urljoin(label.group(1).replace("&amp;", "&"))
    template, size = FILE.search(page.text), PAGE_SIZE.search(page.text)
    parameters = {
        "IsAjax": "1",
        "dataType": "html",
        "labelName": "publicInfoList",
        "siteId": page.css("meta[name=SiteId]::attr(content)").get(""),
        "action": "list",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "organId": str(portal["organ_id"]),
        "type": str(portal["type"]),
        **({"pageSize": size.group(1)} if size else {}),
        **({"file": template.group(1)} if template else {}),
        **dict(parse_qsl(urlsplit(address).query)),
        "pageIndex": str(number),
    }
    return f"{address.split('?')[0]}?{urlencode({key: parameters[key] for key in parameters if parameters[key]})}"


def rows(page: TextResponse) -> list[Row]:
    """The rows of a fragment in any of the three skins; none where the answer says so."""
    return [
        Row(
            url=page.urljoin(anchor.attrib["href"]),
            title=link_title(anchor),
            published_on=find_date("".join(item.css(".date::text").getall())),
        )
        for item in page.css("ul.xxgk_nav_list > li, .xxgk_navli, ul.doc_list > li")
        for anchor in item.css("a[href]")[:1]
    ]


def page_count(page: TextResponse) -> int:
    """Pages of the list, from the inline script; 1 where it says nothing."""
    match = PAGE_COUNT.search(page.text)
    return int(match.group(1)) if match else 1


def page_after(url: str) -> tuple[int, str]:
    """Number and address of the list page behind ``url``."""
    parts = urlsplit(url)
    parameters = dict(parse_qsl(parts.query))
    number = int(parameters["pageIndex"]) + 1
    return number, parts._replace(query=urlencode({**parameters, "pageIndex": number})).geturl()


class LonsunSpider(PortalSpider):
    name = platform = "lonsun"
    body_css = ".j-fontContent, #J_content, #zoom"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        portal = bureau.portal
        column = f"{bureau.base_url}{portal['context']}/public/column/{portal['organ_id']}"
        yield Request(f"{column}?type={portal['type']}&action=list")

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        if "/site/label/" not in urlsplit(response.url).path:
            yield Request(label_url(response, bureau.portal, 1))
            return
        number, address = page_after(response.url)
        if number <= page_count(response):
            yield Request(address)

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url
