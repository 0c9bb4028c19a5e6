"""A folder of a file system as an object store: for what machines give to each other in a shared folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from store.sync import sync


class FolderStore:
    """What is put is there whole or not at all. The file system must be one that renames at once: local, or NFS."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = str(folder)

    def put(self, pieces: Mapping[str, bytes]) -> None:
        for path, data in pieces.items():
            place = self._folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_name(f".{place.name}.{uuid4().hex}")
            try:
                with beside.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(place)
            finally:
                beside.unlink(missing_ok=True)
            sync(place.parent)

    def get(self, path: str) -> bytes:
        return (self._folder / path).read_bytes()

    def has(self, path: str) -> bool:
        return (self._folder / path).is_file()

    def names(self, folder: str) -> list[str]:
        place = self._folder / folder
        return sorted(each.name for each in place.iterdir() if each.name[0] != ".") if place.is_dir() else []

    def clear(self, folder: str) -> None:
        shutil.rmtree(self._folder / folder, ignore_errors=True)
