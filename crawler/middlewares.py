"""Between the spiders and the network: registered hosts only, every answer through the archive, good answers only.

From the spiders to the network stand `AnswerMiddleware`, `HostsMiddleware`, `PageRedirects`, `ArchiveMiddleware` and
`Decompression`.
"""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.redirect import BaseRedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.answers import led_on
from crawler.archive.record import outcome_of
from crawler.capture import TOO_LARGE, ArchiveMiddleware, crawl_of, kind_of, text_headers
from crawler.crawl import Crawl
from crawler.hosts import RefusedHostError
from crawler.politeness.turns import Postponed
from store.capture import Capture

__all__ = [
    "AnswerMiddleware",
    "ArchiveMiddleware",
    "BadAnswer",
    "Decompression",
    "HostsMiddleware",
    "PageRedirects",
    "crawl_of",
]

GOOD = frozenset({"ok", "not_modified"})
SENTENCES = {
    "not_here": "the portal says, with status {status}, that the page is not here",
    "soft_404": "the portal says, with status {status}, that the page is not here",
    "maintenance": "the portal is being maintained",
    "empty": "the answer is empty",
    "blocked": "the portal blocks the crawler: {label}",
    "truncated": "the answer is incomplete",
    "wrong_type": "the answer has an unexpected media type",
    "http_error": "the portal answers with status {status}",
    "too_large": "the answer is larger than the limit",
}
"""An outcome for people; failures and refusals have words of their own."""


class BadAnswer(IgnoreRequest):
    """An answer that is not the page, or none at all; ``outcome`` and ``label`` are those of the capture that shows it."""

    def __init__(self, outcome: str, label: str | None, capture: Capture) -> None:
        sentence = SENTENCES.get(outcome)
        super().__init__(sentence.format(status=capture.status, label=label) if sentence else capture.error)
        self.outcome = outcome
        self.label = label
        self.capture = capture


class AnswerMiddleware:
    """Outermost: spiders see good pages; everything else, retries and redirects done, is a `BadAnswer` for the errback.

    "Not here" passes if a request's ``handle_httpstatus_list`` has its status. A request that is put off stays
    `Postponed`.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        capture: Capture | None = request.meta.get("capture")
        if capture is None:
            return response
        outcome = outcome_of(capture)
        is_expected = outcome == "not_here" and response.status in request.meta.get("handle_httpstatus_list", ())
        if outcome in GOOD or is_expected:
            return response
        raise BadAnswer(outcome, capture.label, capture)

    def process_exception(self, request: Request, exception: Exception) -> None:
        capture: Capture | None = request.meta.get("capture")
        if capture is not None and not isinstance(exception, (BadAnswer, Postponed)):
            raise BadAnswer(capture.outcome, capture.label, capture) from exception


class HostsMiddleware:
    """Refuses addresses outside the registry, before anything else is asked of them and again at each redirect.

    Portals are asked directly: a proxy would resolve their names for itself, past our check of the addresses.
    """

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostsMiddleware:
        return cls(crawl_of(crawler))

    def process_request(self, request: Request) -> None:
        request.meta.pop("capture", None)
        refusal = self.crawl.hosts.judge(request.url)
        if refusal is not None:
            raise RefusedHostError(refusal)
        request.meta["proxy"] = None


class PageRedirects(BaseRedirectMiddleware):
    """Follows a page that sends on by itself as one that the status line redirects: counted with those, and asked for anew.

    All the other middlewares see what it leads to: hosts, robots.txt, the archive, the turns. Only what was asked for by
    its address is followed: the answer to a form is no page.
    """

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        is_page = response.status == 200 and request.method == "GET" and "capture" in request.meta
        if not is_page or request.meta.get("dont_redirect"):
            return response
        sent = led_on(kind_of(request), request.url, response.body)
        if sent is None or sent.is_back:
            return response
        redirected = self._redirect_request_using_get(request, response, sent.url)
        return self._redirect(redirected, request, sent.how)


class Decompression(HttpCompressionMiddleware):
    """Scrapy's, for answers as they are: one that unpacks to too much, or is not packed as it says, is still an answer."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        if "Content-Encoding" not in response.headers:
            return response
        request.meta["wire_headers"] = text_headers(response.headers)
        plain = response.headers.copy()
        plain.pop("Content-Encoding", None)
        try:
            unpacked: Request | Response = super().process_response(request, response)
        except IgnoreRequest:
            return response.replace(body=b"", headers=plain, flags=[*response.flags, TOO_LARGE])
        except Exception:  # noqa: BLE001 - each packing has errors of its own
            return response.replace(headers=plain)
        return unpacked
