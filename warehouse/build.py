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
from warehouse.digest import DBT_PROJECT
from warehouse.errors import WarehouseError

RELEASES = "releases.jsonl"
_FAILED = ("error", "fail", "runtime error")


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What dbt said; ``problems`` holds one sentence for each node that failed, or the last word of its log."""

    succeeded: bool
    problems: tuple[str, ...]


def build_marts(home: Path, release_file: Path, releases: Iterable[Mapping[str, Any]] = ()) -> BuildOutcome:
    """Run models, data tests and unit tests into ``release_file``; ``releases`` are those of ``dim_release``.

    The unit tests cost about a second and prove the rules with the very dbt and DuckDB that publish.
    The scratch database is thrown away. dbt's compiled SQL and logs stay in ``<home>/dbt`` for whoever looks into a
    failure. Raises WarehouseError where dbt is not installed beside this Python.
    """
    home = home.resolve()  # dbt runs in a folder of its own
    folder = layout.dbt_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    results = folder / "target" / "run_results.json"
    results.unlink(missing_ok=True)
    _write_lines(folder / RELEASES, releases)
    finished = _dbt(home, release_file, "build")
    problems = _problems(results) if finished.returncode else ()
    if finished.returncode and not problems:
        problems = tuple(finished.stdout.strip().splitlines()[-1:]) or ("dbt ended without a word.",)
    return BuildOutcome(finished.returncode == 0, problems)


def write_docs(home: Path, release_file: Path, target: Path) -> None:
    """dbt's own documentation of the marts and where they come from, as one HTML file that needs no server.

    Raises WarehouseError where dbt cannot make it.
    """
    home = home.resolve()
    finished = _dbt(home, release_file, "docs", "generate", "--static")
    page = layout.dbt_folder(home) / "target" / "static_index.html"
    if finished.returncode or not page.is_file():
        raise WarehouseError("dbt made no documentation: " + "".join(finished.stdout.strip().splitlines()[-1:]))
    page.replace(target)


def _dbt(home: Path, release_file: Path, *command: str) -> subprocess.CompletedProcess[str]:
    folder = layout.dbt_folder(home)
    scratch = folder / "work.duckdb"
    _remove_database(scratch)
    try:
        return subprocess.run(  # noqa: S603  # no shell, and every argument is our own
            [
                str(Path(sys.executable).parent / "dbt"),
                "--no-version-check",
                "--no-use-colors",
                *command,
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


def _problems(results: Path) -> tuple[str, ...]:
    try:
        nodes: list[dict[str, Any]] = json.loads(results.read_text(encoding="utf-8"))["results"]
    except OSError:
        return ()
    return tuple(
        f"{node['unique_id'].split('.')[2]}: {' '.join(str(node['message']).split())}"
        for node in nodes
        if node["status"] in _FAILED
    )


def _remove_database(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
