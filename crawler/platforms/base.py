"""What a platform is: where its lists are, how they look, what follows them, and what gives it away.

A platform never looks at the archive, the run or the ledger. It gives plain requests for lists and their rows, and
`crawler.visits` makes a visit of them. Which document *is* the report is not decided here.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy.http import TextResponse

from crawler.bureau import Bureau
from crawler.clock import BEIJING, utc_now
from crawler.pages import Row, attachment_urls, link_rows, next_page, reads_like_report
from crawler.platforms.clues import Clue, Sample
from crawler.platforms.parameters import COLUMN, Parameter


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list page that a platform wants; what it must know of the page when the answer comes are fields of a subclass."""

    url: str
    form: Mapping[str, str] | None = field(default=None, kw_only=True)
    """Fields that are posted; without them the page is asked for by its address."""
    referer: str | None = field(default=None, kw_only=True)
    is_shell: bool = field(default=False, kw_only=True)
    """The page is only read for the parameters of a list."""
    is_old: bool = field(default=False, kw_only=True)
    """Only a full walk asks for the page."""
    may_be_missing: bool = field(default=False, kw_only=True)
    """"Not here" is an answer and no failure."""
    is_other_way: bool = field(default=False, kw_only=True)
    """It asks again for what the page before lacked."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """The answer to a request for a list of a bureau."""

    response: TextResponse
    bureau: Bureau
    asked: ListRequest


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a browser is to render a page: it waits for ``ready_css``, or until the page asks for nothing more."""

    ready_css: str | None


class Platform(ABC):
    """One make of portal. It has no state: all that it is asked comes with the question.

    A platform is a module of this folder with one class. Its docstring states the portal's facts as they were seen:
    domains, column, list, rows, pages, article, files, caveats. A portal that is a list in pages starts from
    `ColumnPlatform` and needs little more than those facts. One that answers through an interface starts from here.
    """

    name: ClassVar[str]
    """As the registry and the warehouse have it."""
    parameters: ClassVar[tuple[Parameter, ...]]
    """What a registry row says of a portal of this platform, beside its ``base_url`` and its limits."""
    clues: ClassVar[tuple[Clue, ...]] = ()
    """What gives a page of this platform away."""
    article: ClassVar[re.Pattern[str] | None] = None
    """Found in the path of an article's address; its group is the article's number."""
    body_css: ClassVar[str] = "body"
    """The part of an article that holds its attachments; if a page has no such part, all of it counts."""
    image_css: ClassVar[str | None] = None
    """The images of a scanned report, if they are not in the body."""
    needs_browser: ClassVar[bool] = False

    @abstractmethod
    def first_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        """The pages that a bureau's lists start with; every parameter of its portal is known."""

    @abstractmethod
    def rows(self, page: ListPage) -> Iterable[Row]:
        """The rows of one list page; a shell has no rows. Raises `PageError` if the page is no list."""

    @abstractmethod
    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        """The list pages that follow this one, or the list behind a shell; raises `PageError`."""

    def template_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        """Lists at addresses that the platform is known to use, newest first; asked if the column brings nothing."""
        return ()

    def article_id(self, url: str) -> str:
        """What an article is known by at all of its addresses; the address itself if it has no number."""
        match = self.article.search(urlsplit(url).path) if self.article else None
        return match.group(1) if match else url

    def is_article(self, url: str) -> bool:
        """Whether an address has the form of an article's."""
        return self.article_id(url) != url

    def attachment_urls(self, page: TextResponse) -> Iterable[str]:
        """Absolute addresses of an article's files."""
        return attachment_urls(page, self.body_css, self.image_css)

    def file_headers(self, page_url: str) -> dict[str, str]:
        """Headers that the platform wants with a request for a file of the article at ``page_url``."""
        return {"Referer": page_url}

    def rendering(self, url: str, kind: str, bureau: Bureau) -> Rendering | None:
        """How a browser is to render what is asked for at ``url``; ``None`` if it is asked for without one."""
        return None

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        """Parameters that a page of this platform states by its address or text; nothing is guessed."""
        return {}

    def unconfirmed(self, portal: Mapping[str, Any]) -> tuple[str, ...]:
        """The parameters without which no list can be asked for and that are still null."""
        required = (parameter.name for parameter in self.parameters if parameter.is_required)
        return tuple(name for name in required if portal[name] is None)


class ColumnPlatform(Platform):
    """A list in pages at one address, each linking the next: the shape of most portals.

    What portals of this shape have in common is here. A leaf says what differs: mostly the form of an article's
    address (`article`), often the skin of its rows, at times how the pages are numbered.
    """

    parameters: ClassVar[tuple[Parameter, ...]] = (COLUMN,)
    column_of_article: ClassVar[re.Pattern[str] | None] = None
    """Matches an article's path from its start, if the path names the column; its group is the column's folder."""

    def first_lists(self, bureau: Bureau) -> Iterable[ListRequest]:
        yield ListRequest(self.column_url(bureau))

    def column_url(self, bureau: Bureau) -> str:
        return urljoin(bureau.base_url, str(bureau.portal["column"]))

    def rows(self, page: ListPage) -> Iterable[Row]:
        """Links to articles in any skin, and any link that reads like a report's: a file, another system's document."""
        return [row for row in link_rows(page.response) if self.is_article(row.url) or reads_like_report(row)]

    def next_lists(self, page: ListPage) -> Iterable[ListRequest]:
        following = self.page_after(page.response)
        if following is not None:
            yield ListRequest(following)

    def page_after(self, page: TextResponse) -> str | None:
        """Address of the following page: the link 下一页, never composed."""
        return next_page(page)

    def stated_parameters(self, sample: Sample) -> Mapping[str, Any]:
        article = self.column_of_article.match(sample.path) if self.column_of_article else None
        return {"column": article.group(1) if article else sample.column}


def report_years(bureau: Bureau) -> range:
    """The years whose reports are due, newest first."""
    return range(utc_now().astimezone(BEIJING).year - 1, bureau.first_expected_year - 1, -1)
