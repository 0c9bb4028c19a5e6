"""robots.txt (RFC 9309): what every answer to a request for it stands for, and what each portal's file says.

    2xx                          the rules it holds; a page in their place holds no rules
    401, 403                     refused: nothing may be fetched
    429, 5xx, no answer, 3xx     unknown: nothing may be fetched in this run
    any other 4xx                no rules: everything may be fetched

Beyond the standard, ``Crawl-delay``, ``Request-rate`` and ``Sitemap`` are heeded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from urllib.parse import urlsplit

from protego import Protego

AGENT = "gongkai"
"""The name by which a robots.txt may address the crawler."""

LONGEST_CRAWL_DELAY = 60.0
"""Seconds; a file that asks for more would have a list read for days."""

MOST_BYTES = 512 * 1024
"""What is read of a file; the standard asks for 500 KiB at least (2.5)."""

_VERSIONED_AGENT = re.compile(r"(?im)^(\s*user-agent\s*:\s*[\w-]+)/\S*")


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What may be fetched of a host; ``withheld`` says why nothing may."""

    rules: Protego
    withheld: str | None = None

    def refusal(self, url: str) -> str | None:
        """Why ``url`` may not be fetched, or ``None``."""
        if self.withheld is not None:
            return self.withheld
        return None if self.rules.can_fetch(url, AGENT) else "robots.txt disallows it"

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests, 0 if the file asks for no delay."""
        delay, rate = self.rules.crawl_delay(AGENT), self.rules.request_rate(AGENT)
        wanted = [0.0, float(delay or 0.0), rate.seconds / rate.requests if rate and rate.requests else 0.0]
        return min(max(seconds for seconds in wanted if isfinite(seconds)), LONGEST_CRAWL_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The absolute addresses among the file's sitemaps, each once."""
        return tuple(dict.fromkeys(url for url in self.rules.sitemaps if urlsplit(url).scheme in ("http", "https")))


def read_robots(status: int, body: bytes) -> RobotsRules:
    """The rules that an answer to a request for robots.txt stands for."""
    if 200 <= status < 300:
        return RobotsRules(Protego.parse("" if _is_page(body) else _text(body)))
    if status in (401, 403):
        return withheld(f"robots.txt is refused with status {status}")
    if status < 400 or status == 429 or status >= 500:
        return withheld(f"robots.txt cannot be read: status {status}")
    return RobotsRules(Protego.parse(""))


def withheld(reason: str) -> RobotsRules:
    """The rules of a portal that does not show them: nothing may be fetched."""
    return RobotsRules(Protego.parse(""), withheld=reason)


def _is_page(body: bytes) -> bool:
    """The type that a server states says nothing: rules are served as HTML, and pages as text."""
    return body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _text(body: bytes) -> str:
    is_utf16 = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = body[:MOST_BYTES].decode("utf-16" if is_utf16 else "utf-8-sig", "replace")
    return _VERSIONED_AGENT.sub(r"\1", text)


class Robots:
    """The rules of every host that this run has asked, by host and port."""

    def __init__(self) -> None:
        self._rules: dict[str, RobotsRules] = {}

    def get(self, netloc: str) -> RobotsRules | None:
        return self._rules.get(netloc)

    def keep(self, netloc: str, rules: RobotsRules) -> None:
        self._rules[netloc] = rules

    def sitemaps(self, host: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of ``host`` names; empty before it has been asked."""
        named = [
            url
            for netloc, rules in self._rules.items()
            if urlsplit(f"//{netloc}").hostname == host and rules.withheld is None
            for url in rules.sitemaps
        ]
        return tuple(dict.fromkeys(named))
