"""The steps of a night as plain functions. Each may be repeated, or killed and started again, without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.registry import RegistryError
from crawler.registry import load as load_registry
from flows.errors import NightError
from flows.workers import parse_many
from parsing.model import Document
from parsing.version import parser_version
from warehouse import layout
from warehouse.landing import MANIFEST, write_documents
from warehouse.load import LoadSummary, load
from warehouse.read import parsed
from warehouse.release import ReleaseSummary, build_release

Progress = Callable[[int, int], None]
"""Called with (done, all) as a step goes on."""

LOADED = "loaded"
"""Marks a landing folder whose rows are in the warehouse."""


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    run_id: str
    requests: int
    captures: int
    from_archive: int
    sightings: int
    refused: int
    failed: int
    by_bureau: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Tallies of each bureau, and the state that it came to."""


@dataclass(frozen=True, slots=True)
class ParseSummary:
    documents: int
    """Documents read in this run; those read before by the same parser are left alone."""
    known: int
    verdicts: dict[str, int] = field(default_factory=dict)


def require_bureaus(registry: Path | None, bureaus: Iterable[str] = ()) -> None:
    """Raises ``RegistryError`` where the registry cannot be used or does not know one of ``bureaus``."""
    unknown = sorted(set(bureaus) - {bureau.bureau_code for bureau in load_registry(registry)})
    if unknown:
        raise RegistryError(f"bureau {', '.join(unknown)} is not in the registry")


def crawl(
    home: Path,
    run_id: str,
    registry: Path | None = None,
    bureaus: Iterable[str] = (),
    *,
    is_practice: bool = False,
    extra: Iterable[str] = (),
) -> CrawlSummary:
    """Crawl in a process of its own (Scrapy's reactor cannot be started twice); raises ``NightError``.

    Lists are walked when they are due; those of practice portals, and of bureaus that are asked for by name, always.
    ``extra`` are further arguments of ``python -m crawler``. A registry that cannot be used, or lacks a bureau, raises
    ``RegistryError`` before anything is started.
    """
    bureaus = tuple(bureaus)
    require_bureaus(registry, bureaus)
    command = [sys.executable, "-m", "crawler", "--home", str(home), "--run", run_id]
    command += ["--registry", str(registry)] if registry else []
    for bureau in bureaus:
        command += ["--bureau", bureau]
    command += ["--hunt", "always" if is_practice or bureaus else "auto", *extra]
    # The crawler keeps the writer's lock open (see ``flows.home.writing``).
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, close_fds=False)  # noqa: S603
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise NightError(f"the crawl of run {run_id} ended with status {done.returncode}")
    return CrawlSummary(**json.loads(lines[-1]))


def parse_run(home: Path, run_id: str, progress: Progress | None = None) -> ParseSummary:
    """Read what this run saw, and what runs saw that were killed before they were read; nothing is read twice.

    Each result goes to the landing folder of the run that saw it, oldest first.
    """
    folders = {layout.landing_folder(home, run_id), *_unread(home)}
    archive, known = Archive(home), parsed(home, parser_version())
    documents, seen_before = 0, 0
    verdicts: Counter[str] = Counter()
    for folder in sorted(folders):
        seen = list(dict.fromkeys(sighting["sha256"] for sighting in sightings(folder)))
        wanted = [sha256 for sha256 in seen if sha256 not in known]
        write_documents(folder, _documents(archive, wanted, verdicts, progress), parser_version())
        known.update(wanted)
        documents += len(wanted)
        seen_before += len(seen) - len(wanted)
    return ParseSummary(documents, seen_before, dict(verdicts))


def _unread(home: Path) -> Iterator[Path]:
    """Landing folders without a manifest."""
    for file in (home / "landing").glob("*/sightings.jsonl"):
        if not (file.parent / MANIFEST).exists():
            _mend(file)
            yield file.parent


def _mend(file: Path) -> None:
    """Cut off a last line that a kill has torn: what it began to say was never relied upon."""
    with file.open("rb+") as lines:
        data = lines.read()
        if not data.endswith(b"\n"):
            lines.truncate(data.rfind(b"\n") + 1)


def _documents(
    archive: Archive, wanted: list[str], verdicts: Counter[str], progress: Progress | None
) -> Iterator[Document]:
    blobs = ((sha256, partial(archive.get, sha256)) for sha256 in wanted)
    for done, document in enumerate(parse_many(blobs), start=1):
        verdicts[document.report.verdict] += 1
        if progress:
            progress(done, len(wanted))
        yield document


def sightings(folder: Path) -> Iterator[dict[str, Any]]:
    """The sightings of one run, in the order they were made; a line torn by a kill is passed over."""
    with (folder / "sightings.jsonl").open("rb") as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                continue


def load_landed(home: Path) -> tuple[LoadSummary, ...]:
    """Load every whole landing folder that is not loaded yet, oldest first, so that nothing a killed run read is lost."""
    loaded = []
    for manifest in sorted((home / "landing").glob(f"*/{MANIFEST}")):
        folder = manifest.parent
        if not (folder / LOADED).exists():
            loaded.append(load(home, folder.name))
            (folder / LOADED).touch()
    return tuple(loaded)


def release(home: Path, *, is_practice: bool = False) -> ReleaseSummary:
    """Build the marts beside the current release, pass the gate, swap."""
    return build_release(home, is_practice=is_practice)
