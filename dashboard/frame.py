"""What every page shows around its own content: the release, how fresh it is, and which checks failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.releases import Release
from warehouse.gate import GateRecord, read_gate
from warehouse.read import STALE_DAYS


@dataclass(frozen=True, slots=True)
class Frame:
    number: int
    built_at: datetime
    as_of: date | None
    """The last day on which a portal was looked at or a document first seen."""
    is_stale: bool
    is_practice: bool
    warnings: dict[str, int]
    """Tests that a bureau can violate, with the rows that do."""
    gate: GateRecord | None
    """Only if it stands closed: then newer data wait behind it."""
    is_gate_unreadable: bool
    """Then nobody knows whether newer data wait; the pages of this release are as good as before."""


def frame_of(home: Path, release: Release) -> Frame:
    as_of = release.rows("frame")[0]["as_of"]
    gate, is_gate_unreadable = _gate(home)
    return Frame(
        number=release.number,
        built_at=release.built_at,
        as_of=as_of,
        is_stale=as_of is None or (datetime.now(UTC).date() - as_of).days > STALE_DAYS,
        is_practice=bool(release.facts.get("is_practice")),
        warnings=dict(release.facts.get("warnings") or {}),
        gate=gate if gate and gate.status == "failed" else None,
        is_gate_unreadable=is_gate_unreadable,
    )


def _gate(home: Path) -> tuple[GateRecord | None, bool]:
    """The gate's record, and whether there is one that cannot be read: damaged, or of another version."""
    try:
        return read_gate(home), False
    except (OSError, ValueError, TypeError):
        return None, True
