"""Lonsun disclosure portals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.pages import PageError, Row, entry_rows, link_title
from crawler.platforms.base import ListPage, ListRequest, Platform
from crawler.platforms.clues import Sample, Strength, in_address, in_text, number
from crawler.platforms.parameters import context, identifier

PLACE = re.compile(r"^(?P<context>(?:/[^/]+)*?)/public/(?:column/)?(?P<organ>\d+)(?:/|$|\?)")
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

    def page(self, number: int) -> LabelPage:
        form = {**self.parameters, "pageIndex": str(number)}
        if self.is_post:
            return LabelPage(self.url, self, number, form=form)
        return LabelPage(f"{self.url}?{urlencode(form)}", self, number)


@dataclass(frozen=True, slots=True)
class LabelPage(ListRequest):
    """A page of a label's rows, pages from 1."""

    label: Label
    number: int


@dataclass(frozen=True, slots=True)
class CategorySearch(ListRequest):
    """The column, asked for the category that holds the reports."""


class Lonsun(Platform):
    """Lonsun disclosure portals (Anhui).

    Domains   www.hbxs.gov.cn, www.huaibei.gov.cn and most of Anhui
    Column    ``{context}/public/column/{organ}?type={type}&action=list``; type 3 is annual reports. If type 3 is empty they
              are a category (``catId``) of type 4, named in the tree of the column page
    List      an HTML fragment from ``…/site/label/8888`` (``labelName=publicInfoList``) by GET or POST, pages from 1
    Rows      ``ul.xxgk_nav_list > li``, ``.xxgk_navli`` or ``ul.doc_list > li``; visible titles are cut, ``title`` is not
    Article   ``{context}/public/{organ}/{content}.html``, also ``{context}/public/content/{content}``
    Caveats   the label's address may lie under another context than the column, and its template differs by site: both are
              taken from the page. A question that it cannot answer gets status 200 and a sentence
    """

    name = "lonsun"
    parameters = (
        context("context", "Path before /public/column"),
        identifier("organ_id", "organId"),
        identifier("type", "type of the column: 3 is the annual reports"),
        identifier("category_id", "catId, if reports are filed as a category", is_required=False),
    )
    clues = (
        in_text(r"/site/label/8888", "names site/label/8888", Strength.ENDPOINT),
        in_address(r"/public/column/\d+(?:\?|$)", "is a column of /public/column", Strength.OWN_ADDRESS),
        in_address(r"/public/(?:content/|\d+/)\d{5,}\.html", "is an article of /public", Strength.OWN_ADDRESS),
    )
    article = re.compile(r"/public/(?:\d+|content)/(\d+)(?:\.html)?$")
    body_css = ".j-fontContent, #J_content, #zoom"

    def first_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        yield ListRequest(_column_url(bureau), is_shell=True)

    def template_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        """The same column, asked for the category that holds the reports."""
        yield CategorySearch(_column_url(bureau), is_shell=True)

    def rows(self, page: ListPage) -> Iterable[Row]:
        """The rows of a fragment in any of the three skins; empty if the answer says so."""
        return entry_rows(page.response, "ul.xxgk_nav_list > li, .xxgk_navli, ul.doc_list > li", ".date::text")

    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        asked, response = page.asked, page.response
        if isinstance(asked, CategorySearch):
            yield from (ListRequest(url, is_shell=True) for url in categories(response))
        elif not isinstance(asked, LabelPage):
            yield label_of(response, page.bureau.portal).page(1)
        elif asked.number < page_count(response):
            yield asked.label.page(asked.number + 1)

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        """A column's address states all; an article's the organ, and is filed in the column of its kind."""
        place = PLACE.match(sample.path)
        if place is None:
            return {}
        return {
            "context": place["context"],
            "organ_id": number(place["organ"]),
            "type": number(sample.parameter("type")),
            "category_id": number(sample.parameter("catId")),
        }


def label_of(column: TextResponse, portal: Mapping[str, object]) -> Label:
    """The label of a column page in the page's own words; ``portal`` fills what it leaves out.

    Raises `PageError` if the page names no label.
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


def page_count(page: TextResponse) -> int:
    """Pages of the list, from the inline script; 1 if it says nothing."""
    match = PAGE_COUNT.search(page.text)
    return int(match.group(1)) if match else 1


def _column_url(bureau: Bureau) -> str:
    portal = bureau.portal
    category = portal.get("category_id")
    query = f"type={portal['type']}" if category is None else f"type={CATEGORY_TYPE}&catId={category}"
    return f"{bureau.base_url}{portal['context']}/public/column/{portal['organ_id']}?{query}&action=list"
