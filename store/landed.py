"""What a run lands: the documents that it saw, and how each bureau and each noteworthy address came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from store.home import Landing
from store.lines import json_line, read_lines

SightingKind = Literal["report", "attachment", "import"]
Scope = Literal["bureau", "address"]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a landing file, its fields in the order in which they are written."""

    def as_line(self) -> bytes:
        return json_line({each.name: getattr(self, each.name) for each in fields(self)})

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Fields that an older program did not write have their defaults; raises ``TypeError`` if another one is missing."""
        return cls(**{each.name: record[each.name] for each in fields(cls) if each.name in record})


@dataclass(frozen=True, slots=True)
class Sighting(_Line):
    """This run saw these bytes at this address for this bureau (one line of ``sightings.jsonl``)."""

    bureau_code: str | None
    """``None`` for an import: whose report it is, its text says."""
    url: str
    sha256: str
    capture_id: str
    seen_at: str
    kind: SightingKind
    list_title: str | None = None
    published_on: str | None = None
    media_type: str | None = None
    found_on: str | None = None
    is_present: bool = True
    """``False``: the page is gone; the bytes are the last good ones, the capture is the one that found it gone."""


@dataclass(frozen=True, slots=True)
class Outcome(_Line):
    """How a bureau's run, or one noteworthy address, came out (one line of ``outcomes.jsonl``)."""

    run_id: str
    bureau_code: str
    at: str
    scope: Scope
    state: str
    label: str | None = None
    reason: str | None = None
    """One sentence."""
    url: str | None = None
    capture_id: str | None = None
    strategy: str | None = None
    report_year: int | None = None
    """The year that an address is expected to be about."""


def sightings(landing: Landing) -> Iterator[Sighting]:
    """What a run saw, in the order it was seen."""
    return map(Sighting.from_record, read_lines(landing.sightings))
