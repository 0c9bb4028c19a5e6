"""Reports and files of one bureau: asked for, judged by their own titles, rechecked, and missed when they are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from scrapy import Request
from scrapy.http import JsonResponse, Response, TextResponse
from twisted.python.failure import Failure

from crawler.archive import iso
from crawler.due_dates import next_try
from crawler.evidence import Evidence, of_page
from crawler.frontier import Seen
from crawler.pages import Row, body_text, canonical, is_address, page_titles
from crawler.progress import Trouble
from crawler.visits import scans
from crawler.visits.context import REASONS, BureauContext, capture_of
from crawler.visits.records import ReportRecords
from parsing.prose.titles import read_title

GONE = ("not_here", "soft_404")
"""Outcomes that say of a page which was there that it is there no more."""

LEFT_ALONE = ("postponed", "blocked")
"""Outcomes that say nothing of the address."""


AfterReport = Callable[[TextResponse, Seen], Iterator[Request | None]]
"""What a report leads to beside its files."""


class ReportReader:
    """The part of a visit that deals with articles and their files."""

    def __init__(self, context: BureauContext, after_report: AfterReport) -> None:
        self.context = context
        self.frontier, self.progress, self.code = context.frontier, context.progress, context.code
        self.after_report = after_report
        self.records = ReportRecords(context)

    def ask(self, seen: Seen, *, is_check: bool = False, is_other: bool = False) -> Request | None:
        """The request for an article or file; ``is_check`` of one that its list no longer offers, ``is_other`` at its second address."""
        reason = "recheck" if seen.sha256 is not None else REASONS.get(seen.strategy, seen.strategy)
        if seen.kind == "attachment":
            self.progress.files.add(seen.key)
            request = Request(seen.url, headers=self.context.platform.file_headers(seen.found_on or seen.url))
            return self.context.ask(request, "attachment", reason, self.parse_file, self.missed, seen=seen)
        self.progress.articles.add(seen.key)
        url = seen.other_url if is_other and seen.other_url else seen.url
        return self.context.ask(
            Request(url), "report", reason, self.parse_report, self.missed,
            revalidate=is_check, seen=seen, is_check=is_check, is_other=is_other,
        )  # fmt: skip

    def candidate(self, row: Row, strategy: str) -> Iterator[Request | None]:
        """An address that no list has offered, unless it is known already."""
        key = self.context.platform.article_id(row.url)
        if key not in self.progress.articles and self.is_unasked(self.frontier.get(self.code, "report", key), row):
            seen = self.opened(key, row, None, strategy)
            self.frontier.save(seen)
            yield self.ask(seen)

    def opened(self, key: str, row: Row, found_on: str | None, strategy: str) -> Seen:
        """A row that is to be asked for."""
        return Seen(
            bureau_code=self.code,
            kind="report",
            key=key,
            url=canonical(row.url),
            other_url=canonical(row.other_url) if row.other_url else None,
            title=None if row.is_cut_short else row.title or None,
            published_on=row.published_on,
            found_on=found_on,
            files=tuple(canonical(url) for url in row.attachments if is_address(url)),
            strategy=strategy,
            is_listed=found_on is not None,
            state="open",
            due_at=iso(self.context.now()),
        )

    def is_unasked(self, known: Seen | None, row: Row) -> bool:
        """Whether nobody has asked for the row's article: it is new, or a title or an unknown host was the reason not to."""
        if known is None:
            return True
        may_be = any(self.context.may_ask(url) for url in (row.url, row.other_url) if url)
        return known.state == "refused" and known.sha256 is None and may_be

    def parse_report(self, response: Response, seen: Seen, is_check: bool, is_other: bool) -> Iterator[Request | None]:
        page = response if isinstance(response, TextResponse) and not isinstance(response, JsonResponse) else None
        evidence = self._evidence(response, seen)
        if evidence.finding != "report":
            self.records.refuse(response, seen, evidence)
            return
        found = self.context.platform.attachment_urls(page) if page is not None else ()
        files = tuple(dict.fromkeys(canonical(url) for url in (*seen.files, *found) if is_address(url)))
        if (
            page is not None
            and seen.other_url
            and not is_other
            and not files
            and not body_text(page, self.context.platform.body_css)
        ):
            yield self.ask(seen, is_other=True)
            return
        second = seen.url if is_other else seen.other_url
        self.context.count("reports")
        title = evidence.title if seen.title is None or read_title(seen.title).is_cut_short else seen.title
        current = replace(seen, url=response.url, other_url=second if second != response.url else None, title=title)
        if seen.state in ("open", "refused"):
            self.progress.new += 1
        self.records.keep(response, seen, replace(current, files=files, is_listed=seen.is_listed and not is_check))
        if is_check:
            reason = "the list no longer offers the report, which is still there"
            self.context.tell(
                response.url, Trouble("unlisted", None, reason, capture_of(response).capture_id), seen.strategy
            )
        for url in files:
            yield from self._file(url, current)
        if page is not None:
            yield from self.after_report(page, current)

    def parse_file(self, response: Response, seen: Seen) -> None:
        self.context.count("attachments")
        article = self.frontier.article_at(self.code, seen.found_on) if seen.found_on else None
        pages = scans.pages_of(article.files) if article is not None else ()
        # the address that the article names stays the file's own: a download may lead to one that is good once
        self.records.keep(response, seen, seen, is_part=seen.key in pages)
        if article is not None and seen.key in pages:
            self.records.bind(article, pages, REASONS.get(seen.strategy, seen.strategy))

    def missed(self, failure: Failure) -> Iterator[Request | None]:
        """Errback of every article and file."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        seen: Seen = kwargs["seen"]
        trouble = self.context.trouble(failure, seen.strategy, is_expected=seen.strategy == "sitemap")
        if seen.other_url and not kwargs["is_other"] and trouble.outcome not in LEFT_ALONE:
            yield self.ask(seen, is_other=True)
        elif trouble.outcome in GONE and seen.sha256 is not None:
            self.records.vanish(replace(seen, is_listed=seen.is_listed and not kwargs.get("is_check")), trouble)
        elif seen.sha256 is None and not self.context.may_ask(seen.url):
            self.frontier.save(replace(seen, state="refused", reason=trouble.reason, due_at=None))
            self.context.tell(seen.url, trouble, seen.strategy, "mirror", report_year=self._year(seen))
        elif trouble.outcome != "postponed":
            due_at = iso(next_try(trouble.outcome, seen.tries + 1, self.context.now()))
            self.frontier.save(replace(seen, tries=seen.tries + 1, due_at=due_at, reason=trouble.reason))
            if seen.strategy != "sitemap":
                self.context.tell(seen.url, trouble, seen.strategy, report_year=self._year(seen))

    def _evidence(self, response: Response, seen: Seen) -> Evidence:
        title = read_title(seen.title) if seen.title else None
        if title is None:
            return of_page(page_titles(response), self.context.bureau.printed_names, None, self._known_year(seen.key))
        row_title = None if title.is_cut_short else seen.title
        return of_page(page_titles(response), self.context.bureau.printed_names, row_title, title.report_year)

    def _year(self, seen: Seen) -> int | None:
        """The year that an unread article is about, by its list's title or the registry."""
        return read_title(seen.title).report_year if seen.title else self._known_year(seen.key)

    def _known_year(self, key: str) -> int | None:
        known = (
            report
            for report in self.context.bureau.known_reports
            if self.context.platform.article_id(report.url) == key
        )
        return next((report.report_year for report in known), None)

    def _file(self, url: str, article: Seen) -> Iterator[Request | None]:
        """The request for a file that nobody has asked for yet; the others are rechecked."""
        if url in self.progress.files or self.frontier.get(self.code, "attachment", url) is not None:
            return
        file = replace(
            article, kind="attachment", key=url, url=url, other_url=None, found_on=article.url, files=(),
            is_listed=False, state="open", reason=None, sha256=None, confirmed_at=None, tries=0, due_at=iso(self.context.now()),
        )  # fmt: skip
        self.frontier.save(file)
        yield self.ask(file)
