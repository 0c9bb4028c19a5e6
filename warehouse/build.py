"""The marts: dbt in a process of its own, from staging (read-only) into a fresh candidate file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse import layout
from warehouse.connection import memory_limit
from warehouse.digest import DBT_PROJECT
from warehouse.errors import WarehouseError

RELEASES = "releases.jsonl"
_FAILED = ("error", "fail", "runtime error")


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What dbt said; ``problems`` holds one sentence for each node that failed, or the last word of its log.

    ``warnings`` counts the rows of each test that a bureau can violate and that found any.
    """

    succeeded: bool
    problems: tuple[str, ...]
    warnings: Mapping[str, int]


def build_marts(home: Path, release_file: Path, releases: Iterable[Mapping[str, Any]] = ()) -> BuildOutcome:
    """Run models, data tests and unit tests into ``release_file``; ``releases`` are those of ``dim_release``.

    The unit tests cost about a second and prove the rules with the very dbt and DuckDB that publish.
    The scratch database is thrown away. dbt's compiled SQL and logs stay in ``<home>/dbt`` for whoever looks into a
    failure. Raises WarehouseError where dbt is not installed beside this Python.
    """
    home = home.resolve()  # dbt runs in a folder of its own
    folder = layout.dbt_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    layout.run_results_file(home).unlink(missing_ok=True)
    _write_lines(folder / RELEASES, releases)
    finished = _dbt(home, release_file)
    nodes = _results(layout.run_results_file(home))
    problems = tuple(
        f"{_name(node)}: {' '.join(str(node['message']).split())}" for node in nodes if node["status"] in _FAILED
    )
    if finished.returncode and not problems:
        problems = tuple(finished.stdout.strip().splitlines()[-1:]) or ("dbt ended without a word.",)
    warnings = {_name(node): int(node["failures"] or 0) for node in nodes if node["status"] == "warn"}
    return BuildOutcome(finished.returncode == 0, problems, warnings)


def _dbt(home: Path, release_file: Path) -> subprocess.CompletedProcess[str]:
    folder = layout.dbt_folder(home)
    scratch = folder / "work.duckdb"
    _remove_database(scratch)
    try:
        return subprocess.run(  # noqa: S603  # no shell, and every argument is our own
            [
                str(Path(sys.executable).parent / "dbt"),
                "--no-version-check",
                "--no-use-colors",
                "build",
                f"--project-dir={DBT_PROJECT}",
                f"--profiles-dir={DBT_PROJECT}",
                f"--target-path={folder / 'target'}",
                f"--log-path={folder / 'logs'}",
            ],
            env=os.environ
            | {
                "GONGKAI_RELEASE_FILE": str(release_file.resolve()),
                "GONGKAI_WAREHOUSE_FILE": str(layout.warehouse_file(home)),
                "GONGKAI_WORK_FILE": str(scratch),
                "GONGKAI_RELEASES_FILE": str(folder / RELEASES),
                "GONGKAI_MEMORY_LIMIT": memory_limit(),
                "DO_NOT_TRACK": "1",
            },
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise WarehouseError(f"dbt cannot be started: {error.strerror}.") from error
    finally:
        _remove_database(scratch)


def _write_lines(file: Path, records: Iterable[Mapping[str, Any]]) -> None:
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _results(file: Path) -> list[dict[str, Any]]:
    """What came of each node; nothing where dbt did not get as far."""
    try:
        nodes: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["results"]
    except OSError:
        return []
    return nodes


def _name(node: Mapping[str, Any]) -> str:
    return str(node["unique_id"].split(".")[2])


def _remove_database(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
