"""Hanweb JCMS portals with datastore and dataproxy (Zhejiang, Jiangsu, Shandong and many others).

Domains   www.sx.gov.cn, www.shangyu.gov.cn, …
Column    ``/col/col{column}/index.html``; the first rows stand in it as a ``<datastore>`` in a script
List      ``proxyUrl`` of the page (two paths exist), POST with the range in the query, three pages a block. Where that
          brings nothing new, the address in ``<nextgroup>``, else GET with ``page``
Rows      ``<record>`` with an HTML snippet in CDATA: read from the raw text, HTML parsers drop it
Module    ``/module/xxgk/xxgkAnnualReport.jsp`` shows one report by ``area`` and year, ``/module/xxgk/search.jsp`` lists
          what a whole district has published (`crawler.spiders.hanweb_module`)
Article   ``/art/{Y}/{M}/{D}/art_{column}_{number}.html``, newer ``/art/{Y}/art_{uuid}.html``
Files     ``/module/download/downfile.jsp?…&filename={hex}.{suffix}``, ``/attach/-1/{number}.{suffix}``
Caveats   some servers ignore the range and repeat their first rows, some answer 54 bytes whatever is asked
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlencode, urlsplit

from parsel import Selector
from scrapy import FormRequest, Request
from scrapy.http import TextResponse

from crawler.pages import Row, ShortList, find_date, link_title
from crawler.registry import Bureau
from crawler.spiders import hanweb_module
from crawler.spiders.base import PortalSpider

ARTICLE = re.compile(r"/art_(?:\d+_)?([0-9a-f-]{32,36}|\d+)\.html$")
RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL)
DATASTORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL)
NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL)
TOTAL = re.compile(r"totalRecord\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
PER_PAGE = re.compile(r"perPage\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
PROXY = re.compile(r"proxyUrl\s*[:=]\s*['\"]([^'\"]+)['\"]")
PARAMETER = r"['\"]?\b{name}['\"]?\s*[:=]\s*['\"]?([^'\",&\s}}]+)"
FORM_FIELDS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype",
)  # fmt: skip
PAGES_IN_A_BLOCK = 3


def rows(page: TextResponse) -> list[Row]:
    """The records of a datastore, alone or inside a column page."""
    found = []
    for snippet in RECORD.findall(page.text):
        record = Selector(text=snippet)
        for anchor in record.css("a[href]")[:1]:
            text = "".join(record.css("::text").getall())
            found.append(
                Row(
                    url=page.urljoin(anchor.attrib["href"]),
                    title=link_title(anchor),
                    published_on=find_date(text.replace("".join(anchor.css("::text").getall()), " ")),
                )
            )
    return found


def next_group(page: TextResponse) -> str | None:
    """Address of the portal's own next request, where the answer names one."""
    match = NEXT_GROUP.search(page.text)
    return page.urljoin(match.group(1).replace("&amp;", "&")) if match else None


@dataclass(frozen=True, slots=True)
class Paging:
    """What a column's script states about the rows that it does not embed."""

    proxy: str
    form: Mapping[str, str]
    per_page: int
    total: int


def paging_of(column: TextResponse) -> Paging | None:
    """The paging of a column page, in the script's own values; ``None`` where it states no proxy."""
    script = DATASTORE.sub("", column.text)
    proxy, total, per_page = (pattern.search(script) for pattern in (PROXY, TOTAL, PER_PAGE))
    if proxy is None or total is None or per_page is None:
        return None
    found = {name: re.search(PARAMETER.format(name=name), script) for name in FORM_FIELDS}
    # a site's name may stand percent-encoded in the script; the form encodes it again
    form = {name: unquote(match.group(1)) for name, match in found.items() if match}
    return Paging(column.urljoin(proxy.group(1)), form, int(per_page.group(1)), int(total.group(1)))


@dataclass(frozen=True, slots=True)
class Position:
    """How far a column is read: ``first`` row's address, rows ``seen``, the next GET (``group``), its ``number``."""

    paging: Paging | None
    first: str | None
    seen: int
    group: str | None
    number: int = 0
    """Of the page that was asked for by GET; 0 while ranges are."""

    def by_range(self) -> Request:
        """The POST for the block of rows behind those seen."""
        paging = self.paging
        if paging is None:
            raise ValueError("a range is asked for where the column states a proxy")
        end = self.seen + PAGES_IN_A_BLOCK * paging.per_page
        query = urlencode({"startrecord": self.seen + 1, "endrecord": end, "perpage": paging.per_page})
        return FormRequest(f"{paging.proxy}?{query}", formdata=dict(paging.form), meta={"position": self})

    def by_page(self, **meta: bool) -> Request | None:
        """The GET for the next page: the portal's own address for it, else a composed one."""
        if self.group is None and self.paging is None:
            return None
        following = replace(self, number=self.number + 1)
        address = self.group or f"{self.paging.proxy}?{urlencode({'page': following.number, **self.paging.form})}"  # type: ignore[union-attr]
        return Request(address, meta={"position": following, **meta})


def after(page: TextResponse) -> Request | None:
    """The request for the rows behind those of a column page or of an answer; raises `ShortList`."""
    found, group = rows(page), next_group(page)
    position: Position | None = page.meta.get("position")
    if position is None:
        paging = paging_of(page)
        start = Position(paging, found[0].url if found else None, len(found), group)
        if paging is None:
            return start.by_page()
        return start.by_range() if len(found) < paging.total else None
    is_news = bool(found) and found[0].url != position.first
    total = position.paging.total if position.paging else 0
    if position.number == 0 and not is_news:
        return position.by_page(is_other_way=True)
    further = replace(position, seen=position.seen + (len(found) if is_news else 0), group=group)
    if not found:
        if further.seen < total:
            raise ShortList(f"{further.seen} of {total} rows are to be had")
        return None
    if position.number == 0:
        return further.by_range() if further.seen < total else None
    return further.by_page() if group is not None or further.seen < total else None


class HanwebSpider(PortalSpider):
    name = platform = "hanweb"
    body_css = "#zoom, #ivs_content, .article-conter, .art_con, .artile_zw, .main-txt"

    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        """The column; the disclosure module where it is all that the row names."""
        if bureau.portal["column_id"] is None:
            return self.template_lists(bureau)
        return [Request(f"{bureau.base_url}/col/col{bureau.portal['column_id']}/index.html")]

    def template_lists(self, bureau: Bureau) -> Iterable[Request]:
        return hanweb_module.requests(bureau, self.report_years(bureau))

    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        if hanweb_module.answered(response):
            return hanweb_module.rows(response, bureau.portal["column_id"])
        return rows(response)

    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        following = hanweb_module.after(response) if hanweb_module.answered(response) else after(response)
        return [] if following is None else [following]

    @staticmethod
    def article_id(url: str) -> str:
        match = ARTICLE.search(urlsplit(url).path)
        return match.group(1) if match else url
