"""What runs have landed, and the documents behind it: read in limited workers, straight from the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

from crawler.archive.objects import archive_place, objects_of
from flows.progress import tell
from parsing.model import Document
from parsing.pool.workers import parse_many
from parsing.version import parser_version
from store.home import Home, Landing
from store.landed import sightings


def unread_landings(home: Path) -> list[Landing]:
    """Those of runs that were killed before what they saw was read; oldest first."""
    return [landing for landing in Home(home).landings() if not landing.manifest.exists()]


def seen_documents(landing: Landing) -> list[str]:
    """SHA-256 of each document that a run saw, once, in the order they were seen."""
    return list(dict.fromkeys(sighting.sha256 for sighting in sightings(landing)))


def documents(home: Path, sha256s: Sequence[str], verdicts: Counter[str]) -> Generator[Document]:
    """The documents in the order given, counted by verdict; raises ``ArchiveError`` if bytes are missing or damaged.

    They are read here, or on the cluster that the home's settings name.
    """
    tell("reading documents", 0, len(sha256s))
    for done, document in enumerate(_read(home, sha256s), start=1):
        verdicts[document.report.verdict] += 1
        tell("reading documents", done, len(sha256s))
        yield document


def _read(home: Path, sha256s: Sequence[str]) -> Iterator[Document]:
    from store.settings import read_settings  # Pydantic takes long to import

    address = read_settings(home).dask_address
    if address and sha256s:
        from flows.cluster import documents_on  # Dask, which most homes do without

        return documents_on(address, archive_place(home), sha256s, parser_version())
    objects = objects_of(home)
    return parse_many((sha256, partial(objects.get, sha256)) for sha256 in sha256s)
