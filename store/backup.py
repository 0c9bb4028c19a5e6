"""A backup of a home: what cannot be made anew from something else. It may be taken while a night runs, and locks nobody out.

In: objects, capture logs, what runs landed as lines, the current release, the log of releases, the ledger, the frontier, settings.
Out: ``warehouse.duckdb`` and landing Parquet (`gongkai rebuild` makes the one and needs no other; its writer would have to wait
for a copy), the index of captures (derived), the files of dbt and Prefect.

What speaks of other files is copied before what it speaks of. A writer does it the other way round: bytes, then the capture,
then the sighting, then the release. So whatever a copied line names was on disk before the line was, and is copied after it;
what is written meanwhile is in the set, or is not, and never in it without its bytes. The ledger comes last, so that it has
counted at least the requests that the copied logs show.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal

from store.backup_folder import NAME, BackupFolder, DamageError, told_of_a_full_disk
from store.disk import is_full
from store.dropped import dropped_objects
from store.errors import FullDiskError, StoreError
from store.home import Home
from store.lock import made
from store.run_id import new_run_id

Releases = Literal["current", "all", "none"]
Progress = Callable[[int, int | None], None]

THREADS = 4
"""The disk syncs several files in little more time than one."""

_UNFINISHED = "the backup is not finished, those before it stay as they are"
_RELEASE = re.compile(r"[1-9]\d*")


@dataclass(frozen=True, slots=True)
class BackupSummary:
    backup: str
    files: int
    new_files: int
    new_bytes: int
    damaged: tuple[str, ...]
    """Objects whose bytes are not those of their name: they are left out."""
    only_here: int
    """Objects that the home has lost and an older backup has: they stay in the backup."""
    forgotten: int
    """Older backups that went."""


@dataclass(slots=True)
class _Taken:
    """What a backup holds so far."""

    target: BackupFolder
    files: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    new_files: int = 0
    new_bytes: int = 0

    def keep(self, path: str, source: BinaryIO, end: int | None = None) -> None:
        sha256, size = self.target.put(source, end=end)
        self.note(path, sha256, size)

    def note(self, path: str, sha256: str, size: int) -> None:
        self.files[path] = sha256
        self.new_files += size > 0
        self.new_bytes += size


def backup(
    home: Path,
    folder: Path,
    *,
    releases: Releases = "current",
    keep: int | None = None,
    progress: Progress | None = None,
) -> BackupSummary:
    """Add a backup of ``home`` to ``folder``, and forget all but the newest ``keep``; raises ``StoreError``.

    Only what is new is written. The backup is there once its list is, which is written last: killed before that, it leaves
    files that the next backup finds and uses.
    """
    if not Home(home).archive.is_dir():
        raise StoreError(f"there is nothing in {home} to back up")
    if folder.resolve().is_relative_to(Home(home).archive.resolve()):
        raise StoreError(f"{folder} is inside of what it would hold")
    target = BackupFolder(made(folder))
    with told_of_a_full_disk(folder, _UNFINISHED), target.held(to_write=True):
        target.clear()
        backups = target.backups()
        before = target.read_list(backups[-1]).files if backups else {}
        taken = _Taken(target)
        began = datetime.now(UTC)
        current = _take(home, taken, releases)
        only_here = _take_objects(home, taken, before, progress)
        _take_sqlite(home, taken, Home(home).ledger)
        name = _name(backups)
        target.write_list(name, taken.files, {"taken_at": f"{began:%Y-%m-%dT%H:%M:%SZ}", "current": current})
        forgotten = target.prune(keep) if keep else 0
    damaged = tuple(sorted(taken.damaged))
    return BackupSummary(name, len(taken.files), taken.new_files, taken.new_bytes, damaged, only_here, forgotten)


def _name(backups: Sequence[str]) -> str:
    """A name behind all others; raises ``StoreError`` if this machine's clock is behind them."""
    for _ in range(2):
        name = new_run_id()
        if not backups or name > backups[-1]:
            return name
        time.sleep(1)  # two backups within one second
    raise StoreError(f"backup {backups[-1]} is newer than this machine's clock; set it right")


def _take(home: Path, taken: _Taken, releases: Releases) -> int | None:
    """All but the objects and the ledger; the number of the release that is current."""
    _take_sqlite(home, taken, Home(home).frontier)
    current = _take_releases(home, taken, releases)
    for file in (Home(home).settings, Home(home).registry):
        _take_file(home, taken, file)
    for landing in Home(home).landings():
        for file in (landing.sightings, landing.outcomes, landing.bureaus):
            _take_file(home, taken, file, is_lines=True)
        for file in (landing.night, landing.accounts, landing.digest(".md"), landing.digest(".html")):
            _take_file(home, taken, file)
    for log in (*Home(home).capture_logs(), Home(home).dropped):
        _take_file(home, taken, log, is_lines=True)
    return current


