"""The deck from the command line: its table of cases and outcomes, or nights that are killed at random moments."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import practice
from deck.guest import free_port
from deck.kills import asked_again, differences, trial
from deck.nights import LATER, cases_of, play
from deck.table import played
from deck.verdicts import shortfalls
from practice.faults import CASES

KILLS_A_HOME = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="python tests/deck", description="Play the fault deck with the real crawler.")
    parser.add_argument("--kills", type=int, metavar="N", help="instead of the cases: kill nights, N times in all")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, practice.running(free_port(), faults=True) as port:
        return kill(Path(folder), port, options.kills) if options.kills else play_all(Path(folder), port)


def play_all(home: Path, port: int) -> int:
    """Every case at all of its stages, a line each; 1 where something is missing."""
    nights = [play(home, port, number, stage) for number, stage in enumerate(LATER, start=1)]
    missing = 0
    for case in CASES:
        for line in played(case, nights, port):
            print(line)
    for number, night in enumerate(nights, start=1):
        cases = cases_of(night.stage)
        missing += sum(bool(shortfalls(case, nights[:number], port)) for case in cases)
        print(f"night {night.stage}: {len(cases)} bureaus, {len(night.visits)} requests, {night.seconds:.0f} s")
    return int(missing > 0)


def kill(folder: Path, port: int, kills: int) -> int:
    """Homes of five kills each, compared with one that was left in peace; 1 where anything is lost, doubled or asked again."""
    peace = trial(folder / "peace", port, seed=0, kills=0, work=0)
    faults = middle = 0
    for seed in range(1, -(-kills // KILLS_A_HOME) + 1):
        killed = trial(folder / str(seed), port, seed, KILLS_A_HOME, len(peace.visits))
        found = [*differences(killed.holding, peace.holding), *asked_again(killed.visits, killed.kills)]
        more = len(killed.visits) - len(peace.visits)
        middle += killed.in_the_middle
        print(
            f"home {seed}: {KILLS_A_HOME} kills, {killed.in_the_middle} in the middle, {more} requests more than in peace, {len(found)} faults",
            flush=True,
        )
        for fault in found:
            print(f"    {fault}")
        faults += len(found)
    documents, figures = (sum(peace.holding.rows[table].values()) for table in ("document", "figure"))
    print(
        f"{seed * KILLS_A_HOME} kills, {middle} in the middle; {documents} documents and {figures} figures in each home; {faults} faults"
    )
    return int(faults > 0)
