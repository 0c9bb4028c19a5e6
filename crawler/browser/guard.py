"""What a rendered page may ask for: documents, scripts, styles and data of registered hosts, in turn and by their rules.

Chromium is held to the registered hosts twice: each request that a page makes is judged here. And names resolve to
nothing but the hosts that the ``script`` rows state (`resolver_rules`); that holds for redirects and sockets, too.
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Request as Asked
from scrapy.exceptions import IgnoreRequest
from twisted.internet.error import DNSLookupError

from crawler.hosts import Hosts, PublicResolver, RefusedHostError, require_public
from crawler.politeness.rules import host_of
from crawler.politeness.session import PolitenessSession
from crawler.politeness.turns import Postponed
from crawler.registry.portal import is_loopback

logger = logging.getLogger(__name__)

ALLOWED_TYPES = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})
"""Images, fonts, media, beacons and sockets are not needed to read a page."""

COUNTERS = re.compile(
    r"/(?:hm|ga|gtag|gtm|analytics|tongji|cnzz|stats?|counter|visitcount|piwik|matomo|webtrends)"
    r"(?:[._-][\w.-]*)?\.(?:js|php|jsp|do|gif)$",
    re.IGNORECASE,
)
"""What counts a page's visitors, by its usual names: the crawler is no visitor."""

MAX_REQUESTS = 60
"""Of one page, with itself."""

NO_WAY_OUT = """
for (const name of ["WebSocket", "WebTransport", "EventSource", "RTCPeerConnection", "webkitRTCPeerConnection",
                    "SharedWorker", "Notification"]) { delete window[name]; }
window.open = () => null;
for (const name of ["geolocation", "sendBeacon", "serviceWorker"]) {
  Object.defineProperty(Navigator.prototype, name, { value: undefined });
}
"""
"""Runs in each frame before the page's own scripts."""


class Guard:
    """Judges the requests of one page; ``on_given`` hears of each that may go."""

    def __init__(self, hosts: Hosts, politeness: PolitenessSession, on_given: Callable[[], object]) -> None:
        self.stopped: IgnoreRequest | None = None
        """Why the page cannot be had, or not in full."""
        self.given = 0
        self._hosts, self._politeness, self._on_given = hosts, politeness, on_given
        self._has_page = False
        self._waiting = 0

    @property
    def is_waiting(self) -> bool:
        """Whether something that the page asks for waits for its host's pace."""
        return self._waiting > 0

    async def refuses(self, asked: Asked) -> bool:
        """Whether a request of the page is not to be sent; one that is has been entered for its host."""
        is_page = asked.is_navigation_request() and _is_main(asked)
        reason = self._refusal(asked, is_page)
        if reason is None:
            reason = await self._turn(asked.url, is_page)
        if reason is not None:
            logger.info("%s is not given to the page: %s", asked.url, reason)
            return True
        self.given += 1
        self._on_given()
        return False

    def sees(self, asked: Asked) -> None:
        """A redirect on the page's way is under way already: if it leads out, the page is lost."""
        if asked.redirected_from is not None and asked.is_navigation_request() and _is_main(asked):
            refusal = self._hosts.judge(asked.url)
            if refusal is not None:
                self.stopped = RefusedHostError(refusal)

    def _refusal(self, asked: Asked, is_page: bool) -> str | None:
        if asked.resource_type not in ALLOWED_TYPES:
            return f"a page is read without {asked.resource_type}"
        if COUNTERS.search(urlsplit(asked.url).path):
            return "a counter of visitors"
        if is_page and self._has_page:
            return "a page may not navigate by itself: so are challenges answered"
        if self.given + self._waiting >= MAX_REQUESTS:
            return f"the page has asked for {MAX_REQUESTS} things"
        refusal = self._hosts.refusal(asked.url)
        if refusal is not None or is_page:
            return refusal
        rules = self._politeness.robots.get(urlsplit(asked.url).netloc)
        return "the robots.txt of its host is not known" if rules is None else rules.refusal(asked.url)

    async def _turn(self, url: str, is_page: bool) -> str | None:
        """The page itself goes in the turn of its request; whatever else it asks for waits for the host's pace."""
        if is_page:
            self._has_page = True
            return None
        self._waiting += 1
        try:
            await self._politeness.turns.spend(host_of(url))
        except Postponed as postponed:
            self.stopped = postponed
            return str(postponed)
        finally:
            self._waiting -= 1
        return None


def resolver_rules(addresses: Mapping[str, str]) -> str:
    """Chromium's ``--host-resolver-rules``: each host at its address, every other name and address nowhere."""
    loopback = [f"EXCLUDE {host}" for host in addresses if is_loopback(host)]
    mapped = [f"MAP {host} {_bracketed(address)}" for host, address in addresses.items() if not is_loopback(host)]
    return ", ".join((*mapped, "MAP * ~NOTFOUND", *loopback))


def public_addresses(hosts: Iterable[str]) -> dict[str, str]:
    """A public address of each host, IPv4 first; a host without one is left out. Waits for the resolver."""
    found = {}
    for host in hosts:
        try:
            answers = [str(answer[4][0]) for answer in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
            chosen = min(answers, key=lambda address: ":" in address)
            found[host] = require_public(chosen, host)
        except OSError as error:
            logger.warning("%s is kept from the browser: %s", host, error)
        except DNSLookupError as error:
            PublicResolver.private[host] = chosen
            logger.warning("%s is kept from the browser: %s", host, error)
    return found


def _is_main(asked: Asked) -> bool:
    """Whether a navigation is the page's own; one of a window that does not exist yet counts as such, too."""
    try:
        return asked.frame.parent_frame is None
    except PlaywrightError:
        return True


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address
