"""Hanweb JCMS portals whose lists come from the jpaas API (Zhejiang, Taizhou, Yantai and others).

Domains   successors of the portals of `crawler.spiders.hanweb`; the paths of their articles are the same
Column    ``{column}``: a shell of a few kilobytes, read for its parameters; an element (``div`` or ``script``) carries ``queryData`` in quoted
          pseudo-JSON, ``unitUrl`` or ``url``, and where it is a pager ``count``, ``rows`` and ``pageNo``
List      ``/api-gateway/jpaas-publish-server/front/page/build/unit``, the parameters of ``queryData`` in the query;
          only ``paramJson={"pageNo":n,"pageSize":m}`` turns pages, the bare parameters are ignored
Rows      ``{"success":true,"data":{"html":"…"}}``, ``data`` may be the HTML itself; links to articles
Pages     ``count`` over ``rows`` of the pager in the answer; without it until a page brings nothing new
Article   ``/art/{Y}/{M}/{D}/art_{column}_{number}.html``, ``/col/col{column}/art/{Y}/art_{uuid}.html``
Files     as Hanweb
Caveats   some servers answer 403 without the column as Referer; from far away every page may be page 1: the base
          stops. A column has units for its menus, too: pagers are preferred. ``bulidstatic`` is spelled so by the portals
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode, urljoin

from parsel import Selector
from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from crawler.pages import PageError, Row
from crawler.pages.links import link_rows, reads_like_report
from crawler.registry import Bureau
from crawler.spiders.base import PortalSpider
from crawler.spiders.hanweb import HanwebSpider

API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
PAIR = re.compile(r"""['"](\w+)['"]\s*:\s*['"]([^'"]*)['"]""")
ARTICLE = re.compile(r"/art_[^/]+\.html$")
NEEDED = {"webId", "pageId", "tplSetId"}
PAGE_SIZE = 15
MAX_UNITS = 4
"""Units of a column that has no pager; a menu is not asked for its fifth part."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a column that the API builds: address, parameters, rows of a page, rows in all where stated."""

    url: str
    query: Mapping[str, str]
    page_size: int
    count: int | None

    def request(self, number: int, column_url: str) -> Request:
        page = json.dumps({"pageNo": number, "pageSize": self.page_size}, separators=(",", ":"))
        query = urlencode({"editType": "null", **self.query, "paramJson": page})
        meta = {"unit": self, "page_number": number, "column_url": column_url}
        return Request(f"{self.url}?{query}", headers={"Referer": column_url}, meta=meta)


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


def rows(html: TextResponse) -> list[Row]:
    """Links to articles, and any link that reads like a report."""
    return [row for row in link_rows(html) if ARTICLE.search(row.url) or reads_like_report(row)]


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


class JpaasSpider(PortalSpider):
    name = platform = "jpaas"
    body_css = HanwebSpider.body_css

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        yield Request(urljoin(bureau.base_url, bureau.portal["column"]), meta={"kind": "shell"})

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        return rows(_html(response))

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        html = _html(response)
        if html is response:
            found = units(response)
            if not found and not rows(response):
                raise PageError("the column has neither rows nor a unit of the API (queryData)")
            yield from (unit.request(1, response.url) for unit in found)
            return
        unit, number = response.meta["unit"], response.meta["page_number"]
        count = count_of(html) or unit.count
        if rows(html) and (count is None or number < ceil(count / unit.page_size)):
            yield unit.request(number + 1, html.url)

    @staticmethod
    def article_id(url: str) -> str:
        return HanwebSpider.article_id(url)


def _html(response: TextResponse) -> TextResponse:
    """The column itself, or what an answer adds to it."""
    return fragment(response, response.meta["column_url"]) if "unit" in response.meta else response
