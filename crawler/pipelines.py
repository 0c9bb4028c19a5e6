"""Sightings go to the run's landing folder, one line each, as they are made."""

from __future__ import annotations

from typing import Any

from scrapy.crawler import Crawler

from crawler.middlewares import night_of
from crawler.night import Night, Sighting


class LandingPipeline:
    """Writes ``landing/<run_id>/sightings.jsonl``; ``bureaus.jsonl`` is written when the night opens."""

    def __init__(self, night: Night) -> None:
        self.night = night

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LandingPipeline:
        return cls(night_of(crawler))

    def process_item(self, item: Any) -> Any:
        if not isinstance(item, Sighting):
            raise TypeError(f"a spider yields sightings, not {type(item).__name__}")
        self.night.land(item)
        return item
