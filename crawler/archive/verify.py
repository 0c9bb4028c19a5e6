"""Whether the archive holds what its logs say: every object against its name, every capture against the objects.

Nothing is mended and nothing deleted here. A damaged object is put right by the next capture of the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from crawler.archive.log import Log
from crawler.archive.objects import Objects, hash_of, objects_of
from store.capture import parse_capture
from store.dropped import dropped_objects
from store.errors import ArchiveError
from store.home import Home

THREADS = 4
BATCH = 1024
SHOWN = 100
"""Of each kind of trouble so many are named; all are counted."""

_NAME = re.compile(r"[0-9a-f]{64}")
_Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Missing:
    """A capture whose bytes are not there."""

    run_id: str
    capture_id: str
    url: str
    sha256: str


@dataclass(slots=True)
class Verification:
    """What a check found; the tuples name the first hundred of each kind, the counts are of all."""

    objects: int = 0
    bytes: int = 0
    captures: int = 0
    damaged_count: int = 0
    missing_count: int = 0
    dropped_count: int = 0
    """Captures whose bytes were dropped on purpose."""
    unreferenced_count: int = 0
    leftover_count: int = 0
    torn_lines: int = 0
    damaged: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    unreferenced: tuple[str, ...] = ()
    leftovers: tuple[str, ...] = ()
    """Files in the folder of objects that bear no object's name: what a kill left of a write, or a stranger's."""

    @property
    def is_sound(self) -> bool:
        """Whether every byte that a capture speaks of is there. Unreferenced objects and torn lines are a kill's traces."""
        return not self.damaged_count and not self.missing_count


def verify(home: Path, progress: _Progress | None = None) -> Verification:
    """Check the archive below ``home``; ``progress`` is called with (objects done, objects in all) as it goes on."""
    found, objects = Verification(), objects_of(home)
    names = _names(objects, found)
    damaged = _check(objects, sorted(names), found, progress)
    _compare(Log(Home(home).captures), names, damaged, dropped_objects(home), found)
    return found


def _names(objects: Objects, found: Verification) -> set[bytes]:
    """The hashes of all objects."""
    names: set[bytes] = set()
    leftovers = []
    for file in objects.files():
        if name := hash_of(file):
            names.add(bytes.fromhex(name))
        else:
            leftovers.append(file)
    found.leftover_count, found.leftovers = len(leftovers), tuple(sorted(leftovers)[:SHOWN])
    return names


def _check(objects: Objects, names: list[bytes], found: Verification, progress: _Progress | None) -> set[bytes]:
    """The damaged among the objects."""
    damaged = set()
    remaining = iter(names)
    with ThreadPoolExecutor(THREADS) as pool:
        while batch := list(islice(remaining, BATCH)):
            for name, size in zip(batch, pool.map(lambda name: _read(objects, name), batch), strict=True):
                found.objects += 1
                found.bytes += size or 0
                if size is None:
                    damaged.add(name)
            if progress:
                progress(found.objects, len(names))
    found.damaged_count, found.damaged = len(damaged), tuple(name.hex() for name in sorted(damaged)[:SHOWN])
    return damaged


def _read(objects: Objects, name: bytes) -> int | None:
    """Size of an object; ``None`` if its bytes have not the hash that it is named by."""
    try:
        return len(objects.get(name.hex()))
    except (OSError, ArchiveError):
        return None


def _compare(log: Log, objects: set[bytes], damaged: set[bytes], dropped: set[str], found: Verification) -> None:
    """Captures against objects. A capture that speaks of a damaged object is not missing it: it is reported once, as damaged.

    Nor is one missing what was dropped on purpose.
    """
    unreferenced = set(objects)
    missing: list[Missing] = []
    for run_id in log.sizes():
        end = 0
        for offset, line in log.lines(run_id):
            end = offset + len(line)
            capture = parse_capture(line)
            if capture is None:
                found.torn_lines += 1
                continue
            found.captures += 1
            sha256 = capture.sha256
            if not sha256:
                continue
            name = bytes.fromhex(sha256) if _NAME.fullmatch(str(sha256)) else b""
            unreferenced.discard(name)
            if name not in objects and sha256 in dropped:
                found.dropped_count += 1
            elif name not in objects:
                found.missing_count += 1
                if len(missing) < SHOWN:
                    missing.append(Missing(run_id, capture.capture_id, capture.url, sha256))
        found.torn_lines += end < log.path(run_id).stat().st_size
    unreferenced -= damaged
    found.missing = tuple(missing)
    found.unreferenced_count = len(unreferenced)
    found.unreferenced = tuple(name.hex() for name in sorted(unreferenced)[:SHOWN])
