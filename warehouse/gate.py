"""The gate before a release: what must hold, and the record of what it said (``releases/gate.json``)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from warehouse import layout
from warehouse.build import BuildOutcome

GateStatus = Literal["passed", "failed"]


@dataclass(frozen=True, slots=True)
class GateRecord:
    """``since`` is the moment (ISO 8601, UTC) from which the gate has said so without a break."""

    status: GateStatus
    reason: str | None
    since: str
    release: int | None
    """The release that stands after this gate; ``None`` where there is none yet."""


def objection_to_build(outcome: BuildOutcome) -> str | None:
    """Why the marts may not be published, or ``None``: dbt must end well, its error tests included."""
    if outcome.succeeded:
        return None
    first, *others = outcome.problems
    return f"dbt: {first}" + (f" (and {len(others)} more)" if others else "")


def objection_to_counts(now: Mapping[str, int], before: Mapping[str, int], *, allow_fewer: bool) -> str | None:
    """Why these row counts may not replace the current release's: published reports must not grow fewer."""
    if allow_fewer or now["fct_report"] >= before.get("fct_report", 0):
        return None
    return f"{now['fct_report']} published bureau-years, against {before['fct_report']} in the current release."


def read_gate(home: Path) -> GateRecord | None:
    """The last word of the gate, or ``None`` before the first build."""
    try:
        return GateRecord(**json.loads(layout.gate_file(home).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def write_gate(home: Path, status: GateStatus, reason: str | None, release: int | None, moment: str) -> None:
    """Record the gate's word; a gate that keeps saying the same keeps its ``since``."""
    before = read_gate(home)
    since = before.since if before and before.status == status else moment
    partial = layout.gate_file(home).with_name(".gate.json.partial")
    record = GateRecord(status, reason, since, release)
    partial.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), encoding="utf-8")
    partial.replace(layout.gate_file(home))
