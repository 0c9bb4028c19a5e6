"""Renders pages with scrapy-playwright, one after the other, each in a context of its own.

The browser is started with the first page and replaced when it is worn (`crawler.browser.chromium`). A page that
passes its deadline takes its browser with it. Chromium is killed, the request fails with a timeout, and the next page has
a new one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import Request as Asked
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.browser import RENDERED
from crawler.browser.chromium import Chromium
from crawler.browser.failures import failure
from crawler.browser.guard import NO_WAY_OUT, Guard
from crawler.browser.shared_files import SharedFiles
from crawler.browser.watchdog import Limits, Watchdog
from crawler.hosts import RefusedHostError
from crawler.middlewares import crawl_of
from crawler.purpose import purpose_of

# a page that fails is one line of the log, and that line is not scrapy-playwright's
logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)

LAUNCH_SECONDS = 60.0
CLOSE_SECONDS = 10.0
ANSWER_SECONDS = 60.0
SETTLE_SECONDS = 15.0
"""How long a page is read for after the last thing that it was given."""
BEAT_SECONDS = 1.0
NOT_OF_THE_DOCUMENT = (b"Content-Length", b"Content-Encoding", b"Transfer-Encoding", b"ETag", b"Last-Modified")
"""Headers of the shell that was sent; they say nothing of the document that its scripts have made of it."""
KEPT_META = (
    "download_latency", "redirect_times", "redirect_urls", "redirect_reasons", "playwright_security_details",
)  # fmt: skip


class BrowserHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Sends the requests whose ``meta`` has ``playwright``, in a night in which a registry row asks for a browser."""

    lazy = True
    limits = Limits()

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.crawl = crawl_of(crawler)
        self.shared_files = SharedFiles()
        self.chromium = Chromium(self.config.launch_options, self.crawl.bureaus)
        self.watchdog = Watchdog(self.limits, self.chromium.kill, self.chromium.memory)
        # an attempt of its own would pass by the host's turn
        self.config.target_closed_max_retries = 0
        self._context = crawler.settings.getdict("BROWSER_CONTEXT")
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._one_page = asyncio.Lock()
        self._guard = self._new_guard()
        self._deadline: asyncio.Timeout | None = None

    async def _maybe_launch_in_thread(self) -> None:
        """Nothing is launched with the engine: most nights need no browser."""

    async def download_request(self, request: Request) -> Response:
        # what a page took is its scripts' time, and the turns of what they ask for
        request.meta["autothrottle_dont_adjust_delay"] = True
        async with self._one_page:
            try:
                return await self._render(request)
            except PlaywrightError as error:
                raise failure(error) from error
            finally:
                await self._renew()

    async def _render(self, request: Request) -> Response:
        await self._maybe_launch_browser()
        self.chromium.pages += 1
        self._guard = self._new_guard()
        # what scrapy-playwright leaves in it stays out of the request's own, which may be tried again
        rendering = request.replace(
            meta={
                **request.meta,
                "playwright_context": f"page {self.chromium.pages}",
                "playwright_context_kwargs": self._context,
                "playwright_page_goto_kwargs": {"wait_until": "commit", "timeout": ANSWER_SECONDS * 1000},
            }
        )
        try:
            response = await self._within_limits(self._download_request(rendering))
        except PlaywrightError as error:
            raise self._guard.stopped or error from error
        finally:
            request.meta.update({name: rendering.meta[name] for name in KEPT_META if name in rendering.meta})
        if self._guard.stopped is not None:
            raise self._guard.stopped
        return self._checked(response.replace(request=request))

    async def _within_limits(self, rendering: Awaitable[Response]) -> Response:
        """Raises `DownloadTimeoutError`, and ends the browser, if a page passes its deadline."""
        deadline = self.watchdog.begin()
        beats = asyncio.ensure_future(self._beat())
        try:
            async with asyncio.timeout_at(deadline) as self._deadline:
                return await rendering
        except (TimeoutError, PlaywrightError) as error:
            if self.watchdog.reason is None and not isinstance(error, TimeoutError):
                raise
            self.chromium.kill()
            raise DownloadTimeoutError(self.watchdog.reason or "the page was not done in time") from error
        finally:
            self.watchdog.end()
            self._deadline = None
            beats.cancel()

    async def _beat(self) -> None:
        while True:
            self.watchdog.beat()
            if self._guard.is_waiting:
                self._given()
            await asyncio.sleep(BEAT_SECONDS)

    def _given(self) -> None:
        deadline = self.watchdog.given()
        if self._deadline is not None and not self._deadline.expired():
            self._deadline.reschedule(deadline)

    def _new_guard(self) -> Guard:
        return Guard(self.crawl.hosts, self.crawl.politeness, self._given)

    def _checked(self, response: Response) -> Response:
        """The rendered document; raises if its address is not registered, or it is too big."""
        refusal = self.crawl.hosts.judge(response.url)
        if refusal is not None:
            raise RefusedHostError(refusal)
        if 0 < self._max_size < len(response.body):
            raise DownloadCancelledError(f"the rendered page has more than {self._max_size} bytes (DOWNLOAD_MAXSIZE)")
        headers = response.headers.copy()
        for name in NOT_OF_THE_DOCUMENT:
            headers.pop(name, None)
        return response.replace(headers=headers, flags=[*response.flags, RENDERED])

    async def _create_page(self, request: Request, spider: Spider) -> Page:
        page: Page = await super()._create_page(request, spider)
        await page.add_init_script(NO_WAY_OUT)
        page.on("popup", _close)
        page.on("request", self._guard.sees)
        page.on("response", self.shared_files.keep)
        return page

    def _make_request_handler(self, **about: Any) -> Callable[[Route, Asked], Awaitable[None]]:
        send, guard = super()._make_request_handler(**about), self._guard

        async def answer(route: Route, asked: Asked) -> None:
            item = self.shared_files.get(asked.url, asked.method)
            with suppress(PlaywrightError):
                if item is not None:
                    await route.fulfill(headers=item.headers, body=item.body)
                elif await guard.refuses(asked):
                    # the document stays as it is; after any other error code it would be Chromium's error page
                    await route.abort("aborted")
                else:
                    await send(route, asked)

        return answer

    async def _apply_page_methods(self, page: Page, request: Request, spider: Spider) -> None:
        """Wait until the page shows what it is read for, or asks for nothing more; what is there after that is read."""
        ready_css, given = purpose_of(request).ready_css, -1
        while self._guard.is_waiting or self._guard.given != given:
            given = self._guard.given
            with suppress(PlaywrightTimeout):
                if ready_css:
                    await page.wait_for_selector(ready_css, state="attached", timeout=SETTLE_SECONDS * 1000)
                else:
                    await page.wait_for_load_state("networkidle", timeout=SETTLE_SECONDS * 1000)
                return

    async def _maybe_launch_browser(self) -> None:
        if hasattr(self, "browser"):
            return
        try:
            async with asyncio.timeout(LAUNCH_SECONDS):
                if not hasattr(self, "browser_provider"):
                    await self._launch()
                self.config.launch_options = await self.chromium.launch_options()
                self.browser = await self.browser_provider.launch_browser()
        except TimeoutError as error:
            raise DownloadFailedError("the browser did not start") from error
        self.chromium.launched()

    async def _renew(self) -> None:
        """Leave nothing of a page behind; end a browser that has served long enough, or is not to be trusted."""
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                for wrapper in tuple(self.context_wrappers.values()):
                    await wrapper.context.close()
        except (TimeoutError, PlaywrightError):
            self.chromium.kill()
        if self.chromium.is_worn or not (hasattr(self, "browser") and self.browser.is_connected()):
            await self._end_browser()

    async def _end_browser(self) -> None:
        browser = self.__dict__.pop("browser", None)
        if browser is not None:
            with suppress(TimeoutError, PlaywrightError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await browser.close()
        self.chromium.kill()
        self.context_wrappers.clear()
        self.context_semaphore = asyncio.Semaphore(self.config.max_contexts or 1)

    async def close(self) -> None:
        self.watchdog.stop()
        await self._end_browser()
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await super().close()


async def _close(popup: Page) -> None:
    with suppress(PlaywrightError):
        await popup.close()
