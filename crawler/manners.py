"""How the crawler behaves towards a portal: robots.txt in every state, and patience before a retry."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from crawler.registry.portal import is_loopback

if TYPE_CHECKING:
    from scrapy.robotstxt import RobotParser

NOTHING_ALLOWED = b"User-agent: *\nDisallow: /\n"
EVERYTHING_ALLOWED = b""
PRACTICE_BACKOFF_SECONDS = 0.05


def robots_body(status: int, body: bytes) -> bytes:
    """The rules that an answer stands for (RFC 9309, 2.3.1).

    A missing file allows everything; a portal that refuses the file, or cannot serve it now, allows nothing.
    """
    if 200 <= status < 300:
        return body
    if status in (401, 403) or status >= 500:
        return NOTHING_ALLOWED
    return EVERYTHING_ALLOWED


class CarefulRobots(RobotsTxtMiddleware):
    """Scrapy's robots.txt rules, with the status of the answer taken into account."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._withheld: dict[str, str] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        reason = self._withheld.get(urlsplit(request.url).netloc)
        if reason is not None:
            raise IgnoreRequest(f"robots.txt cannot be read: {reason}")
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        body = robots_body(response.status, response.body)
        if body == NOTHING_ALLOWED and response.status != 200:
            self._withheld[netloc] = f"status {response.status}"
        await super()._parse_robots(response.replace(body=body), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._withheld[netloc] = str(exc)
        waiting = self._parsers[netloc]
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, NOTHING_ALLOWED)
        self._parsers[netloc] = parser
        if isinstance(waiting, Deferred):
            waiting.callback(parser)


class PatientRetry(RetryMiddleware):
    """Scrapy's retries, each after twice the wait of the one before (``RETRY_BACKOFF_SECONDS``)."""

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        result: Request | Response = super().process_response(request, response)
        if isinstance(result, Request):
            await asyncio.sleep(self._wait(result))
        return result

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        result: Request | Response | None = super().process_exception(request, exception)
        if isinstance(result, Request):
            await asyncio.sleep(self._wait(result))
        return result

    def _wait(self, retry: Request) -> float:
        first = self.crawler.settings.getfloat("RETRY_BACKOFF_SECONDS")
        if is_loopback(urlsplit(retry.url).hostname or ""):
            first = PRACTICE_BACKOFF_SECONDS
        return float(first * 2 ** (retry.meta["retry_times"] - 1))
