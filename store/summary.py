"""What a crawl says of itself at its end: one line of JSON, which whoever started it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from store.lines import json_line


@dataclass(frozen=True, slots=True)
class BureauTally:
    """What one bureau gave in one run, and the state that it came to (``None``: the run ended before)."""

    lists: int = 0
    reports: int = 0
    attachments: int = 0
    passed_over: int = 0
    failed: int = 0
    state: str | None = None


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    run_id: str
    requests: int
    captures: int
    from_archive: int
    sightings: int
    refused: int
    failed: int
    by_bureau: Mapping[str, BureauTally] = field(default_factory=dict)
    lacking: str | None = None
    """What this machine has not, in one sentence: bureaus that need it were not asked."""

    def as_line(self) -> bytes:
        return json_line(asdict(self))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> CrawlSummary:
        tallies = {code: BureauTally(**tally) for code, tally in record["by_bureau"].items()}
        return cls(**{**record, "by_bureau": tallies})
