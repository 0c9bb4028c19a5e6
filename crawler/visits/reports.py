"""Reports and files of one bureau: asked for, judged by their own titles, sighted, rechecked, and missed when they are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256

from scrapy import Request
from scrapy.http import JsonResponse, Response, TextResponse
from twisted.python.failure import Failure

from crawler.archive import iso
from crawler.due_dates import RECHECK, next_try
from crawler.evidence import Evidence, of_page
from crawler.frontier import Seen, State
from crawler.pages import Row, body_text, canonical, is_address, page_titles
from crawler.progress import Trouble
from crawler.visits import scans
from crawler.visits.context import REASONS, BureauContext, capture_of
from parsing.prose.titles import read_title
from store.landed import Sighting

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
            self._refuse(response, seen, evidence)
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
        self._keep(response, seen, replace(current, files=files, is_listed=seen.is_listed and not is_check))
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
        self._keep(response, seen, seen, is_part=seen.key in pages)
        if article is not None and seen.key in pages:
            self._bind(article, pages, REASONS.get(seen.strategy, seen.strategy))

    def missed(self, failure: Failure) -> Iterator[Request | None]:
        """Errback of every article and file."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        seen: Seen = kwargs["seen"]
        trouble = self.context.trouble(failure, seen.strategy, is_expected=seen.strategy == "sitemap")
        if seen.other_url and not kwargs["is_other"] and trouble.outcome not in LEFT_ALONE:
            yield self.ask(seen, is_other=True)
        elif trouble.outcome in GONE and seen.sha256 is not None:
            self._vanish(replace(seen, is_listed=seen.is_listed and not kwargs.get("is_check")), trouble)
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

    def _refuse(self, response: Response, seen: Seen, evidence: Evidence) -> None:
        """The page says that it is something else: its capture is the evidence, and it is rechecked."""
        self.context.count("passed_over")
        capture, now = capture_of(response), self.context.now()
        self.frontier.save(
            replace(
                seen,
                state="refused",
                reason=evidence.reason,
                sha256=capture.sha256,
                confirmed_at=iso(now),
                due_at=None if evidence.finding == "other" else iso(now + RECHECK),
            )
        )
        is_news = seen.state != "refused" or seen.reason != evidence.reason
        if evidence.finding != "other" and is_news:
            reason = f"{evidence.title}: {evidence.reason}"
            self.context.tell(response.url, Trouble(evidence.finding, None, reason, capture.capture_id), seen.strategy)

    def _bind(self, article: Seen, pages: tuple[str, ...], reason: str) -> None:
        """Sight a scanned report as one document when its last page has come, and again when one has changed."""
        files = [self.frontier.get(self.code, "attachment", url) for url in pages]
        hashes = [file.sha256 for file in files if file is not None and file.state == "present" and file.sha256]
        if len(hashes) < len(pages):
            return
        archive = self.context.crawl.archive
        data = scans.bound([(url, archive.get(page)) for url, page in zip(pages, hashes, strict=True)])
        key = f"{article.url}#images"
        before = self.frontier.get(self.code, "attachment", key)
        if before is not None and before.sha256 == sha256(data).hexdigest():
            return
        capture = scans.archived(archive, self.context.crawl.run_id, self.code, article.url, reason, data)
        scan = replace(article, kind="attachment", key=key, url=key, other_url=None, found_on=article.url, files=())
        self.context.crawl.totals["captures"] += 1
        self.context.crawl.land(self._sighting(key, scan, capture.object_name, capture.capture_id, capture.media_type))
        self.frontier.save(replace(scan, is_listed=False, sha256=capture.sha256, tries=0, due_at=None))

    def _keep(self, response: Response, before: Seen, now_seen: Seen, *, is_part: bool = False) -> None:
        """Sight what is new or has changed, unless it is part of a document; then, and only then, the frontier knows it."""
        capture, now = capture_of(response), self.context.now()
        if not is_part and (capture.sha256 != before.sha256 or before.state != "present"):
            self.context.crawl.land(
                self._sighting(response.url, now_seen, capture.object_name, capture.capture_id, capture.media_type)
            )
        if before.state == "vanished":
            reason = f"seen again after {before.confirmed_at}"
            self.context.tell(response.url, Trouble("back", None, reason, capture.capture_id), before.strategy)
        self.frontier.save(
            replace(
                now_seen,
                state="present",
                reason=None,
                sha256=capture.sha256,
                confirmed_at=iso(now),
                tries=0,
                due_at=iso(now + RECHECK),
            )
        )

    def _vanish(self, seen: Seen, trouble: Trouble) -> None:
        now = self.context.now()
        if seen.state == "present" and seen.sha256 is not None and trouble.capture_id is not None:
            self.context.crawl.land(
                replace(self._sighting(seen.url, seen, seen.sha256, trouble.capture_id, None), is_present=False)
            )
            self.context.tell(seen.url, trouble, seen.strategy, "vanished")
        state: State = "refused" if seen.state == "refused" else "vanished"
        self.frontier.save(
            replace(seen, state=state, reason=trouble.reason, confirmed_at=iso(now), due_at=iso(now + RECHECK))
        )

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

    def _sighting(self, url: str, seen: Seen, sha256: str, capture_id: str, media_type: str | None) -> Sighting:
        return Sighting(
            bureau_code=self.code,
            url=url,
            sha256=sha256,
            capture_id=capture_id,
            seen_at=iso(self.context.now()),
            kind=seen.kind,
            list_title=seen.title,
            published_on=seen.published_on,
            media_type=media_type,
            found_on=seen.found_on,
        )
