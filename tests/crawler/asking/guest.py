"""Asks addresses as a night does, without a spider of a platform: ``guest.py JSON`` prints what came of each.

The JSON has ``home``, ``run``, ``origins`` (of registered bureaus), ``asked`` (addresses, in order, with the kind of each),
``later`` (seconds), further ``purpose`` and ``meta`` of every request, ``names`` (what each name resolves to), further Scrapy ``settings``, and the
``platform`` of the bureaus.
"""

from __future__ import annotations

import json
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

_resolve = socket.getaddrinfo


def resolved(names: dict[str, list[str]]) -> Any:
    """A resolver that knows ``names`` and addresses, and asks nobody."""

    def getaddrinfo(host: str, port: Any, *arguments: Any, **keywords: Any) -> list[Any]:
        return [
            answer
            for address in names.get(host, [host])
            for answer in _resolve(address, port, *arguments, **{**keywords, "flags": socket.AI_NUMERICHOST})
        ]

    return getaddrinfo


def main(wanted: dict[str, Any]) -> None:
    import scrapy
    from scrapy.crawler import CrawlerProcess

    from crawler import clock
    from crawler.crawl import Crawl
    from crawler.politeness.session import politeness_towards
    from crawler.purpose import PURPOSE, Purpose
    from crawler.registry import load
    from crawler.settings import settings

    class Guest(scrapy.Spider):
        name = "guest"

        def __init__(self, crawl: Crawl, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.crawl = crawl
            self.results: dict[str, Any] = {}

        async def start(self):
            for number, (url, kind) in enumerate(wanted["asked"]):
                meta = {PURPOSE: Purpose(kind, **wanted["purpose"]), "asked": url, **wanted["meta"]}
                yield scrapy.Request(
                    url, self.parse, errback=self.failed, meta=meta, dont_filter=True, priority=-number
                )

        def parse(self, response: Any) -> None:
            capture = response.meta["capture"]
            self.results[response.meta["asked"]] = {
                "outcome": capture.outcome,
                "capture": capture.as_record(),
                "status": response.status,
                "url": response.url,
                "length": len(response.body),
                "text": getattr(response, "text", "")[:200],
                "flags": response.flags,
            }

        def failed(self, failure: Any) -> None:
            error = failure.value
            self.results[failure.request.meta["asked"]] = {
                "outcome": getattr(error, "outcome", None),
                "label": getattr(error, "label", None),
                "capture": error.capture.as_record() if hasattr(error, "capture") else None,
                "error": f"{type(error).__name__}: {error}",
            }

    template = load()[0]
    bureaus = tuple(
        replace(
            template,
            bureau_code=f"hrss-{900000 + number}",
            platform=wanted["platform"],
            portal={"base_url": origin, "column": None, "download_delay": 0, "cool_down": 0},
            known_reports=(),
        )
        for number, origin in enumerate(wanted["origins"])
    )
    clock.shift(wanted["later"])
    socket.getaddrinfo = resolved(wanted["names"])
    home = Path(wanted["home"])
    with Crawl(home, wanted["run"], bureaus, politeness_towards(home, bureaus, any_hour=True)) as crawl:
        process = CrawlerProcess(
            {
                **settings(bureaus, "WARNING"),
                "CONCURRENT_REQUESTS": 1,
                "RETRY_TIMES": 0,
                "DOWNLOAD_TIMEOUT": 20,
                "DOWNLOAD_MAXSIZE": 1024 * 1024,
                **wanted["settings"],
            }
        )
        crawler = process.create_crawler(Guest)
        process.crawl(crawler, crawl=crawl)
        process.start()
        json.dump(crawler.spider.results, sys.stdout)


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    # Twisted takes its resolver when it is imported
    socket.getaddrinfo = resolved(asked["names"])
    main(asked)
