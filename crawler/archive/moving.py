"""An archive from this machine into the store that its home names, and the logs from there to another machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from crawler.archive.local_objects import LocalObjects
from crawler.archive.log import Log
from crawler.archive.object_store import ObjectStore
from crawler.archive.objects import hash_of, object_store_of
from crawler.archive.segments import Segments
from crawler.archive.stored_objects import StoredObjects
from store.errors import ArchiveError
from store.home import Home

BATCH = 64
"""Objects on their way at once; each is a page of some 40 kB, and at most 64 MiB."""


@dataclass(frozen=True, slots=True)
class Moved:
    objects: int
    """Put, because the store lacked them."""
    log_bytes: int


def push(home: Path, progress: Callable[[int, int], None] | None = None) -> Moved:
    """Put objects and logs that only this machine has into the store; what lies here stays.

    Raises ``ArchiveError`` if the home names no store, or an object is damaged: nothing damaged is put.
    """
    store, local = _store_of(home), LocalObjects(Home(home).objects)
    objects = StoredObjects(store)
    new = sorted(objects.lacking(filter(None, map(hash_of, local.files()))))
    for done, batch in _batches(new):
        objects.put_all([local.get(sha256) for sha256 in batch])
        if progress:
            progress(done, len(new))
    return Moved(len(new), Segments(store, Log(Home(home).captures)).push_all())


def pull_logs(home: Path) -> int:
    """The logs that the store has and this machine has not, so that its pages are known here: bytes written.

    The objects stay where they are. Raises ``ArchiveError`` if the home names no store, or a log here is another one.
    """
    Home(home).captures.mkdir(parents=True, exist_ok=True)
    return Segments(_store_of(home), Log(Home(home).captures)).pull_all()


def _store_of(home: Path) -> ObjectStore:
    store = object_store_of(home)
    if store is None:
        raise ArchiveError("no object store is named: set archive_url (see `gongkai config`)")
    return store


def _batches(names: list[str]) -> Iterator[tuple[int, list[str]]]:
    remaining, done = iter(names), 0
    while batch := list(islice(remaining, BATCH)):
        done += len(batch)
        yield done, batch
