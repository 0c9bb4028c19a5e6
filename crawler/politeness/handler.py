"""Scrapy's download handler for http and https, behind a turn: nothing reaches a portal around it."""

from __future__ import annotations

from typing import ClassVar, Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotSupported
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.clock import utc_now
from crawler.politeness.retry_after import retry_after
from crawler.politeness.rules import USUAL, host_of
from crawler.politeness.session import session_of
from crawler.purpose import purpose_of


class PoliteHandler(BaseDownloadHandler):
    """Sends with the handler that the setting ``SENDING_HANDLER`` names, pages to be rendered with ``BROWSER_HANDLER``.

    Both schemes share one instance: a second one would be a second browser.
    """

    _instances: ClassVar[WeakKeyDictionary[Crawler, PoliteHandler]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.turns = session_of(crawler).turns
        self._plain = self._sender("SENDING_HANDLER")
        self._browser = self._sender("BROWSER_HANDLER") if crawler.settings["BROWSER_HANDLER"] else None
        self._is_closed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        known = cls._instances.get(crawler)
        if known is None:
            known = cls._instances[crawler] = cls(crawler)
        return known  # type: ignore[return-value]

    async def download_request(self, request: Request) -> Response:
        host = host_of(request.url)
        # a pace below the crawler's own is stated by the registry, and not Scrapy's to adjust
        request.meta["autothrottle_dont_adjust_delay"] = self.turns.limits(host).delay < USUAL.delay
        async with self.turns.turn(host):
            try:
                response: Response = await self._sender_of(request).download_request(request)
            except (DownloadCancelledError, IgnoreRequest, NotSupported):
                raise
            except Exception:
                self.turns.silent(host)
                raise
            self.turns.heard(host, response.status, _named_wait(response), purpose_of(request).kind == "robots")
            return response

    async def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            await self._plain.close()
            if self._browser is not None:
                await self._browser.close()

    def _sender(self, setting: str) -> HTTP11DownloadHandler:
        sender: HTTP11DownloadHandler = build_from_crawler(load_object(self.crawler.settings[setting]), self.crawler)
        # an attempt of the connection pool's own, on a connection that has gone stale, would pass by the turn
        sender._pool.retryAutomatically = False
        return sender

    def _sender_of(self, request: Request) -> HTTP11DownloadHandler:
        if not request.meta.get("playwright"):
            return self._plain
        if self._browser is None:
            raise NotSupported("no row of the registry asks for a browser")
        return self._browser


def _named_wait(response: Response) -> float | None:
    if response.status < 400:
        return None
    return retry_after(_header(response, "Retry-After"), utc_now(), _header(response, "Date"))


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
