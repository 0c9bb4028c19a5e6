"""The parser's version: a digest of its own source and data, so that no change can go without a new one."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def parser_version() -> str:
    """Twelve hex digits over every module and data file of this package, but for the pool: its limits read nothing."""
    digest = sha256()
    for name, item in sorted(_sources(files("parsing"), "")):
        digest.update(name.encode() + b"\0" + item.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for item in folder.iterdir():
        if prefix + item.name == "pool":
            continue
        if item.is_dir():
            found += _sources(item, f"{prefix}{item.name}/")
        elif item.name.endswith((".py", ".csv", ".yaml")):
            found.append((prefix + item.name, item))
    return found
