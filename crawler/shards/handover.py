"""What a shard begins with and what it leaves, as objects beside the archive's: nothing in them ever changes.

    shards/<run>/plan.json                                     how many shards, and how they are asked; put last
    shards/<run>/<shard>/registry.yaml, frontier.sqlite, answers.jsonl     what the shard begins with, on whatever machine
    shards/<run>/<shard>/log/<start>-<end>-<token>.jsonl       captures, every half minute
    shards/<run>/<shard>/<token>/sightings.jsonl, outcomes.jsonl, frontier.sqlite     what a worker found that came to the end
    shards/<run>/<shard>/end.json                              whose result counts, its summary, and its log; put last

A worker that begins after one that died begins with the same frontier and with the captures of the dead one. So it goes the same
way, the archive answers what was asked before, and its result is that of the whole shard: none but its result is taken.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.archive.log import Log
from crawler.archive.objects import Shelf, shelf_of
from crawler.archive.segments import Segment, chain, segments_in, segments_of, shard_logs
from crawler.frontier import Frontier
from crawler.politeness.ledger import Claim
from crawler.politeness.rules import host_of
from crawler.registry import Bureau, dump
from store.home import Home, Landing
from store.lines import json_line
from store.run_id import RUN_ID
from store.summary import BureauTally, CrawlSummary
from store.sync import sync

FOLDER = "shards"
KNOWN = "00000000T000000Z-0000"
"""The log in which a worker has what runs before asked; older than any."""


@dataclass(frozen=True, slots=True)
class Plan:
    shards: int
    arguments: tuple[str, ...]
    """Further arguments of ``python -m crawler``."""


def plan_of(home: Path, run_id: str) -> Plan | None:
    """How a run is sharded; ``None`` if it is not, or not yet."""
    try:
        record = json.loads(shelf_of(home).get(f"{FOLDER}/{run_id}/plan.json"))
    except FileNotFoundError:
        return None
    return Plan(record["shards"], tuple(record["arguments"]))


def hand_out(home: Path, run_id: str, parts: Sequence[Sequence[Bureau]], arguments: Iterable[str]) -> Plan:
    """Put what each shard begins with where its worker finds it. What was handed out before stays as it was."""
    known = plan_of(home, run_id)
    if known is not None:
        return known
    shelf, landing = shelf_of(home), Home(home).landing(run_id)
    landing.folder.mkdir(parents=True, exist_ok=True)
    rows = (json_line(bureau.as_record()) for part in parts for bureau in part)
    landing.bureaus.write_bytes(b"".join(rows))
    with (
        tempfile.TemporaryDirectory(prefix="shards-", dir=landing.folder) as folder,
        closing(Frontier(home)) as frontier,
    ):
        frontier.recover(Home(home).landings(), run_id)
        _sort_answers(home, parts, Path(folder))
        for number, bureaus in enumerate(parts):
            place = Path(folder) / str(number)
            dump(bureaus, place / "registry.yaml")
            frontier.hand_out([bureau.bureau_code for bureau in bureaus], place / "frontier.sqlite")
            names = ("registry.yaml", "frontier.sqlite", "answers.jsonl")
            shelf.put({f"{FOLDER}/{run_id}/{number}/{name}": (place / name).read_bytes() for name in names})
    plan = Plan(len(parts), tuple(arguments))
    shelf.put({f"{FOLDER}/{run_id}/plan.json": json_line(asdict(plan))})
    return plan


def _sort_answers(home: Path, parts: Sequence[Sequence[Bureau]], folder: Path) -> None:
    """Write what the archive can answer into a file for each shard."""
    shard_of = {host_of(url): number for number, part in enumerate(parts) for bureau in part for url in bureau.hosts}
    files = []
    for number in range(len(parts)):
        (folder / str(number)).mkdir()
        files.append((folder / str(number) / "answers.jsonl").open("wb"))
    with closing(Archive(home)) as archive:
        for capture, line in archive.answers():
            asked_by = shard_of.get(host_of(capture.url))
            if asked_by is not None:
                files[asked_by].write(line)
    for file in files:
        file.close()


def begin(home: Path, scratch: Path, claim: Claim) -> tuple[Path, list[Segment]]:
    """Fill an empty home with what a shard begins with: the registry's file, and the log of those who asked it before."""
    shelf, own = shelf_of(home), Home(scratch)
    own.captures.mkdir(parents=True)
    registry = scratch / "registry.yaml"
    place = f"{FOLDER}/{claim.run_id}/{claim.number}"
    registry.write_bytes(shelf.get(f"{place}/registry.yaml"))
    own.frontier.write_bytes(shelf.get(f"{place}/frontier.sqlite"))
    own.capture_log(KNOWN).write_bytes(shelf.get(f"{place}/answers.jsonl"))
    logs = shard_logs(claim.run_id, claim.number)
    before = chain(segments_in(shelf.names(logs)))
    if before:
        own.capture_log(claim.run_id).write_bytes(b"".join(shelf.get(f"{logs}/{segment.name}") for segment in before))
    return registry, before


