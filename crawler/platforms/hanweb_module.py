"""The disclosure module beside a Hanweb portal: one page for each annual report, and a search over a whole district.

Report    ``/module/xxgk/xxgkAnnualReport.jsp?area={credit code}&fbtime={year}``: the report itself, or a sentence
Search    ``/module/xxgk/search.jsp`` with the parameters of the registry row, ``currpage`` from 1
Rows      ``.tr_main_value_odd``, ``.tr_main_value_even`` with ``a[title]``, the date in the third cell
Pages     共 N 页, in characters that do not break
Caveats   the search does not care about columns: it offers what any department has published. If the row knows its
          column, other addresses than ``art_{column}_…`` are dropped; titles decide about the rest
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.pages import Row, entry_rows, find_date, page_title
from crawler.platforms.base import ListRequest
from parsing.prose.titles import read_title

REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
SEARCH = "/module/xxgk/search.jsp"
PAGES = re.compile(r"共(?:\s|&nbsp;)*(\d+)(?:\s|&nbsp;)*页")


def requests(bureau: Bureau, years: Iterable[int]) -> Iterator[ListRequest]:
    """The search's first page, and the report of each year, older ones for full walks only."""
    portal = bureau.portal
    if portal.get("xxgk"):
        yield ListRequest(f"{bureau.base_url}{SEARCH}?{urlencode({**portal['xxgk'], 'currpage': 1})}")
    for place, year in enumerate(years if portal.get("area") else ()):
        address = f"{bureau.base_url}{REPORT}?{urlencode({'area': portal['area'], 'fbtime': year})}"
        yield ListRequest(address, may_be_missing=True, is_old=place > 0)


def answered(page: TextResponse) -> bool:
    return urlsplit(page.url).path in (REPORT, SEARCH)


def rows(page: TextResponse, column_id: object) -> list[Row]:
    """The rows of a search, narrowed to ``column_id`` if it is known; of a report's own page, the report."""
    if urlsplit(page.url).path == REPORT:
        title = page_title(page)
        is_report = title is not None and read_title(title).report_year is not None
        return (
            [Row(page.url, title, find_date(page.css("meta[name=PubDate]::attr(content)").get()))]
            if title and is_report
            else []
        )
    found = entry_rows(page, ".tr_main_value_odd, .tr_main_value_even", "td:nth-child(3) ::text")
    return [row for row in found if column_id is None or f"art_{column_id}_" in row.url]


def after(page: TextResponse) -> ListRequest | None:
    """The search's next page."""
    parts = urlsplit(page.url)
    query, pages = dict(parse_qsl(parts.query)), PAGES.search(page.text)
    number = int(query.get("currpage", "1"))
    if pages is None or number >= int(pages.group(1)):
        return None
    return ListRequest(parts._replace(query=urlencode({**query, "currpage": number + 1})).geturl())
