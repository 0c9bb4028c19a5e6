"""A release: built beside, gated, swapped. Readers of the current one never notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from warehouse import layout, shelf
from warehouse.build import build_marts, write_docs
from warehouse.changes import CHANGES, Changes, as_markdown, compare
from warehouse.digest import inputs_digest
from warehouse.export import write_datapackage, write_files
from warehouse.gate import GateStatus, objection_to_build, objection_to_counts, write_gate
from warehouse.read import current_release

KEPT_RELEASES = 10
DOCS = "docs.html"

ReleaseStatus = Literal["released", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """What came of a build: a new release, nothing new to release, or a refusal that left the previous one in place."""

    status: ReleaseStatus
    release: int | None
    """The release that is current now; ``None`` where there is none."""
    folder: Path | None
    row_counts: dict[str, int]
    """Rows of each mart of the release that is current now."""
    reason: str | None = None
    """Why a release was refused."""


def _now() -> datetime:
    return datetime.now(UTC)


def build_release(
    home: Path,
    *,
    is_practice: bool = False,
    allow_fewer: bool = False,
    keep: int = KEPT_RELEASES,
    clock: Callable[[], datetime] = _now,
) -> ReleaseSummary:
    """Build the marts from staging and make them the current release, if the gate lets them through.

    ``is_practice`` marks a release of made-up figures; ``allow_fewer`` lets published reports grow fewer. Raises
    WarehouseError where there is nothing to build from, or another process holds the warehouse or is building.
    """
    with shelf.only_builder(home):
        digest = inputs_digest(home)
        record = shelf.current_record(home)
        if record is not None and (record["inputs_digest"], record["is_practice"]) == (digest, is_practice):
            _remember(home, "passed", None, clock)
            return _standing(home, "unchanged")
        with shelf.candidate(home) as folder:
            details: dict[str, Any] = {
                "release": max(shelf.release_numbers(home), default=0) + 1,
                "built_at": _moment(clock),
                "is_practice": is_practice,
                "inputs_digest": digest,
                "previous_release": record["release"] if record else None,
            }
            reason = _build(home, folder, details, allow_fewer)
            if reason is not None:
                _remember(home, "failed", reason, clock)
                return _standing(home, "refused", reason)
            _describe(home, folder, details)
            shelf.publish(home, folder, details["release"])
        shelf.prune(home, keep)
        _remember(home, "passed", None, clock)
        return _standing(home, "released")


def _build(home: Path, folder: Path, details: dict[str, Any], allow_fewer: bool) -> str | None:
    """Marts and their files in the candidate folder, their rows into ``details``; the gate's objection, if any."""
    outcome = build_marts(home, folder / layout.RELEASE_FILE, [*shelf.release_log(home), details])
    objection = objection_to_build(outcome)
    if objection is not None:
        return objection
    details["row_counts"] = write_files(folder)
    before = (shelf.current_record(home) or {"row_counts": {}})["row_counts"]
    return objection_to_counts(details["row_counts"], before, allow_fewer=allow_fewer)


def _describe(home: Path, folder: Path, details: dict[str, Any]) -> None:
    """What the candidate is and how it differs from the current release: ``release.json``, CHANGES.md, the datapackage."""
    previous = current_release(home)
    changes: Changes | None = compare(previous, folder) if previous else None
    details["changes"] = changes.counts() if changes else None
    (folder / "release.json").write_text(json.dumps(details, indent=1), encoding="utf-8")
    said = as_markdown(details["release"], details["built_at"], details["previous_release"], changes)
    (folder / CHANGES).write_text(said, encoding="utf-8")
    write_docs(home, folder / layout.RELEASE_FILE, folder / DOCS)
    write_datapackage(folder, details)


def _standing(home: Path, status: ReleaseStatus, reason: str | None = None) -> ReleaseSummary:
    record: dict[str, Any] = shelf.current_record(home) or {"release": None, "row_counts": {}}
    folder = None if record["release"] is None else layout.releases_folder(home) / str(record["release"])
    return ReleaseSummary(status, record["release"], folder, record["row_counts"], reason)


def _remember(home: Path, status: GateStatus, reason: str | None, clock: Callable[[], datetime]) -> None:
    record: dict[str, Any] = shelf.current_record(home) or {"release": None}
    write_gate(home, status, reason, record["release"], _moment(clock))


def _moment(clock: Callable[[], datetime]) -> str:
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
