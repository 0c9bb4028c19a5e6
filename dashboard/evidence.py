"""Archived bytes, looked at again for a page: where a number stands, and pictures of pages.

Nothing is parsed or drawn in this process: limited children do it, few at a time, and what they find is kept for a while.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread

from crawler.archive.objects import objects_of
from lookup.explain.page_image import page_image
from lookup.explain.spots import Spots, find_spots
from parsing.model import Place
from parsing.pool.errors import ChildError
from parsing.pool.workers import in_child
from store.errors import ArchiveError

CHILDREN = 2
"""Documents read, and pages drawn, at a time: a child may take a whole processor and 1.5 GiB."""
WAIT_SECONDS = 6.0
"""A document with text takes one or two seconds; a scan takes six a page, and its visitor is asked to come again."""
KEPT_READINGS = 48
"""Some 30 kB each."""
MOST_WAITING = 8
KEPT_PICTURE_BYTES = 16 << 20
"""A page of text takes 150 kB, a coloured scan some megabytes."""


class BusyError(Exception):
    """The answer takes longer than a visitor waits; asked again later, it will be there."""


class Desk:
    """What is known of the documents in one home's archive. Safe for many threads."""

    def __init__(self, home: Path) -> None:
        self._objects = objects_of(home)
        self._readings: OrderedDict[str, Future[Spots]] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = Lock()
        self._reading, self._drawing = BoundedSemaphore(CHILDREN), BoundedSemaphore(CHILDREN)

    def spots(self, sha256: str, wait_seconds: float | None = None) -> Spots:
        """Where the numbers of a document stand.

        Raises ``ArchiveError`` if its bytes are missing or damaged, ``ChildError`` if they cannot be read, ``BusyError`` if
        that takes long: the reading goes on.
        """
        with self._lock:
            reading = self._readings.get(sha256) or self._begin(sha256)
            self._readings.move_to_end(sha256)
        try:
            return reading.result(WAIT_SECONDS if wait_seconds is None else wait_seconds)
        except NotYet as error:
            raise BusyError from error

    def _begin(self, sha256: str) -> Future[Spots]:
        if sum(not reading.done() for reading in self._readings.values()) >= MOST_WAITING:
            raise BusyError
        reading: Future[Spots] = Future()
        self._readings[sha256] = reading
        while len(self._readings) > KEPT_READINGS:
            self._readings.popitem(last=False)
        # A thread that ends with the process: nobody waits for a reading when the server stops.
        Thread(target=self._read, args=(sha256, reading), daemon=True, name="evidence").start()
        return reading

    def _read(self, sha256: str, reading: Future[Spots]) -> None:
        with self._reading:
            try:
                reading.set_result(in_child(find_spots, self._bytes(sha256), sha256))
            except ChildError as error:  # it would fail again, and take as long
                reading.set_exception(error)
            except Exception as error:  # noqa: BLE001  whoever waits gets the error, and the next one may fare better
                with self._lock:
                    self._readings.pop(sha256, None)
                reading.set_exception(error if isinstance(error, ArchiveError) else ChildError(str(error)))

    def _bytes(self, sha256: str) -> bytes:
        try:
            return self._objects.get(sha256)
        except OSError as error:
            raise ArchiveError(f"object {sha256} cannot be read") from error

    def picture(self, sha256: str, page: int) -> bytes:
        """A page as PNG, from 1; raises ``ArchiveError``, ``ChildError`` or ``BusyError`` as ``spots`` does."""
        with self._lock:
            if (sha256, page) in self._pictures:
                self._pictures.move_to_end((sha256, page))
                return self._pictures[sha256, page]
        if not self._drawing.acquire(timeout=WAIT_SECONDS):
            raise BusyError
        try:
            drawn = page_image(self._bytes(sha256), Place(page=page))
        finally:
            self._drawing.release()
        self._keep((sha256, page), drawn)
        return drawn

    def _keep(self, key: tuple[str, int], drawn: bytes) -> None:
        with self._lock:
            self._pictures[key] = drawn
            while sum(map(len, self._pictures.values())) > KEPT_PICTURE_BYTES:
                self._pictures.popitem(last=False)


def warm() -> None:
    """Start the process that children are forked from: it takes seconds, which the first visitor need not wait for."""
    with suppress(ChildError):  # nothing can be read in no bytes
        in_child(find_spots, b"", "")


@cache
def desk(home: Path) -> Desk:
    """The one desk of a home."""
    return Desk(home)
