"""What a platform's spider states: where its lists are, how they look, and what follows them.

A spider never looks at the archive, the clock or the ledger: what it gives are plain requests and rows, and
`crawler.visits` makes a visit of them. Which document *is* the report is not decided here.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

import scrapy
from scrapy import Request
from scrapy.http import TextResponse

from crawler.clock import BEIJING, utc_now
from crawler.crawl import Crawl
from crawler.pages import Row, attachment_urls
from crawler.registry import Bureau


class PortalSpider(scrapy.Spider):
    """Base of the platforms' spiders; `crawler.spiders.every` drives them."""

    platform: ClassVar[str]
    body_css: ClassVar[str] = "body"
    """Where an article's attachments stand; where a page has no such place, all of the page counts."""
    image_css: ClassVar[str | None] = None
    """Where the images of a scanned report stand, if not in the body."""

    def __init__(self, night: Crawl, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.night = night

    @abstractmethod
    def first_lists(self, bureau: Bureau) -> Iterable[Request]:
        """The requests that a bureau's lists start with; every portal parameter is known.

        What a request is, is said in its ``meta``, here and wherever lists are asked for: ``kind`` is ``shell`` for a page
        that is only read for parameters of a list; ``is_old`` for a list that only a full walk asks for; ``may_be_missing``
        where "not here" is an answer and no failure; ``is_other_way`` where it asks again for what the page before lacked.
        """

    @abstractmethod
    def list_rows(self, response: TextResponse, bureau: Bureau) -> Iterable[Row]:
        """The rows of one list page, of which a shell has none; raises `PageError` where the page is none."""

    @abstractmethod
    def next_lists(self, response: TextResponse, bureau: Bureau) -> Iterable[Request]:
        """The list pages that follow this one, or the list behind a shell; raises `PageError`."""

    def report_years(self, bureau: Bureau) -> range:
        """The years whose reports are due, newest first."""
        return range(utc_now().astimezone(BEIJING).year - 1, bureau.first_expected_year - 1, -1)

    def template_lists(self, bureau: Bureau) -> Iterable[Request]:
        """Lists at addresses that the platform is known to use, newest first; asked where the column brings nothing."""
        return ()

    def dress(self, request: Request, bureau: Bureau, kind: str) -> Request:
        """The last word on every request of a bureau, whose ``meta`` is complete."""
        return request

    def attachment_urls(self, response: TextResponse, bureau: Bureau) -> Iterable[str]:
        """Absolute addresses of an article's files."""
        return attachment_urls(response, self.body_css, self.image_css)

    def file_headers(self, page_url: str) -> dict[str, str]:
        """Headers that the platform wants with a request for a file of the article at ``page_url``."""
        return {"Referer": page_url}

    @staticmethod
    def article_id(url: str) -> str:
        """What an article is known by at all of its addresses; the address where a platform has no number."""
        return url
