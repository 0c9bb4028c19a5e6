"""One run's state, shared by every spider of the process: archive, registry, tallies and the landing folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from crawler.archive import Archive
from crawler.hosts import Hosts
from crawler.registry import Bureau

SightingKind = Literal["report", "attachment"]
TALLIES = ("lists", "reports", "attachments", "passed_over", "failed")


@dataclass(frozen=True, slots=True)
class Sighting:
    """This run saw these bytes at this address for this bureau (one line of ``sightings.jsonl``)."""

    bureau_code: str | None
    url: str
    sha256: str
    capture_id: str
    seen_at: str
    kind: SightingKind
    list_title: str | None
    published_on: str | None
    media_type: str | None
    found_on: str | None


class Night:
    """A context manager: opens ``landing/<run_id>/`` afresh and closes it; the archive only ever grows."""

    def __init__(self, home: Path, run_id: str, bureaus: tuple[Bureau, ...]) -> None:
        self.run_id = run_id
        self.bureaus = bureaus
        self.archive = Archive(home)
        self.hosts = Hosts(bureaus)
        self.landing = home / "landing" / run_id
        self.totals: Counter[str] = Counter()
        self.by_bureau: dict[str, Counter[str]] = {bureau.bureau_code: Counter() for bureau in bureaus}

    def __enter__(self) -> Night:
        self.landing.mkdir(parents=True, exist_ok=True)
        with (self.landing / "bureaus.jsonl").open("w", encoding="utf-8") as registry:
            for bureau in self.bureaus:
                registry.write(_json_line(bureau.as_record()))
        self._sightings = (self.landing / "sightings.jsonl").open("w", encoding="utf-8")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sightings.close()

    def bureaus_on(self, platform: str) -> tuple[Bureau, ...]:
        return tuple(bureau for bureau in self.bureaus if bureau.platform == platform)

    def count(self, bureau_code: str | None, tally: str) -> None:
        """Count for a bureau; what belongs to none (a portal's robots.txt) counts in the totals only."""
        if bureau_code is not None:
            self.by_bureau[bureau_code][tally] += 1
        self.totals[tally] += 1

    def land(self, sighting: Sighting) -> None:
        self._sightings.write(_json_line(asdict(sighting)))
        self._sightings.flush()
        self.totals["sightings"] += 1

    def summary(self) -> dict[str, Any]:
        """The line that a run ends with."""
        names = ("requests", "captures", "from_archive", "sightings", "refused", "failed")
        return {
            "run_id": self.run_id,
            **{name: self.totals[name] for name in names},
            "by_bureau": {code: {name: tally[name] for name in TALLIES} for code, tally in self.by_bureau.items()},
        }


def _json_line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
