"""The one spider of a night: it drives a visit to each bureau, so that a host is one download slot whoever asks.

A bureau's later strategy is tried when all that it was asked for before has come to its end; no slow portal holds up another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro

from crawler.browser import NO_BROWSER
from crawler.crawl import Crawl
from crawler.platforms import PLATFORMS
from crawler.purpose import PURPOSE, Purpose
from crawler.visits.visit import Visit
from store.errors import NoStoreError


class EverySpider(scrapy.Spider):
    """Started with the `Crawl`; a platform is no spider, and is asked by a visit only."""

    name = "every"
    custom_settings = {  # noqa: RUF012 - as Scrapy declares it
        # a visit's callbacks give requests, hardly ever an item: workers for items, checks of the callbacks' source and of
        # the requests' meta, and spider middlewares that judge what the downloader's have judged cost more than a page
        "CONCURRENT_ITEMS": 1,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
        "SPIDER_MIDDLEWARES": {
            "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
            "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
            "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
            "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
        },
    }

    def __init__(self, crawl: Crawl, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl = crawl
        self.visits: dict[str, Visit] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.visits = {
            bureau.bureau_code: Visit(spider.crawl, PLATFORMS[bureau.platform], bureau)
            for bureau in spider.crawl.bureaus
            if not (spider.crawl.lacking and PLATFORMS[bureau.platform].needs_browser)
        }
        spider.crawl.halt = spider.halt
        spider.crawl.asked.when_through = spider.through
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.broken, signal=signals.spider_error)
        crawler.signals.connect(spider.closed_by, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for visit in self.visits.values():
            for request in filter(None, visit.start()):
                yield request
            self.crawl.asked.begin(visit.code)

    def through(self, bureau_code: str) -> None:
        """Begin the bureau's next stage that has anything to ask for."""
        if not self.crawl.stopped:
            with self._kept():
                self._send(self.visits[bureau_code].go_on())

    def idle(self) -> None:
        """Nothing is under way: all is kept. A visit whose answer was lost on the way goes on as well."""
        with self._kept():
            self.crawl.keep()
        if self.crawl.stopped:
            return
        with self._kept():
            requests = [request for visit in self.visits.values() for request in visit.go_on()]
            if self._send(requests):
                raise DontCloseSpider

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """What cannot be kept ends the crawl."""
        try:
            yield
        except (OSError, sqlite3.Error, NoStoreError) as error:
            if not self.crawl.meets(error):
                raise

    def halt(self) -> None:
        """End the engine: what is under way comes to its end, nothing more is sent."""
        if self.crawler.engine is not None:
            _ = deferred_from_coro(self.crawler.engine.close_spider_async(reason="stopped"))

    def broken(self, response: Response | None) -> None:
        """A page that our own code could not stand: Scrapy logs where, the bureau's state says that."""
        if response is not None:
            purpose: Purpose = response.meta[PURPOSE]
            self.visits[purpose.bureau_code or ""].broken(purpose.kind)
            self._send([self.crawl.next_in_flight(purpose.key)])

    def _send(self, requests: Iterable[Request | None]) -> bool:
        """Queue what does not wait for another's answer; ``False`` if there is nothing."""
        sent = [request for request in requests if request is not None]
        for request in sent:
            if self.crawler.engine is not None:
                self.crawler.engine.crawl(request)
        return bool(sent)

    def closed_by(self, reason: str) -> None:
        """A run that was stopped has no say on how it came out."""
        self.crawl.is_complete = reason == "finished"
        if self.crawl.is_complete:
            for visit in self.visits.values():
                visit.conclude()
            for bureau in self.crawl.bureaus:
                if bureau.bureau_code not in self.visits:
                    # says nothing of the portal, so nothing is held against it
                    self.crawl.outcome(
                        bureau.bureau_code, "bureau", "postponed", label=NO_BROWSER, reason=self.crawl.lacking
                    )
