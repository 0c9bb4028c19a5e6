"""Objects in an object store that fsspec knows (S3, OSS, GCS).

Such a store has no rename and needs none: what is put is there whole or not at all. Whether it is what it should be is known by
its hash, on every reading.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import fsspec

from crawler.archive.record import ArchiveError

WHOLE_PUTS = frozenset({"s3", "oss", "gs", "az", "memory"})
"""Stores in which a put is seen whole or not at all; a file system of another machine is none."""
FEW = 20
"""From so many objects on it takes fewer questions to list the folders that they would lie in."""


class StoredObjects:
    """The objects below ``url``, e.g. ``s3://bucket/gongkai``; what the store needs to know of us is in its own variables.

    Any number of writers: an object is its bytes, so two that write the same one write the same.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        if self.url.partition("://")[0] not in WHOLE_PUTS:
            raise ArchiveError(
                f"archive {self.url} is neither a folder nor in an object store: {', '.join(sorted(WHOLE_PUTS))}"
            )
        with _named(self.url):
            self._store, root = fsspec.core.url_to_fs(self.url, use_listings_cache=False)
        self._root = f"{root.rstrip('/')}/objects"
        self._damaged: set[str] = set()

    def put_all(self, pieces: Sequence[bytes]) -> list[str]:
        hashes = [hashlib.sha256(data).hexdigest() for data in pieces]
        new = {sha256: data for sha256, data in zip(hashes, pieces, strict=True) if not self._holds(sha256, data)}
        if new:
            with _named(self.url):
                self._store.pipe({self._path(sha256): data for sha256, data in new.items()})
        return hashes

    def get(self, sha256: str) -> bytes:
        try:
            with _named(self.url):
                data: bytes = self._store.cat_file(self._path(sha256))
        except FileNotFoundError as error:
            raise ArchiveError(f"object {sha256} is not in the archive") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            self._damaged.add(sha256)
            raise ArchiveError(f"object {sha256} is damaged")
        return data

    def lacking(self, hashes: Iterable[str]) -> set[str]:
        wanted = set(hashes)
        with _named(self.url):
            if len(wanted) < FEW:
                return {sha256 for sha256 in wanted if not self._store.exists(self._path(sha256))}
            by_folder = defaultdict(set)
            for sha256 in wanted:
                by_folder[sha256[:2]].add(sha256)
            return {sha256 for folder, inside in by_folder.items() for sha256 in inside - set(self._names_in(folder))}

    def size(self, sha256: str) -> int:
        with _named(self.url):
            return int(self._store.size(self._path(sha256)))

    def files(self) -> Iterator[str]:
        with _named(self.url):
            found: list[Any] = self._store.find(self._root)
        yield from (str(path).partition(f"{self._root}/")[2] for path in found)

    def drop(self, sha256: str) -> None:
        with _named(self.url), suppress(FileNotFoundError):
            self._store.rm_file(self._path(sha256))

    def place(self, sha256: str) -> str:
        return f"{self.url}/objects/{sha256[:2]}/{sha256}"

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def _names_in(self, folder: str) -> Iterator[str]:
        try:
            found: list[Any] = self._store.ls(f"{self._root}/{folder}", detail=False)
        except FileNotFoundError:
            return
        yield from (str(path).rpartition("/")[2] for path in found)

    def _holds(self, sha256: str, data: bytes) -> bool:
        """Whether the object is there, as long as it should be, and was never read as damaged: nothing is fetched to compare."""
        if sha256 in self._damaged:
            self._damaged.discard(sha256)
            return False
        try:
            return self.size(sha256) == len(data)
        except FileNotFoundError:
            return False


@contextmanager
def _named(url: str) -> Iterator[None]:
    """Errors of a store in one sentence, without what it was told in confidence."""
    try:
        yield
    except (FileNotFoundError, ArchiveError):
        raise
    except ImportError as error:
        raise ArchiveError(f"archive {url} needs a package that is not installed: {error}") from error
    except Exception as error:  # each store has errors of its own
        raise ArchiveError(f"archive {url} cannot be used: {type(error).__name__}") from error
