"""Bytes by their SHA-256. An object that does not match its name is no object; the next `put` of its bytes mends it."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

from crawler.archive.record import ArchiveError

REMEMBERED_BYTES = 256 * 1024
"""From this size on, an object found whole is not read again while its file stays as it was."""

Fingerprint = tuple[int, int, int]


class Objects:
    """The folder of objects; safe for any number of readers and writers, processes or threads, on a local file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._whole: dict[str, Fingerprint] = {}

    def put(self, data: bytes) -> str:
        """Store ``data`` and return its SHA-256; once this returns, the bytes survive a loss of power."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self._holds(sha256, data):
            self._write(self.path(sha256), data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash; raises `ArchiveError` where they are missing or damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveError(f"object {sha256} is not in the archive") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            self._whole.pop(sha256, None)
            raise ArchiveError(f"object {sha256} is damaged")
        return data

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

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

    def _write(self, path: Path, data: bytes) -> None:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
