"""The archive in the downloader's way: what it knows is not asked again, and what is asked is recorded, whatever it brings."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.answers import Judgement, judge
from crawler.answers.failures import describe_error, failure
from crawler.archive import iso
from crawler.charset import in_its_charset
from crawler.clock import utc_now
from crawler.crawl import Crawl
from crawler.due_dates import window
from crawler.hosts import PublicResolver
from crawler.media import media_type
from crawler.politeness.turns import Postponed
from crawler.purpose import purpose_of
from crawler.tls import tls_facts
from store.capture import Capture
from store.errors import ArchiveError

logger = logging.getLogger(__name__)

ARCHIVED, NOT_MODIFIED, TOO_LARGE = "archived", "not_modified", "too_large"
"""Response flags: from the archive; confirmed by a 304 just now; unpacked to more than is taken."""

DATA_LOSS = "dataloss"
"""Scrapy's flag of a body that is shorter than announced."""

VALIDATORS = (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified"))
PRIVATE_HEADERS = (b"Cookie", b"Authorization")


class ArchiveMiddleware:
    """Answers from the archive while a capture is fresh; records each request that went out or was refused.

    It sits right behind decompression: redirects, errors and every retry are captures of their own. A response carries
    its capture record in ``meta["capture"]``. A page that is no longer fresh is asked for conditionally, and one that has
    not changed is given from the archive. A purpose that says ``revalidate`` asks so while it is fresh, too.
    """

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.archive = crawl.archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        return cls(crawl_of(crawler))

    def process_request(self, request: Request) -> Response | None:
        for stale in ("capture", "wire_headers"):
            request.meta.pop(stale, None)
        for name, _ in VALIDATORS:
            request.headers.pop(name, None)
        # who is sent to where he was just now is meant to ask again, with what he has been given
        if not purpose_of(request).revalidate and request.url not in request.meta.get("redirect_urls", ()):
            kind = kind_of(request)
            capture = self.archive.fresh(
                request.url, window(kind), request.method, _body(request), not_here=window(kind, "not_here")
            )
            archived = capture and self._archived(request, capture, ARCHIVED)
            if archived:
                self.crawl.totals["from_archive"] += 1
                return archived
        self._ask_conditionally(request)
        request.meta["download_fail_on_dataloss"] = False
        return None

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        if ARCHIVED in response.flags:
            return response
        if response.status == 304:
            return await self._confirmed(request, response)
        judgement, headers = self._judged(request, response)
        is_kept = TOO_LARGE not in response.flags
        # other hosts go on while these bytes reach the disk
        sha256 = await self.archive.store(response.body) if is_kept else None
        await self._record(
            request,
            judgement,
            final_url=response.url,
            status=response.status,
            response_headers=headers,
            media_type=media_type(response.body, _content_type(response)) if is_kept else None,
            sha256=sha256,
            size=len(response.body) if is_kept else None,
            tls=tls_facts(response.certificate),
        )
        # set anew for each answer: what a retry brings may be followed
        request.meta["dont_redirect"] = judgement.outcome != "ok"
        return in_its_charset(response)

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Record a request that brought no response; one that is put off, or that stands for another's answer, leaves no record."""
        if isinstance(exception, Postponed) or hasattr(exception, "capture") or self.crawl.meets(exception):
            return
        judgement, error = failure(exception), describe_error(exception)
        host = urlsplit(request.url).hostname or ""
        if judgement.label == "dns" and host in PublicResolver.private:
            judgement = Judgement("refused", "private_address")
            error = f"{host} resolves to the private address {PublicResolver.private[host]}"
        await self._record(request, judgement, error=error)

    def _judged(self, request: Request, response: Response) -> tuple[Judgement, dict[str, str]]:
        headers: dict[str, str] = request.meta.pop("wire_headers", None) or text_headers(response.headers)
        if TOO_LARGE in response.flags:
            return Judgement("too_large"), headers
        if DATA_LOSS in response.flags:
            return Judgement("truncated"), headers
        kind = media_type(response.body, _content_type(response))
        came_from = tuple(request.meta.get("redirect_urls", ()))
        return judge(kind_of(request), request.url, response.status, headers, response.body, kind, came_from), headers

    def _ask_conditionally(self, request: Request) -> None:
        """A browser asks as it does; whatever it is sent is the page."""
        if request.method != "GET" or request.meta.get("unconditional") or request.meta.get("playwright"):
            return
        good = self._last_good(request)
        if good is None:
            return
        known = {name.lower(): value for name, value in good.response_headers.items()}
        for name, validator in VALIDATORS:
            if validator in known:
                request.headers[name] = known[validator]

    async def _confirmed(self, request: Request, response: Response) -> Request | Response:
        """The archived page that a 304 stands for; if the archive lacks it, it is asked for without conditions."""
        good = self._last_good(request)
        is_asked = any(name in request.headers for name, _ in VALIDATORS)
        page = _response_from(good, self._bytes(good), NOT_MODIFIED) if good and is_asked else None
        facts = {"final_url": response.url, "status": 304, "response_headers": text_headers(response.headers)}
        if good is None or page is None:
            await self._record(request, Judgement("http_error"), **facts)
            if request.meta.get("unconditional"):
                return response
            return request.replace(meta={**request.meta, "unconditional": True}, dont_filter=True)
        kept = {"sha256": good.sha256, "size": good.size, "media_type": good.media_type}
        await self._record(request, Judgement("not_modified"), **facts, **kept, tls=tls_facts(response.certificate))
        return page

    def _archived(self, request: Request, capture: Capture, flag: str) -> Response | None:
        """The response that a capture stands for; ``None`` if its bytes are not to be had."""
        page = self._last_good(request) if capture.outcome == "not_modified" else capture
        body = self._bytes(capture)
        if page is None or body is None:
            return None
        request.meta["capture"] = capture
        return _response_from(page, body, flag)

    def _last_good(self, request: Request) -> Capture | None:
        capture = self.archive.last_good(request.url, request.method, _body(request))
        is_there = capture is not None and capture.sha256 is not None and self.archive.has(capture.sha256)
        return capture if is_there else None

    def _bytes(self, capture: Capture) -> bytes | None:
        if capture.sha256 is None:
            return None
        try:
            return self.archive.get(capture.sha256)
        except ArchiveError as error:
            logger.warning("%s: fetched again", error)
            return None

    async def _record(self, request: Request, judgement: Judgement, **facts: Any) -> None:
        now = utc_now()
        before = self.archive.last_good(request.url, request.method, _body(request)) if facts.get("sha256") else None
        sent = now - timedelta(seconds=request.meta.get("download_latency", 0.0))
        capture = Capture(
            capture_id=self.archive.next_capture_id(self.crawl.run_id, request.url),
            run_id=self.crawl.run_id,
            bureau_code=purpose_of(request).bureau_code,
            kind=kind_of(request),
            url=request.url,
            redirected_from=tuple(request.meta.get("redirect_urls", ())),
            redirected_by=tuple(str(reason) for reason in request.meta.get("redirect_reasons", ())),
            method=request.method,
            request_body=_body(request),
            requested_at=iso(sent),
            captured_at=iso(now),
            request_headers=text_headers(request.headers),
            reason=purpose_of(request).reason,
            outcome=judgement.outcome,
            label=judgement.label,
            before_sha256=before.sha256 if before else None,
            **facts,
        )
        await self.archive.log_capture(capture)
        request.meta["capture"] = capture
        self.crawl.count_capture(capture)


def crawl_of(crawler: Crawler) -> Crawl:
    """The crawl that this crawler's spider belongs to."""
    crawl = getattr(crawler.spider, "crawl", None)
    if not isinstance(crawl, Crawl):
        raise TypeError("a spider of this project is started with a Crawl")
    return crawl


def kind_of(request: Request) -> str:
    """What a request is for; ``robots`` is also known by its address."""
    return "robots" if urlsplit(request.url).path == "/robots.txt" else purpose_of(request).kind


def text_headers(headers: Headers) -> dict[str, str]:
    """Headers as text, without those that only concern the asker."""
    return {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in headers.items()
        if name not in PRIVATE_HEADERS
    }


def _response_from(capture: Capture, body: bytes | None, flag: str) -> Response | None:
    if body is None:
        return None
    headers = Headers({name: value for name, value in capture.response_headers.items() if name != "Content-Encoding"})
    kind = responsetypes.from_args(headers=headers, url=capture.url, body=body)
    flags = [ARCHIVED] if flag == ARCHIVED else [ARCHIVED, flag]
    return in_its_charset(kind(capture.url, status=capture.status or 200, headers=headers, body=body, flags=flags))


def _body(request: Request) -> str | None:
    return request.body.decode("utf-8", "replace") or None


def _content_type(response: Response) -> str | None:
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None
