"""Where everything of a ``GONGKAI_HOME`` lies. Pure path arithmetic: nothing is created or read here."""

from __future__ import annotations

from pathlib import Path

RELEASE_FILE = "gongkai.duckdb"
MANIFEST = "manifest.json"
"""Of a landing folder, written last: what a run has read is whole."""


def warehouse_file(home: Path) -> Path:
    """The writer's private database; readers open a release instead."""
    return home / "warehouse.duckdb"


def landing_folder(home: Path, run_id: str) -> Path:
    return home / "landing" / run_id


def capture_log(home: Path, run_id: str) -> Path:
    return home / "archive" / "captures" / f"{run_id}.jsonl"


def releases_folder(home: Path) -> Path:
    return home / "releases"


def current_link(home: Path) -> Path:
    """The symlink that names the current release; it is only ever replaced, never written through."""
    return releases_folder(home) / "current"


def gate_file(home: Path) -> Path:
    return releases_folder(home) / "gate.json"


def release_log(home: Path) -> Path:
    """``release.json`` of every release there ever was, one a line."""
    return releases_folder(home) / "releases.jsonl"


def dbt_folder(home: Path) -> Path:
    """dbt's own files (compiled SQL, logs, scratch database): kept out of the checkout and out of releases."""
    return home / "dbt"


def manifest_file(home: Path) -> Path:
    """What dbt last built: models, tests, and the sources they come from."""
    return dbt_folder(home) / "target" / "manifest.json"


def run_results_file(home: Path) -> Path:
    """What came of each model and test of dbt's last build."""
    return dbt_folder(home) / "target" / "run_results.json"
