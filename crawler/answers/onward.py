"""Where a page sends its reader by itself: by a meta refresh, or by a script that does nothing else.

Followed as a redirect is: judged by `redirects`, bounded and checked with those of the status line. A script is not run:
it must say its target in one string, in one of a few statements (`scripted`). One that computes its target, or asks
for anything first, is not followed, as most of those are challenges.

What stands in ``noscript`` is no redirect either: it is written for browsers without scripts, and says mostly that they
should have some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import urldefrag, urljoin

from lxml import etree
from w3lib.url import safe_url_string

from crawler.answers.markup import Markup
from crawler.answers.scripted import scripted

KINDS = frozenset({"list", "shell", "report", "attachment"})
"""Kinds of request that a page may be sent on from; a robots.txt or a sitemap that is a page does not count."""

HEAD_CHARACTERS = 64 * 1024
"""How far into a page a redirect is looked for."""

STUB_TEXT = 200
STUB_LINKS = 4
"""A page of no more characters and links that name something only says that it leads on: 正在跳转，请稍候."""

STUB_SOURCE = 20_000
"""Characters of the source beyond which a page is no stub, whatever little it shows: a script in it is one of many."""

BARE_TEXT = 80
"""A page of no more characters and without such links holds nothing at all, as the pages of walls do."""

NOTHING_ELSE = 5_000
"""Characters of the source up to which a script that leads on is all there is; others may bring the rows of a list."""

LONGEST_DELAY = 100.0
"""Seconds after which a page is there to be read, whatever it does then. Scrapy's own bound for a meta refresh."""

AT_ONCE = 3.0
"""Seconds up to which nobody can read a page: it leads on although it has more text than a stub, unless that is a document."""

DOCUMENT_TEXT = 800
DOCUMENT_SENTENCES = 10
"""A page that has so many characters and full stops is there to be read, wherever it leads afterwards."""

_REFRESHES = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh", re.IGNORECASE)
_MAY_LEAD_ON = re.compile(rf"{_REFRESHES.pattern}|location", re.IGNORECASE)

_LEADS_ON = re.compile(
    r"<script\b[^>]*>(?:(?!</script).)*?(?:\blocation\b\s*(?:[.=]|['\"]?\])|\.navigate\s*\(|\bwindow\.open\s*\(|document\.URL\s*=)",
    re.IGNORECASE | re.DOTALL,
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_REFRESH = re.compile(
    r"\s*(?P<delay>\d+|(?=\.))[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<target>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""HTML Living Standard, shared declarative refresh steps."""

_UNSEEN = "ancestor::noscript or ancestor::template or ancestor::textarea or ancestor::noframes"
_METAS = cast("Callable[[Any], list[Any]]", etree.XPath(f"//meta[@http-equiv and @content][not({_UNSEEN})]"))
_SCRIPTS = cast(
    "Callable[[Any], list[str]]",
    etree.XPath(f"//script[not(@src)][not({_UNSEEN})]/text() | //body/@onload", smart_strings=False),
)
_BASE = cast("Callable[[Any], str]", etree.XPath("string(//base[@href][1]/@href)", smart_strings=False))

How = Literal["meta_refresh", "script"]


@dataclass(frozen=True, slots=True)
class Onward:
    """``url`` is absolute; ``is_back`` if it is the page's own, and the page holds nothing else."""

    url: str
    how: How
    is_back: bool


def may_lead_on(kind: str, source: str) -> bool:
    """Whether there is anything to look for: hardly a page leads on, and this is much sooner seen than its elements."""
    mark = _MAY_LEAD_ON if len(source) <= STUB_SOURCE else _REFRESHES
    return kind in KINDS and bool(mark.search(source, 0, HEAD_CHARACTERS))


def onward(kind: str, url: str, source: str, page: Markup | None) -> Onward | None:
    """Where the page at ``url`` sends its reader; ``None`` if it is there to be read."""
    if page is None or not may_lead_on(kind, source) or _is_document(page) or (tree := _tree(source)) is None:
        return None
    is_stub = not page.exceeds(STUB_TEXT) and page.named_links <= STUB_LINKS
    is_bare = not page.exceeds(BARE_TEXT) and not page.named_links
    base = _BASE(tree).strip()
    for how, delay, target in _offers(tree, is_stub):
        found = _absolute(url, base, target)
        if found is not None and delay <= (LONGEST_DELAY if is_stub else AT_ONCE):
            return _led(url, found, how, is_bare)
    return None


def needs_its_script(source: str, page: Markup) -> bool:
    """Whether a page shows nothing and links to nothing, and has a script that would lead on if it were run."""
    is_bare = not page.exceeds(BARE_TEXT) and not page.named_links
    holds_nothing = not (page.has_media or page.has_file or page.images)
    return is_bare and holds_nothing and len(source) <= NOTHING_ELSE and bool(_LEADS_ON.search(source))


def _led(url: str, found: str, how: How, is_bare: bool) -> Onward | None:
    """A page with anything on it that asks for itself again keeps itself fresh; a place within a page is no other page."""
    (here, place), (there, other_place) = urldefrag(url), urldefrag(found)
    if here != there:
        return Onward(found, how, is_back=False)
    return Onward(found, how, is_back=True) if is_bare and place == other_place else None


def _offers(tree: Any, is_stub: bool) -> Iterator[tuple[How, float, str]]:
    """How, after how many seconds and where to. Scripts are read in stubs only, and only if they agree."""
    refreshes = list(_refreshes(tree))
    if refreshes:
        # One without a target before one that has it is what a template has left empty.
        delay, target = next((refresh for refresh in refreshes if refresh[1].strip()), refreshes[0])
        yield "meta_refresh", delay, target
        return
    found = {offer for script in _SCRIPTS(tree) if (offer := scripted(script)) is not None} if is_stub else set()
    if len({target for _, target in found}) == 1:
        delay, target = min(found)
        yield "script", delay, target


def _refreshes(tree: Any) -> Iterator[tuple[float, str]]:
    for meta in _METAS(tree):
        refresh = _REFRESH.fullmatch(meta.get("content"))
        if meta.get("http-equiv").strip().lower() == "refresh" and refresh:
            target, quote = refresh["target"], refresh["quote"]
            yield float(refresh["delay"] or 0), target.partition(quote)[0] if quote else target


def _is_document(page: Markup) -> bool:
    return page.exceeds(DOCUMENT_TEXT) and page.text.count("。") >= DOCUMENT_SENTENCES


def _tree(source: str) -> Any:
    """The page as elements, without comments; ``None`` for what is no page."""
    head = _DECLARATION.sub("", source[:HEAD_CHARACTERS]).encode("utf-8", "replace")
    try:
        return etree.fromstring(head, etree.HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _absolute(url: str, base: str, target: str) -> str | None:
    """A page whose refresh names no target asks for itself."""
    try:
        return safe_url_string(urljoin(urljoin(url, base), target.strip())) if target.strip() else url
    except ValueError:
        return None
