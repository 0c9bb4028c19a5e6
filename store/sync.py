"""What survives a loss of power. A rename is on disk only once its folder is, so both are synced."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Put a file's bytes, or the names in a folder, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(file: Path, text: str) -> None:
    """Put a text in the place of the file's, whole or not at all. One process writes the file at a time."""
    new = file.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    sync(new)
    new.replace(file)
