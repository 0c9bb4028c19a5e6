"""Candidates among the addresses of a sitemap: those that look like articles, the season of reports first. Pure."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lxml.etree import LxmlError
from scrapy.utils.sitemap import Sitemap

from crawler.due_dates import SEASON
from crawler.pages import PageError, canonical, is_address

MAX_BYTES = 64 * 1024 * 1024
"""Of a sitemap unpacked; the standard allows 50 MB."""


@dataclass(frozen=True, slots=True)
class Entry:
    url: str
    changed_on: str | None


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """The pages that a sitemap names, or (``is_index``) the sitemaps."""

    is_index: bool
    entries: tuple[Entry, ...]


def read_sitemap(body: bytes) -> SitemapPage:
    """A sitemap, plain or packed; raises `PageError` for anything else."""
    try:
        found = Sitemap(_unpacked(body))
        named = (((item.get("loc") or "").strip(), item.get("lastmod")) for item in found)
        entries = tuple(Entry(canonical(url), changed_on) for url, changed_on in named if is_address(url))
    except (LxmlError, OSError, EOFError, ValueError, AttributeError, StopIteration) as error:
        raise PageError(f"no sitemap: {type(error).__name__}") from error
    if found.type not in ("urlset", "sitemapindex"):
        raise PageError(f"no sitemap: {found.type}")
    return SitemapPage(found.type == "sitemapindex", entries)


def candidates(entries: Iterable[Entry], article_id: Callable[[str], str], limit: int) -> list[Entry]:
    """At most ``limit`` entries: articles by their address, changed in the season of reports, newest first."""

    def rank(entry: Entry) -> tuple[bool, bool, str]:
        day = _day(entry.changed_on)
        return article_id(entry.url) != entry.url, day is not None and day.month in SEASON, entry.changed_on or ""

    return sorted(entries, key=rank, reverse=True)[:limit]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
        data = packed.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PageError(f"no sitemap: more than {MAX_BYTES} bytes unpacked")
    return data
