"""Objects that were dropped on purpose: ``archive/dropped.jsonl``. The captures that name them stay, and this says why they have no bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from store.home import Home
from store.lines import append_line, json_line, open_lines, read_lines


@dataclass(frozen=True, slots=True)
class Dropped:
    """One line: which bytes, how many, when (ISO 8601 in UTC) and why, in one sentence."""

    sha256: str
    size: int
    dropped_at: str
    reason: str


def dropped_objects(home: Path) -> set[str]:
    """The SHA-256 of every object that was ever dropped; one that was captured again since is there again."""
    if not Home(home).dropped.is_file():
        return set()
    return {str(record["sha256"]) for record in read_lines(Home(home).dropped) if "sha256" in record}


def note_dropped(home: Path, dropped: Iterable[Dropped]) -> None:
    """Write down what is about to be dropped; on disk once this returns."""
    descriptor = open_lines(Home(home).dropped)
    try:
        for each in dropped:
            append_line(descriptor, json_line(asdict(each)))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
