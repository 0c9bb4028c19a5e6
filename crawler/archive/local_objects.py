"""Objects as files of this machine: written to a temporary name, synced, renamed."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import FileIO
from pathlib import Path

from store.errors import ArchiveError
from store.sync import sync

REMEMBERED_BYTES = 256 * 1024
"""From this size on, an object found whole is not read again while its file stays as it was."""

SYNCS_AT_ONCE = 4

Fingerprint = tuple[int, int, int]


class LocalObjects:
    """The folder of objects; safe for any number of readers and writers, processes or threads, on a local file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: dict[str, Fingerprint] = {}
        self._syncing = ThreadPoolExecutor(SYNCS_AT_ONCE, "sync")

    def put_all(self, pieces: Sequence[bytes]) -> list[str]:
        """Once this returns, the bytes survive a loss of power. The disk syncs many at once in little more time than one."""
        hashes = [hashlib.sha256(data).hexdigest() for data in pieces]
        new = {sha256: data for sha256, data in zip(hashes, pieces, strict=True) if not self._holds(sha256, data)}
        folders = self._folders_of(new)
        with ExitStack() as opened:
            files = {sha256: self._written(sha256, data, opened) for sha256, data in new.items()}
            list(self._syncing.map(os.fsync, files.values()))
            for sha256, file in files.items():
                Path(file.name).replace(self.path(sha256))
        list(self._syncing.map(sync, folders))
        return hashes

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash; raises `ArchiveError` if they are missing or damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError(f"object {sha256} is not in the archive") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            self._whole.pop(sha256, None)
            raise ArchiveError(f"object {sha256} is damaged")
        return data

    def seems_there(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def lacking(self, hashes: Iterable[str]) -> set[str]:
        return {sha256 for sha256 in hashes if not self.path(sha256).exists()}

    def size(self, sha256: str) -> int:
        return self.path(sha256).stat().st_size

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def files(self) -> Iterator[str]:
        for folder, _, names in os.walk(self.folder):
            inside = Path(folder).relative_to(self.folder)
            yield from ((inside / name).as_posix() for name in names)

    def drop(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def place(self, sha256: str) -> str:
        return str(self.path(sha256))

    def _holds(self, sha256: str, data: bytes) -> bool:
        """Whether the object is there and whole; a large one is read once while its file does not change."""
        try:
            with self.path(sha256).open("rb", buffering=0) as file:
                state = os.fstat(file.fileno())
                fingerprint = (state.st_ino, state.st_size, state.st_mtime_ns)
                if state.st_size != len(data):
                    return False
                if self._whole.get(sha256) == fingerprint:
                    return True
                if file.readall() != data:
                    return False
        except FileNotFoundError:
            return False
        if len(data) >= REMEMBERED_BYTES:
            self._whole[sha256] = fingerprint
        return True

    def _folders_of(self, hashes: Iterable[str]) -> set[Path]:
        """The folders that are to be synced once objects of these hashes are in them; missing ones are made."""
        folders = {self.path(sha256).parent for sha256 in hashes}
        missing = [folder for folder in folders if not folder.is_dir()]
        for folder in missing:
            folder.mkdir(parents=True, exist_ok=True)
        return {*folders, self.folder} if missing else folders

    def _written(self, sha256: str, data: bytes, opened: ExitStack) -> FileIO:
        """A new file beside the object's place, with all of its bytes; on a full disk nothing stays of it."""
        path = self.path(sha256)
        beside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        opened.callback(beside.unlink, missing_ok=True)
        file = opened.enter_context(FileIO(beside, "w"))
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        return file
