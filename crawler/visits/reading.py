"""Reports and files of one bureau: asked for, judged by their own titles, sighted, patrolled, and missed when they are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from scrapy import Request
from scrapy.http import JsonResponse, Response, TextResponse
from twisted.python.failure import Failure

from crawler.archive import iso
from crawler.clocks import PATROL, next_try
from crawler.evidence import Evidence, of_page
from crawler.frontier import Seen, State
from crawler.pages import body_text, canonical, is_address, page_titles
from crawler.progress import Trouble
from crawler.visits import scans
from crawler.visits.errand import REASONS, Errand, capture_of
from parsing.prose.titles import read_title
from store.landed import Sighting

GONE = ("not_here", "soft_404")
"""Outcomes that say of a page which was there that it is there no more."""

LEFT_ALONE = ("postponed", "blocked")
"""Outcomes that say nothing of the address."""


class Reading(Errand):
    """The half of a visit that deals with articles and their files."""

    def ask(self, seen: Seen, *, is_check: bool = False, is_other: bool = False) -> Request | None:
        """The request for an article or file; ``is_check`` of one that its list no longer offers, ``is_other`` at its second address."""
        reason = "patrol" if seen.sha256 is not None else REASONS.get(seen.strategy, seen.strategy)
        if seen.kind == "attachment":
            self.progress.files.add(seen.key)
            request = Request(seen.url, headers=self.platform.file_headers(seen.found_on or seen.url))
            return self.dressed(request, "attachment", reason, self.parse_file, self.missed, seen=seen)
        self.progress.articles.add(seen.key)
        url = seen.other_url if is_other and seen.other_url else seen.url
        request = Request(url, meta={"revalidate": True} if is_check else None)
        return self.dressed(
            request, "report", reason, self.parse_report, self.missed, seen=seen, is_check=is_check, is_other=is_other
        )

    def parse_report(self, response: Response, seen: Seen, is_check: bool, is_other: bool) -> Iterator[Request | None]:
        page = response if isinstance(response, TextResponse) and not isinstance(response, JsonResponse) else None
        evidence = self._evidence(response, seen)
        if evidence.finding != "report":
            self._refuse(response, seen, evidence)
            return
        found = self.platform.attachment_urls(page) if page is not None else ()
        files = tuple(dict.fromkeys(canonical(url) for url in (*seen.files, *found) if is_address(url)))
        if (
            page is not None
            and seen.other_url
            and not is_other
            and not files
            and not body_text(page, self.platform.body_css)
        ):
            yield self.ask(seen, is_other=True)
            return
        second = seen.url if is_other else seen.other_url
        self.night.count(self.code, "reports")
        title = evidence.title if seen.title is None or read_title(seen.title).is_cut_short else seen.title
        current = replace(seen, url=response.url, other_url=second if second != response.url else None, title=title)
        if seen.state in ("open", "refused"):
            self.progress.new += 1
        self._keep(response, seen, replace(current, files=files, is_listed=seen.is_listed and not is_check))
        if is_check:
            reason = "the list no longer offers the report, which is still there"
            self.tell(response.url, Trouble("unlisted", None, reason, capture_of(response).capture_id), seen.strategy)
        for url in files:
            yield from self._file(url, current)
        if page is not None:
            yield from self.after_report(page, current)

    def parse_file(self, response: Response, seen: Seen) -> None:
        self.night.count(self.code, "attachments")
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
        trouble = self.trouble(failure, seen.strategy, is_expected=seen.strategy == "sitemap")
        if seen.other_url and not kwargs["is_other"] and trouble.outcome not in LEFT_ALONE:
            yield self.ask(seen, is_other=True)
        elif trouble.outcome in GONE and seen.sha256 is not None:
            self._vanish(replace(seen, is_listed=seen.is_listed and not kwargs.get("is_check")), trouble)
        elif seen.sha256 is None and self.night.hosts.refusal(seen.url) is not None:
            self.frontier.save(replace(seen, state="refused", reason=trouble.reason, due_at=None))
            self.tell(seen.url, trouble, seen.strategy, "mirror", report_year=self._year(seen))
        elif trouble.outcome != "postponed":
            due_at = iso(next_try(trouble.outcome, seen.tries + 1, self.now()))
            self.frontier.save(replace(seen, tries=seen.tries + 1, due_at=due_at, reason=trouble.reason))
            if seen.strategy != "sitemap":
                self.tell(seen.url, trouble, seen.strategy, report_year=self._year(seen))

    def after_report(self, page: TextResponse, seen: Seen) -> Iterator[Request | None]:
        """What a report leads to beside its files."""
        yield from ()

    def _evidence(self, response: Response, seen: Seen) -> Evidence:
        title = read_title(seen.title) if seen.title else None
        if title is None:
            return of_page(page_titles(response), self.bureau.printed_names, None, self._known_year(seen.key))
        row_title = None if title.is_cut_short else seen.title
        return of_page(page_titles(response), self.bureau.printed_names, row_title, title.report_year)

    def _year(self, seen: Seen) -> int | None:
        """The year that an article nobody has read yet is said to be about."""
        return read_title(seen.title).report_year if seen.title else self._known_year(seen.key)

    def _known_year(self, key: str) -> int | None:
        known = (report for report in self.bureau.known_reports if self.platform.article_id(report.url) == key)
        return next((report.report_year for report in known), None)

    def _refuse(self, response: Response, seen: Seen, evidence: Evidence) -> None:
        """The page says that it is something else: its capture is the evidence, and it is looked at again by the patrol."""
        self.night.count(self.code, "passed_over")
        capture, now = capture_of(response), self.now()
        self.frontier.save(
            replace(
                seen,
                state="refused",
                reason=evidence.reason,
                sha256=capture.sha256,
                confirmed_at=iso(now),
                due_at=None if evidence.finding == "other" else iso(now + PATROL),
            )
        )
        is_news = seen.state != "refused" or seen.reason != evidence.reason
        if evidence.finding != "other" and is_news:
            reason = f"{evidence.title}: {evidence.reason}"
            self.tell(response.url, Trouble(evidence.finding, None, reason, capture.capture_id), seen.strategy)

    def _bind(self, article: Seen, pages: tuple[str, ...], reason: str) -> None:
        """Sight a scanned report as one document when its last page has come, and again when one has changed."""
        files = [self.frontier.get(self.code, "attachment", url) for url in pages]
        hashes = [file.sha256 for file in files if file is not None and file.state == "present" and file.sha256]
        if len(hashes) < len(pages):
            return
        archive = self.night.archive
        data = scans.bound([(url, archive.get(page)) for url, page in zip(pages, hashes, strict=True)])
        key = f"{article.url}#images"
        before = self.frontier.get(self.code, "attachment", key)
        if before is not None and before.sha256 == sha256(data).hexdigest():
            return
        capture = scans.archived(archive, self.night.run_id, self.code, article.url, reason, data)
        scan = replace(article, kind="attachment", key=key, url=key, other_url=None, found_on=article.url, files=())
        self.night.totals["captures"] += 1
        self.night.land(self._sighting(key, scan, capture.object_name, capture.capture_id, capture.media_type))
        self.frontier.save(replace(scan, is_listed=False, sha256=capture.sha256, tries=0, due_at=None))

    def _keep(self, response: Response, before: Seen, now_seen: Seen, *, is_part: bool = False) -> None:
        """Sight what is new or has changed, unless it is part of a document; then, and only then, the frontier knows it."""
        capture, now = capture_of(response), self.now()
        if not is_part and (capture.sha256 != before.sha256 or before.state != "present"):
            self.night.land(
                self._sighting(response.url, now_seen, capture.object_name, capture.capture_id, capture.media_type)
            )
        if before.state == "vanished":
            reason = f"seen again after {before.confirmed_at}"
            self.tell(response.url, Trouble("back", None, reason, capture.capture_id), before.strategy)
        self.frontier.save(
            replace(
                now_seen,
                state="present",
                reason=None,
                sha256=capture.sha256,
                confirmed_at=iso(now),
                tries=0,
                due_at=iso(now + PATROL),
            )
        )

    def _vanish(self, seen: Seen, trouble: Trouble) -> None:
        now = self.now()
        if seen.state == "present" and seen.sha256 is not None and trouble.capture_id is not None:
            self.night.land(
                replace(self._sighting(seen.url, seen, seen.sha256, trouble.capture_id, None), is_present=False)
            )
            self.tell(seen.url, trouble, seen.strategy, "vanished")
        state: State = "refused" if seen.state == "refused" else "vanished"
        self.frontier.save(
            replace(seen, state=state, reason=trouble.reason, confirmed_at=iso(now), due_at=iso(now + PATROL))
        )

    def _file(self, url: str, article: Seen) -> Iterator[Request | None]:
        """The request for a file that nobody has asked for yet; the patrol looks after the others."""
        if url in self.progress.files or self.frontier.get(self.code, "attachment", url) is not None:
            return
        file = replace(
            article, kind="attachment", key=url, url=url, other_url=None, found_on=article.url, files=(),
            is_listed=False, state="open", reason=None, sha256=None, confirmed_at=None, tries=0, due_at=iso(self.now()),
        )  # fmt: skip
        self.frontier.save(file)
        yield self.ask(file)

    def _sighting(self, url: str, seen: Seen, sha256: str, capture_id: str, media_type: str | None) -> Sighting:
        return Sighting(
            bureau_code=self.code,
            url=url,
            sha256=sha256,
            capture_id=capture_id,
            seen_at=iso(self.now()),
            kind=seen.kind,
            list_title=seen.title,
            published_on=seen.published_on,
            media_type=media_type,
            found_on=seen.found_on,
        )
