"""The capture logs in an object store, which appends to nothing: each log as segments that never change.

``captures/<run_id>/<start>-<end>.jsonl`` holds those bytes of the run's log, whole lines. The log of a run is written on the
machine that crawls, and what is new of it goes to the store every half minute and at the end: a machine that is lost takes the
last half minute of its requests with it, whose pages are asked for again.

The workers of a shard of a run (`crawler.shards`) put theirs into ``shards/<run_id>/<shard>/log/``, each with its token behind the
``end``. One goes on from what those before it have put. A worker that was taken for dead may put more beside it: `chain` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.log import Log
from crawler.archive.objects import Shelf, object_store_of, shelf_of
from crawler.politeness.ledger import Claim
from store.errors import ArchiveError
from store.run_id import RUN_ID

FOLDER = "captures"
SECONDS = 30.0
"""A segment a second would be a thousand small objects a night, and reading them a thousand questions."""

PIECE_BYTES = 64 * 1024 * 1024
"""No segment is larger: it is held in memory."""

_NAME = re.compile(r"(\d{12})-(\d{12})(?:-([\w-]+))?\.jsonl")


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    start: int
    end: int
    token: str

    @property
    def name(self) -> str:
        return f"{self.start:012}-{self.end:012}{self.token and '-'}{self.token}.jsonl"


def segments_in(names: Iterable[str]) -> list[Segment]:
    found = map(_NAME.fullmatch, names)
    return sorted(Segment(int(match[1]), int(match[2]), match[3] or "") for match in found if match)


def chain(segments: Iterable[Segment]) -> list[Segment]:
    """Segments that make one log from its beginning; of two that begin at the same place, that of the newer worker."""
    by_age = sorted(segments, key=lambda segment: segment.token)
    following = {segment.start: segment for segment in by_age}
    found: list[Segment] = []
    end = 0
    while end in following:
        found.append(following[end])
        end = found[-1].end
    return found


def shard_logs(run_id: str, number: int) -> str:
    """The folder of the segments of a shard."""
    return f"shards/{run_id}/{number}/log"


def segments_of(home: Path, log: Log, claim: Claim | None = None) -> Segments | None:
    """The segments of a home's logs; ``None`` if its archive is a folder, where the logs are all there is."""
    if claim is not None:
        return Segments(shelf_of(home), log, claim)
    store = object_store_of(home)
    return Segments(store, log) if store else None


class Segments:
    """Those of a home, or of the worker that has ``claim``: the log that it begins with is in the store already."""

    def __init__(self, store: Shelf, log: Log, claim: Claim | None = None) -> None:
        self._store = store
        self._log = log
        self._claim = claim
        self._ends = log.sizes() if claim else {}

    def push(self, run_id: str) -> int:
        """Put what is new of a run's log into the store: how many bytes. The log is on disk by then."""
        first = start = self._end(run_id)
        while whole := self._log.whole_bytes(run_id, start, PIECE_BYTES):
            segment = Segment(start, start + len(whole), self._claim.token if self._claim else "")
            self._store.put({f"{self._folder(run_id)}/{segment.name}": whole})
            self._ends[run_id] = start = segment.end
        return start - first

    def push_all(self) -> int:
        return sum(self.push(run_id) for run_id in self._log.sizes())

    def pull_all(self) -> int:
        """Write what the store has of each log and this machine has not: how many bytes."""
        runs = [name for name in self._store.names(FOLDER) if RUN_ID.fullmatch(name)]
        return sum(self._pull(run_id) for run_id in runs)

    def _pull(self, run_id: str) -> int:
        here = self._log.sizes().get(run_id, 0)
        written = 0
        for segment in self._segments(run_id):
            if segment.end <= here + written:
                continue
            if segment.start != here + written:
                raise ArchiveError(
                    f"the log of run {run_id} on this machine does not fit its segments in {self._store.url}"
                )
            self._log.extend(run_id, self._store.get(f"{self._folder(run_id)}/{segment.name}"))
            written += segment.end - segment.start
        return written

    def _end(self, run_id: str) -> int:
        if run_id not in self._ends and self._claim is None:
            self._ends[run_id] = max((segment.end for segment in self._segments(run_id)), default=0)
        return self._ends.get(run_id, 0)

    def _segments(self, run_id: str) -> list[Segment]:
        return segments_in(self._store.names(self._folder(run_id)))

    def _folder(self, run_id: str) -> str:
        return shard_logs(run_id, self._claim.number) if self._claim else f"{FOLDER}/{run_id}"
