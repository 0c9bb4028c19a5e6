"""A folder in an object store that fsspec knows (S3, OSS, GCS).

Such a store has no rename and needs none: what is put is there whole or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import fsspec

from store.errors import ArchiveError, NoStoreError

WHOLE_PUTS = frozenset({"s3", "oss", "gs", "az", "memory"})
"""Stores in which a put is seen whole or not at all; a file system of another machine is none."""


class ObjectStore:
    """The folder of an address such as ``s3://bucket/gongkai``; what the store must know of us is in variables of its own.

    Paths are relative to it. Whatever fails is a `NoStoreError`, but for what is not there: `FileNotFoundError`.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        if self.url.partition("://")[0] not in WHOLE_PUTS:
            known = ", ".join(sorted(WHOLE_PUTS - {"memory"}))
            raise ArchiveError(f"archive {self.url} is neither a folder nor in a store of these: {known}")
        with self._named():
            self._files, self._root = fsspec.core.url_to_fs(self.url, use_listings_cache=False)

    def put(self, pieces: Mapping[str, bytes]) -> None:
        if pieces:
            with self._named():
                self._files.pipe({self._path(path): data for path, data in pieces.items()})

    def get(self, path: str) -> bytes:
        with self._named():
            data: bytes = self._files.cat_file(self._path(path))
        return data

    def has(self, path: str) -> bool:
        with self._named():
            return bool(self._files.exists(self._path(path)))

    def size(self, path: str) -> int:
        with self._named():
            return int(self._files.size(self._path(path)))

    def names(self, folder: str) -> list[str]:
        """What lies in a folder, sorted; nothing if there is no such folder."""
        with self._named(), suppress(FileNotFoundError):
            found: list[Any] = self._files.ls(self._path(folder), detail=False)
            return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)
        return []

    def files(self, folder: str) -> Iterator[str]:
        """Every file below a folder, relative to it."""
        with self._named():
            found: list[Any] = self._files.find(self._path(folder))
        yield from (str(path).partition(f"{self._path(folder)}/")[2] for path in found)

    def drop(self, path: str) -> None:
        with self._named(), suppress(FileNotFoundError):
            self._files.rm_file(self._path(path))

    def clear(self, folder: str) -> None:
        """Drop all that lies below a folder."""
        with self._named(), suppress(FileNotFoundError):
            self._files.rm(self._path(folder), recursive=True)

    def _path(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Each store has errors of its own: one sentence, without what the store was told in confidence."""
        try:
            yield
        except (FileNotFoundError, ArchiveError):
            raise
        except ImportError as error:
            raise NoStoreError(f"archive {self.url} needs a package that is not installed: {error}") from error
        except Exception as error:
            raise NoStoreError(f"archive {self.url} cannot be used: {type(error).__name__}") from error
