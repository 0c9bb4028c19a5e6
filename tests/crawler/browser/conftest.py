"""A small site of this machine, and the handler that renders its pages with a real Chromium."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from crawler import browser
from crawler.browser import processes
from crawler.browser.watchdog import Limits
from crawler.crawl import Crawl
from crawler.politeness.robots import read_robots
from crawler.politeness.session import politeness_towards
from crawler.purpose import PURPOSE, Purpose
from crawler.registry import load

RUN = "20250131T023000Z-0a1b"
HOST = "127.0.0.41"
LIMITS = Limits(idle_seconds=30, grace_seconds=30)


@dataclass
class Site:
    """Pages by path: a body, or a status with a body and headers; ``asked`` is every request as ``host/path?query``."""

    port: int = 0
    pages: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def url(self, path: str, host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.asked.append(self.headers["Host"].partition(":")[0].replace(HOST, "") + self.path)
            site.headers.update({name.lower(): value for name, value in self.headers.items()})
            page = site.pages.get(path, (404, "not here", {}))
            status, body, headers = page if isinstance(page, tuple) else (200, page, {})
            kind = "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8"
            self.send_response(status)
            for name, value in {"Content-Type": kind, "ETag": '"shell"', **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("", 0), Answer)
    server.daemon_threads = True
    site.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def rendering(site: Site, tmp_path, monkeypatch) -> Callable[..., object]:
    """``async with rendering() as render``: ``await render(path)`` is the response, or raises what the crawl would."""
    from crawler.browser import handler as module

    monkeypatch.setattr("scrapy_playwright.handler.verify_installed_reactor", lambda reactor: None)

    @asynccontextmanager
    async def opened(robots: str = "", limits: Limits = LIMITS, **manners: object) -> AsyncIterator[object]:
        portal = {
            "base_url": site.url(""),
            "column": "/",
            "why_browser": "rows are made by a script",
            "download_delay": 0,
        }
        portal.update(manners)
        bureaus = (replace(load()[0], platform="script", portal=portal, known_reports=()),)
        night = Crawl(tmp_path, RUN, bureaus, politeness_towards(tmp_path, bureaus))
        night.politeness.robots.keep(f"{HOST}:{site.port}", read_robots(200, robots.encode()))
        crawler = Crawler(Spider, Settings({**browser.settings("gongkai/0.1"), "DOWNLOAD_MAXSIZE": 10**6}))
        crawler.spider, crawler.stats = Spider(name="every"), MemoryStatsCollector(crawler)
        crawler.spider.crawl = night
        monkeypatch.setattr(module.BrowserHandler, "limits", limits)
        handler = module.BrowserHandler(crawler)

        async def render(path: str, ready_css: str | None = None) -> object:
            meta = {"playwright": True, PURPOSE: Purpose("list", ready_css=ready_css)}
            return await handler.download_request(Request(site.url(path), meta=meta))

        render.handler = handler
        try:
            yield render
        finally:
            handler.watchdog.stop()
            await handler._end_browser()
            await handler.browser_provider.close()

    return opened


@pytest.fixture
def is_gone() -> Callable[[int], bool]:
    """Whether a process that was killed is no more: the system takes a moment to take its memory back."""

    def is_gone(pid: int) -> bool:
        deadline = time.monotonic() + 20
        while processes.memory_bytes(pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        return processes.memory_bytes(pid) == 0

    return is_gone


@pytest.fixture
def run() -> Callable[..., object]:
    return lambda coroutine: asyncio.run(asyncio.wait_for(coroutine, 120))
