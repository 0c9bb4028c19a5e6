"""The warehouse made anew from what is on disk: the archive, and what every run landed. Nothing is asked of any portal.

The same runs are loaded in the same order, and each document is read once by the present parser, in the run that saw it
first. So the history is that of living through it, but for what a newer parser reads otherwise.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from crawler.archive import Archive
from flows.errors import NightError
from flows.landed import documents, seen_documents
from parsing.version import parser_version
from store.home import Home, Landing
from warehouse.anew import made_anew
from warehouse.landing import write_documents


@dataclass(frozen=True, slots=True)
class RebuildSummary:
    runs: int
    documents: int
    lost: int
    """Documents whose bytes are not in the archive any more."""
    verdicts: dict[str, int] = field(default_factory=dict)


def rebuild(home: Path, *, despite_loss: bool = False) -> RebuildSummary:
    """Make ``warehouse.duckdb`` anew; the old one stays until the new one is whole. The caller holds the writer's lock.

    Raises ``NightError`` if nothing has landed, or bytes are missing from the archive (unless ``despite_loss``),
    ``ArchiveError`` where bytes are damaged, ``WarehouseError`` where a run cannot be loaded.
    """
    archive = Archive(home)
    wanted, lost = _wanted(home, archive)
    if not wanted:
        raise NightError(f"no run has landed in {home} yet; there is nothing to rebuild from")
    if lost and not despite_loss:
        raise NightError(
            f"{len(lost)} documents are missing from the archive, {lost[0]} first;"
            " `gongkai rebuild --despite-loss` makes the warehouse without them"
        )
    verdicts: Counter[str] = Counter()
    in_order = [sha256 for sha256s in wanted.values() for sha256 in sha256s]
    with (
        made_anew(home, parser_version()) as anew,
        closing(documents(home, in_order, verdicts)) as read,
    ):
        for landing, sha256s in wanted.items():
            if sha256s:
                write_documents(anew.parts, islice(read, len(sha256s)), parser_version())
            anew.load(landing.run_id, has_documents=bool(sha256s))
    return RebuildSummary(len(wanted), len(in_order), len(lost), dict(verdicts))


def _wanted(home: Path, archive: Archive) -> tuple[dict[Landing, list[str]], list[str]]:
    """For each run, oldest first, the documents that it saw first; and those that are not there."""
    known: set[str] = set()
    lost: list[str] = []
    wanted: dict[Landing, list[str]] = {}
    for landing in Home(home).landings():
        new = [sha256 for sha256 in seen_documents(landing) if sha256 not in known]
        known.update(new)
        lacking = archive.lacking(new)
        wanted[landing] = [sha256 for sha256 in new if sha256 not in lacking]
        lost += [sha256 for sha256 in new if sha256 in lacking]
    return wanted, lost
