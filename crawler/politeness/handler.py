"""Scrapy's download handler for http and https, behind a turn: nothing reaches a portal around it."""

from __future__ import annotations

from typing import ClassVar, Self
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, NotSupported
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.clock import utc_now
from crawler.politeness.conduct import conduct_of_crawler
from crawler.politeness.retry_after import retry_after
from crawler.politeness.rules import USUAL, host_of

HTTP = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"
BROWSER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
"""Also sends what needs no browser, and is only started where a registry row asks for one."""


class PoliteHandler(BaseDownloadHandler):
    """Sends with the handler that the setting ``SENDING_HANDLER`` names.

    Both schemes share one instance: a second one would be a second browser.
    """

    _instances: ClassVar[WeakKeyDictionary[Crawler, PoliteHandler]] = WeakKeyDictionary()

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.turns = conduct_of_crawler(crawler).turns
        self._sender = build_from_crawler(load_object(crawler.settings.get("SENDING_HANDLER", HTTP)), crawler)
        # an attempt of the connection pool's own, on a connection that has gone stale, would pass by the turn
        self._sender._pool.retryAutomatically = False
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
        request.meta["autothrottle_dont_adjust_delay"] = self.turns.manners(host).delay < USUAL.delay
        async with self.turns.turn(host):
            try:
                response: Response = await self._sender.download_request(request)
            except (DownloadCancelledError, IgnoreRequest, NotSupported):
                raise
            except Exception:
                self.turns.silent(host)
                raise
            self.turns.heard(host, response.status, _named_wait(response), request.meta.get("kind") == "robots")
            return response

    async def close(self) -> None:
        if not self._is_closed:
            self._is_closed = True
            await self._sender.close()


def _named_wait(response: Response) -> float | None:
    if response.status < 400:
        return None
    return retry_after(_header(response, "Retry-After"), utc_now(), _header(response, "Date"))


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return None if value is None else value.decode("latin-1")
