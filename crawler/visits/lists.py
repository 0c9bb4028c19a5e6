"""Lists of one bureau: how deep they are walked, what they offer, and what is no longer on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrapy import FormRequest, Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.due_dates import recheck_is_due
from crawler.evidence import Evidence, of_row
from crawler.frontier import Seen
from crawler.pages import (
    PageError,
    Row,
    ShortList,
    frame_urls,
    is_address,
    link_rows,
    next_page,
    reads_like_report,
)
from crawler.platforms import ListPage, ListRequest
from crawler.progress import Trouble, Walk
from crawler.purpose import Kind
from crawler.visits.context import REASONS, BureauContext, capture_of
from crawler.visits.reports import GONE, ReportReader

MAX_LIST_PAGES = 200
"""Lists of one walk; a portal that offers more is offering the same for ever."""

MISSING = (*GONE, "empty")
"""Outcomes that say of a list which may be missing that it is."""

BY_BREADCRUMB = "known"
"""The strategy of a column that a known report has led to: it may be of any shape."""


class ListScan:
    """The part of a visit that deals with lists; the reports that they offer are the reader's."""

    def __init__(self, context: BureauContext, reader: ReportReader) -> None:
        self.context = context
        self.frontier, self.progress, self.code = context.frontier, context.progress, context.code
        self.reader = reader

    def walk(self, strategy: str, requests: Iterable[ListRequest], url: str | None = None) -> Iterator[Request | None]:
        """Begin to walk a list; what is behind its first page is asked for if that is new, or if a full walk is due.

        ``url`` is kept as the way to the list if the registry does not know one. A column that did no more than frame
        its list is passed by, but for full walks.
        """
        walked = self.frontier.walk(self.code, strategy)
        was_broken = walked is not None and walked.is_open
        is_full = walked is None or was_broken or recheck_is_due(walked.completed_at, self.context.now())
        frame = walked.url if walked and strategy == "column" and not is_full else None
        walk = Walk(
            strategy,
            is_full=is_full,
            was_broken=was_broken,
            is_guess=strategy != "column" and not (walked and walked.rows),
            url=url or frame,
        )
        requests = requests if frame is None else [ListRequest(frame)]
        wanted = []
        for asked in requests:
            if asked.is_old and not walk.is_full:
                walk.is_cut = True
            else:
                wanted.append(asked)
        if wanted:
            self.progress.walks[strategy] = walk
        # all are counted before the first of them can come to its end
        yield from [self._list(asked, walk, depth=0) for asked in wanted]

    def parse_list(
        self, response: Response, asked: ListRequest, walk: Walk, depth: int, frames: tuple[str, ...] | None
    ) -> Iterator[Request | None]:
        self.context.count("lists")
        try:
            yield from self._read_list(response, asked, walk, depth, frames)
        except ShortList as error:
            trouble = Trouble("truncated", None, f"{response.url}: {error}", capture_of(response).capture_id)
            self.context.tell(response.url, trouble, walk.strategy)
        except PageError as error:
            trouble = Trouble("failed", "other", f"{response.url}: {error}", capture_of(response).capture_id)
            if not walk.is_guess:
                self.context.count("failed")
                self.progress.note(trouble, "list", walk.strategy)
                self.context.tell(response.url, trouble, walk.strategy)
            walk.has_failed = True
        yield from self._one_less(walk)

    def list_missed(self, failure: Failure) -> Iterator[Request | None]:
        request: Request = failure.request  # type: ignore[attr-defined]
        walk: Walk = request.cb_kwargs["walk"]
        asked: ListRequest = request.cb_kwargs["asked"]
        may_be_missing = walk.is_guess or asked.may_be_missing
        trouble = self.context.trouble(failure, walk.strategy, is_expected=may_be_missing)
        if not (may_be_missing and trouble.outcome in MISSING):
            walk.has_failed = True
            if trouble.outcome != "postponed":
                self.context.tell(request.url, trouble, walk.strategy)
        yield from self._one_less(walk)

    def _list(
        self, asked: ListRequest, walk: Walk, depth: int, *, frames: tuple[str, ...] | None = None
    ) -> Request | None:
        """``frames``, if the list is looked for in a frame, are the page's further ones: each is asked for if it is in none before."""
        walk.pending += 1
        kind: Kind = "shell" if asked.is_shell else "list"
        return self.context.ask(
            _request_for(asked), kind, REASONS.get(walk.strategy, walk.strategy), self.parse_list, self.list_missed,
            # what a shell says of its list may be what has changed
            revalidate=walk.was_broken and asked.is_shell,
            asked=asked, walk=walk, depth=depth, frames=frames,
        )  # fmt: skip

    def _read_list(
        self, response: Response, asked: ListRequest, walk: Walk, depth: int, frames: tuple[str, ...] | None
    ) -> Iterator[Request | None]:
        if not isinstance(response, TextResponse):
            raise PageError("the list is no text")
        walk.pages += 1
        others = frame_urls(response) if frames is None and not depth else frames or ()
        try:
            rows, following = self._rows(ListPage(response, self.context.bureau, asked), walk)
        except PageError:
            if not others:
                raise
            rows, following = [], []
        if not rows and not following and others:
            yield self._list(ListRequest(others[0]), walk, depth, frames=others[1:])
            return
        if frames is not None and (rows or following):
            walk.url = walk.url or asked.url
        new = {key: row for key, row in self._by_article(rows).items() if key not in walk.ids}
        walk.ids.update(new)
        if rows and not new:
            following = [further for further in following if further.is_other_way]
        if walk.pages >= MAX_LIST_PAGES:
            raise PageError(f"the list has not ended after {MAX_LIST_PAGES} pages")
        offered = [
            seen for key, row in new.items() if (seen := self._offered(key, row, response.url, walk)) is not None
        ]
        if following and not asked.is_shell and not walk.is_full:
            if offered:
                self.frontier.open_walk(self.code, walk.strategy)
            else:
                walk.is_cut, following = True, []
        yield from map(self.reader.ask, reversed(offered))  # the queue is a stack: the newest is asked first
        for further in following:
            yield self._list(further, walk, depth if asked.is_shell else depth + 1)

    def _rows(self, page: ListPage, walk: Walk) -> tuple[list[Row], list[ListRequest]]:
        """Rows and following pages as the platform reads them; of a column found by its breadcrumb, by plain links, too."""
        try:
            rows, following = list(self.context.platform.rows(page)), list(self.context.platform.next_lists(page))
        except PageError:
            if walk.strategy != BY_BREADCRUMB:
                raise
            rows, following = [], []
        if walk.strategy == BY_BREADCRUMB and not rows and not following:
            rows = [
                row for row in link_rows(page.response) if reads_like_report(row, self.context.bureau.printed_names)
            ]
            following = [ListRequest(url)] if (url := next_page(page.response)) is not None else []
        return rows, following

    def _by_article(self, rows: list[Row]) -> dict[str, Row]:
        """One row for each article: a second one gives it its second address, if that may be asked."""
        found: dict[str, Row] = {}
        for row in rows:
            if not is_address(row.url):
                continue
            key = self.context.platform.article_id(row.url)
            first = found.setdefault(key, row)
            if first.url == row.url or first.other_url is not None:
                continue
            if not self.context.may_ask(first.url):
                found[key] = row
            elif self.context.may_ask(row.url):
                found[key] = replace(first, other_url=row.url)
        return found

    def _offered(self, key: str, row: Row, found_on: str, walk: Walk) -> Seen | None:
        """The row as what is to be asked for now, or ``None``: refused by its title, known, or asked for already."""
        evidence = of_row(row.title, self.context.bureau.printed_names)
        if row.is_cut_short and evidence.finding == "other":
            evidence = Evidence("cut_short", row.title)
        known = None if evidence.finding == "other" else self.frontier.get(self.code, "report", key)
        if evidence.finding not in ("report", "cut_short"):
            self.context.count("passed_over")
            if evidence.finding != "other" and known is None:
                refused = self.reader.opened(key, row, found_on, walk.strategy)
                self.frontier.save(replace(refused, state="refused", reason=evidence.reason, due_at=None))
                trouble = Trouble(evidence.finding, None, f"{row.title}: {evidence.reason}")
                self.context.tell(refused.url, trouble, walk.strategy)
            return None
        walk.wanted += 1
        if self.reader.is_unasked(known, row):
            seen = self.reader.opened(key, row, found_on, walk.strategy)
            self.frontier.save(seen)
            return None if key in self.progress.articles else seen
        if known is not None and known.sha256 is not None and known.state != "refused" and not known.is_listed:
            listed = replace(known, is_listed=True, strategy=walk.strategy)
            self.frontier.save(listed)
            return listed if known.state == "vanished" and key not in self.progress.articles else None
        return None

    def _one_less(self, walk: Walk) -> Iterator[Request | None]:
        walk.pending -= 1
        if walk.pending:
            return
        if walk.has_failed:
            if not walk.is_guess or self.progress.is_held:
                self.frontier.open_walk(self.code, walk.strategy)
            else:
                self.frontier.close_walk(self.code, walk.strategy, self.context.now(), rows=0)
            return
        gone = [] if walk.is_cut else [
            seen for seen in self.frontier.listed(self.code, walk.strategy) if seen.key not in walk.ids
        ]  # fmt: skip
        if gone and not walk.ids:
            trouble = Trouble("empty", None, f"the list is empty, though it has offered {len(gone)} reports before")
            self.progress.note(trouble, "list", walk.strategy)
            return
        rows = None if walk.is_cut else walk.wanted
        self.frontier.close_walk(self.code, walk.strategy, self.context.now(), rows=rows, url=walk.url)
        for seen in gone:
            if seen.key not in self.progress.articles:
                yield self.reader.ask(seen, is_check=True)


def _request_for(asked: ListRequest) -> Request:
    headers = {"Referer": asked.referer} if asked.referer else None
    if asked.form is None:
        return Request(asked.url, headers=headers)
    return FormRequest(asked.url, formdata=dict(asked.form), headers=headers)
