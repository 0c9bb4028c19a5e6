"""Whole nights of the crawler over the deck, each in a process of its own, and what they have left on disk."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import practice
from crawler.registry import Bureau, dump
from practice import faults
from practice.faults import FIRST, SECOND, Case
from tests import warm

Record = dict[str, Any]

IMPATIENT = Path(__file__).with_name("impatient.py")
DAY_S = 24 * 3600
LATER = {FIRST: 0, SECOND: 25 * 3600, "changed": 33 * DAY_S, "back": 66 * DAY_S}
"""Seconds after the first night at which each stage is played: the next evening, and after the recheck's month."""


@dataclass(frozen=True)
class Night:
    """What one night has written, and what the servers saw of it."""

    stage: str
    seconds: float
    summary: Record
    captures: list[Record]
    sightings: list[Record]
    outcomes: list[Record]
    visits: list[practice.Visit]
    stderr: str

    def state(self, case: Case) -> tuple[str | None, str | None]:
        """State and label of the bureau."""
        said = [line for line in self.outcomes if line["scope"] == "bureau" and line["bureau_code"] == case.bureau_code]
        return (said[-1]["state"], said[-1]["label"]) if said else (None, None)

    def of(self, case: Case, records: Iterable[Record]) -> list[Record]:
        return [record for record in records if record["bureau_code"] == case.bureau_code]

    def seen(self, case: Case) -> list[practice.Visit]:
        return [visit for visit in self.visits if visit.address == case.address]


def run_id(number: int) -> str:
    return f"20250131T0230{number:02d}Z-{number:04x}"


def cases_of(stage: str) -> list[Case]:
    """The cases played at a stage: all of them on the first two nights."""
    return [case for case in faults.CASES if stage in case.stages or stage in (FIRST, SECOND)]


def command(home: Path, run: str, rows: Sequence[Bureau], *options: str, program: Sequence[str] = ()) -> list[str]:
    """The call of one night over ``rows``; ``program`` in place of the impatient crawler."""
    home.mkdir(parents=True, exist_ok=True)
    registry = home / "registry.yaml"
    dump(rows, registry)
    called = program or (sys.executable, str(IMPATIENT))
    return [*called, "--home", str(home), "--run", run, "--registry", str(registry), "--discover", "always", *options]


def play(home: Path, port: int, number: int, stage: str, cases: Iterable[Case] | None = None) -> Night:
    """Let the deck go over to ``stage`` and the crawler through its night; the home keeps what it has.

    Without ``cases``, those that the stage is for.
    """
    faults.stage(port, "*", stage)
    rows = faults.registry(port)
    options = ["--later", str(LATER[stage])] if LATER[stage] else []
    for case in cases_of(stage) if cases is None else cases:
        options += ["--bureau", case.bureau_code]
    practice.visits(port, reset=True)
    started = time.monotonic()
    _, program, *arguments = command(home, run_id(number), rows, *options)
    done = warm.run(program, arguments, timeout=300)
    assert done.returncode == 0, done.stderr
    return Night(
        stage=stage,
        seconds=time.monotonic() - started,
        summary=json.loads(done.stdout.splitlines()[-1]),
        captures=lines(home / "archive" / "captures" / f"{run_id(number)}.jsonl"),
        sightings=lines(home / "landing" / run_id(number) / "sightings.jsonl"),
        outcomes=lines(home / "landing" / run_id(number) / "outcomes.jsonl"),
        visits=practice.visits(port),
        stderr=done.stderr,
    )


def lines(path: Path) -> list[Record]:
    """The records of a file of JSON lines; none where there is no file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
