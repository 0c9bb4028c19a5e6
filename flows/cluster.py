"""Documents read on a Dask cluster: the function that reads them here, mapped over their hashes there.

A worker fetches the bytes from the archive, which it must reach, and reads each document in a limited child, as a night on one
machine does. So a hostile document costs its child and never the worker. What a worker that dies was reading, another reads.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Sequence
from functools import partial

from distributed import Client, Future, KilledWorker

from crawler.archive.objects import objects_at
from flows.errors import NightError
from parsing.model import Document
from parsing.pool.workers import Pool
from parsing.version import parser_version

BATCH = 16
"""Documents of one task: some tenth of a second of reading, against a millisecond of the scheduler's."""
AHEAD = 3
"""Batches for each thread of the cluster: one is read, one waits there, one is on its way. No more results wait for their turn."""
CONNECT_SECONDS = 30

_MINE = threading.local()
"""The child that a thread of a worker reads with, from one batch to the next: a new one takes as long as a few reports."""


def documents_on(address: str, place: str, sha256s: Sequence[str], version: str) -> Generator[Document]:
    """The documents in the order given, read on the cluster at ``address`` from the archive at ``place`` by the parser of ``version``.

    Raises ``NightError`` if there is no such cluster or it has no workers, one of them reads with another parser, or its workers
    keep dying; ``ArchiveError`` if bytes are missing or damaged.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise NightError(f"the Dask cluster at {address} does not answer") from error
    with client:
        _require_parser(client, address, version)
        pending: deque[Future] = deque()
        most = AHEAD * sum(client.nthreads().values())
        for start in range(0, len(sha256s), BATCH):
            if len(pending) >= most:
                yield from _result(pending.popleft())
            pending.append(client.submit(read_batch, place, tuple(sha256s[start : start + BATCH]), pure=False))
        while pending:
            yield from _result(pending.popleft())


def read_batch(place: str, sha256s: Sequence[str]) -> list[Document]:
    """On a worker: these documents, one after the other. A worker has as many threads as it may read documents at once."""
    objects = objects_at(place)
    if not hasattr(_MINE, "pool"):
        _MINE.pool = Pool(1)
    return list(_MINE.pool.run(enumerate((sha256, partial(objects.get, sha256)) for sha256 in sha256s)))


def _require_parser(client: Client, address: str, wanted: str) -> None:
    """A number is only as good as the parser that read it: all of them must be the same."""
    found = client.run(parser_version, on_error="return")
    if not found:
        raise NightError(f"the Dask cluster at {address} has no workers")
    for worker, version in found.items():
        if version != wanted:
            raise NightError(f"worker {worker} has not the parser of this machine ({wanted}): {version}")


def _result(future: Future) -> list[Document]:
    try:
        found: list[Document] = future.result()
    except KilledWorker as error:
        raise NightError("the workers of the Dask cluster die, one after the other; see their logs") from error
    return found
