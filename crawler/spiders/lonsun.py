"""Lonsun disclosure portals (Anhui).

Domains   www.hbxs.gov.cn, www.huaibei.gov.cn and most of Anhui
Column    ``{context}/public/column/{organ}?type={type}&action=list``; type 3 is annual reports. Where type 3 is empty they
          are a category (``catId``) of type 4, named in the tree of the column page
List      an HTML fragment from ``…/site/label/8888`` (``labelName=publicInfoList``) by GET or POST, pages from 1
Rows      ``ul.xxgk_nav_list > li``, ``.xxgk_navli`` or ``ul.doc_list > li``; visible titles are cut, ``title`` is not
Article   ``{context}/public/{organ}/{content}.html``, also ``{context}/public/content/{content}``
Caveats   the label's address may lie under another context than the column, and its template differs by site: both are
          taken from the page. A question that it cannot answer gets status 200 and a sentence
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler.pages import PageError, Row, find_date, link_title
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/public/(?:\d+|content)/(\d+)(?:\.html)?$")
LABEL = re.compile(r"""["']([^"'\s]*/site/label/8888[^"'\s]*)["']""")
POST = re.compile(r"""\$\.post\s*\(|\b(?:type|method)\s*:\s*["']post["']""", re.IGNORECASE)
TEXT = r"""["']?\b{name}\b["']?\s*[:=]\s*["']([^"']*)["']"""
NUMBER = r"""["']?\b{name}\b["']?\s*[:=]\s*["']?(\d+)"""
TEXT_PARAMETERS = ("labelName", "dateFormat", "sortType", "fromCode", "file", "result")
NUMBER_PARAMETERS = ("siteId", "pageSize", "length", "organId", "type", "catId", "catIds", "cId")
PAGE_COUNT = re.compile(r"pageCount\s*:\s*(\d+)")
CATEGORY_TYPE = "4"
CATEGORY_NAME = re.compile(r"年报|年度报告")


@dataclass(frozen=True, slots=True)
class Label:
    """How a column asks for its rows."""

    url: str
    parameters: Mapping[str, str]
    is_post: bool

    def request(self, number: int) -> Request:
        form = {**self.parameters, "pageIndex": str(number)}
        meta = {"label": self, "number": number}
        if self.is_post:
            return FormRequest(self.url, formdata=form, meta=meta)
        return Request(f"{self.url}?{urlencode(form)}", meta=meta)


def label_of(column: TextResponse, portal: Mapping[str, object]) -> Label:
    """The label of a column page in the page's own words; ``portal`` fills what it leaves out.

    Raises `PageError` where the page names none.
    """
    label = LABEL.search(column.text)
    if label is None:
        raise PageError("the column names no list (site/label/8888)")
    address = column.urljoin(label.group(1).replace("&amp;", "&"))
    script = column.text
    stated = {
        name: match.group(1)
        for pattern, names in ((TEXT, TEXT_PARAMETERS), (NUMBER, NUMBER_PARAMETERS))
        for name in names
        if (match := re.search(pattern.format(name=name), script))
    }
    asked = dict(parse_qsl(urlsplit(column.url).query))
    parameters = {
        "IsAjax": "1",
        "dataType": "html",
        "labelName": "publicInfoList",
        "siteId": column.css("meta[name=SiteId]::attr(content)").get(""),
        "action": "list",
        "isDate": "true",
        "dateFormat": "yyyy-MM-dd",
        "organId": str(portal["organ_id"] or ""),
        "type": str(portal["type"] or ""),
        **stated,
        **{name: asked[name] for name in ("type", "catId") if name in asked},
        **dict(parse_qsl(urlsplit(address).query)),
    }
    form = {name: value for name, value in parameters.items() if value}
    return Label(address.split("?")[0], form, is_post=bool(POST.search(script)))


def categories(column: TextResponse) -> list[str]:
    """Addresses of the categories of a column page that are named like annual reports."""
    found = [
        column.urljoin(anchor.attrib["href"])
        for anchor in column.css("a[href*='/public/column/']")
        if CATEGORY_NAME.search(link_title(anchor))
    ]
    return list(dict.fromkeys(url for url in found if "catId" in dict(parse_qsl(urlsplit(url).query))))


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


class LonsunSpider(PortalSpider):
    name = platform = "lonsun"
    body_css = ".j-fontContent, #J_content, #zoom"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        if bureau.portal.get("category_id") is not None:
            yield self._column(bureau, f"type={CATEGORY_TYPE}&catId={bureau.portal['category_id']}&action=list")
        else:
            yield self._column(bureau, f"type={bureau.portal['type']}&action=list")

    def template_lists(self, bureau: Bureau) -> Iterable[Request]:
        """The same column, asked for the category that holds the reports."""
        for request in self.first_lists(bureau):
            yield request.replace(meta={"kind": "shell", "seeks_category": True})

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        if response.meta.get("seeks_category"):
            yield from (Request(url, meta={"kind": "shell"}) for url in categories(response))
        elif (label := response.meta.get("label")) is None:
            yield label_of(response, bureau.portal).request(1)
        elif response.meta["number"] < page_count(response):
            yield label.request(response.meta["number"] + 1)

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url

    @staticmethod
    def _column(bureau: Bureau, query: str) -> Request:
        portal = bureau.portal
        address = f"{bureau.base_url}{portal['context']}/public/column/{portal['organ_id']}?{query}"
        return Request(address, meta={"kind": "shell"})
