"""A backup back into a home: everything is written beside and compared with its hash before any of it takes its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from store.backup_folder import BackupFolder, DamageError, Listing, copied, told_of_a_full_disk
from store.errors import StoreError
from store.home import PRACTICE, Home
from store.lock import made, writing
from store.sync import sync

Progress = Callable[[int, int | None], None]

SHOWN = 20
"""Of what is damaged or missing so many are named; all are counted."""


@dataclass(frozen=True, slots=True)
class RestoreSummary:
    backup: str
    files: int
    bytes: int
    current: int | None
    """The release that is current now."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of a folder of backups found; the tuples name the first twenty of each kind."""

    backups: int
    files: int
    bytes: int
    damaged_count: int
    missing_count: int
    damaged: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.damaged_count and not self.missing_count


def verify(folder: Path, progress: Progress | None = None) -> Verification:
    """Read every file that any backup names, and compare it with its hash; raises ``StoreError`` if a list is damaged.

    A damaged file is put aside as ``<sha256>.damaged``, so that the next backup writes it anew if the home still has it.
    """
    source = BackupFolder(folder)
    with told_of_a_full_disk(folder, "nothing was verified"), source.held(to_write=False):
        backups = source.backups()
        if not backups:
            source.newest()
        named = sorted({sha256 for backup in backups for sha256 in source.read_list(backup).files.values()})
        damaged: list[str] = []
        missing: list[str] = []
        size = 0
        for done, sha256 in enumerate(named, start=1):
            found = _size_if_whole(source, sha256)
            if found is None:
                (damaged if source.file(sha256).exists() else missing).append(sha256)
            size += found or 0
            if progress:
                progress(done, len(named))
        for sha256 in damaged:
            with suppress(OSError):
                source.file(sha256).rename(source.file(sha256).with_suffix(".damaged"))
    counts = len(backups), len(named), size, len(damaged), len(missing)
    return Verification(*counts, tuple(damaged[:SHOWN]), tuple(missing[:SHOWN]))


def _size_if_whole(source: BackupFolder, sha256: str) -> int | None:
    try:
        with source.file(sha256).open("rb") as file:
            found, size = copied(file, None)
    except OSError:
        return None
    return size if found == sha256 else None


def restore(folder: Path, home: Path, *, backup: str | None = None, progress: Progress | None = None) -> RestoreSummary:
    """Put a backup (the newest if none is named) into an empty ``home``; raises ``StoreError``.

    Whatever goes wrong before everything is whole leaves the home as empty as it was.
    """
    source = BackupFolder(folder)
    if not source.lists.is_dir():
        raise StoreError(f"there is no backup in {folder}")
    _require_empty(home)
    with source.held(to_write=False), writing(home, "a restore"), told_of_a_full_disk(home, "nothing was restored"):
        name = backup or source.newest()
        listing = source.read_list(name)
        beside = Home(home).restoring
        shutil.rmtree(beside, ignore_errors=True)
        try:
            size = _write(source, listing, made(beside), progress)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        _move(beside, home)
    return RestoreSummary(name, len(listing.files), size, listing.current)


def _require_empty(home: Path) -> None:
    """Raises ``StoreError`` if anything is there but what a run makes to begin with, or a restore that was killed left."""
    here = Home(home)
    own = {*(path.name for path in (here.writer_lock, here.lease, here.logs, here.restoring)), PRACTICE}
    there = sorted({path.name for path in home.iterdir()} - own) if home.is_dir() else []
    if there:
        begun = " (a restore that was killed)" if Home(home).restoring.exists() else ""
        raise StoreError(f"{home} is not empty{begun}: it holds {', '.join(there[:5])}; restore into an empty folder")


def _write(source: BackupFolder, listing: Listing, beside: Path, progress: Progress | None) -> int:
    """The files of a backup below ``beside``, each compared with its hash; the number of bytes."""
    total = 0
    for done, (path, sha256) in enumerate(sorted(listing.files.items()), start=1):
        target = beside / _inside(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        total += _copy(source, sha256, target)
        if progress:
            progress(done, len(listing.files))
    if listing.current is not None:
        Home(beside).current.symlink_to(str(listing.current))
    os.sync()
    return total


def _copy(source: BackupFolder, sha256: str, target: Path) -> int:
    try:
        with source.file(sha256).open("rb") as file, target.open("xb") as copy:
            if target.name == Home(target.parent).settings.name:
                target.chmod(0o600)  # they may hold secrets
            found, size = copied(file, copy)
    except FileNotFoundError as error:
        raise DamageError(f"{sha256} is missing from {source.folder}; nothing was restored") from error
    if found != sha256:
        raise DamageError(f"{sha256} in {source.folder} is damaged; nothing was restored")
    return size


def _inside(path: str) -> PurePosixPath:
    """A path of a list, which leads nowhere else."""
    found = PurePosixPath(path)
    if found.is_absolute() or ".." in found.parts:
        raise DamageError(f"{path} is no path inside a home; nothing was restored")
    return found


def _move(beside: Path, home: Path) -> None:
    """Everything is whole: let it take its place."""
    for path in sorted(beside.iterdir()):
        path.rename(home / path.name)
    beside.rmdir()
    sync(home)
