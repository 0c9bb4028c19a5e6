"""A disk that is full: how an error says so, and how much room a night needs before it begins.

Nothing stored is lost by it: whatever is written is whole, or is not there. The first error of this kind ends a run.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from store.errors import FullDiskError
from store.home import RELEASE_FILE, Home

FULL_STATUS = 6
"""Exit status of a process that has met a full disk."""

MIB = 1024 * 1024
LEAST_SETTING = "GONGKAI_MIN_FREE_MB"
"""The setting of the room that a night needs to begin, in MiB, as the environment names it; 0 for any."""
LEAST_MIB, LEAST_PRACTICE_MIB = 1024, 128
"""Where nothing is known yet: a first night of all bureaus writes some 400 MiB; a practice night 60."""
RELEASES_A_NIGHT = 3
"""A night writes a release beside the current one, and dbt's databases, which are nearly as large; the rest is growth."""
WHILE_ASKING = 0.5
"""Of the room to begin with, so much has to stay while portals are asked: the build comes after."""

_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
_WORDS = ("no space left on device", "disk quota exceeded", "database or disk is full")
"""Of libraries whose errors have no number: DuckDB, SQLite, Arrow, dbt."""


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, says that there is no room."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, FullDiskError) or getattr(error, "errno", None) in _ERRNOS or says_full(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def says_full(text: str) -> bool:
    """Whether a program's message says that there is no room."""
    return any(words in text.lower() for words in _WORDS)


def full_disk(home: Path, error: BaseException) -> FullDiskError:
    """What is told of it, in one line."""
    said = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return FullDiskError(
        f"the disk is full ({said}). Nothing that was stored is lost; make room where {home} is, then run it again"
    )


def needed_bytes(home: Path, *, is_practice: bool = False) -> int:
    """Room that a night needs to begin."""
    from store.settings import read_settings  # brings Pydantic with it, too slow for a query's start

    wanted = read_settings(home).min_free_mb
    if wanted is not None:
        return wanted * MIB
    least = (LEAST_PRACTICE_MIB if is_practice else LEAST_MIB) * MIB
    return max(least, RELEASES_A_NIGHT * _size(Home(home).current))


def require_room(home: Path, *, is_practice: bool = False) -> int:
    """The bytes that are needed, which are there; raises ``FullDiskError`` if they are not."""
    needed, free = needed_bytes(home, is_practice=is_practice), free_bytes(home)
    if free < needed:
        raise FullDiskError(
            f"the disk of {home} has {free // MIB} MiB free, and a night needs {needed // MIB} ({LEAST_SETTING});"
            " make room, then run it again"
        )
    return needed


def free_bytes(folder: Path) -> int:
    """Room for whoever runs this, where ``folder`` is or would be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def _size(release: Path) -> int:
    """Bytes of a release's folder; 0 before the first."""
    if not (release / RELEASE_FILE).exists():
        return 0
    return sum(file.stat().st_size for file in release.iterdir() if file.is_file())
