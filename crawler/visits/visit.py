"""One bureau in one night, strategy by strategy.

In order: the registered column; addresses that the platform is known to use, if the column brought nothing; known
reports, and the column that they say they belong to. Last comes the portal's sitemap, if nothing has ever brought a report.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.crawl import Crawl
from crawler.due_dates import discovery_is_due, recheck_is_due
from crawler.frontier import Seen, Walked
from crawler.pages import PageError, Row, column_link
from crawler.platforms import ListRequest, Platform
from crawler.politeness.robots import read_robots
from crawler.progress import Trouble, final_state
from crawler.registry import Bureau
from crawler.visits.context import BureauContext
from crawler.visits.lists import BY_BREADCRUMB, ListScan
from crawler.visits.reports import LEFT_ALONE, ReportReader
from crawler.visits.sitemap import candidates, read_sitemap

DISCOVER = "discover"
"""What the frontier keeps of all strategies together: when they were last through."""

MAX_CANDIDATES = 30
MAX_SITEMAPS = 5


class Visit:
    """The stages of a visit; each gives the requests it starts with, and the next begins when all of it has come to its end.

    A visit has a context, a scan of lists and a reader of reports. It decides what is tried when; they do it.
    """

    def __init__(self, crawl: Crawl, platform: Platform, bureau: Bureau) -> None:
        self.context = BureauContext(crawl, platform, bureau)
        self.frontier, self.progress, self.code = self.context.frontier, self.context.progress, self.context.code
        self.reader = ReportReader(self.context, self._column_of)
        self.lists = ListScan(self.context, self.reader)
        self.candidates_left = MAX_CANDIDATES
        self.reads_sitemap = False
        self._later = iter((self.template, self.known, self.sitemap))

    def go_on(self) -> list[Request | None]:
        """What the next stage that has anything to ask for starts with; empty after the last."""
        return next((requests for stage in self._later if (requests := list(stage()))), [])

    def start(self) -> Iterator[Request | None]:
        """What is due whatever the lists say, and the list that is known to work."""
        for seen in self.frontier.due(self.code, self.context.now()):
            if seen.state == "open" or self.context.crawl.rechecks:
                yield self.reader.ask(seen)
        missing = self.context.platform.unconfirmed(self.context.bureau.portal)
        if missing:
            self.progress.parked = f"portal parameter {', '.join(missing)} is not confirmed"
        strategy, walked = self._list_to_walk(has_column=not missing)
        walked_before = self.frontier.walk(self.code, DISCOVER)
        last = walked_before.ended_at if walked_before else None
        wanted = self.context.crawl.discover
        is_due = wanted == "auto" and discovery_is_due(last, self.context.now())
        self.progress.is_discovering = wanted == "always" or is_due
        if not self.progress.is_discovering:
            return
        if strategy == "column":
            yield from self.lists.walk("column", self.context.platform.first_lists(self.context.bureau))
        elif strategy == "template":
            yield from self.lists.walk("template", self.context.platform.template_lists(self.context.bureau))
        elif walked is not None and walked.url is not None:
            yield from self.lists.walk(BY_BREADCRUMB, [ListRequest(walked.url)], walked.url)

    def template(self) -> Iterator[Request | None]:
        """Once a month, if the column brings nothing; once they bring something, they are walked in its place."""
        walked = self.frontier.walk(self.code, "template")
        is_due = walked is None or walked.rows > 0 or recheck_is_due(walked.ended_at, self.context.now())
        if (
            self.progress.is_discovering
            and is_due
            and "template" not in self.progress.walks
            and not self._brought_any()
        ):
            yield from self.lists.walk("template", self.context.platform.template_lists(self.context.bureau))

    def known(self) -> Iterator[Request | None]:
        """Reports whose addresses the registry knows and that no list has led to."""
        if not self.progress.is_discovering:
            return
        for report in self.context.bureau.known_reports:
            yield from self.reader.candidate(Row(report.url, "", None), "known")
        walked = self.frontier.walk(self.code, BY_BREADCRUMB)
        if walked is None or walked.url is None or BY_BREADCRUMB in self.progress.walks:
            return
        if walked.is_open or (walked.rows > 0 and not self._brought_any()):
            yield from self.lists.walk(BY_BREADCRUMB, [ListRequest(walked.url)], walked.url)

    def sitemap(self) -> Iterator[Request | None]:
        """Once a month, if nothing has ever brought a report; and again if a run has ended while it was read."""
        walked = self.frontier.walk(self.code, "sitemap")
        is_broken_off = walked is not None and walked.is_open
        is_due = walked is None or is_broken_off or recheck_is_due(walked.ended_at, self.context.now())
        is_needed = is_broken_off or not self.frontier.has_report(self.code)
        if not (self.progress.is_discovering and is_due and is_needed) or self.progress.is_held:
            return
        # robots.txt names the sitemaps: a host that was not asked for anything yet is asked for it
        request = Request(f"{self.context.bureau.base_url}/robots.txt")
        yield self.context.ask(request, "robots", "sitemap", self.parse_robots, self._no_robots)

    def parse_robots(self, response: Response) -> Iterator[Request | None]:
        named = read_robots(response.status, response.body).sitemaps or (f"{self.context.bureau.base_url}/sitemap.xml",)
        self._begin_sitemap()
        yield from (self._sitemap(url, depth=0) for url in named[:MAX_SITEMAPS])

    def parse_sitemap(self, response: Response, depth: int) -> Iterator[Request | None]:
        try:
            found = read_sitemap(response.body)
        except PageError as error:
            self.context.tell(response.url, Trouble("wrong_type", None, f"{response.url}: {error}"), "sitemap")
            return
        if found.is_index:
            nested = found.entries[:MAX_SITEMAPS] if depth == 0 else ()
            yield from (self._sitemap(entry.url, depth + 1) for entry in nested)
            return
        for entry in candidates(found.entries, self.context.platform.article_id, self.candidates_left):
            self.candidates_left -= 1
            yield from self.reader.candidate(Row(entry.url, "", None), "sitemap")

    def _column_of(self, page: TextResponse, seen: Seen) -> Iterator[Request | None]:
        """The column that a report says it belongs to, if the registered one brings nothing."""
        if seen.strategy not in ("known", "sitemap") or BY_BREADCRUMB in self.progress.walks or self._brought_any():
            return
        url = column_link(page)
        if url is not None and self.context.may_ask(url):
            self.frontier.open_walk(self.code, BY_BREADCRUMB, url)
            yield from self.lists.walk(BY_BREADCRUMB, [ListRequest(url)], url)

    def broken(self, kind: str) -> None:
        """A page that our own code could not stand."""
        self.context.count("failed")
        self.progress.note(Trouble("failed", "other", "a page could not be read: an error of ours"), kind, "column")

    def conclude(self) -> None:
        """The bureau's state at the end of the run."""
        if self.progress.is_discovering and self.progress.list_trouble is None and not self.progress.is_held:
            self.frontier.close_walk(self.code, DISCOVER, self.context.now(), rows=None)
        if self.reads_sitemap and not self.progress.is_held:
            self.frontier.close_walk(self.code, "sitemap", self.context.now(), rows=None)
        state = final_state(self.progress, has_reports=self.frontier.has_report(self.code))
        self.context.crawl.outcome(self.code, "bureau", state.state, label=state.label, reason=state.reason)

    def _begin_sitemap(self) -> None:
        """It counts as read when the whole visit has ended: until then no list names the reports that it leads to."""
        self.reads_sitemap = True
        self.frontier.open_walk(self.code, "sitemap")

    def _sitemap(self, url: str, depth: int) -> Request | None:
        return self.context.ask(Request(url), "sitemap", "sitemap", self.parse_sitemap, self._no_sitemap, depth=depth)

    def _no_robots(self, failure: Failure) -> Iterator[Request | None]:
        trouble = self.context.trouble(failure, "sitemap", is_expected=True)
        if trouble.outcome not in LEFT_ALONE:
            self._begin_sitemap()
            yield self._sitemap(f"{self.context.bureau.base_url}/sitemap.xml", depth=0)

    def _no_sitemap(self, failure: Failure) -> None:
        self.context.trouble(failure, "sitemap", is_expected=True)

    def _brought_any(self) -> bool:
        """Whether the column, or the template in its place, offers any report."""
        return any(walk.wanted > 0 for walk in self.progress.walks.values())

    def _list_to_walk(self, *, has_column: bool) -> tuple[str | None, Walked | None]:
        """The registered column, unless it is known to bring nothing and another list is known to bring something."""
        column = self.frontier.walk(self.code, "column")
        is_empty = (
            column is not None and not column.rows and not recheck_is_due(column.completed_at, self.context.now())
        )
        if has_column and not is_empty:
            return "column", column
        for strategy in ("template", BY_BREADCRUMB):
            walked = self.frontier.walk(self.code, strategy)
            if walked is not None and walked.rows:
                return strategy, walked
        return ("column", column) if has_column else (None, None)
