"""Memory of the browser path over many pages: ``python benchmarks/browser_memory.py [--pages 500]``.

Renders the pages of a small application on this machine with the crawler's own handler, each with a list that a script
makes and some garbage, and prints every 50 pages what Chromium's processes hold, what they held at most since the line
before, and what this process and Playwright's driver hold. Flat means that none of it grows with the pages: Chromium is
replaced every 50, in the middle between two lines, and nothing of a page is left behind here. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scrapy.utils.reactor import install_reactor  # noqa: E402  the path comes first

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

from scrapy import Request, Spider  # noqa: E402  the reactor comes first
from scrapy.crawler import Crawler  # noqa: E402
from scrapy.settings import Settings  # noqa: E402
from scrapy.statscollectors import MemoryStatsCollector  # noqa: E402

from crawler import browser  # noqa: E402
from crawler.browser import processes  # noqa: E402
from crawler.browser.handler import BrowserHandler  # noqa: E402
from crawler.crawl import Crawl  # noqa: E402
from crawler.politeness.robots import read_robots  # noqa: E402
from crawler.politeness.session import politeness_towards  # noqa: E402
from crawler.purpose import PURPOSE, Purpose  # noqa: E402
from crawler.registry import load  # noqa: E402

EVERY = 50
HOST = "127.0.0.51"
MIB = 1024**2
PAGE = b'<html><body><ul id="list"></ul><script src="/app.js"></script></body></html>'
SCRIPT = b"""window.garbage = new Array(25000).fill(0).map((_, n) => ({n}));
fetch("/api").then(answer => answer.json()).then(rows => {
  document.getElementById("list").innerHTML = rows.map(n => `<li class="row"><a href="/detail/${n}">${n}</a></li>`).join("");
});"""
ROWS = str(list(range(200))).encode()


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = {"/app.js": ("text/javascript", SCRIPT), "/api": ("application/json", ROWS)}.get(
            self.path, ("text/html", PAGE)
        )
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Nothing is logged."""


@contextmanager
def site() -> Iterator[str]:
    server = ThreadingHTTPServer((HOST, 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_port}"
    server.shutdown()


def handler_for(base_url: str, home: Path) -> BrowserHandler:
    portal = {"base_url": base_url, "column": "/", "why_browser": "rows are made by a script", "download_delay": 0}
    bureaus = (replace(load()[0], platform="script", portal=portal, known_reports=()),)
    night = Crawl(home, "20250131T023000Z-0a1b", bureaus, politeness_towards(home, bureaus))
    night.politeness.robots.keep(base_url.partition("//")[2], read_robots(404, b""))
    crawler = Crawler(Spider, Settings(browser.settings("gongkai/0.1")))
    crawler.spider, crawler.stats = Spider(name="every"), MemoryStatsCollector(crawler)
    crawler.spider.crawl = night
    return BrowserHandler(crawler)


async def measure(base_url: str, home: Path, pages: int) -> None:
    handler = handler_for(base_url, home)
    started = time.monotonic()
    highest = 0
    print(f"{'page':>6} {'Chromium':>10} {'highest':>10} {'all else':>10} {'seconds':>9}  (MiB)")
    for number in range(1, pages + 1):
        meta = {"playwright": True, PURPOSE: Purpose("list", ready_css=".row")}
        response = await handler.download_request(Request(f"{base_url}/list/{number}", meta=meta))
        if len(response.css(".row")) != 200:
            raise SystemExit(f"page {number} has no rows")
        chromium = handler.chromium.memory()
        highest = max(highest, chromium)
        if number == 1 or number % EVERY == EVERY // 2:
            else_held = processes.memory_bytes(os.getpid()) - chromium
            held = (f"{size // MIB:>10}" for size in (chromium, highest, else_held))
            print(f"{number:>6} {' '.join(held)} {time.monotonic() - started:>9.0f}", flush=True)
            highest = 0
    await handler.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=500)
    options = parser.parse_args()
    with site() as base_url, tempfile.TemporaryDirectory() as home:
        asyncio.run(measure(base_url, Path(home), options.pages))


if __name__ == "__main__":
    main()
