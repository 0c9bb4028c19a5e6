"""A disk of its own that can be filled, if whoever runs this may mount one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE_MIB = 3000
ROOM_BYTES = 2 * 1024 * 1024
"""Left on a full disk: a night begins, and ends in the middle of what it writes."""


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Whether ``folder`` is a disk of its own while the context lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(folder)]
    is_mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """The disk of ``folder`` has next to no room while the context lasts."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(folder).free - ROOM_BYTES, 1))
    try:
        yield
    finally:
        filler.unlink()
