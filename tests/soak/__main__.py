"""``python -m tests.soak --nights 30 --seed 1``: play them, and say what was lost, doubled or left over; status 1 if anything was."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import practice
from tests.deck.guest import free_port
from tests.soak.disk import small_disk
from tests.soak.plan import Plan, in_peace, plan
from tests.soak.program import Program
from tests.soak.soak import (
    CONTENTS,
    Soak,
    differences,
    left_running,
    nights_that_do_not_add_up,
    replayed,
    rows,
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as folder,
        small_disk(Path(folder) / "disk") as can_fill,
        practice.running(free_port(), faults=True) as port,
    ):
        found = list(problems(Path(folder), port, plan(options.nights, options.seed), can_fill=can_fill))
    for line in found:
        print(line)
    print(f"{len(found)} problems in {options.nights} nights, {time.monotonic() - began:.0f} s")
    return int(bool(found))


def problems(folder: Path, port: int, planned: Plan, *, can_fill: bool = False, **chosen: tuple[str, ...]) -> list[str]:
    """What is wrong at the end of the nights; ``chosen`` are the portals (`rows`)."""
    program = Program.installed(folder / "program")
    soak = Soak(folder / "disk" / "practice", program, port, rows(port, **chosen), can_fill)
    soak.play(planned)
    # the same portals for somebody whom nothing happens to, at the moments when they changed and at the end
    calm = {night.stage: night for night in planned.nights}
    twin = Soak(folder / "twin" / "practice", program, port, soak.rows)
    twin.play(Plan(tuple(in_peace(night) for night in calm.values())))
    print(
        f"{len(planned.nights)} nights, {soak.killed} of them killed, full disk {can_fill}: statuses {Counter(soak.statuses)}"
    )
    return [
        *(f"still running: {process}" for process in left_running(soak.home)),
        *nights_that_do_not_add_up(soak.home),
        *(f"replay: {line}" for line in differences(soak.home, replayed(soak.home, program, folder))),
        *(f"twin: {line}" for line in differences(soak.home, twin.home, CONTENTS)),
    ]


if __name__ == "__main__":
    sys.exit(main())
