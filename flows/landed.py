"""What runs have landed, and the documents behind it: read in limited workers, straight from the archive."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from flows.progress import tell
from flows.workers import parse_many
from parsing.model import Document
from warehouse.layout import MANIFEST

SIGHTINGS = "sightings.jsonl"


def landing_folders(home: Path) -> list[Path]:
    """The landing folder of every run that saw anything or ended without, oldest first."""
    return sorted(file.parent for file in (home / "landing").glob(f"*/{SIGHTINGS}"))


def unread_folders(home: Path) -> list[Path]:
    """Those of runs that were killed before what they saw was read; oldest first."""
    return [folder for folder in landing_folders(home) if not (folder / MANIFEST).exists()]


def sightings(folder: Path) -> Iterator[dict[str, Any]]:
    """The sightings of one run, in the order they were made; a line torn by a kill is passed over."""
    with (folder / SIGHTINGS).open("rb") as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                continue


def seen_documents(folder: Path) -> list[str]:
    """SHA-256 of each document that a run saw, once, in the order they were seen."""
    return list(dict.fromkeys(sighting["sha256"] for sighting in sightings(folder)))


def documents(archive: Archive, sha256s: Sequence[str], verdicts: Counter[str]) -> Generator[Document]:
    """The documents in the order given, counted by verdict; raises ``ArchiveError`` where bytes are missing or damaged."""
    blobs = ((sha256, partial(archive.get, sha256)) for sha256 in sha256s)
    tell("reading documents", 0, len(sha256s))
    for done, document in enumerate(parse_many(blobs), start=1):
        verdicts[document.report.verdict] += 1
        tell("reading documents", done, len(sha256s))
        yield document
