"""What every portal has in common; a platform's spider adds how its lists look.

A spider walks the lists of its bureaus, asks each title whether it is an annual report of this bureau, follows
those, and sights the article and each of its attachments. Pages are read by the platform's pure functions; the
archive, politeness and refusals are the middlewares' work. Which document *is* the report is not decided here.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import scrapy
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.archive import iso, utc_now
from crawler.middlewares import ArchiveMiddleware
from crawler.night import Night, Sighting, SightingKind
from crawler.pages import PageError, Row, attachment_urls, page_title
from crawler.registry import Bureau
from crawler.registry.portal import unconfirmed
from parsing.prose.titles import Title, read_title, same_agency

logger = logging.getLogger(__name__)

MAX_LIST_PAGES = 200
"""Lists of one bureau and run; a portal that offers more is offering the same for ever."""


@dataclass(slots=True)
class Progress:
    """What this run has seen of one bureau: list pages, articles by platform id, attachments by address."""

    list_pages: int = 0
    rows: int = 0
    articles: set[str] = field(default_factory=set)
    attachments: set[str] = field(default_factory=set)


class PortalSpider(scrapy.Spider):
    """Base of the platforms' spiders; started with the `Night` it belongs to."""

    platform: ClassVar[str]
    body_css: ClassVar[str] = "body"
    """Where an article's attachments stand; where a page has no such place, all of the page counts."""

    def __init__(self, night: Night, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.night = night
        self.progress = {bureau.bureau_code: Progress() for bureau in night.bureaus_on(self.platform)}

    @abstractmethod
    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        """The requests that a bureau's lists start with; every portal parameter is known."""

    @abstractmethod
    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        """The rows of one list page; raises `PageError` where the page is none."""

    @abstractmethod
    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        """The list pages that follow this one; asked only while pages bring rows that are new."""

    def template_lists(self, bureau: Bureau) -> Iterable[Request]:
        """Lists at addresses that the platform is known to use, newest first; asked where the column brought nothing."""
        return ()

    def attachment_urls(self, response: TextResponse, bureau: Bureau) -> Iterable[str]:
        """Absolute addresses of an article's files."""
        return attachment_urls(response, self.body_css)

    def file_headers(self, page_url: str) -> dict[str, str]:
        """Headers that the platform wants with a request for a file of the article at ``page_url``."""
        return {"Referer": page_url}

    @staticmethod
    def article_id(url: str) -> str:
        """What an article is known by at all of its addresses; the address where a platform has no number."""
        return url

    def start_requests_of(self, bureau: Bureau) -> Iterator[Request]:
        missing = unconfirmed(self.platform, bureau.portal)
        if missing:
            self._fail(bureau, f"parked: portal parameter {', '.join(missing)} is not confirmed")
            return
        for request in self.first_lists(bureau):
            yield self._as_list(request, bureau)

    def parse_list(self, response: Response, bureau: Bureau) -> Iterator[Request]:
        progress = self.progress[bureau.bureau_code]
        progress.list_pages += 1
        self.night.count(bureau.bureau_code, "lists")
        try:
            page = _text(response)
            rows = tuple(self.list_rows(page, bureau))
            new = [row for row in rows if self.article_id(row.url) not in progress.articles]
            progress.rows += len(new)
            for row in new:
                yield from self._follow(row, page, bureau)
            if rows and not new:
                return
            if progress.list_pages >= MAX_LIST_PAGES:
                raise PageError(f"the list has not ended after {MAX_LIST_PAGES} pages")
            for request in self.next_lists(page, bureau):
                yield self._as_list(request, bureau)
        except PageError as error:
            self._fail(bureau, f"{response.url}: {error}")

    def parse_report(self, response: Response, bureau: Bureau, row: Row, found_on: str) -> Iterator[Request | Sighting]:
        if row.is_cut_short:
            title = page_title(response)
            if title is None or not self._is_wanted(read_title(title), title, bureau):
                return
            row = replace(row, title=title)
        self.night.count(bureau.bureau_code, "reports")
        yield self._sighting(response, "report", bureau, row, found_on)
        linked = self.attachment_urls(response, bureau) if isinstance(response, TextResponse) else ()
        progress = self.progress[bureau.bureau_code]
        for url in dict.fromkeys((*row.attachments, *linked)):
            if url not in progress.attachments:
                progress.attachments.add(url)
                yield self._request(
                    url,
                    bureau,
                    "attachment",
                    headers=self.file_headers(response.url),
                    callback=self.parse_attachment,
                    cb_kwargs={"bureau": bureau, "row": row, "found_on": response.url},
                )

    def parse_attachment(self, response: Response, bureau: Bureau, row: Row, found_on: str) -> Iterator[Sighting]:
        self.night.count(bureau.bureau_code, "attachments")
        yield self._sighting(response, "attachment", bureau, row, found_on)

    def failed(self, failure: Failure) -> None:
        """Errback of every request: the capture log says what happened, the bureau's tally counts it."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error = failure.value
        if error is None:
            raise TypeError("an errback was called without an error")
        if not isinstance(error, HttpError):
            ArchiveMiddleware(self.night).record_failure(request, error)
        is_refused = isinstance(error, IgnoreRequest) and not isinstance(error, HttpError)
        # a link that leads elsewhere is no failure of the bureau; a list that may not be read is
        if not is_refused or request.meta["kind"] in ("list", "shell"):
            self.night.count(request.meta["bureau_code"], "failed")
        logger.warning("%s %s: %s", request.url, "refused" if is_refused else "failed", error)

    def _follow(self, row: Row, page: Response, bureau: Bureau) -> Iterator[Request]:
        self.progress[bureau.bureau_code].articles.add(self.article_id(row.url))
        title = read_title(row.title)
        if not title.is_cut_short and not self._is_wanted(title, row.title, bureau):
            return
        yield self._request(
            row.url,
            bureau,
            "report",
            callback=self.parse_report,
            cb_kwargs={
                "bureau": bureau,
                "row": replace(row, is_cut_short=title.is_cut_short),
                "found_on": page.url,
            },
        )

    def _is_wanted(self, title: Title, printed: str, bureau: Bureau) -> bool:
        reason = title.reason
        if title.is_annual_report and not same_agency(title.agency_name, bureau.printed_names):
            reason = f"a report of {title.agency_name}"
        if reason is None:
            return True
        self.night.count(bureau.bureau_code, "passed_over")
        logger.info("%s passed over %s: %s", bureau.bureau_code, printed, reason)
        return False

    def _as_list(self, request: Request, bureau: Bureau) -> Request:
        kwargs = {**request.cb_kwargs, "bureau": bureau}
        kind = request.meta.get("kind", "list")
        return self._dress(request.replace(callback=self.parse_list, cb_kwargs=kwargs), bureau, kind)

    def _request(self, url: str, bureau: Bureau, kind: str, **kwargs: Any) -> Request:
        return self._dress(Request(url, **kwargs), bureau, kind)

    def _dress(self, request: Request, bureau: Bureau, kind: str) -> Request:
        # two bureaus may share a list or an article: each has its own record of what it has seen
        meta = {"reason": "hunt", **request.meta, "bureau_code": bureau.bureau_code, "kind": kind}
        return request.replace(meta=meta, errback=self.failed, dont_filter=True)

    def _fail(self, bureau: Bureau, reason: str) -> None:
        self.night.count(bureau.bureau_code, "failed")
        logger.warning("%s %s", bureau.bureau_code, reason)

    def _sighting(self, response: Response, kind: SightingKind, bureau: Bureau, row: Row, found_on: str) -> Sighting:
        capture = response.meta["capture"]
        return Sighting(
            bureau_code=bureau.bureau_code,
            url=response.url,
            sha256=capture["sha256"],
            capture_id=capture["capture_id"],
            seen_at=iso(utc_now()),
            kind=kind,
            list_title=row.title,
            published_on=row.published_on,
            media_type=capture["media_type"],
            found_on=found_on,
        )


def _text(response: Response) -> TextResponse:
    if not isinstance(response, TextResponse):
        raise PageError("the list is no text")
    return response
