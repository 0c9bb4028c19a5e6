"""Entries of a list: their titles and dates, the page that follows, the frames that may hold the list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from urllib.parse import urldefrag, urlsplit

from lxml import etree
from parsel import Selector
from scrapy.http import JsonResponse, TextResponse

MOST_FRAMES = 4
"""Head, menu, content and foot."""
NEXT_PAGE_LABELS = ("下一页", "下页", "下一页>", "下一页>>", "下一页»")

_TEXTS = cast("Callable[[Any], list[str]]", etree.XPath("descendant-or-self::text()", smart_strings=False))
_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")


class PageError(Exception):
    """A page is not what its place says it is; the message completes ``<address>: …``."""


class ShortList(PageError):
    """A list ends before the number of rows that it states: a gap in what is known, no failure."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list; addresses are absolute, the date is the one the list prints (``YYYY-MM-DD``).

    ``other_url`` is a second address of the same article, asked if the first has no body.
    """

    url: str
    title: str
    published_on: str | None
    attachments: tuple[str, ...] = ()
    is_cut_short: bool = False
    other_url: str | None = None


def squeeze(text: str | None) -> str:
    """One line, single spaces."""
    return " ".join((text or "").split())


def text_of(node: Selector) -> str:
    """All text inside of an element, as it stands: a selector for each piece would cost ten times as much."""
    return "".join(_TEXTS(node.root))


def link_title(anchor: Selector) -> str:
    """A link's full title: lists cut the visible text, the ``title`` attribute keeps it."""
    return squeeze(anchor.attrib.get("title")) or squeeze(text_of(anchor))


def entry_rows(page: TextResponse, entries: str, date: str) -> list[Row]:
    """A row for each of ``entries`` that has a link, which is its first; ``date`` selects the text that its date is in."""
    return [
        Row(
            url=page.urljoin(anchor.attrib["href"]),
            title=link_title(anchor),
            published_on=find_date("".join(entry.css(date).getall())),
        )
        for entry in page.css(entries)
        for anchor in entry.css("a[href]")[:1]
    ]


def find_date(text: str | None) -> str | None:
    """The first date in ``text`` as ``YYYY-MM-DD``, even if it is broken over lines; ``None`` for no real date."""
    match = _DATE.search("".join((text or "").split()))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None


def next_page(page: TextResponse) -> str | None:
    """Absolute address of the link to the following page, ``None`` on the last one."""
    for anchor in page.css("a[href]"):
        if squeeze(text_of(anchor)) in NEXT_PAGE_LABELS:
            address = page.urljoin(anchor.attrib["href"].strip())
            if address.startswith("http") and urldefrag(address).url != urldefrag(page.url).url:
                return address
    return None


def frame_urls(page: TextResponse) -> tuple[str, ...]:
    """Absolute addresses of the page's frames on its own host, the first few: some columns only frame their list."""
    if isinstance(page, JsonResponse):
        return ()
    host = urlsplit(page.url).netloc
    found: dict[str, None] = {}
    for source in page.css("iframe::attr(src), frame::attr(src)").getall():
        try:
            url = urldefrag(page.urljoin(source.strip())).url
            if urlsplit(url).netloc == host and url != urldefrag(page.url).url:
                found[url] = None
        except ValueError:
            continue
    return tuple(found)[:MOST_FRAMES]
