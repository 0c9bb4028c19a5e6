"""The way into the archive: bytes in and out, captures, and what is still as good as asking again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

from crawler.archive.index import CONFIRMED, GONE, MOVED, PAGE, Index
from crawler.archive.log import Line, Log
from crawler.archive.objects import objects_of
from crawler.archive.record import moment, request_key
from crawler.archive.rounds import Rounds
from crawler.archive.segments import SECONDS, segments_of
from crawler.clock import utc_now
from crawler.due_dates import NOT_HERE_WINDOW, is_over
from crawler.politeness.ledger import Claim
from store.capture import Capture, parse_capture
from store.home import Home


class Archive:
    """The archive below ``home``; one writer of a run's log at a time, which is that of a shard with ``claim``. Opening it reads nothing."""

    def __init__(self, home: Path, claim: Claim | None = None) -> None:
        self.captures = Home(home).captures
        self.captures.mkdir(parents=True, exist_ok=True)
        self._objects = objects_of(home)
        self._log = Log(self.captures)
        self._segments = segments_of(home, self._log, claim)
        self._shared_at = monotonic()
        self._index = Index(Home(home).capture_index, self._log)
        self._written: list[Line] = []
        """Lines that the index does not know yet: not all of them are on disk."""
        self._storing = Rounds(self._objects.put_all)
        self._syncing = Rounds(self._log.sync_all)

    @property
    def broken_lines(self) -> int:
        """Lines of the logs that a kill has torn."""
        return self._index.broken_lines

    def put(self, data: bytes) -> str:
        """Store ``data`` and return its SHA-256; bytes already there are not written again."""
        return self._objects.put_all([data])[0]

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash; raises `ArchiveError` if they are missing or damaged."""
        return self._objects.get(sha256)

    def has(self, sha256: str) -> bool:
        """Whether an object is there as far as can be said at once; `get` tells for certain."""
        return self._objects.seems_there(sha256)

    def lacking(self, hashes: Iterable[str]) -> set[str]:
        """Those of ``hashes`` whose objects are not there."""
        return self._objects.lacking(hashes)

    def size(self, sha256: str) -> int:
        """Bytes of an object that is there."""
        return self._objects.size(sha256)

    def place(self, sha256: str) -> str:
        """Where an object is, for people."""
        return self._objects.place(sha256)

    def next_capture_id(self, run_id: str, url: str) -> str:
        """A capture id of this run that no line of its log has yet."""
        sequence = self._index.line_count(run_id) + len(self._written)
        return hashlib.sha256(f"{run_id}|{sequence}|{url}".encode()).hexdigest()[:32]

    def append_capture(self, capture: Capture) -> None:
        """Append one capture to its run's log and sync it; from here on `fresh` knows it."""
        self._written.append(self._log.write(capture))
        self._log.sync()
        self._take_in(self._written[-1].end)

    async def store(self, data: bytes) -> str:
        """`put` while other tasks go on."""
        return await self._storing.do(data)

    async def log_capture(self, capture: Capture) -> None:
        """`append_capture` while other tasks go on."""
        line = self._log.write(capture)
        self._written.append(line)
        self._take_in(await self._syncing.do(line))

    def fresh(
        self,
        url: str,
        window: timedelta,
        method: str = "GET",
        body: str | None = None,
        not_here: timedelta = NOT_HERE_WINDOW,
    ) -> Capture | None:
        """The newest good answer to this very request if it is younger than ``window`` and its bytes are there.

        Failing that, the newest "not here" if it is younger than ``not_here`` as well. Any other answer stands in for
        nothing, and hides nothing.
        """
        found = self._index.newest(request_key(url, method, body))
        good = [capture for state, capture in found.items() if state in (PAGE, MOVED, CONFIRMED)]
        capture = max(good, key=lambda capture: moment(capture.captured_at), default=None)
        if capture is None or not _is_within(window, capture):
            capture = found.get(GONE)
            window = min(window, not_here)
        if capture is None or not _is_within(window, capture):
            return None
        return capture if capture.sha256 and self.has(capture.sha256) else None

    def last_good(self, url: str, method: str = "GET", body: str | None = None) -> Capture | None:
        """The newest capture of the page itself, of any age: the one that a 304 confirms and a vanished page once was."""
        return self._index.newest(request_key(url, method, body)).get(PAGE)

    def all_captures(self) -> Iterator[Capture]:
        """Every capture of every run, oldest run first; a line torn by a kill is passed over."""
        return self._log.all_captures()

    def answers(self) -> Iterator[tuple[Capture, bytes]]:
        """Every capture that may still stand in for an answer, with its line: the newest of each kind to each request."""
        for line in self._index.lines():
            capture = parse_capture(line)
            if capture is not None:
                yield capture, line

    def _take_in(self, end: int) -> None:
        """Let the index know what the log holds on disk, up to ``end``."""
        synced = [line for line in self._written if line.end <= end]
        if synced:
            self._index.add(synced)
        del self._written[: len(synced)]

    def share_log(self, run_id: str, *, at_once: bool = False) -> None:
        """Put what is new of a run's log into the archive's store, if it has one: now and then, or ``at_once``."""
        if self._segments is not None and (at_once or monotonic() - self._shared_at > SECONDS):
            self._shared_at = monotonic()
            self._segments.push(run_id)

    def close(self) -> None:
        """Let go of the open files; the archive may still be used."""
        self._log.close()
        self._index.close()


def _is_within(window: timedelta, capture: Capture) -> bool:
    return not is_over(moment(capture.captured_at), window, utc_now())
