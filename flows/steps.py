"""The steps of a night as plain functions. Each may be repeated, or killed and started again, without harm."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from crawler.archive import Archive
from crawler.registry import RegistryError
from crawler.registry import load as load_registry
from flows.errors import NightError
from flows.landed import documents, seen_documents, unread_landings
from flows.progress import is_watched, tell
from flows.rebuild import rebuild
from parsing.version import parser_version
from store import disk
from store.errors import FullDiskError
from store.home import Home, Landing
from store.summary import CrawlSummary
from warehouse.landing import write_documents
from warehouse.load import LoadSummary, load
from warehouse.migrations import migrate
from warehouse.read import is_gone, is_outdated, loaded_runs, parsed, unread
from warehouse.release import ReleaseSummary, build_release

_RELAY_SECONDS = 5.0
"""For the last lines of a crawler that has ended; a browser of its that hangs may keep the pipe open."""


@dataclass(frozen=True, slots=True)
class ParseSummary:
    documents: int
    """Documents read in this run; those read before by the same parser are left alone."""
    known: int
    verdicts: dict[str, int] = field(default_factory=dict)
    reread: int = 0
    """Those of the documents that an older parser had read before."""
    lost: int = 0
    """Documents that stay as an older parser read them: their bytes are not in the archive any more."""
    is_rebuilt: bool = False
    """The warehouse was made anew before; what that read and loaded is not counted here."""


def require_bureaus(registry: Path | None, bureaus: Iterable[str] = ()) -> None:
    """Raises ``RegistryError`` if the registry cannot be used or does not know one of ``bureaus``."""
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
    ``RegistryError`` before anything is started. ``FullDiskError`` says that there is no room, before or on the way.
    """
    bureaus = tuple(bureaus)
    require_bureaus(registry, bureaus)
    needed = disk.require_room(home, is_practice=is_practice)
    arguments = ["--discover", "always" if is_practice or bureaus else "auto", *extra]
    sharded = _crawled_in_shards(home, run_id, registry, bureaus, arguments)
    if sharded is not None:
        return sharded
    command = [sys.executable, "-m", "crawler", "--home", str(home), "--run", run_id]
    command += ["--registry", str(registry)] if registry else []
    for bureau in bureaus:
        command += ["--bureau", bureau]
    command += arguments
    command += ["--keep-free", str(int(needed * disk.WHILE_ASKING)), "--until-input-closes", "--progress"]
    status, last_line = _followed(command)
    if status == disk.FULL_STATUS:
        raise FullDiskError(last_line or f"the crawl of run {run_id} has met a full disk")
    if status or not last_line:
        raise NightError(f"the crawl of run {run_id} ended with status {status}")
    summary = CrawlSummary.from_record(json.loads(last_line))
    asked = len(summary.by_bureau)
    tell("asking bureaus", asked, asked, f"{summary.sightings} documents")
    return summary


def _crawled_in_shards(
    home: Path, run_id: str, registry: Path | None, codes: tuple[str, ...], arguments: Iterable[str]
) -> CrawlSummary | None:
    """What workers have found, if the home's settings say that they ask; ``None``: this machine asks."""
    from store.settings import read_settings  # Pydantic takes long to import

    settings = read_settings(home)
    is_shared = settings.archive_url and settings.ledger_url
    if settings.crawl_shards == 1 and not is_shared:
        return None
    from flows.shard import require_shared  # what one machine does without
    from flows.sharded import collect_before, sharded_crawl  # the same

    require_shared(home)
    if settings.crawl_shards == 1:
        collect_before(home, run_id)
        return None
    if not settings.work_pool:
        raise NightError("crawl_shards needs the setting work_pool (GONGKAI_WORK_POOL): who asks the shards")
    from flows.work_pool import PrefectPool  # Prefect, which a night may do without

    bureaus = [bureau for bureau in load_registry(registry) if not codes or bureau.bureau_code in codes]
    pool = PrefectPool(settings.work_pool)
    return sharded_crawl(home, run_id, bureaus, arguments, settings.crawl_shards, pool)


