"""Objects in an object store. Whether one is what it should be is known by its hash, on every reading."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from crawler.archive.object_store import ObjectStore
from store.errors import ArchiveError

FOLDER = "objects"
FEW = 20
"""From so many objects on it takes fewer questions to list the folders that they would lie in."""


class StoredObjects:
    """Any number of writers: an object is its bytes, so two that write the same one write the same."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._damaged: set[str] = set()

    def put_all(self, pieces: Sequence[bytes]) -> list[str]:
        hashes = [hashlib.sha256(data).hexdigest() for data in pieces]
        new = {sha256: data for sha256, data in zip(hashes, pieces, strict=True) if not self._holds(sha256, data)}
        self._store.put({_path(sha256): data for sha256, data in new.items()})
        self._damaged -= new.keys()
        return hashes

    def get(self, sha256: str) -> bytes:
        try:
            data = self._store.get(_path(sha256))
        except FileNotFoundError as error:
            raise ArchiveError(f"object {sha256} is not in the archive") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            self._damaged.add(sha256)
            raise ArchiveError(f"object {sha256} is damaged")
        return data

    def seems_there(self, sha256: str) -> bool:
        """A question costs as much as a small answer, and who reads is told: what was captured is taken to be there."""
        return sha256 not in self._damaged

    def lacking(self, hashes: Iterable[str]) -> set[str]:
        wanted = set(hashes)
        if len(wanted) < FEW:
            return {sha256 for sha256 in wanted if not self._store.has(_path(sha256))}
        by_folder = defaultdict(set)
        for sha256 in wanted:
            by_folder[sha256[:2]].add(sha256)
        there = {folder: self._store.names(f"{FOLDER}/{folder}") for folder in by_folder}
        return {sha256 for folder, inside in by_folder.items() for sha256 in inside.difference(there[folder])}

    def size(self, sha256: str) -> int:
        return self._store.size(_path(sha256))

    def files(self) -> Iterator[str]:
        return self._store.files(FOLDER)

    def drop(self, sha256: str) -> None:
        self._store.drop(_path(sha256))

    def place(self, sha256: str) -> str:
        return f"{self._store.url}/{_path(sha256)}"

    def _holds(self, sha256: str, data: bytes) -> bool:
        """Whether the object is there, as long as it should be, and was never read as damaged: nothing is fetched to compare."""
        try:
            return sha256 not in self._damaged and self.size(sha256) == len(data)
        except FileNotFoundError:
            return False


def _path(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}"
