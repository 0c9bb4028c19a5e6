"""A folder of backups: every file once, by its SHA-256, and a list for each backup.

    files/<sha256[:2]>/<sha256>    written beside, synced, renamed: whatever bears a hash as its name is whole
    backups/<backup>.sha256        `<sha256>  <path in the home>` a line, written last

Both can be read without this program: ``sha256sum -c`` takes a list as it is, in a home that was restored from it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from store.disk import is_full
from store.errors import FullDiskError, StoreError
from store.run_id import RUN_ID
from store.sync import sync

FORMAT = 1
CHUNK_BYTES = 1 << 20
NAME = re.compile(r"[0-9a-f]{64}")

_HEAD = "# gongkai backup "
_FOOT = "# sha256 of the lines above: "
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class DamageError(StoreError):
    """Bytes are not those that their name says."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One backup: the hash of each file by its path in the home, and the release that was current then."""

    files: Mapping[str, str]
    current: int | None


@dataclass(frozen=True, slots=True)
class BackupFolder:
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def lists(self) -> Path:
        return self.folder / "backups"

    def file(self, sha256: str) -> Path:
        return self.files / sha256[:2] / sha256

    def list_file(self, backup: str) -> Path:
        return self.lists / f"{backup}.sha256"

    def backups(self) -> list[str]:
        """Names of the backups, oldest first."""
        return sorted(path.stem for path in self.lists.glob("*.sha256") if RUN_ID.fullmatch(path.stem))

    def newest(self) -> str:
        """The newest backup; raises ``StoreError`` if there is none."""
        names = self.backups()
        if not names:
            raise StoreError(f"there is no backup in {self.folder}")
        return names[-1]

    def put(self, source: BinaryIO, sha256: str | None = None, end: int | None = None) -> tuple[str, int]:
        """Keep what ``source`` holds up to ``end``; its hash, and how many bytes were written, which is 0 if it was here.

        Raises ``DamageError`` if it has another hash than the one given; then nothing is kept.
        """
        self._made(self.files)
        partial = self.files / f".{os.getpid()}.{threading.get_ident()}.partial"
        try:
            with partial.open("wb") as target:
                found, size = copied(source, target, end)
                if sha256 not in (None, found):
                    raise DamageError(f"the bytes of {sha256} are damaged")
                if self.file(found).exists():
                    return found, 0
                target.flush()
                os.fsync(target.fileno())
            self.file(found).parent.mkdir(exist_ok=True)
            partial.replace(self.file(found))
        finally:
            partial.unlink(missing_ok=True)
        return found, size

    def write_list(self, backup: str, files: Mapping[str, str], facts: Mapping[str, Any]) -> None:
        """Name a backup, once every file of it is on disk: from here on it is one."""
        for folder in (*sorted({self.file(sha256).parent for sha256 in files.values()}), self.files):
            sync(folder)
        self._made(self.lists)
        partial = self.lists / f".{backup}.partial"
        try:
            with partial.open("wb") as target:
                digest = hashlib.sha256()
                for line in _lines(files, facts):
                    digest.update(line)
                    target.write(line)
                target.write(f"{_FOOT}{digest.hexdigest()}\n".encode())
                target.flush()
                os.fsync(target.fileno())
            partial.replace(self.list_file(backup))
        finally:
            partial.unlink(missing_ok=True)
        sync(self.lists)
        sync(self.folder)

    def read_list(self, backup: str) -> Listing:
        """Raises ``DamageError`` if the list is not as it was written, ``StoreError`` if there is none."""
        try:
            data = self.list_file(backup).read_bytes()
        except FileNotFoundError as error:
            there = ", ".join(self.backups()[-3:]) or "none"
            raise StoreError(f"there is no backup {backup} in {self.folder}; the newest are: {there}") from error
        head, mark, foot = data.rpartition(_FOOT.encode())
        if not mark or foot.strip().decode(errors="replace") != hashlib.sha256(head).hexdigest():
            raise DamageError(f"the list {self.list_file(backup)} is damaged")
        first, *lines = head.decode().splitlines()
        facts = json.loads(first.removeprefix(_HEAD))
        if facts["format"] != FORMAT:
            raise StoreError(f"backup {backup} was made by another version of this program (format {facts['format']})")
        found = (_LINE.fullmatch(line) for line in lines)
        return Listing({each[2]: each[1] for each in found if each}, facts["current"])

    def prune(self, keep: int) -> int:
        """Forget all but the newest ``keep`` backups, then each file that no other one names; how many were forgotten.

        Nothing goes unless every list that stays can be read.
        """
        gone, kept = self.backups()[:-keep], self.backups()[-keep:]
        if not gone:
            return 0
        named = {sha256 for backup in kept for sha256 in self.read_list(backup).files.values()}
        for backup in gone:
            self.list_file(backup).unlink()
        sync(self.lists)
        for sha256 in self.stored():
            if sha256 not in named:
                self.file(sha256).unlink()
        return len(gone)

    def stored(self) -> Iterator[str]:
        """The hashes of all files that are kept."""
        for folder in sorted(self.files.glob("??")):
            yield from sorted(path.name for path in folder.iterdir() if NAME.fullmatch(path.name))

    def clear(self) -> None:
        """Remove what a killed backup was writing; the caller holds `held`."""
        for folder in (self.folder, self.files, self.lists):
            for partial in folder.glob(".*.partial"):
                partial.unlink(missing_ok=True)

    def _made(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)  # settings may hold secrets

    @contextmanager
    def held(self, *, to_write: bool) -> Iterator[None]:
        """One backup at a time, and none while another process reads; raises ``StoreError`` if somebody else has it."""
        lock = self.folder / ".lock"
        if not to_write and not lock.exists():  # a copy that can only be read has nobody who writes
            yield
            return
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT if to_write else os.O_RDONLY, 0o600)
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if to_write else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise StoreError(f"another process uses {self.folder}; try again when it has ended") from error
        finally:
            os.close(descriptor)


def copied(source: BinaryIO, target: BinaryIO | None, end: int | None = None) -> tuple[str, int]:
    """Copy up to ``end`` (or only read, if there is no target): the SHA-256 and the number of bytes."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK_BYTES if end is None else min(CHUNK_BYTES, end - size)):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest(), size


def _lines(files: Mapping[str, str], facts: Mapping[str, Any]) -> Iterable[bytes]:
    yield f"{_HEAD}{json.dumps({'format': FORMAT, **facts})}\n".encode()
    for path, sha256 in sorted(files.items()):
        yield f"{sha256}  {path}\n".encode()


@contextmanager
def told_of_a_full_disk(folder: Path, what: str) -> Iterator[None]:
    """A disk that is full is one sentence; so is a folder that cannot be written."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise FullDiskError(f"the disk of {folder} is full: {what}") from error
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error
