"""The marts: dbt in a process of its own, from staging (read-only) into a fresh candidate file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from store.disk import says_full
from store.home import Home
from warehouse.connection import memory_limit
from warehouse.digest import DBT_PROJECT, rules_digest
from warehouse.errors import WarehouseError
from warehouse.lake import lake_of, says_lost
from warehouse.staging import newest_snapshot

RELEASES = "releases.jsonl"
Progress = Callable[[int, int], None]
"""Called with (done, all) as dbt ends with one model or test after the other."""

_ENDED = re.compile(r"^[\d:]{8} +\d+ of (\d+) (?!START)(?!.* hook: )")
"""A line that dbt writes when it is through with a node: ``05:37:49  1 of 332 OK created sql view model …``."""

_FAILED = ("error", "fail", "runtime error")


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What dbt reported; ``problems`` holds one sentence for each node that failed, or the last word of its log.

    ``warnings`` counts the rows of each test that a bureau can violate and that found any.
    """

    succeeded: bool
    problems: tuple[str, ...]
    warnings: Mapping[str, int]


def build_marts(
    home: Path,
    release_file: Path,
    releases: Iterable[Mapping[str, Any]] = (),
    progress: Progress | None = None,
    *,
    proves_rules: bool | None = None,
) -> BuildOutcome:
    """Run models, data tests and perhaps unit tests into ``release_file``; ``releases`` are those of ``dim_release``.

    The data tests hold what a night found against the rules, in each build. The unit tests prove the rules themselves, with
    the very dbt and DuckDB that publish, and cost as much as all models and data tests together: they run if these rules
    have not been proved in this home, unless ``proves_rules`` says otherwise. Made-up figures are nobody's to rely on, so
    a practice release does without.
    The scratch database is thrown away. dbt's compiled SQL and logs stay in ``<home>/dbt`` for whoever looks into a
    failure. Raises WarehouseError if dbt is not installed beside this Python, the disk is full, or a lake's catalog
    goes away.
    """
    home = home.resolve()  # dbt runs in a folder of its own
    folder = Home(home).dbt
    folder.mkdir(parents=True, exist_ok=True)
    Home(home).dbt_results.unlink(missing_ok=True)
    records = list(releases)
    _write_lines(folder / RELEASES, records)
    rules = rules_digest()
    if proves_rules is None:
        is_practice = bool(records) and bool(records[-1]["is_practice"])
        proves_rules = not is_practice and _proved(home) != rules
    snapshot = records[-1].get("staging_snapshot") if records else None
    status, last_line = _dbt(home, release_file, progress, snapshot, proves_rules=proves_rules)
    nodes = _results(Home(home).dbt_results)
    problems = tuple(
        f"{_name(node)}: {' '.join(str(node['message']).split())}" for node in nodes if node["status"] in _FAILED
    )
    if status and not problems:
        problems = (last_line or "dbt ended without a word.",)
    if status and (full := next(filter(says_full, (*problems, last_line)), None)):
        raise WarehouseError(f"dbt cannot build: {full}")
    if status and (lost := next(filter(says_lost, (*problems, last_line)), None)):
        raise WarehouseError(f"The lake's catalog went away while dbt built: {lost}")
    if status == 0 and proves_rules:
        Home(home).dbt_proved.write_text(rules, encoding="ascii")
    warnings = {_name(node): int(node["failures"] or 0) for node in nodes if node["status"] == "warn"}
    return BuildOutcome(status == 0, problems, warnings)


def _proved(home: Path) -> str | None:
    try:
        return Home(home).dbt_proved.read_text(encoding="ascii")
    except FileNotFoundError:
        return None


def _dbt(
    home: Path, release_file: Path, progress: Progress | None, snapshot: int | None, *, proves_rules: bool
) -> tuple[int, str]:
    """Exit status and the last line that dbt wrote."""
    folder = Home(home).dbt
    scratch = folder / "work.duckdb"
    _remove_database(scratch)
    try:
        with subprocess.Popen(  # noqa: S603  # no shell, and every argument is our own
            [
                str(Path(sys.executable).parent / "dbt"),
                "--no-version-check",
                "--no-use-colors",
                "--log-level-file=info",
                "build",
                *([] if proves_rules else ["--exclude-resource-type", "unit_test"]),
                f"--project-dir={DBT_PROJECT}",
                f"--profiles-dir={DBT_PROJECT}",
                f"--target-path={folder / 'target'}",
                f"--log-path={folder / 'logs'}",
            ],
            env=os.environ
            | _staging_of(home, snapshot)
            | {
                "GONGKAI_RELEASE_FILE": str(release_file.resolve()),
                "GONGKAI_WORK_FILE": str(scratch),
                "GONGKAI_RELEASES_FILE": str(folder / RELEASES),
                "GONGKAI_MEMORY_LIMIT": memory_limit(),
                "DO_NOT_TRACK": "1",
            },
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as dbt:
            last_line = _followed(dbt, progress)
        return dbt.returncode, last_line
    except OSError as error:
        raise WarehouseError(f"dbt cannot be started: {error.strerror}.") from error
    finally:
        _remove_database(scratch)


def _staging_of(home: Path, snapshot: int | None) -> dict[str, str]:
    """Where the profile's target finds staging."""
    lake = lake_of(home)
    if lake is None:
        return {"GONGKAI_WAREHOUSE_FILE": str(Home(home).warehouse)}
    number = newest_snapshot(home) if snapshot is None else snapshot
    return {
        "GONGKAI_DBT_TARGET": "lake",
        "GONGKAI_LAKE_CATALOG": lake.catalog,
        "GONGKAI_LAKE_FILES": lake.data,
        "GONGKAI_LAKE_SCHEMA": lake.schema,
        "GONGKAI_LAKE_SNAPSHOT": str(number),
    }


def _followed(dbt: subprocess.Popen[str], progress: Progress | None) -> str:
    """The last line that is not empty; what dbt reports of its nodes is passed on at once. It ends with this process."""
    last_line, done = "", 0
    try:
        for line in dbt.stdout or ():
            last_line = line.strip() or last_line
            if progress and (ended := _ENDED.match(line)):
                done += 1
                progress(done, int(ended[1]))
    except BaseException:
        dbt.kill()
        raise
    return last_line


def _write_lines(file: Path, records: Iterable[Mapping[str, Any]]) -> None:
    file.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def _results(file: Path) -> list[dict[str, Any]]:
    """What came of each node; nothing if dbt did not get as far."""
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
