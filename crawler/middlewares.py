"""Between the spiders and the network: registered hosts only, and every answer through the archive."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.archive import ArchiveError, Record, iso, moment, utc_now
from crawler.media import media_type
from crawler.night import Night
from crawler.registry.portal import is_loopback

logger = logging.getLogger(__name__)

WINDOWS: dict[str, timedelta] = {
    "list": timedelta(hours=12),
    "robots": timedelta(hours=24),
    "report": timedelta(days=30),
    "attachment": timedelta(days=30),
}
"""How long a capture of each kind is as good as the page; "not here" (404, 410) never longer than a list."""

ARCHIVED = "archived"
"""Response flag of an answer from the archive."""


class HostsMiddleware:
    """Refuses addresses outside the registry, first of all and again at each redirect.

    Practice portals are asked directly, never through a proxy, and at the pace their registry row states.
    """

    def __init__(self, night: Night) -> None:
        self.night = night
        self.own_pace = {
            urlsplit(bureau.base_url).hostname for bureau in night.bureaus if "download_delay" in bureau.portal
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HostsMiddleware:
        return cls(night_of(crawler))

    def process_request(self, request: Request) -> None:
        refusal = self.night.hosts.refusal(request.url)
        if refusal is not None:
            raise IgnoreRequest(refusal)
        host = urlsplit(request.url).hostname or ""
        if is_loopback(host):
            request.meta["proxy"] = None
        if host in self.own_pace:
            request.meta["autothrottle_dont_adjust_delay"] = True


class ArchiveMiddleware:
    """Answers from the archive while a capture is fresh; records each request that went out or was refused.

    It sits right behind decompression: redirects, errors and every retry are captures of their own. A response
    carries its capture record in ``meta["capture"]``.
    """

    def __init__(self, night: Night) -> None:
        self.night = night

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        return cls(night_of(crawler))

    def process_request(self, request: Request) -> Response | None:
        request.meta.pop("is_recorded", None)
        record = self._fresh(request)
        if record is not None:
            try:
                body = self.night.archive.get(record["sha256"])
            except ArchiveError as error:
                logger.warning("%s: fetched again", error)
            else:
                request.meta["capture"] = record
                self.night.totals["from_archive"] += 1
                return _response_from(record, body)
        self.night.totals["requests"] += 1
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        if ARCHIVED not in response.flags:
            sha256 = self.night.archive.put(response.body)
            request.meta["capture"] = self._record(
                request,
                final_url=response.url,
                status=response.status,
                response_headers=_text_headers(response.headers),
                media_type=media_type(response.body, _content_type(response)),
                sha256=sha256,
                size=len(response.body),
                outcome="ok" if response.status < 400 else "http_error",
            )
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self.record_failure(request, exception)

    def record_failure(self, request: Request, exception: BaseException) -> None:
        """Record a request that brought no response, once."""
        if not request.meta.get("is_recorded"):
            self._record(request, outcome=_outcome(exception), error=_one_line(exception))
            request.meta["is_recorded"] = True

    def _fresh(self, request: Request) -> Record | None:
        archive, window = self.night.archive, WINDOWS[_kind(request)]
        record = archive.fresh(request.url, window, request.method, _body(request))
        if record is None or record["outcome"] == "ok":
            return record
        return record if utc_now() - moment(record["captured_at"]) < WINDOWS["list"] else None

    def _record(self, request: Request, **facts: Any) -> Record:
        now = utc_now()
        sent = now - timedelta(seconds=request.meta.get("download_latency", 0.0))
        record: Record = {
            "capture_id": self.night.archive.next_capture_id(self.night.run_id, request.url),
            "run_id": self.night.run_id,
            "bureau_code": request.meta.get("bureau_code"),
            "kind": _kind(request),
            "url": request.url,
            "final_url": None,
            "method": request.method,
            "request_body": _body(request),
            "requested_at": iso(sent),
            "captured_at": iso(now),
            "status": None,
            "request_headers": _text_headers(request.headers),
            "response_headers": {},
            "media_type": None,
            "sha256": None,
            "size": None,
            "reason": "hunt",
            "error": None,
            **facts,
        }
        self.night.archive.append_capture(record)
        self.night.totals["captures"] += 1
        if record["outcome"] == "refused":
            self.night.totals["refused"] += 1
        return record


def night_of(crawler: Crawler) -> Night:
    """The run that this crawler's spider belongs to."""
    night = getattr(crawler.spider, "night", None)
    if not isinstance(night, Night):
        raise TypeError("a spider of this project is started with a Night")
    return night


def _response_from(record: Record, body: bytes) -> Response:
    headers = Headers({name: value for name, value in record["response_headers"].items() if name != "Content-Encoding"})
    kind = responsetypes.from_args(headers=headers, url=record["url"], body=body)
    return kind(record["url"], status=record["status"], headers=headers, body=body, flags=[ARCHIVED])


def _outcome(exception: BaseException) -> str:
    if isinstance(exception, DownloadCancelledError) or "DOWNLOAD_MAXSIZE" in str(exception):
        return "too_large"
    return "refused" if isinstance(exception, IgnoreRequest) else "failed"


def _kind(request: Request) -> str:
    """``robots`` for the request that Scrapy itself makes; every other one says what it is for."""
    return "robots" if urlsplit(request.url).path == "/robots.txt" else str(request.meta["kind"])


def _body(request: Request) -> str | None:
    return request.body.decode("utf-8", "replace") or None


def _content_type(response: Response) -> str | None:
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def _text_headers(headers: Headers) -> dict[str, str]:
    return {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in headers.items()
        if name not in (b"Cookie", b"Authorization")
    }


def _one_line(exception: BaseException) -> str:
    return " ".join(f"{type(exception).__name__}: {exception}".split())