def _followed(command: list[str]) -> tuple[int, str]:
    """Exit status and last line of a crawler, which ends with this process; what it says on the way is told."""
    tell("asking bureaus")
    stderr = subprocess.PIPE if is_watched() else None  # else a bar and the crawler's warnings would tear each other
    last_line = ""
    # The crawler keeps the writer's lock open (see ``store.lock.writing``), and ends when its standard input does.
    piped = partial(subprocess.Popen, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr)
    with piped(command, text=True, close_fds=False) as crawler, _relayed(crawler.stderr):
        try:
            for line in crawler.stdout or ():
                last_line = line.strip() or last_line
                if line.startswith('{"asked"'):
                    facts = json.loads(line)
                    tell("asking bureaus", facts["asked"], facts["bureaus"], f"{facts['documents']} documents")
        except BaseException:
            crawler.kill()
            raise
    return crawler.returncode, last_line


@contextmanager
def _relayed(lines: Iterable[str] | None) -> Iterator[None]:
    """Lines go to stderr as they come: to a terminal, above its bars."""
    relay = threading.Thread(target=sys.stderr.writelines, args=(lines or (),), daemon=True)
    relay.start()
    try:
        yield
    finally:
        relay.join(_RELAY_SECONDS)


def parse_run(home: Path, run_id: str) -> ParseSummary:
    """Read what this run saw, and what runs saw that were killed before they were read; nothing is read twice.

    Each result goes to the landing folder of the run that saw it, oldest first. Whatever was observed in any run and this
    parser has not read is read anew, into the folder of this run: so a new parser reads the whole archive once. The
    warehouse is made fit for it before all else.
    """
    is_rebuilt = made_fit(home)
    version, own = parser_version(), Home(home).landing(run_id)
    archive, known = Archive(home), parsed(home, version)
    wanted: dict[Landing, list[str]] = {}
    seen_before = 0
    for landing in sorted({own, *unread_landings(home)}):
        seen = seen_documents(landing)
        wanted[landing] = [sha256 for sha256 in seen if sha256 not in known]
        seen_before += len(seen) - len(wanted[landing])
        known.update(seen)
    old = [sha256 for sha256 in unread(home, version) if sha256 not in known]
    lacking = archive.lacking(old)
    still_there = [sha256 for sha256 in old if sha256 not in lacking]
    wanted[own] += still_there
    verdicts: Counter[str] = Counter()
    in_order = [sha256 for sha256s in wanted.values() for sha256 in sha256s]
    with closing(documents(home, in_order, verdicts)) as read:
        for landing, sha256s in wanted.items():
            write_documents(landing.folder, islice(read, len(sha256s)), version)
    lost = len(old) - len(still_there)
    return ParseSummary(len(in_order), seen_before, dict(verdicts), len(still_there), lost, is_rebuilt)


def made_fit(home: Path) -> bool:
    """Migrate a warehouse of older tables; where that cannot be, or it is gone, make it anew: whether that was done."""
    if is_outdated(home):
        migrate(home)
    if is_unfit := is_outdated(home) or is_gone(home):
        rebuild(home)
    return is_unfit


def load_landed(home: Path) -> tuple[LoadSummary, ...]:
    """Load every whole landing folder that is not loaded yet, oldest first, so that nothing a killed run read is lost."""
    read = Home(home).read_landings()
    if is_outdated(home) or (is_gone(home) and not all(landing.is_loadable for landing in read)):
        made_fit(home)
    loaded = loaded_runs(home)
    wanted = [landing.run_id for landing in read if landing.run_id not in loaded]
    summaries: list[LoadSummary] = []
    tell("loading runs", 0, len(wanted))
    for run_id in wanted:
        summaries.append(load(home, run_id))
        tell("loading runs", len(summaries), len(wanted))
    return tuple(summaries)


def _kept_releases(home: Path) -> int:
    from store.settings import read_settings  # Pydantic takes long to import

    return read_settings(home).keep_releases


def release(
    home: Path, *, is_practice: bool = False, allow_fewer: bool = False, keep: int | None = None
) -> ReleaseSummary:
    """Build the marts beside the current release, pass the gate, swap."""
    tell("building models")
    progress = partial(tell, "building models")
    keep = keep or _kept_releases(home)
    return build_release(home, is_practice=is_practice, allow_fewer=allow_fewer, keep=keep, progress=progress)
