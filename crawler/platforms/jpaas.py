"""Hanweb JCMS portals whose lists come from the jpaas API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from urllib.parse import urlencode

from parsel import Selector
from scrapy.http import HtmlResponse, TextResponse

from crawler.bureau import Bureau
from crawler.pages import PageError, Row
from crawler.platforms.base import ColumnPlatform, ListPage, ListRequest
from crawler.platforms.clues import Strength, in_address, in_text
from crawler.platforms.hanweb import Hanweb

API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
PAIR = re.compile(r"""['"](\w+)['"]\s*:\s*['"]([^'"]*)['"]""")
NEEDED = {"webId", "pageId", "tplSetId"}
PAGE_SIZE = 15
MAX_UNITS = 4
"""Units of a column that has no pager; a menu is not asked for its fifth part."""
ARTICLE = re.compile(r"/art_[^/]+\.html$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a column that the API builds: address, parameters, rows of a page, rows in all if stated."""

    url: str
    query: Mapping[str, str]
    page_size: int
    count: int | None

    def page(self, number: int, column_url: str) -> UnitPage:
        page = json.dumps({"pageNo": number, "pageSize": self.page_size}, separators=(",", ":"))
        query = urlencode({"editType": "null", **self.query, "paramJson": page})
        return UnitPage(f"{self.url}?{query}", self, number, column_url, referer=column_url)


@dataclass(frozen=True, slots=True)
class UnitPage(ListRequest):
    """A page of a unit, pages from 1."""

    unit: Unit
    number: int
    column_url: str


class Jpaas(ColumnPlatform):
    """Hanweb JCMS portals whose lists come from the jpaas API (Zhejiang, Taizhou, Yantai and others).

    Domains   successors of the portals of `crawler.platforms.hanweb`; the paths of their articles are the same
    Column    ``{column}``: a shell of a few kilobytes, read for its parameters; an element (``div`` or ``script``) carries ``queryData`` in quoted
              pseudo-JSON, ``unitUrl`` or ``url``, and if it is a pager ``count``, ``rows`` and ``pageNo``
    List      ``/api-gateway/jpaas-publish-server/front/page/build/unit``, the parameters of ``queryData`` in the query;
              only ``paramJson={"pageNo":n,"pageSize":m}`` turns pages, the bare parameters are ignored
    Rows      ``{"success":true,"data":{"html":"…"}}``, ``data`` may be the HTML itself; links to articles
    Pages     ``count`` over ``rows`` of the pager in the answer; without it until a page brings nothing new
    Article   ``/art/{Y}/{M}/{D}/art_{column}_{number}.html``, ``/col/col{column}/art/{Y}/art_{uuid}.html``
    Files     as Hanweb
    Caveats   some servers answer 403 without the column as Referer; from far away every page may be page 1: the visit
              stops. A column has units for its menus, too: pagers are preferred. ``bulidstatic`` is spelled so by the portals
    """

    name = "jpaas"
    clues = (
        in_text(r"jpaas-publish-server", "names jpaas-publish-server", Strength.ENDPOINT),
        in_text(r"parseType'?\s*:\s*'buli?dstatic'", "has a pager of queryData", Strength.ENDPOINT),
        in_address(r"/art/\d{4}/art_[0-9a-f]+\.html", "is an /art/ article below the column's path"),
    )
    article = Hanweb.article
    column_of_article = re.compile(r"(.*?/)art/")
    body_css = Hanweb.body_css

    def first_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        yield ListRequest(self.column_url(bureau), is_shell=True)

    def is_article(self, url: str) -> bool:
        return bool(ARTICLE.search(url))

    def rows(self, page: ListPage) -> Iterable[Row]:
        return super().rows(replace(page, response=_html(page)))

    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        asked, html = page.asked, _html(page)
        if not isinstance(asked, UnitPage):
            found = units(html)
            if not found and not self.rows(page):
                raise PageError("the column has neither rows nor a unit of the API (queryData)")
            yield from (unit.page(1, html.url) for unit in found)
            return
        count = count_of(html) or asked.unit.count
        if self.rows(page) and (count is None or asked.number < ceil(count / asked.unit.page_size)):
            yield asked.unit.page(asked.number + 1, html.url)


def units(column: TextResponse) -> list[Unit]:
    """What a column lets the API build: its pagers, else all of its units, at most four."""
    found = [unit for element in column.css("[querydata]") if (unit := _unit(element, column)) is not None]
    pagers = [unit for unit in found if unit.count is not None]
    return pagers or found[:MAX_UNITS]


def fragment(answer: TextResponse, column_url: str) -> HtmlResponse:
    """The HTML of an answer, as a part of its column; raises `PageError` for any other answer."""
    try:
        found = json.loads(answer.text)
        data = found["data"]
        html = data if isinstance(data, str) else data["html"]
    except (ValueError, KeyError, TypeError) as error:
        raise PageError(f"the list is no answer of the API: {type(error).__name__} {error}") from error
    if found.get("success") is False or not isinstance(html, str):
        raise PageError("the API says that it has no list")
    return HtmlResponse(column_url, body=html.encode(), encoding="utf-8")


def count_of(html: TextResponse) -> int | None:
    """Rows in all, as the pager of an answer states it."""
    stated = [value for value in html.css("[rows][count]::attr(count)").getall() if value.isdigit()]
    return int(stated[0]) if stated else None


def _unit(element: Selector, column: TextResponse) -> Unit | None:
    attributes = element.attrib
    query = dict(PAIR.findall(attributes["querydata"]))
    if not query.keys() >= NEEDED:
        return None
    address = attributes.get("uniturl") or attributes.get("url") or API
    size, count = attributes.get("rows", ""), attributes.get("count", "")
    return Unit(
        url=column.urljoin(address).partition("?")[0],
        query=query,
        page_size=int(size) if size.isdigit() and int(size) else PAGE_SIZE,
        count=int(count) if count.isdigit() else None,
    )


def _html(page: ListPage) -> TextResponse:
    """The column itself, or what an answer adds to it."""
    asked = page.asked
    return fragment(page.response, asked.column_url) if isinstance(asked, UnitPage) else page.response
