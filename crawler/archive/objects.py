"""Bytes by their SHA-256. An object that does not match its name is no object; the next `put_all` of its bytes mends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from crawler.archive.local_objects import LocalObjects
from store.given import settings_with
from store.home import Home

if TYPE_CHECKING:  # fsspec takes its time
    from crawler.archive.object_store import ObjectStore

SETTING = "archive_url"
FILE = "file://"
_NAME = re.compile(r"[0-9a-f]{64}")


class Objects(Protocol):
    """Where the bytes are: files of this machine (`LocalObjects`), or any store that fsspec knows (`StoredObjects`)."""

    def put_all(self, pieces: Sequence[bytes]) -> list[str]:
        """Store each piece, and return their hashes; once this returns, the bytes last."""
        ...

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash; raises `ArchiveError` if they are missing or damaged."""
        ...

    def seems_there(self, sha256: str) -> bool:
        """Whether an object is there as far as can be said at once; `get` tells for certain."""
        ...

    def lacking(self, hashes: Iterable[str]) -> set[str]:
        """Those of ``hashes`` that are not there."""
        ...

    def size(self, sha256: str) -> int:
        """Bytes of an object that is there."""
        ...

    def files(self) -> Iterator[str]:
        """Every file among the objects, as ``<sha256[:2]>/<sha256>``; other names are what a kill left, or a stranger's."""
        ...

    def drop(self, sha256: str) -> None:
        """Let an object go; one that is not there is no error."""
        ...

    def place(self, sha256: str) -> str:
        """Where an object is, for people."""
        ...


class Shelf(Protocol):
    """Where machines put what they give to each other, beside the objects: a shared folder, or an object store."""

    @property
    def url(self) -> str: ...
    def put(self, pieces: Mapping[str, bytes]) -> None: ...
    def get(self, path: str) -> bytes:
        """What was put; raises `FileNotFoundError` if nothing was."""
        ...

    def has(self, path: str) -> bool: ...
    def names(self, folder: str) -> list[str]:
        """What lies in a folder, sorted; nothing if there is no such folder."""
        ...

    def clear(self, folder: str) -> None:
        """Drop all that lies below a folder."""
        ...


def hash_of(file: str) -> str | None:
    """The hash that a file among the objects is named by; ``None`` for what a kill left, or a stranger's."""
    folder, _, name = file.rpartition("/")
    return name if _NAME.fullmatch(name) and folder == name[:2] else None


def objects_of(home: Path) -> Objects:
    """The objects of a home: below it, or where its setting ``archive_url`` says."""
    return objects_at(archive_place(home))


def objects_at(place: str) -> Objects:
    """The objects of a folder, which several machines may share, or of an object store."""
    if _is_folder(place):
        return LocalObjects(Path(place.removeprefix(FILE)) / "objects")
    from crawler.archive.object_store import ObjectStore  # fsspec takes its time
    from crawler.archive.stored_objects import StoredObjects  # as long

    return StoredObjects(ObjectStore(place))


def shelf_of(home: Path) -> Shelf:
    """Where the archive is that a home shares with others."""
    place = archive_place(home)
    if _is_folder(place):
        from crawler.archive.folder_store import FolderStore  # only where machines share a folder

        return FolderStore(Path(place.removeprefix(FILE)))
    from crawler.archive.object_store import ObjectStore  # fsspec takes its time

    return ObjectStore(place)


def object_store_of(home: Path) -> ObjectStore | None:
    """Where a home's archive is, if that is no folder of a file system."""
    place = archive_place(home)
    if _is_folder(place):
        return None
    from crawler.archive.object_store import ObjectStore  # fsspec takes its time

    return ObjectStore(place)


def archive_place(home: Path) -> str:
    """A folder or an address."""
    settings = settings_with(home, SETTING)
    return (settings and settings.archive_url) or str(Home(home).archive)


def _is_folder(place: str) -> bool:
    return "://" not in place or place.startswith(FILE)
