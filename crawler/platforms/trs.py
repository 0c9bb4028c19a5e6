"""TRS WCM static lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urljoin, urlsplit

from scrapy.http import TextResponse

from crawler.pages import (
    Row,
    ShortList,
    canonical,
    link_rows,
    names_file,
    reads_like_report,
    stays_below_root,
)
from crawler.platforms.base import ColumnPlatform, ListPage, ListRequest
from crawler.platforms.clues import in_address, in_text

ARTICLE = re.compile(r"/t\d{4,8}_(\d+)(?:_\d+)?\.s?html?$")
CALL = re.compile(
    r"""createPageHTML\s*\(\s*((?:['"]?\d+['"]?\s*,\s*){1,3})['"]([^'"]+)['"]\s*(?:,\s*['"](\w+)['"])?[^)]*\)"""
)
TOTAL = re.compile(r"(?:countPage|totalPages?)\s*[:=]\s*['\"]?(\d+)|共\s*(\d+)\s*页")
INDEX = re.compile(r"_(\d+)\.\w+$")
FILES = ", ".join(f'a[href*="/{letter}0"], a[href^="{letter}0"]' for letter in "PW")
STUB_BYTES = 600
MAX_STUBS = 2
MOST_ROWS_OF_A_PAGE = 30
"""A first page with more may hold them all; what its script calls the second is then missing at times."""


@dataclass(frozen=True, slots=True)
class Pager:
    """Pages of a list (or of a long article), the base name and suffix of their files, rows in all if stated."""

    pages: int
    name: str
    suffix: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class FurtherPage(ListRequest):
    """A page behind the first: what the first one's script says of all, and how many stubs stand right before this one."""

    pager: Pager
    stubs: int


class Trs(ColumnPlatform):
    """TRS WCM static lists (Beijing, Tianjin, Fujian, Hubei, Chongqing and many others).

    Domains   rsj.beijing.gov.cn, hrss.tj.gov.cn, rst.fujian.gov.cn, www.qiaokou.gov.cn, …
    Column    ``{column}``, a folder whose ``index`` page is the first of the list
    List      the folder's pages; some lists ship all rows and slice them in the browser
    Rows      links to articles in any skin, and links whose title reads like a report; hrefs start with ``./`` or ``../``
    Pages     ``createPageHTML(pages, current, "index", "html")``, or with the number of rows before these
              (Beijing); page k from 0 is ``index_{k}``. Else ``countPage``, ``totalPage``, 共N页, or the link 下一页
    Article   ``…/{yyyyMM}/t{yyyyMMdd}_{number}.html`` (``.shtml``, ``.htm``); a long one goes on at ``t…_{k}``
    Files     ``P0{digits}.{suffix}`` (``W0…``) beside the article, at times outside of its body
    Caveats   a list of all rows starts with a row for search engines that leads nowhere; ``../`` may climb out of the
              root, such links are dropped; a deep page may be a stub of 300 bytes: one is passed over, the second ends the list.
              The date in an address is that of an import, years after the report
    """

    name = "trs"
    clues = (
        in_text(r"createPageHTML\s*\(", "calls createPageHTML"),
        in_address(r"/\d{6}/t\d{8}_\d+\.s?html?", "is a t{date}_{number} article of a month's folder"),
        in_text(r"\d{6}/t\d{8}_\d+\.s?html?", "links t{date}_{number} articles"),
    )
    article = ARTICLE
    column_of_article = re.compile(r"(.*?)\d{4,6}/t\d{8}_\d+\.s?html?$")
    body_css = ".TRS_Editor, .trs_editor_view, .TRS_UEDITOR, .Custom_UnionStyle, #zoom, #Zoom, #UCAP-CONTENT, .view[class*=TRS]"

    def rows(self, page: ListPage) -> Iterable[Row]:
        return column_rows(page.response)

    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        asked, response = page.asked, page.response
        before = asked if isinstance(asked, FurtherPage) else None
        pager = before.pager if before else pager_of(response)
        if pager is None:
            yield from super().next_lists(page)
            return
        index, count = page_index(response.url), own_rows(response)
        if index + 1 >= pager.pages or (index == 0 and pager.rows is not None and count >= pager.rows):
            return
        stubs = (before.stubs if before else 0) + 1 if is_stub(response) else 0
        if stubs == MAX_STUBS:
            raise ShortList(f"pages {index - stubs + 2} to {index + 1} of {pager.pages} are stubs")
        may_be_missing = index == 0 and count > MOST_ROWS_OF_A_PAGE
        yield FurtherPage(page_url(response.url, pager, index + 1), pager, stubs, may_be_missing=may_be_missing)

    def attachment_urls(self, page: TextResponse) -> Iterable[str]:
        yield from super().attachment_urls(page)
        beside = page.css(FILES).xpath("@href").getall()
        yield from (canonical(page.urljoin(href)) for href in beside if names_file(href))
        yield from further_pages(page)


def pager_of(page: TextResponse) -> Pager | None:
    """What a page's script says of its pages; ``None`` if nothing does."""
    suffix = urlsplit(page.url).path.rpartition("/")[2].rpartition(".")[2] or "html"
    call = CALL.search(page.text)
    if call is None:
        total = TOTAL.search(page.text)
        return Pager(int(total.group(1) or total.group(2)), "index", suffix) if total else None
    numbers = [int(number) for number in re.findall(r"\d+", call.group(1))]
    has_row_count = len(numbers) == 3
    return Pager(
        pages=numbers[1] if has_row_count else numbers[0],
        name=call.group(2),
        suffix=call.group(3) or suffix,
        rows=numbers[0] if has_row_count else None,
    )


def page_index(url: str) -> int:
    """Number of a list page from 0, by its address."""
    match = INDEX.search(urlsplit(url).path.rpartition("/")[2])
    return int(match.group(1)) if match else 0


def page_url(base: str, pager: Pager, index: int) -> str:
    return urljoin(base, f"{pager.name}_{index}.{pager.suffix}" if index else f"{pager.name}.{pager.suffix}")


def column_rows(page: TextResponse) -> list[Row]:
    """Links to articles and files, and any link that reads like a report (a document of another system)."""
    found = link_rows(page, partial(stays_below_root, page.url))
    return [row for row in found if ARTICLE.search(urlsplit(row.url).path) or reads_like_report(row)]


def is_stub(page: TextResponse) -> bool:
    return len(page.body) <= STUB_BYTES and not column_rows(page)


def own_rows(page: TextResponse) -> int:
    """Rows of the column itself; links of other columns may stand beside them."""
    folder = urljoin(page.url, ".")
    return sum(row.url.startswith(folder) for row in column_rows(page))


def further_pages(article: TextResponse) -> list[str]:
    """Addresses of the pages on which a long article goes on."""
    pager = pager_of(article)
    if pager is None or urlsplit(article.url).path.rpartition("/")[2] != f"{pager.name}.{pager.suffix}":
        return []
    return [page_url(article.url, pager, index) for index in range(1, pager.pages)]
