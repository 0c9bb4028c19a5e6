"""Files on this machine as the command line names them: their bytes, or why there are none. No portal, no Scrapy."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GZIP = b"\x1f\x8b\x08"
VERSION = b"WARC/"
"""How a packed file and a WARC file begin."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file named on the command line; ``error`` says why it gives nothing, and ``data`` is ``None`` then."""

    path: Path
    data: bytes | None
    error: str | None
    is_web_archive: bool = False
    """A WARC file, which is read record by record and never as ``data``."""


def local_files(paths: Iterable[Path]) -> Iterator[LocalFile]:
    """The files of ``paths`` in the order given, folders replaced by the files below them in order of name."""
    for path in paths:
        if path.is_dir():
            yield from local_files(sorted(item for item in path.rglob("*") if item.is_file()))
        else:
            yield _read(path)


def _read(path: Path) -> LocalFile:
    try:
        if is_warc(path):
            return LocalFile(path, None, None, is_web_archive=True)
        data = path.read_bytes()
        return LocalFile(path, data, None) if data else LocalFile(path, None, "the file is empty")
    except FileNotFoundError:
        return LocalFile(path, None, "no such file")
    except OSError as error:
        return LocalFile(path, None, (error.strerror or "cannot be read").lower())


def is_warc(path: Path) -> bool:
    """Whether a file begins as a WARC file does, packed or not."""
    with suppress(OSError, zlib.error), path.open("rb") as file:
        head = file.read(512)
        if head.startswith(GZIP):
            head = zlib.decompressobj(wbits=31).decompress(head, 512)
        return head.startswith(VERSION)
    return False
