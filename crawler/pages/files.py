"""The files behind an article: links, embedded viewers, frames on its own host, and the images of a scanned report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from lxml import etree
from parsel import Selector
from scrapy.http import TextResponse
from w3lib.url import safe_url_string

from crawler.pages.rows import squeeze
from parsing.formats import suffixes

FILE_SUFFIXES = suffixes(is_image=False)
FILE_NAME_PARAMETERS = ("filename", "showname", "file")
"""Query parameters that carry a file's name if the path ends in ``.jsp``."""

IMAGE_SUFFIXES = suffixes(is_image=True)
SCANNED_BELOW = 200
"""An article of fewer characters than this whose body shows images is taken for a scanned report."""
MAX_IMAGES = 60
MIN_IMAGE_SIDE = 100
"""Pixels; an image whose page states a smaller side is decoration."""

LINK_ATTRIBUTES = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}
"""Elements that lead to files, and the attribute that says where."""

_VIEWER = re.compile(r"viewer\.html?$", re.IGNORECASE)
_DECORATION = re.compile(
    r"icon|logo|qrcode|erweima|ewm|share|print|banner|btn|arrow|/(?:images?|img|css|skin)/\w+\.", re.I
)
_TEXTS = cast(
    "Callable[[Any], list[str]]",
    etree.XPath("descendant::text()[not(parent::script or parent::style)]", smart_strings=False),
)
"""On the tree itself: a selector for each text would cost ten times as much."""

_STRING = cast("Callable[[Any], str]", etree.XPath("string()", smart_strings=False))

_NUMBER = re.compile(r"\d+")


def canonical(url: str) -> str:
    """``url`` as it is asked for: what is not ASCII percent-encoded as UTF-8, without fragment; itself if it is malformed."""
    try:
        return safe_url_string(urldefrag(url).url)
    except ValueError:
        return url


def is_address(url: str) -> bool:
    """Whether anything can be asked for at ``url``."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def attachment_urls(page: TextResponse, body_css: str, image_css: str | None = None) -> tuple[str, ...]:
    """Absolute addresses of the files that an article links, shows in a viewer or frame, or is scanned on, in page order.

    Only if the body itself has next to no text, its images, and files and frames that stand outside of it, count.
    """
    body = page.css(body_css)
    is_bare = _is_bare(body or page.css("body"))
    found = [url for region in body for url in _files_in(region, page.url, is_bare)]
    if not body or (is_bare and not found):
        found = [url for region in page.css("body") for url in _files_in(region, page.url, is_bare)]
    if is_bare and (body or image_css):
        images = page.css(image_css) if image_css else body.css("img")
        found += [url for image in images if (url := _scanned(image, page.url)) is not None][:MAX_IMAGES]
    return tuple(dict.fromkeys(canonical(url) for url in found if is_address(url)))


def body_text(page: TextResponse, body_css: str) -> str:
    """The text of an article's body, or of the whole page if it has no such place."""
    return _text_of(page.css(body_css) or page.css("body"))


def _text_of(regions: Iterable[Selector]) -> str:
    return squeeze(" ".join(text for region in regions for text in _TEXTS(region.root)))


def _is_bare(regions: Iterable[Selector]) -> bool:
    """Whether there is next to no text; if there is plenty, it need not be gathered to know that."""
    found = 0
    for region in regions:
        scripts = sum(len(element.text or "") for element in region.root.iter("script", "style"))
        found += len(squeeze(_STRING(region.root))) - scripts
    return found < SCANNED_BELOW and len(_text_of(regions)) < SCANNED_BELOW


def is_image(url: str) -> bool:
    """Whether the path ends like an image."""
    return urlsplit(url).path.lower().endswith(IMAGE_SUFFIXES)


def names_file(url: str) -> bool:
    """Whether the path, or a parameter that carries a file name, ends like a document."""
    parts = urlsplit(url)
    names = [unquote(parts.path)]
    if parts.query:
        query = parse_qs(parts.query)
        names += [value for key in FILE_NAME_PARAMETERS for value in query.get(key, [])]
    return any(name.lower().endswith(FILE_SUFFIXES) for name in names)


def _files_in(region: Selector, base: str, is_bare: bool) -> Iterator[str]:
    for element in region.root.iter(*LINK_ATTRIBUTES):
        address = element.get(LINK_ATTRIBUTES[element.tag], "").strip()
        if not address or address.lower().startswith(("javascript:", "mailto:", "#", "data:", "about:")):
            continue
        try:
            url = urljoin(base, address)
            viewed = _viewed_file(url)
            is_here = urlsplit(url).netloc == urlsplit(base).netloc
        except ValueError:
            continue
        if viewed:
            yield viewed
        elif names_file(address) or (is_bare and is_here and element.tag == "iframe"):
            yield url


def _viewed_file(viewer: str) -> str | None:
    """The file that a pdf.js viewer shows: parameter ``file``, decoded once, relative to the viewer."""
    parts = urlsplit(viewer)
    files = parse_qs(parts.query).get("file") if parts.query else None
    return urljoin(viewer, files[0]) if files and _VIEWER.search(parts.path) else None


def _scanned(image: Selector, base: str) -> str | None:
    """The address of an image that may be a page of the report; ``None`` for decoration."""
    source = (image.attrib.get("src") or image.attrib.get("data-src") or "").strip()
    sides = [int(number) for side in ("width", "height") for number in _NUMBER.findall(image.attrib.get(side, ""))[:1]]
    if not is_image(source) or _DECORATION.search(source):
        return None
    return None if any(side < MIN_IMAGE_SIDE for side in sides) else urljoin(base, source)