def end(home: Path, scratch: Path, claim: Claim, before: list[Segment], summary: CrawlSummary) -> None:
    """Put what came of a shard where the machine finds it whose night it is."""
    shelf, landing = shelf_of(home), Home(scratch).landing(claim.run_id)
    own = [
        each for each in segments_in(shelf.names(shard_logs(claim.run_id, claim.number))) if each.token == claim.token
    ]
    place = f"{FOLDER}/{claim.run_id}/{claim.number}"
    with closing(Frontier(scratch)):
        pass  # whoever closes it last leaves one file
    shelf.put(
        {
            f"{place}/{claim.token}/sightings.jsonl": landing.sightings.read_bytes(),
            f"{place}/{claim.token}/outcomes.jsonl": landing.outcomes.read_bytes(),
            f"{place}/{claim.token}/frontier.sqlite": Home(scratch).frontier.read_bytes(),
        }
    )
    log = [segment.name for segment in chain([*before, *own])]
    record = {"token": claim.token, "log": log, "summary": asdict(summary)}
    shelf.put({f"{place}/end.json": json_line(record)})


def has_ended(home: Path, run_id: str, number: int) -> bool:
    return shelf_of(home).has(f"{FOLDER}/{run_id}/{number}/end.json")


def left(home: Path, run_id: str) -> list[str]:
    """Other runs of this home whose shards were never collected: they were killed."""
    runs = (name for name in shelf_of(home).names(FOLDER) if RUN_ID.fullmatch(name) and name != run_id)
    return [name for name in runs if Home(home).landing(name).folder.is_dir()]


def collect(home: Path, run_id: str) -> CrawlSummary:
    """Bring what the shards of a run have found into this home, as if one crawl had; of a shard that did not end, its captures.

    May be repeated. What is in the store stays there until `drop`.
    """
    shelf, plan = shelf_of(home), plan_of(home, run_id)
    numbers = range(plan.shards if plan else 0)
    ends = {number: _end(shelf, run_id, number) for number in numbers}
    ended = {number: each for number, each in ends.items() if each is not None}
    landing = Home(home).landing(run_id)
    _collect_landing(shelf, landing, ended)
    _collect_frontier(home, shelf, landing, ended)
    _collect_log(home, shelf, run_id, ends)
    return merged(run_id, [CrawlSummary.from_record(each["summary"]) for each in ended.values()])


def drop(home: Path, run_id: str) -> None:
    """Let what the shards of a collected run have left go from the store."""
    shelf_of(home).clear(f"{FOLDER}/{run_id}")


def merged(run_id: str, summaries: Sequence[CrawlSummary]) -> CrawlSummary:
    counts = ("requests", "captures", "from_archive", "sightings", "refused", "failed")
    tallies: dict[str, BureauTally] = {}
    for summary in summaries:
        tallies.update(summary.by_bureau)
    return CrawlSummary(
        run_id,
        **{name: sum(getattr(summary, name) for summary in summaries) for name in counts},
        by_bureau=dict(sorted(tallies.items())),
        lacking=next((summary.lacking for summary in summaries if summary.lacking), None),
    )


Ends = dict[int, dict[str, Any]]


def _end(shelf: Shelf, run_id: str, number: int) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads(shelf.get(f"{FOLDER}/{run_id}/{number}/end.json"))
    except FileNotFoundError:
        return None
    return record


def _collect_landing(shelf: Shelf, landing: Landing, ended: Ends) -> None:
    landing.folder.mkdir(parents=True, exist_ok=True)
    for file in (landing.outcomes, landing.sightings):
        pieces = (
            shelf.get(f"{FOLDER}/{landing.run_id}/{number}/{end['token']}/{file.name}") for number, end in ended.items()
        )
        _write_whole(file, pieces)


def _collect_frontier(home: Path, shelf: Shelf, landing: Landing, ended: Ends) -> None:
    with (
        tempfile.TemporaryDirectory(prefix="shards-", dir=landing.folder) as folder,
        closing(Frontier(home)) as frontier,
    ):
        files = []
        for number, end in ended.items():
            files.append(Path(folder) / f"{number}.sqlite")
            place = f"{FOLDER}/{landing.run_id}/{number}/{end['token']}"
            files[-1].write_bytes(shelf.get(f"{place}/frontier.sqlite"))
        frontier.take_in(files, landing.run_id)


def _collect_log(home: Path, shelf: Shelf, run_id: str, ends: dict[int, dict[str, Any] | None]) -> None:
    """The log of a run whose shards were collected is there, or they were not."""
    Home(home).captures.mkdir(parents=True, exist_ok=True)
    log = Home(home).capture_log(run_id)
    if not _write_whole(log, _log_pieces(shelf, run_id, ends)):
        log.unlink()  # a run that asked nobody has none
    segments = segments_of(home, Log(Home(home).captures))
    if segments is not None:
        segments.push(run_id)


def _log_pieces(shelf: Shelf, run_id: str, ends: dict[int, dict[str, Any] | None]) -> Iterator[bytes]:
    for number, end in ends.items():
        folder = shard_logs(run_id, number)
        names = end["log"] if end else [segment.name for segment in chain(segments_in(shelf.names(folder)))]
        yield from (shelf.get(f"{folder}/{name}") for name in names)


def _write_whole(file: Path, pieces: Iterable[bytes]) -> int:
    """Put a file in its place, whole or not at all: how many bytes it has."""
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as new:
        for piece in pieces:
            new.write(piece)
        new.flush()
        os.fsync(new.fileno())
        size = new.tell()
    beside.replace(file)
    sync(file.parent)
    return size
