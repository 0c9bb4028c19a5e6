"""Nights without a network: pages that a bureau's portal held, landed as the crawler lands them, and read as a night reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import practice
from crawler import clock
from crawler.archive import iso, utc_now
from crawler.crawl import Crawl
from crawler.politeness.session import politeness_towards
from flows import steps
from practice.publishers import publisher
from practice.writers import html
from store.capture import Capture
from store.landed import Sighting

LIAOCHENG = "hrss-371500"
BUREAUS = tuple(bureau for bureau in practice.registry(8620) if bureau.bureau_code == LIAOCHENG)
BASE = BUREAUS[0].base_url


def page(year: int) -> str:
    """A report of Liaocheng as a page of its own."""
    return html.document(publisher(LIAOCHENG).years[year].report)


@dataclass
class Portal:
    """The bureau's pages by path, as they are now, and what is known of them from nights before."""

    home: Path
    pages: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    """SHA-256 by address; of one that has gone it is empty."""

    def crawled(self, day: str, state: str = "quiet") -> str:
        """A night's crawl on ``day`` (ISO, UTC): what differs from what is known is captured and landed; the run's id."""
        moment = datetime.fromisoformat(f"{day}T17:30:00").replace(tzinfo=UTC)
        clock.shift((moment - datetime.now(UTC)).total_seconds())
        run_id = f"{moment:%Y%m%dT%H%M%SZ}-0001"
        try:
            with Crawl(self.home, run_id, BUREAUS, politeness_towards(self.home, BUREAUS)) as night:
                for path in sorted(self.pages.keys() | self.seen.keys()):
                    self._look(night, path)
                night.outcome(LIAOCHENG, "bureau", state, reason=f"{len(self.pages)} pages")
        finally:
            clock.shift(0)
        return run_id

    def night(
        self, day: str, pages: Mapping[str, str | None] | None = None, state: str = "quiet"
    ) -> steps.ParseSummary:
        """A whole night but for its release, after ``pages`` have changed (``None``: gone)."""
        for path, text in (pages or {}).items():
            if text is None:
                del self.pages[path]
            else:
                self.pages[path] = text
        read = steps.parse_run(self.home, self.crawled(day, state))
        steps.load_landed(self.home)
        return read

    def _look(self, night: Crawl, path: str) -> None:
        text = self.pages.get(path)
        sha256 = hashlib.sha256(text.encode()).hexdigest() if text is not None else None
        if sha256 == (self.seen.get(path) or None):
            return
        if text is not None:
            night.archive.put(text.encode())
        url = BASE + path
        capture = Capture(
            capture_id=night.archive.next_capture_id(night.run_id, url), run_id=night.run_id,
            bureau_code=LIAOCHENG, kind="report", url=url, final_url=url,
            requested_at=iso(utc_now()), captured_at=iso(utc_now()), status=200 if sha256 else 404,
            media_type="text/html", sha256=sha256, size=len(text or ""), outcome="ok" if sha256 else "not_here",
        )  # fmt: skip
        night.archive.append_capture(capture)
        held = sha256 or self.seen[path]
        night.land(
            Sighting(
                LIAOCHENG,
                url,
                held,
                capture.capture_id,
                iso(utc_now()),
                "report",
                "年报",
                "2024-01-20",
                "text/html",
                BASE,
                is_present=sha256 is not None,
            )
        )  # fmt: skip
        self.seen[path] = sha256 or ""
