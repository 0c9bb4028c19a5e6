"""The one spider of a night: it drives the spiders of all platforms, so that a host is one download slot whoever asks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.night import Night
from crawler.spiders import SPIDERS, PortalSpider


class EverySpider(scrapy.Spider):
    """Started with the `Night`; the platforms' spiders are never run by themselves."""

    name = "every"

    def __init__(self, night: Night, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.night = night
        self.spiders: dict[str, PortalSpider] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.spiders = {
            platform: SPIDERS[platform].from_crawler(crawler, night=spider.night)
            for platform in sorted({bureau.platform for bureau in spider.night.bureaus})
        }
        crawler.signals.connect(spider.broken, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for bureau in self.night.bureaus:
            for request in self.spiders[bureau.platform].start_requests_of(bureau):
                yield request

    def broken(self, response: Response | None) -> None:
        """A page that our own code could not stand: Scrapy logs where, the bureau's tally counts it."""
        if response is not None:
            self.night.count(response.meta["bureau_code"], "failed")
