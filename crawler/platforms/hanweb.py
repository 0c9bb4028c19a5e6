"""Hanweb JCMS portals with datastore and dataproxy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlencode

from parsel import Selector
from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.pages import Row, ShortList, find_date, link_title
from crawler.platforms import hanweb_module
from crawler.platforms.base import ListPage, ListRequest, Platform, report_years
from crawler.platforms.clues import Sample, Strength, in_address, in_text, number
from crawler.platforms.parameters import identifier, query, text

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
COLUMN_OF_PAGE = re.compile(r"/art_(\d+)_\d+\.html$|/col/col(\d+)/")
STATED_COLUMN = re.compile(r"""i_columnid["']?\s+content=["']?(\d+)|columnid['"]?\s*[=:]\s*['"]?(\d+)""")
ANNUAL_REPORT = re.compile(r"xxgkAnnualReport\.jsp\?[^\"'\s]*?\barea=(\w+)")


class Hanweb(Platform):
    """Hanweb JCMS portals with datastore and dataproxy (Zhejiang, Jiangsu, Shandong and many others).

    Domains   www.sx.gov.cn, www.shangyu.gov.cn, …
    Column    ``/col/col{column}/index.html``; the first rows stand in it as a ``<datastore>`` in a script
    List      ``proxyUrl`` of the page (two paths exist), POST with the range in the query, three pages a block. If that
              brings nothing new, the address in ``<nextgroup>``, else GET with ``page``
    Rows      ``<record>`` with an HTML snippet in CDATA: read from the raw text, HTML parsers drop it
    Module    ``/module/xxgk/xxgkAnnualReport.jsp`` shows one report by ``area`` and year, ``/module/xxgk/search.jsp`` lists
              what a whole district has published (`crawler.platforms.hanweb_module`)
    Article   ``/art/{Y}/{M}/{D}/art_{column}_{number}.html``, newer ``/art/{Y}/art_{uuid}.html``
    Files     ``/module/download/downfile.jsp?…&filename={hex}.{suffix}``, ``/attach/-1/{number}.{suffix}``
    Caveats   some servers ignore the range and repeat their first rows, some answer 54 bytes whatever is asked
    """

    name = "hanweb"
    parameters = (
        identifier("column_id", "N of /col/colN"),
        text("area", "Credit code or organ code of xxgkAnnualReport.jsp", is_required=False),
        query("xxgk", "Parameters of search.jsp"),
    )
    clues = (
        in_text(r"/module/(?:web/)?jpage/dataproxy\.jsp", "names jpage/dataproxy.jsp", Strength.ENDPOINT),
        in_address(r"^/module/xxgk/", "lies below /module/xxgk", Strength.ENDPOINT),
        in_text(
            r"/module/xxgk/(?:search|tree|xxgkAnnualReport)\.jsp", "names a page of /module/xxgk", Strength.ENDPOINT
        ),
        in_address(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html", "is an /art/ article of a column"),
        in_address(r"/col/col\d+/", "is a /col/ column"),
    )
    article = re.compile(r"/art_(?:\d+_)?([0-9a-f-]{32,36}|\d+)\.html$")
    body_css = "#zoom, #ivs_content, .article-conter, .art_con, .artile_zw, .main-txt"

    def first_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        """The column; the disclosure module if it is all that the row names."""
        if bureau.portal["column_id"] is None:
            return self.template_lists(bureau)
        return [ListRequest(f"{bureau.base_url}/col/col{bureau.portal['column_id']}/index.html")]

    def template_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        return hanweb_module.requests(bureau, report_years(bureau))

    def rows(self, page: ListPage) -> Iterable[Row]:
        if hanweb_module.answered(page.response):
            return hanweb_module.rows(page.response, page.bureau.portal["column_id"])
        return rows(page.response)

    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        is_module = hanweb_module.answered(page.response)
        following = hanweb_module.after(page.response) if is_module else after(page.response, page.asked)
        return [] if following is None else [following]

    def unconfirmed(self, portal: Mapping[str, Any]) -> tuple[str, ...]:
        """``area`` and ``xxgk`` are entry points of their own: a row that has one needs no column."""
        has_entry = any(portal.get(name) is not None for name in ("area", "xxgk"))
        return () if has_entry else super().unconfirmed(portal)

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        found = (COLUMN_OF_PAGE.search(sample.path), STATED_COLUMN.search(sample.text))
        column = next((group for match in found if match for group in match.groups() if group), None)
        linked = ANNUAL_REPORT.search(sample.text)
        own = sample.parameter("area") if sample.path.endswith("xxgkAnnualReport.jsp") else None
        search = (
            {name: values[0] for name, values in sample.query.items()} if sample.path.endswith("/search.jsp") else {}
        )
        return {
            "column_id": number(column),
            "area": own or (linked.group(1) if linked else None),
            "xxgk": {name: value for name, value in search.items() if name not in ("currpage", "fbtime") and value}
            or None,
        }


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
    """Address of the portal's own next request, if the answer names one."""
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
    """The paging of a column page, in the script's own values; ``None`` if it states no proxy."""
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

    def by_range(self) -> Block:
        """The POST for the block of rows behind those seen."""
        paging = self.paging
        if paging is None:
            raise ValueError("a range is asked for if the column states a proxy")
        end = self.seen + PAGES_IN_A_BLOCK * paging.per_page
        query = urlencode({"startrecord": self.seen + 1, "endrecord": end, "perpage": paging.per_page})
        return Block(f"{paging.proxy}?{query}", self, form=paging.form)

    def by_page(self, *, is_other_way: bool = False) -> Block | None:
        """The GET for the next page: the portal's own address for it, else a composed one."""
        if self.group is None and self.paging is None:
            return None
        following = replace(self, number=self.number + 1)
        address = self.group or f"{self.paging.proxy}?{urlencode({'page': following.number, **self.paging.form})}"  # type: ignore[union-attr]
        return Block(address, following, is_other_way=is_other_way)


@dataclass(frozen=True, slots=True)
class Block(ListRequest):
    """Rows behind those of the column page, and how far it had been read before."""

    position: Position


def after(page: TextResponse, asked: ListRequest) -> Block | None:
    """The request for the rows behind those of a column page or of an answer; raises `ShortList`."""
    found, group = rows(page), next_group(page)
    if not isinstance(asked, Block):
        paging = paging_of(page)
        start = Position(paging, found[0].url if found else None, len(found), group)
        if paging is None:
            return start.by_page()
        return start.by_range() if len(found) < paging.total else None
    position = asked.position
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
