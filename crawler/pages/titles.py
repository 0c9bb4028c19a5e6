"""What an article calls itself, and the column it says it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urldefrag, urlsplit

from lxml import etree
from parsel import Selector
from scrapy.http import JsonResponse, Response, TextResponse

from crawler.pages.rows import squeeze

HEADING_CLASSES = ("content-title", "newstitle", "wztit")
_NAMED_HEADINGS = cast(
    "Callable[[Any], list[Any]]",
    etree.XPath(f"//*[@class][{' or '.join(f'contains(@class, {name!r})' for name in HEADING_CLASSES)}]"),
)
_STRING = cast("Callable[[Any], str]", etree.XPath("string()", smart_strings=False))
CRUMBS = (
    "[class*=crumb], [id*=crumb], [class*=bread], [class*=position], [id*=position], [class*=location], [id*=location],"
    " [class*=weizhi], [class*=dqwz], [class*=wz_top], [class*=curpos]"
)
BESIDE_PLACE_WORDS = "//text()[contains(., '位置') and string-length(normalize-space(.)) < 12]/ancestor::*[.//a][1]"
"""What holds the links behind "you are here", in whatever words."""

MAX_CRUMBS = 12
"""More links than this are a menu, whatever its class says."""

_PIECES = re.compile(r"\s*(?:[|_]|\s[-–—]+\s|-(?=[^-\d])|–)\s*")


@dataclass(frozen=True, slots=True)
class PageTitles:
    """The titles that a page bears: ``stated`` in its metadata, ``headings`` in its text, ``window`` (pieces of ``title``)."""

    stated: str | None = None
    headings: tuple[str, ...] = ()
    window: tuple[str, ...] = ()

    @property
    def first(self) -> str | None:
        return next(iter((*((self.stated,) if self.stated else ()), *self.headings, *self.window[:1])), None)


def page_titles(response: Response) -> PageTitles:
    """Every title of a page; empty if the page is no text."""
    if not isinstance(response, TextResponse) or isinstance(response, JsonResponse):
        return PageTitles()
    root = response.selector.root
    metas = (
        squeeze(meta.get("content")) for meta in root.iter("meta") if meta.get("name", "").lower() == "articletitle"
    )
    window = squeeze("".join(element.text or "" for element in root.iter("title")))
    pieces = tuple(piece for piece in _PIECES.split(window) if piece)
    return PageTitles(
        stated=next(filter(None, metas), None),
        headings=tuple(
            filter(None, (squeeze(_STRING(heading)) for heading in (*root.iter("h1"), *_NAMED_HEADINGS(root))))
        ),
        window=tuple(dict.fromkeys(filter(None, (window, *pieces)))),
    )


def page_title(response: Response) -> str | None:
    """The title an article gives itself: ``ArticleTitle``, else its first heading, else the page's title."""
    return page_titles(response).first


def column_link(page: TextResponse) -> str | None:
    """The address of the column that an article says it belongs to: the last link of its breadcrumb on its own host.

    Without a breadcrumb, the link to the deepest folder above the article.
    """
    for region in (*page.css(CRUMBS), *page.xpath(BESIDE_PLACE_WORDS)):
        links = _own_links(page, region)
        if 0 < len(links) <= MAX_CRUMBS:
            return links[-1]
    path = urlsplit(page.url).path
    above = [
        link
        for link in _own_links(page, page.selector)
        if (folder := urlsplit(link).path).endswith("/") and path.startswith(folder)
    ]
    return max(above, key=lambda link: len(urlsplit(link).path), default=None)


def _own_links(page: TextResponse, region: Selector) -> list[str]:
    """Links to other pages of the host, but not to its home page."""
    host, found = urlsplit(page.url).netloc, []
    for href in region.css("a::attr(href)").getall():
        try:
            url = urldefrag(page.urljoin(href.strip())).url
            parts = urlsplit(url)
        except ValueError:
            continue
        is_home = parts.path.rstrip("/") in ("", "/index.html", "/index.htm") and not parts.query
        if parts.netloc == host and parts.scheme in ("http", "https") and not is_home and url != page.url:
            found.append(url)
    return found
