"""Asks portals as a night does, without archive and registry: ``guest.py JSON`` prints what came of each address.

The JSON has ``home``, ``urls`` (in the order of asking), ``limits`` (of every host) and further Scrapy ``settings``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import scrapy
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

from crawler.politeness.local_ledger import LocalLedger
from crawler.politeness.robots import Robots
from crawler.politeness.rules import HostLimits, host_of
from crawler.politeness.session import PolitenessSession
from crawler.politeness.turns import Turns
from crawler.purpose import PURPOSE, Purpose
from crawler.settings import MIDDLEWARES, settings
from store.capture import Capture


class Crawl:
    """What politeness knows of a crawl."""

    def __init__(self, home: Path, urls: list[str], limits: HostLimits) -> None:
        turns = Turns(LocalLedger(home), dict.fromkeys(map(host_of, urls), limits))
        self.politeness = PolitenessSession(turns, Robots())


def came(outcome: str, label: str | None = None) -> Capture:
    """A capture of which no more is asked than what came."""
    return Capture(capture_id="", run_id="", kind="list", url="", captured_at="", outcome=outcome, label=label)


class Evidence:
    """Stands for the archive: judges a page that says so to be a wall, or to be cut off."""

    def process_response(self, request: scrapy.Request, response: Response) -> Response:
        request.meta["capture"] = came("ok")
        if b"captcha" in response.body:
            request.meta["capture"] = came("blocked", "captcha")
        if b"cut off" in response.body:
            request.meta["capture"] = came("truncated")
        return response


class Browser(HTTP11DownloadHandler):
    """Stands for the handler of a browser, which renders every other page: says who has sent."""

    async def download_request(self, request: scrapy.Request) -> Response:
        response = await super().download_request(request)
        return response.replace(flags=["browser"])


class Guest(scrapy.Spider):
    name = "guest"

    def __init__(self, crawl: Crawl, urls: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl = crawl
        self.results: dict[str, Any] = dict.fromkeys(urls)

    async def start(self):
        for number, url in enumerate(self.results):
            is_rendered = self.settings["BROWSER_HANDLER"] is not None and number % 2 == 0
            meta = {PURPOSE: Purpose("list"), "asked": url, "proxy": None, "playwright": is_rendered}
            yield scrapy.Request(
                url, self.parse, errback=self.failed, meta=meta, dont_filter=True, priority=len(self.results) - number
            )

    def parse(self, response: Response) -> None:
        self.results[response.meta["asked"]] = "browser" if "browser" in response.flags else response.status

    def failed(self, failure: Any) -> None:
        response = getattr(failure.value, "response", None)
        label = getattr(failure.value, "label", None) or str(failure.value)
        self.results[failure.request.meta["asked"]] = response.status if response is not None else label


def main(wanted: dict[str, Any]) -> None:
    ours = settings((), "WARNING")
    kept = {name: place for name, place in MIDDLEWARES.items() if not name.startswith("crawler.middlewares.")}
    ours["DOWNLOADER_MIDDLEWARES"] = {**kept, Evidence: 930}
    ours |= {
        "CONCURRENT_REQUESTS": 1,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "ITEM_PIPELINES": {},
        "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
        **wanted["settings"],
    }
    if ours["BROWSER_HANDLER"]:
        ours["BROWSER_HANDLER"] = Browser
    process = CrawlerProcess(ours)
    crawler = process.create_crawler(Guest)
    crawl = Crawl(Path(wanted["home"]), wanted["urls"], HostLimits(**wanted["limits"]))
    process.crawl(crawler, crawl=crawl, urls=wanted["urls"])
    process.start()
    print(json.dumps(crawler.spider.results))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
