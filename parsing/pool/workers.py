"""Parsing in limited child processes: what hangs, eats memory or crashes costs one document, never the night.

``parsing`` is pure and knows sizes; time and memory are bounded here. Workers are forked from a clean server process that
has the parser loaded, so a new one costs some ten milliseconds.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from typing import Any, TypeVar

from parsing.failed import UNKNOWN, failed
from parsing.limits import MAX_BYTES, MIB
from parsing.model import Document, Source
from parsing.pool.begin import begin
from parsing.pool.errors import ChildError
from parsing.pool.messages import READY, Done, Failed, Started, Work

PROCESSES = max(os.cpu_count() or 1, 1)
TIMEOUT_SECONDS = 120.0
"""Wall clock for one document; a scan takes some six seconds a page."""
MEMORY_BYTES = 1536 * MIB
"""Address space beyond that of an idle worker and of the document itself."""
RECYCLE_AFTER = 500
"""Documents that one worker reads before a fresh one takes its place."""
_START_SECONDS = 120.0
_AHEAD = 4
"""Documents each worker may be ahead of the one that is awaited: bounds the results held back for the order."""

T = TypeVar("T")

Blob = tuple[str, Callable[[], bytes]]
"""A path, and how to get its bytes."""


class WorkerError(RuntimeError):
    """No worker can be started at all."""


@dataclass(slots=True)
class _Job:
    index: int
    path: str
    data: bytes
    deadline: float
    media_type: str = UNKNOWN

    def failed(self, reason: str) -> Document:
        source = Source(self.path, sha256(self.data).hexdigest(), self.media_type, None)
        return failed(source, "unreadable", reason)


class _Worker:
    """One child process and what it is doing."""

    def __init__(
        self, context: multiprocessing.context.ForkServerContext, timeout: float, memory: int, work: Work | None
    ) -> None:
        self.connection, theirs = context.Pipe()
        self.process: ForkServerProcess = context.Process(
            target=begin, args=(theirs, timeout, memory, work), daemon=True, name="gongkai-parser"
        )
        self.process.start()
        theirs.close()
        self.started_by = time.monotonic() + _START_SECONDS
        self.is_ready = False
        self.job: _Job | None = None
        self.read = 0

    @property
    def is_idle(self) -> bool:
        return self.is_ready and self.job is None

    def give(self, job: _Job) -> None:
        self.job = job
        self.read += 1
        self.connection.send((job.path, job.data))

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def parse_many(
    blobs: Iterable[Blob],
    processes: int = PROCESSES,
    timeout_seconds: float = TIMEOUT_SECONDS,
    memory_bytes: int = MEMORY_BYTES,
    recycle_after: int = RECYCLE_AFTER,
) -> Iterator[Document]:
    """A document for each blob, in the order given; bytes are fetched only when a worker is free.

    A document that takes longer than ``timeout_seconds``, needs more than ``memory_bytes`` or crashes its worker comes back
    ``unreadable`` with one sentence. Errors of fetching bytes are the caller's and stop the iteration.
    """
    pool = Pool(max(processes, 1), timeout_seconds, memory_bytes, recycle_after)
    try:
        yield from pool.run(enumerate(blobs))
    finally:
        pool.close()


def in_child(
    work: Callable[[bytes, str], T],
    data: bytes,
    path: str,
    timeout_seconds: float = TIMEOUT_SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> T:
    """What ``work``, a function of a module, makes of one document in a child process of its own.

    Raises ``ChildError`` with one sentence if it takes too long, needs too much memory or crashes.
    """
    pool = Pool(1, timeout_seconds, memory_bytes, RECYCLE_AFTER, work)
    try:
        found = next(pool.run(enumerate([(path, lambda: data)])))
    finally:
        pool.close()
    if isinstance(found, Document):
        raise ChildError(found.error or "it cannot be read")
    return found  # type: ignore[no-any-return]


class Pool:
    """Each blob is parsed, or given to ``work``; one that fails comes back as an ``unreadable`` document.

    One `run` at a time; its workers stay for the next until it is closed.
    """

    def __init__(
        self,
        size: int,
        timeout: float = TIMEOUT_SECONDS,
        memory: int = MEMORY_BYTES,
        recycle_after: int = RECYCLE_AFTER,
        work: Work | None = None,
    ) -> None:
        self._context = multiprocessing.get_context("forkserver")
        preloaded = ["parsing.pool.worker", "parsing.pool.warm", *([work.__module__] if work is not None else [])]
        self._context.set_forkserver_preload(preloaded)
        self._size, self._timeout, self._memory, self._recycle_after = size, timeout, memory, recycle_after
        self._work = work
        self._workers: list[_Worker] = []
        self._done: dict[int, Any] = {}

    def run(self, blobs: Iterator[tuple[int, Blob]]) -> Iterator[Any]:
        awaited = 0
        following = next(blobs, None)
        while following is not None or self._busy() or self._done:
            while following is not None and following[0] < awaited + _AHEAD * self._size:
                free = self._free_worker()
                if free is None:
                    break
                index, (path, fetch) = following
                data = fetch()
                if len(data) > MAX_BYTES:
                    # Refused by its size alone: not worth sending. Only this needs the parser on this side.
                    from parsing.document import parse

                    self._done[index] = parse(data, path)
                else:
                    self._give(free, _Job(index, path, data, time.monotonic() + self._timeout))
                following = next(blobs, None)
            if awaited in self._done:
                yield self._done.pop(awaited)
                awaited += 1
            else:
                self._listen()

    def close(self) -> None:
        for each in self._workers:
            each.end()
        self._workers.clear()

    def _busy(self) -> bool:
        return any(each.job is not None for each in self._workers)

    def _free_worker(self) -> _Worker | None:
        free = next((each for each in self._workers if each.is_idle), None)
        if free is None and len(self._workers) < self._size:
            self._workers.append(_Worker(self._context, self._timeout, self._memory, self._work))
        return free

    def _give(self, free: _Worker, job: _Job) -> None:
        try:
            free.give(job)
        except OSError:
            self._fail(free, "the reader crashed")

    def _listen(self) -> None:
        """Wait for the next message, death or deadline, and deal with all there are."""
        now = time.monotonic()
        nearest = min(
            (each.job.deadline if each.job else each.started_by) for each in self._workers if not each.is_idle
        )
        by_connection = {each.connection: each for each in self._workers}
        for ready in wait(list(by_connection), max(nearest - now, 0)):
            if isinstance(ready, Connection):
                self._receive(by_connection[ready])
        now = time.monotonic()
        for each in list(self._workers):
            if each.job is not None and each.job.deadline < now and not each.connection.poll():
                self._fail(each, f"reading it took more than {self._timeout:g} seconds")
            elif not each.is_ready and each.started_by < now:
                raise WorkerError("the parsing workers do not start")

    def _receive(self, sender: _Worker) -> None:
        try:
            message = sender.connection.recv()
        except (EOFError, OSError):
            self._fail(sender, "the reader crashed")
            return
        if message == READY:
            sender.is_ready = True
        elif sender.job is not None and isinstance(message, Started):
            sender.job.media_type = message.media_type
        elif sender.job is not None and isinstance(message, Failed):
            self._fail(sender, self._reason(message))
        elif sender.job is not None and isinstance(message, Done):
            self._done[sender.job.index] = message.found
            sender.job = None
            if sender.read >= self._recycle_after:
                self._drop(sender)

    def _reason(self, failed: Failed) -> str:
        if failed.is_memory:
            return f"reading it took more memory than {self._memory // MIB} MiB"
        return f"the reader crashed ({failed.error})"

    def _fail(self, culprit: _Worker, reason: str) -> None:
        if not culprit.is_ready:
            raise WorkerError("the parsing workers do not start")
        if culprit.job is not None:
            self._done[culprit.job.index] = culprit.job.failed(reason)
        self._drop(culprit)

    def _drop(self, old: _Worker) -> None:
        self._workers.remove(old)
        old.end()
