"""The links of a page as rows of a list: with their dates, and whether one reads like an annual report's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast
from urllib.parse import urldefrag, urlsplit

from lxml import etree
from parsel import Selector
from scrapy.http import TextResponse

from crawler.pages.rows import Row, find_date, link_title, squeeze, text_of
from parsing.prose.titles import read_title

_DATE = r"[\[(（【]?\s*20\d\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}\s*[\])）】]?"
PRINTED_DATE = re.compile(rf"^{_DATE}\s+|\s*{_DATE}$")
CUT = re.compile(r"[.…。]+$")
ENTRY, LINKS, BESIDE = (
    cast("Callable[[Any], list[Any]]", etree.XPath(path, smart_strings=False))
    for path in (
        "ancestor::*[self::li or self::tr or self::dd or self::dt][1]",
        "descendant-or-self::a[@href]",
        ".//text()[not(ancestor::a)]",
    )
)
"""On the tree itself: a list has hundreds of links, and a selector costs as much as what it finds."""

LINKS_OF_AN_ENTRY = 3
"""More links than this make an entry of a list a part of the page's layout."""


def link_rows(page: TextResponse, keeps: Callable[[str], bool] = lambda href: True) -> list[Row]:
    """Every titled link of a page once, with the date that its own entry prints; ``keeps`` judges the raw address."""
    found: dict[str, Row] = {}
    for anchor in page.css("a[href]"):
        href = anchor.attrib["href"].strip()
        url = address_of(page, href) if keeps(href) else None
        title = PRINTED_DATE.sub("", link_title(anchor)).strip()
        if url is not None and title:
            found.setdefault(url, Row(url, title, _date_beside(anchor)))
    return list(found.values())


def address_of(page: TextResponse, href: str) -> str | None:
    """The absolute address of a link; ``None`` for a script, a malformed one and the page's own.

    A fragment is part of the address only if it is a path (``#/detail/7``).
    """
    try:
        url = page.urljoin(href)
        if not urlsplit(url).fragment.startswith("/"):
            url = urldefrag(url).url
        return url if urlsplit(url).scheme in ("http", "https") and url != page.url else None
    except ValueError:
        return None


def reads_like_report(row: Row, names: Iterable[str] = ()) -> bool:
    """Whether a link among any others is taken for a report's: by its title, its date, and the bureau's ``names``."""
    title = read_title(row.title)
    if title.is_annual_report:
        return title.report_year is not None or row.published_on is not None
    if not title.is_cut_short or row.published_on is None:
        return False
    left = squeeze(CUT.sub("", row.title))
    return title.report_year is not None or any(left.startswith(name) or name.startswith(left) for name in names)


def stays_below_root(base: str, href: str) -> bool:
    """False for a relative address whose ``../`` climb above the host's root: joined, it would name something else."""
    path = href.split("?")[0].split("#")[0]
    if "://" in path or path.startswith("//"):
        return True
    depth = 0 if path.startswith("/") else urlsplit(base).path.count("/") - 1
    for segment in path.strip("/").split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(segment, 1)
        if depth < 0:
            return False
    return True


def _date_beside(anchor: Selector) -> str | None:
    """The date in a link's entry, else in the link itself; if entries are no elements, in what follows the link."""
    for entry in ENTRY(anchor.root):
        if len(LINKS(entry)) <= LINKS_OF_AN_ENTRY:
            beside = " ".join(BESIDE(entry))
            break
    else:
        beside = " ".join(_following(anchor))
    return find_date(beside) or find_date(text_of(anchor))


def _following(anchor: Selector) -> Iterator[str]:
    for node in anchor.xpath("following-sibling::node()"):
        if isinstance(node.root, str):
            yield node.root
        elif node.xpath("descendant-or-self::a"):
            return
        else:
            yield text_of(node)
