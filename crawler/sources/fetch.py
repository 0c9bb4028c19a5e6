"""``python -m crawler.sources.fetch --home HOME --run RUN_ID --url URL``: one page, asked for by all the rules of a crawl.

robots.txt, the host's budget and its night window hold as on any night. A page that the archive has is not asked for
again. Prints one line of JSON: the capture, or ``outcome`` and ``reason`` of what came in its place.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.crawl import Crawl
from crawler.politeness.session import politeness_towards
from crawler.purpose import PURPOSE, Purpose
from crawler.registry import Bureau, BureauName, BureauStatus, RegistryError
from crawler.registry.portal import is_registrable
from crawler.settings import settings
from crawler.visits.context import capture_of, trouble_of
from store.errors import StoreError
from store.settings import read_settings

SHOWN = ("url", "captured_at", "response_headers", "sha256")


class OnePage(scrapy.Spider):
    """Asks for one page; ``answer`` is what became of it."""

    name = "one_page"

    def __init__(self, crawl: Crawl, url: str, answer: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl, self.url, self.answer = crawl, url, answer

    async def start(self) -> AsyncIterator[Any]:
        meta = {PURPOSE: Purpose("list", "known")}
        yield Request(self.url, self.parse, errback=self.missed, meta=meta, dont_filter=True)

    def parse(self, response: Response) -> None:
        capture = capture_of(response)
        self.answer |= {"outcome": "ok", **{name: getattr(capture, name) for name in SHOWN}, "url": response.url}

    def missed(self, failure: Failure) -> None:
        error = failure.value
        trouble = trouble_of(error, self.request_of(failure)) if error else None
        if trouble:
            self.answer |= {"outcome": trouble.outcome, "label": trouble.label, "reason": trouble.reason}

    @staticmethod
    def request_of(failure: Failure) -> Request:
        request: Request = failure.request  # type: ignore[attr-defined]
        return request


def host_row(url: str) -> Bureau:
    """A row that stands for nothing but the host of ``url``; raises ``ValueError`` for one that no row may name."""
    if not is_registrable(url):
        raise ValueError(f"{url} is neither on a .gov.cn host nor on a practice portal")
    parts = urlsplit(url)
    portal = {"base_url": f"{parts.scheme}://{parts.netloc}", "column": None}
    return Bureau(
        bureau_code="hrss-000000",
        names=(BureauName("", "", None, None),),
        aliases=(),
        level="county",
        region_code="000000",
        region_name_zh="",
        region_name_en="",
        platform="links",
        portal=portal,
        known_reports=(),
        first_expected_year=2019,
        status=BureauStatus("active", None, None),
        confirmed=False,
    )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m crawler.sources.fetch", description="Fetch one page politely.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--run", required=True, metavar="RUN_ID")
    parser.add_argument("--url", required=True)
    parser.add_argument("--any-hour", action="store_true")
    options = parser.parse_args(arguments)
    answer: dict[str, Any] = {}
    try:
        wanted = read_settings(options.home)
        bureaus = (host_row(options.url),)
        politeness = politeness_towards(options.home, bureaus, any_hour=options.any_hour)
        crawl = Crawl(options.home, options.run, bureaus, politeness)
        process = CrawlerProcess(settings(bureaus, "ERROR", contact=wanted.contact, chromium=wanted.chromium))
        logging.getLogger("scrapy").setLevel(logging.ERROR)
        process.crawl(process.create_crawler(OnePage), crawl=crawl, url=options.url, answer=answer)
        process.start()
    except (RegistryError, StoreError, ValueError, OSError) as error:
        sys.stderr.write(f"crawler: {error}\n")
        return 1
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
