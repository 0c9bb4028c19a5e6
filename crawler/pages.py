"""What the platforms' pages have in common: rows of a list, dates, titles, and the files behind an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from parsel import Selector
from scrapy.http import Response, TextResponse

FILE_SUFFIXES = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".zip", ".rar")
FILE_NAME_PARAMETERS = ("filename", "showname", "file")
"""Query parameters that carry a file's name where the path ends in ``.jsp``."""

NEXT_PAGE_LABELS = ("下一页", "下页", "下一页>", "下一页>>", "下一页»")

_DATE = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
_VIEWER = re.compile(r"viewer\.html?$", re.IGNORECASE)


class PageError(Exception):
    """A page is not what its place says it is; the message completes ``<address>: …``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list; addresses are absolute, the date is the one the list prints (``YYYY-MM-DD``).

    ``other_url`` is a second address of the same article, asked where the first has no body.
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


def link_title(anchor: Selector) -> str:
    """A link's full title: lists cut the visible text, the ``title`` attribute keeps it."""
    return squeeze(anchor.attrib.get("title")) or squeeze("".join(anchor.css("::text").getall()))


def find_date(text: str | None) -> str | None:
    """The first date in ``text`` as ``YYYY-MM-DD``, even if it is broken over lines; ``None`` for no real date."""
    match = _DATE.search("".join((text or "").split()))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return None


def page_title(response: Response) -> str | None:
    """The title an article gives itself: ``ArticleTitle``, else its first heading, else the page's title."""
    if not isinstance(response, TextResponse):
        return None
    for meta in response.css("meta[name][content]"):
        if meta.attrib["name"].lower() == "articletitle" and squeeze(meta.attrib["content"]):
            return squeeze(meta.attrib["content"])
    for heading in response.css("h1, .content-title, title"):
        if text := squeeze("".join(heading.css("::text").getall())):
            return text
    return None


def attachment_urls(page: TextResponse, body_css: str) -> tuple[str, ...]:
    """Absolute addresses of the files that an article links or shows in an embedded viewer, in page order."""
    regions = page.css(body_css) or page.css("body")
    found = (urljoin(page.url, url) for region in regions for url in _files_in(region, page.url))
    return tuple(dict.fromkeys(found))


def names_file(url: str) -> bool:
    """Whether the path, or a parameter that carries a file name, ends like a document."""
    parts = urlsplit(url)
    names = [unquote(parts.path)]
    query = parse_qs(parts.query)
    names += [value for key in FILE_NAME_PARAMETERS for value in query.get(key, [])]
    return any(name.lower().endswith(FILE_SUFFIXES) for name in names)


def _files_in(region: Selector, base: str) -> Iterator[str]:
    for element in region.css("a[href], iframe[src], embed[src], object[data]"):
        address = next(element.attrib[name] for name in ("href", "src", "data") if name in element.attrib).strip()
        if not address or address.lower().startswith(("javascript:", "mailto:", "#")):
            continue
        viewed = _viewed_file(urljoin(base, address))
        if viewed:
            yield viewed
        elif names_file(address):
            yield address


def _viewed_file(viewer: str) -> str | None:
    """The file that a pdf.js viewer shows: parameter ``file``, decoded once, relative to the viewer."""
    parts = urlsplit(viewer)
    files = parse_qs(parts.query).get("file")
    return urljoin(viewer, files[0]) if files and _VIEWER.search(parts.path) else None


def next_page(page: TextResponse) -> str | None:
    """Absolute address of the link to the following page, ``None`` on the last one."""
    for anchor in page.css("a[href]"):
        if squeeze("".join(anchor.css("::text").getall())) in NEXT_PAGE_LABELS:
            address = page.urljoin(anchor.attrib["href"].strip())
            if address.startswith("http") and urldefrag(address).url != urldefrag(page.url).url:
                return address
    return None
