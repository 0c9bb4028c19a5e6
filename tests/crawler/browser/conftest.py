"""A portal, and the handler that renders its pages with a real Chromium."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

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
from tests.crawler.portal import Portal

RUN = "20250131T023000Z-0a1b"
HOST = "127.0.0.41"
LIMITS = Limits(idle_seconds=30, grace_seconds=30)


@pytest.fixture
def site(new_portal) -> Portal:
    return new_portal(HOST)


@pytest.fixture
def rendering(site: Portal, tmp_path, monkeypatch) -> Callable[..., object]:
    """``async with rendering() as render``: ``await render(path)`` is the response, or raises what the crawl would."""
    from crawler.browser import handler as module

    monkeypatch.setattr("scrapy_playwright.handler.verify_installed_reactor", lambda reactor: None)

    @asynccontextmanager
    async def opened(robots: str = "", limits: Limits = LIMITS, **manners: object) -> AsyncIterator[object]:
        portal = {
            "base_url": site.base_url,
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
            return await handler.download_request(Request(site.base_url + path, meta=meta))

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
