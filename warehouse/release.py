"""A release: built beside, gated, swapped. Readers of the current one never notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from store.beijing import SAID, beijing
from store.home import RELEASE_FILE, RELEASE_RECORD, Home
from warehouse import gate, release_folders
from warehouse.build import Progress, build_marts
from warehouse.catalogue import read_manifest, row_counts, tables
from warehouse.changes import Changes, compare
from warehouse.changes_page import CHANGES, page
from warehouse.codebook import write_codebooks
from warehouse.connection import connect
from warehouse.datapackage import write_datapackage
from warehouse.digest import inputs_digest
from warehouse.docs import write_docs
from warehouse.export import write_tables
from warehouse.practice import mark_tables
from warehouse.read import current_release
from warehouse.staging import newest_snapshot
from warehouse.workbook import write_workbook

KEPT_RELEASES = 10

ReleaseStatus = Literal["released", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """What came of a build: a new release, nothing new to release, or a refusal that left the previous one in place."""

    status: ReleaseStatus
    release: int | None
    """The release that is current now; ``None`` if there is none."""
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
    progress: Progress | None = None,
) -> ReleaseSummary:
    """Build the marts from staging and make them the current release, if the gate lets them through.

    ``is_practice`` marks a release of made-up figures. ``allow_fewer`` lets reports and rows grow fewer. ``keep`` is how many
    of the newest releases stay, beside the last one of each month. Raises WarehouseError if there is nothing to build
    from, or another process holds the warehouse or is building.
    ``progress`` is called with what `build_marts` has done.
    """
    with release_folders.only_builder(home):
        snapshot = newest_snapshot(home)
        digest = inputs_digest(home, snapshot)
        record = release_folders.current_record(home)
        if record is not None and (record["inputs_digest"], record["is_practice"]) == (digest, is_practice):
            release_folders.prune(home, keep)
            _remember(home, "passed", None, clock)
            return _standing(home, "unchanged")
        with release_folders.candidate(home) as folder:
            log = release_folders.release_log(home)
            details: dict[str, Any] = {
                "release": max((entry["release"] for entry in log), default=0) + 1,
                "built_at": _moment(clock),
                "is_practice": is_practice,
                "inputs_digest": digest,
                "previous_release": record["release"] if record else None,
            } | ({} if snapshot is None else {"staging_snapshot": snapshot})
            reason = _build(home, folder, [*log, details], progress, allow_fewer=allow_fewer)
            if reason is not None:
                _remember(home, "failed", reason, clock)
                return _standing(home, "refused", reason)
            _describe(home, folder, details)
            release_folders.publish(home, folder, details["release"])
        release_folders.prune(home, keep)
        _remember(home, "passed", None, clock)
        return _standing(home, "released")


def _build(
    home: Path, folder: Path, releases: list[dict[str, Any]], progress: Progress | None, *, allow_fewer: bool
) -> str | None:
    """Marts into the candidate folder, what they hold into the last of ``releases``; the gate's objection, if any."""
    outcome = build_marts(home, folder / RELEASE_FILE, releases, progress)
    objection = gate.objection_to_build(outcome)
    if objection is not None:
        return objection
    if releases[-1]["is_practice"]:
        mark_tables(folder / RELEASE_FILE)
    complete = gate.completeness(folder)
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        counts = row_counts(connection)
    releases[-1] |= {
        "row_counts": counts,
        "completeness": asdict(complete) if complete else None,
        "warnings": dict(outcome.warnings),
    }
    previous, record = current_release(home), release_folders.current_record(home)
    if allow_fewer or previous is None or record is None:
        return None
    return gate.objection_to_counts(counts, record["row_counts"]) or gate.objection_to_completeness(folder, previous)


def _describe(home: Path, folder: Path, details: dict[str, Any]) -> None:
    """All that goes with the database: other formats, what changed, documentation, checksums."""
    manifest = read_manifest(home)
    write_tables(folder, manifest)
    previous = current_release(home)
    changes: Changes | None = compare(previous, folder) if previous else None
    details["changes"] = changes.counts() if changes else None
    (folder / RELEASE_RECORD).write_text(json.dumps(details, ensure_ascii=False, indent=1), encoding="utf-8")
    text = page(
        details["release"],
        f"{beijing(details['built_at'])} ({SAID})",
        details["previous_release"],
        changes,
        is_practice=details["is_practice"],
    )
    (folder / CHANGES).write_text(text, encoding="utf-8")
    with connect(folder / RELEASE_FILE, read_only=True) as connection:
        write_docs(folder, manifest, tables(connection, manifest))
    write_codebooks(folder, details, manifest)
    write_workbook(folder, details, manifest)
    write_datapackage(folder, details, manifest)


def _standing(home: Path, status: ReleaseStatus, reason: str | None = None) -> ReleaseSummary:
    record: dict[str, Any] = release_folders.current_record(home) or {"release": None, "row_counts": {}}
    folder = None if record["release"] is None else Home(home).release(record["release"])
    return ReleaseSummary(status, record["release"], folder, record["row_counts"], reason)


def _remember(home: Path, status: gate.GateStatus, reason: str | None, clock: Callable[[], datetime]) -> None:
    record: dict[str, Any] = release_folders.current_record(home) or {"release": None}
    gate.write_gate(home, status, reason, record["release"], _moment(clock))


def _moment(clock: Callable[[], datetime]) -> str:
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
