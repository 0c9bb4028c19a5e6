"""The capture logs in an object store, which appends to nothing: each log as segments that never change.

``captures/<run_id>/<start>-<end>.jsonl`` holds those bytes of the run's log, whole lines. The log of a run is written on the
machine that crawls, and what is new of it goes to the store every half minute and at the end: a machine that is lost takes the
last half minute of its requests with it, whose pages are asked for again.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.archive.log import Log
from crawler.archive.objects import object_store_of
from crawler.archive.record import ArchiveError
from store.run_id import RUN_ID

if TYPE_CHECKING:  # fsspec takes its time
    from crawler.archive.object_store import ObjectStore

FOLDER = "captures"
SECONDS = 30.0
"""A segment a second would be a thousand small objects a night, and reading them a thousand questions."""

_NAME = re.compile(r"(\d{12})-(\d{12})\.jsonl")


def segments_of(home: Path, log: Log) -> Segments | None:
    """The segments of a home's logs; ``None`` if its archive is a folder, where the logs are all there is."""
    store = object_store_of(home)
    return Segments(store, log) if store else None


class Segments:
    def __init__(self, store: ObjectStore, log: Log) -> None:
        self._store = store
        self._log = log
        self._ends: dict[str, int] = {}

    def push(self, run_id: str) -> int:
        """Put what is new of a run's log into the store: how many bytes. The log is on disk by then."""
        start = self._end(run_id)
        whole = self._log.whole_bytes(run_id, start)
        if whole:
            self._ends[run_id] = start + len(whole)
            self._store.put({_path(run_id, start, self._ends[run_id]): whole})
        return len(whole)

    def push_all(self) -> int:
        return sum(self.push(run_id) for run_id in self._log.sizes())

    def pull_all(self) -> int:
        """Write what the store has of each log and this machine has not: how many bytes."""
        runs = [name for name in self._store.names(FOLDER) if RUN_ID.fullmatch(name)]
        return sum(self._pull(run_id) for run_id in runs)

    def _pull(self, run_id: str) -> int:
        here = self._log.sizes().get(run_id, 0)
        written = 0
        for start, end in self._segments(run_id):
            if end <= here + written:
                continue
            if start != here + written:
                raise ArchiveError(
                    f"the log of run {run_id} on this machine does not fit its segments in {self._store.url}"
                )
            self._log.extend(run_id, self._store.get(_path(run_id, start, end)))
            written += end - start
        return written

    def _end(self, run_id: str) -> int:
        if run_id not in self._ends:
            self._ends[run_id] = max((end for _, end in self._segments(run_id)), default=0)
        return self._ends[run_id]

    def _segments(self, run_id: str) -> list[tuple[int, int]]:
        found = map(_NAME.fullmatch, self._store.names(f"{FOLDER}/{run_id}"))
        return [(int(match[1]), int(match[2])) for match in found if match]


def _path(run_id: str, start: int, end: int) -> str:
    return f"{FOLDER}/{run_id}/{start:012}-{end:012}.jsonl"
