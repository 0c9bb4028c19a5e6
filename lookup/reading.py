"""Local files read in limited child processes, in the order given; nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from crawler.local_files import LocalFile, local_files
from parsing.failed import unread
from parsing.model import Document
from parsing.pool.workers import parse_many


def read_files(paths: Iterable[Path]) -> Iterator[Document]:
    """A document for each file, also for those that cannot be opened: they are ``unreadable``."""
    files = list(local_files(paths))
    documents = parse_many((str(file.path), partial(bytes, file.data)) for file in files if file.data is not None)
    for file in files:
        yield next(documents) if file.data is not None else _unopened(file)


def _unopened(file: LocalFile) -> Document:
    return unread(str(file.path), file.error or "cannot be read")
