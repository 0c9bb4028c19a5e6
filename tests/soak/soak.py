"""The nights of a plan on one home, and what it holds at the end beside a home that was left in peace."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

import practice
from crawler.registry import Bureau, dump
from practice import faults
from store import marks, processes
from store.home import RELEASE_FILE, Home
from store.lock import collect
from store.night import nights as records
from tests.soak.disk import filled
from tests.soak.plan import NightPlan, Plan
from tests.soak.program import Program

CASES = (
    *("edit_layout", "edit_counter", "edit_prose", "edit_numbers", "edit_file", "conditional"),
    *("vanishes_404", "vanishes_softly", "unlisted", "withdrawn_by_wall"),
    *("one_name_two_files", "three_addresses", "listed_twice", "zipped_report", "moved_article", "only_sitemap"),
)
"""Of the deck: edits that nobody announces, reports that come and go, and ways to count one twice."""
FULL_DISK_STATUS = 6
CONTENTS = {
    "fct_report": "bureau_code, report_year, sha256, verdict, title, form_edition, is_present",
    "fct_figure": "bureau_code, report_year, section_code, line_code, column_code, value, raw_text, state, proof",
    "fct_claim": "bureau_code, report_year, metric_code, claim_kind, value, raw_text",
    "yoy_metric": "bureau_code, report_year, metric_code, value, prior_value, change_pct, comparability",
}
"""What two homes must hold alike that have seen the same portals at other moments."""


@dataclass
class Soak:
    """What came of the nights so far."""

    home: Path
    program: Program
    port: int
    rows: tuple[Bureau, ...]
    can_fill: bool = False
    statuses: list[int] = field(default_factory=list)
    usual_s: float = 20.0
    killed: int = 0
    """Nights that a kill has met before they had ended."""

    @property
    def registry(self) -> Path:
        return self.home.parent / "registry.yaml"

    def play(self, plan: Plan) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        dump(self.rows, self.registry)
        for night in plan.nights:
            self._play(night)

    def _play(self, night: NightPlan) -> None:
        faults.stage(self.port, "*", night.stage)
        if night.is_upgraded:
            self.program.upgrade_parser()
        if night.has_full_disk and self.can_fill:
            with filled(self.home.parent):
                status = self._run(replace(night, kills=None), GONGKAI_MIN_FREE_MB="0")
            assert status == FULL_DISK_STATUS, f"night {night.number} on a full disk ended with {status}"
        else:
            status = self._run(night)
            assert night.kills or status == 0, f"night {night.number} was left in peace and ended with {status}"
        self.statuses.append(status)

    def _run(self, night: NightPlan, **settings: str) -> int:
        began = time.monotonic()
        with self.program.night(self.home, self.registry, night.later_s, **settings) as run:
            if night.kills:
                self._kill(run, night)
            _, errors = run.communicate(timeout=600)
        if run.returncode == 0 and not night.kills:
            self.usual_s = time.monotonic() - began
        elif not night.is_disturbed:
            print(errors)
        return run.returncode

    def _kill(self, run: subprocess.Popen[str], night: NightPlan) -> None:
        deadline = time.monotonic() + night.when * self.usual_s
        while run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        children = processes.tree(run.pid)[1:]
        victim = run.pid if night.kills == "run" or not children else children[len(children) // 2]
        if run.poll() is None:
            self.killed += 1
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                return


def rows(
    port: int, cases: tuple[str, ...] = CASES, bureaus: tuple[str, ...] = practice.BUREAU_CODES
) -> tuple[Bureau, ...]:
    """Real practice portals, and those of the deck that change."""
    codes = {case.bureau_code for case in faults.CASES if case.name in cases}
    assert len(codes) == len(cases)
    chosen = tuple(row for row in faults.registry(port) if row.bureau_code in codes)
    return (*practice.registry(port, bureaus=bureaus), *chosen)


def left_running(home: Path) -> list[str]:
    """What killed nights have left running, once the next one, or `collect`, has looked."""
    collect(home)
    return [str(process) for process in marks.orphans(home)]


def nights_that_do_not_add_up(home: Path) -> list[str]:
    """Of the nights that came to an end: those whose sums do not hold."""
    return [f"{record.run_id}: {record.reason}" for record in records(home) if "add up" in (record.reason or "")]


def replayed(home: Path, program: Program, folder: Path) -> Path:
    """A home made from nothing but what cannot be made anew: archive and landing, without what was read of them."""
    copy = folder / "replay" / "practice"
    for part in ("archive", "landing"):
        shutil.copytree(
            home / part, copy / part, ignore=shutil.ignore_patterns("*.parquet", "manifest.json", "*.sqlite*")
        )
    program.gongkai(copy, "rebuild")
    return copy


def differences(home: Path, other: Path, tables: dict[str, str] | None = None) -> Iterator[str]:
    """Rows of the current releases that one home has and the other has not; without ``tables``, of every table that has history."""
    with duckdb.connect() as connection:
        for name, place in (("ours", home), ("theirs", other)):
            connection.execute(f"attach '{Home(place).current / RELEASE_FILE}' as {name} (read_only)")
        for table, columns in (tables or _all_tables(connection)).items():
            for has, lacks in (("ours", "theirs"), ("theirs", "ours")):
                query = f"select {columns} from {has}.{table} except all select {columns} from {lacks}.{table}"  # noqa: S608
                found = connection.execute(query).fetchall()
                if found:
                    yield f"{table}: {len(found)} rows that only {has} has, as {found[0]}"


def _all_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """All but what says which release it is; claims and findings are numbered alike."""
    names = connection.execute("select table_name from duckdb_tables() where database_name = 'ours'").fetchall()
    return {name: "*" for (name,) in sorted(names) if name != "dim_release"}
