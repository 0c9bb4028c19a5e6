"""Retries: few, each after a longer wait than the one before, and no retry for a host that is on hold."""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.answers.failures import failure
from crawler.politeness.rules import host_of
from crawler.politeness.session import session_of
from crawler.politeness.turns import Turns
from crawler.registry.portal import is_loopback
from store.capture import Capture

PRACTICE_BACKOFF_SECONDS = 0.05


class PatientRetry(RetryMiddleware):
    """Scrapy's retries, each after twice the wait of the one before (``RETRY_BACKOFF_SECONDS``).

    A truncated answer is tried again as a failure is. An answer that puts its host on hold is not: it stands as it is.
    Neither is a certificate that does not hold: it will not the second time.
    """

    turns: Turns

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PatientRetry:
        retry: PatientRetry = super().from_crawler(crawler)
        retry.turns = session_of(crawler).turns
        return retry

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        capture: Capture | None = request.meta.get("capture")
        is_truncated = capture is not None and capture.outcome == "truncated"
        if not is_truncated and response.status not in self.retry_http_codes:
            return response
        if self.turns.refusal(host_of(request.url)) is not None:
            return response
        retry = self._retry(request, "truncated") if is_truncated else super().process_response(request, response)
        result: Request | Response = retry or response
        if isinstance(result, Request):
            await asyncio.sleep(self._wait(result))
        return result

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        if failure(exception).label == "tls_error" or self.turns.refusal(host_of(request.url)) is not None:
            return None
        result: Request | Response | None = super().process_exception(request, exception)
        if isinstance(result, Request):
            await asyncio.sleep(self._wait(result))
        return result

    def _wait(self, retry: Request) -> float:
        host = host_of(retry.url)
        first = (
            PRACTICE_BACKOFF_SECONDS if is_loopback(host) else self.crawler.settings.getfloat("RETRY_BACKOFF_SECONDS")
        )
        return float(first * 2 ** (retry.meta["retry_times"] - 1))