def _take_releases(home: Path, taken: _Taken, wanted: Releases) -> int | None:
    """Releases as they are asked for, and the log of all; the current one, if it is among them."""
    link = Home(home).current
    current = int(link.readlink().name) if link.is_symlink() else None
    _take_file(home, taken, Home(home).release_log)
    if wanted == "none" or current is None:
        return None
    numbers = [int(path.name) for path in Home(home).releases.iterdir() if _RELEASE.fullmatch(path.name)]
    for number in sorted(numbers) if wanted == "all" else [current]:
        _take_release(home, taken, number)
    return current


def _take_release(home: Path, taken: _Taken, number: int) -> None:
    """A release whole, or not at all if it goes meanwhile."""
    part = _Taken(taken.target)
    files = sorted(path for path in Home(home).release(number).iterdir() if path.is_file())
    if all(_take_file(home, part, file) for file in files):
        taken.files |= part.files
    taken.new_files += part.new_files
    taken.new_bytes += part.new_bytes


def _take_file(home: Path, taken: _Taken, file: Path, *, is_lines: bool = False) -> bool:
    """Keep a file, or of one that grows the lines that are whole; whether it is there."""
    try:
        with file.open("rb") as source:
            taken.keep(_path(home, file), source, _end_of_lines(source) if is_lines else None)
    except FileNotFoundError:
        return False
    return True


def _end_of_lines(file: BinaryIO) -> int:
    """Where the last whole line ends: what comes after it is being written, or was torn by a kill."""
    end = file.seek(0, 2)
    while end:
        start = max(0, end - (1 << 16))
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    file.seek(0)
    return end


def _take_sqlite(home: Path, taken: _Taken, file: Path) -> None:
    """A database as it is at one moment; whoever writes to it is not kept waiting."""
    if not file.is_file():
        return
    beside = taken.target.folder / f".{file.name}.partial"
    try:
        with closing(sqlite3.connect(file, timeout=30)) as source, closing(sqlite3.connect(beside)) as copy:
            source.backup(copy)
        with beside.open("rb") as source_file:
            taken.keep(_path(home, file), source_file)
    except sqlite3.DatabaseError as error:
        if is_full(error):
            raise FullDiskError(f"the disk of {taken.target.folder} is full: {_UNFINISHED}") from error
        raise StoreError(f"{file} cannot be copied: {error}; {_UNFINISHED}") from error
    finally:
        beside.unlink(missing_ok=True)


def _take_objects(home: Path, taken: _Taken, before: Iterable[str], progress: Progress | None) -> int:
    """Every object that is whole; those that only an older backup has are counted."""
    names = sorted(_object_names(home))
    here = {name for name in names if taken.target.file(name).exists()}
    new = [name for name in names if name not in here]
    with ThreadPoolExecutor(THREADS) as pool:
        results = pool.map(partial(_keep_object, home, taken.target), new)
        for done, (name, size) in enumerate(zip(new, results, strict=True), start=1):
            if size is None:
                taken.damaged.append(name)
            elif size >= 0:
                taken.note(_path(home, Home(home).object(name)), name, size)
            if progress:
                progress(len(here) + done, len(names))
    for name in here:
        taken.note(_path(home, Home(home).object(name)), name, 0)
    return _keep_lost(home, taken, before)


def _keep_object(home: Path, target: BackupFolder, name: str) -> int | None:
    """Bytes written; ``None`` if the object is damaged, -1 if it has gone since it was listed."""
    try:
        with Home(home).object(name).open("rb") as source:
            return target.put(source, name)[1]
    except DamageError:
        return None
    except FileNotFoundError:
        return -1


def _keep_lost(home: Path, taken: _Taken, before: Iterable[str]) -> int:
    """Objects of the backup before that the home has lost, and was not told to drop, stay in this one."""
    dropped = dropped_objects(home)
    lost = [
        path
        for path in before
        if path.startswith("archive/objects/") and path not in taken.files and Path(path).name not in dropped
    ]
    for path in lost:
        taken.files[path] = Path(path).name
    return len(lost)


def _object_names(home: Path) -> Iterator[str]:
    for folder in Home(home).objects.glob("??"):
        yield from (path.name for path in folder.iterdir() if NAME.fullmatch(path.name))


def _path(home: Path, file: Path) -> str:
    return file.relative_to(home).as_posix()
