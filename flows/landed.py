"""What runs have landed, and the documents behind it: read in limited workers, straight from the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path

from crawler.archive import Archive
from flows.progress import tell
from parsing.model import Document
from parsing.pool.workers import parse_many
from store.home import Home, Landing
from store.landed import sightings


def unread_landings(home: Path) -> list[Landing]:
    """Those of runs that were killed before what they saw was read; oldest first."""
    return [landing for landing in Home(home).landings() if not landing.manifest.exists()]


def seen_documents(landing: Landing) -> list[str]:
    """SHA-256 of each document that a run saw, once, in the order they were seen."""
    return list(dict.fromkeys(sighting.sha256 for sighting in sightings(landing)))


def documents(archive: Archive, sha256s: Sequence[str], verdicts: Counter[str]) -> Generator[Document]:
    """The documents in the order given, counted by verdict; raises ``ArchiveError`` if bytes are missing or damaged."""
    blobs = ((sha256, partial(archive.get, sha256)) for sha256 in sha256s)
    tell("reading documents", 0, len(sha256s))
    for done, document in enumerate(parse_many(blobs), start=1):
        verdicts[document.report.verdict] += 1
        tell("reading documents", done, len(sha256s))
        yield document
