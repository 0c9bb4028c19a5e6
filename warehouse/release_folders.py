"""The releases on disk: numbered folders that never change, and the symlink that names the current one.

releases/<n>               whole, or not there
releases/current           a symlink to one of them
releases/releases.jsonl    the record of every release there ever was
releases/.candidate        what is being built, nobody reads it
releases/.pruned-<n>       what is being deleted, nobody finds it
"""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.home import RELEASE_RECORD, Home
from store.sync import sync
from warehouse.errors import WarehouseError
from warehouse.read import current_release

_PRUNED = ".pruned-"


@contextmanager
def only_builder(home: Path) -> Iterator[None]:
    """Hold the right to build releases; raises WarehouseError if another process has it. A kill gives it back.

    What a killed build left behind is cleared away: half a candidate, a release that never became the current one, half a
    deleted one.
    """
    folder = Home(home).releases
    folder.mkdir(parents=True, exist_ok=True)
    with Home(home).builder_lock.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WarehouseError("Another build is running for this home; wait until it ends.") from error
        _clear(home)
        yield


def _clear(home: Path) -> None:
    logged = {record["release"] for record in _logged(home)}
    current = current_release(home)
    number = int(current.name) if current else 0
    for path in Home(home).releases.iterdir():
        is_unpublished = path.name.isdigit() and int(path.name) > number and int(path.name) not in logged
        if is_unpublished or path.name.startswith(_PRUNED):
            shutil.rmtree(path)


@contextmanager
def candidate(home: Path) -> Iterator[Path]:
    """An empty folder beside the releases; whatever is left in it at the end, or by a killed build, goes."""
    folder = Home(home).candidate
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def release_numbers(home: Path) -> list[int]:
    """Numbers of the releases on disk, oldest first."""
    return sorted(int(path.name) for path in Home(home).releases.iterdir() if path.name.isdigit())


def current_record(home: Path) -> dict[str, Any] | None:
    """``release.json`` of the current release, or ``None`` before the first."""
    release = current_release(home)
    if release is None:
        return None
    record: dict[str, Any] = json.loads((release / RELEASE_RECORD).read_text(encoding="utf-8"))
    return record


def publish(home: Path, folder: Path, number: int) -> Path:
    """Make a finished candidate release ``number`` and the current one.

    Everything is on disk before the symlink moves, so ``current`` names a whole release at every moment.
    """
    for path in folder.iterdir():
        sync(path)
    sync(folder)
    release = Home(home).release(number)
    folder.rename(release)
    sync(release.parent)
    link = Home(home).current
    beside = link.with_name(".current")
    beside.unlink(missing_ok=True)
    beside.symlink_to(str(number))
    beside.replace(link)
    sync(link.parent)
    return release


def release_log(home: Path) -> list[dict[str, Any]]:
    """The record of every release there ever was, oldest first: the log, and what a killed build left out of it."""
    records = {record["release"]: record for record in _logged(home)}
    for number in release_numbers(home):
        if number not in records:
            file = Home(home).release(number) / RELEASE_RECORD
            records[number] = json.loads(file.read_text(encoding="utf-8"))
    return [records[number] for number in sorted(records)]


def _logged(home: Path) -> list[dict[str, Any]]:
    log = Home(home).release_log
    if not log.is_file():
        return []
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def prune(home: Path, keep: int) -> None:
    """Keep the newest ``keep`` releases, the last one of each month and the current one; delete the others.

    The log is written before anything goes. Whoever has a deleted release open goes on reading it.
    """
    records = release_log(home)
    _write_log(Home(home).release_log, records)
    last_of_month = {record["built_at"][:7]: record["release"] for record in records}
    numbers, current = release_numbers(home), current_release(home)
    kept = {*numbers[-keep:], *last_of_month.values(), *([int(current.name)] if current else [])}
    for number in numbers:
        if number not in kept:
            gone = Home(home).releases / f"{_PRUNED}{number}"
            Home(home).release(number).rename(gone)
            shutil.rmtree(gone)


def _write_log(log: Path, records: list[dict[str, Any]]) -> None:
    partial = log.with_name(f".{log.name}.partial")
    partial.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    sync(partial)
    partial.replace(log)
    sync(log.parent)
