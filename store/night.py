"""What a run came to, for people and for the programs that watch: ``landing/<run>/night.json``.

It is written when the run begins, with the status ``running``, and again when it ends. A run that was killed still says ``running``;
whether it does, the writer's lock says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from store.home import Home
from store.lock import made
from store.sync import write_whole

Status = Literal["running", "released", "unchanged", "refused", "failed", "interrupted"]
"""``released``: a new release; ``unchanged``: nothing new; ``refused``: the gate closed; ``failed``: a step raised an error."""


@dataclass(frozen=True, slots=True)
class NightRecord:
    """Moments are ISO 8601 in UTC with ``Z``."""

    run_id: str
    purpose: str
    """``night``, ``recheck``, ``backfill`` or ``import``."""
    began_at: str
    ended_at: str | None = None
    status: Status = "running"
    reason: str | None = None
    """One sentence, if it is no good end."""
    release: int | None = None
    """The release that stands after it."""
    requests: Mapping[str, int] = field(default_factory=dict)
    """By result: new, revised, unchanged, refused, or another outcome."""
    documents: Mapping[str, int] = field(default_factory=dict)
    """Documents that the run saw, by verdict."""
    published: Mapping[str, int] = field(default_factory=dict)
    """The same documents: published, or the reason why they are not."""
    bureaus: Mapping[str, int] = field(default_factory=dict)
    """Bureaus that were asked, by the state that they came to."""
    lacking: str | None = None
    """What this machine has not, in one sentence: bureaus that need it were not asked."""
    free_mib: int | None = None
    """Free space of the disk at its end."""

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> NightRecord:
        """Fields that another program wrote are left out; raises ``TypeError`` if a required one is missing."""
        return cls(**{each.name: record[each.name] for each in fields(cls) if each.name in record})


def write_night(home: Path, record: NightRecord) -> None:
    """Put the record in the place of the one before, whole or not at all."""
    file = Home(home).landing(record.run_id).night
    made(file.parent)
    write_whole(file, json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n")


def read_night(file: Path) -> NightRecord | None:
    """The record in a file; ``None`` if there is none that can be read."""
    try:
        return NightRecord.from_record(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def nights(home: Path, last: int | None = None) -> list[NightRecord]:
    """The records of the runs of a home (of the ``last`` ones), oldest first."""
    files = sorted(home.glob("landing/*/night.json"))
    return [record for record in map(read_night, files[-last:] if last else files) if record]
