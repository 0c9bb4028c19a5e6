"""What became of articles and files of one bureau: sightings for the landing, rows of the frontier, and news for the outcomes.

Whoever reads a page decides; this writes. A sighting always comes before the frontier's row, so a killed run loses none.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from scrapy.http import Response

from crawler.archive import iso
from crawler.due_dates import RECHECK
from crawler.evidence import Evidence
from crawler.frontier import Seen, State
from crawler.progress import Trouble
from crawler.visits import scans
from crawler.visits.context import BureauContext, capture_of
from store.landed import Sighting


class ReportRecords:
    """The part of a visit that writes down what its reader has found."""

    def __init__(self, context: BureauContext) -> None:
        self.context = context
        self.frontier, self.code = context.frontier, context.code

    def keep(self, response: Response, before: Seen, now_seen: Seen, *, is_part: bool = False) -> None:
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

    def refuse(self, response: Response, seen: Seen, evidence: Evidence) -> None:
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

    def vanish(self, seen: Seen, trouble: Trouble) -> None:
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

    def bind(self, article: Seen, pages: tuple[str, ...], reason: str) -> None:
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
