"""The child's side of ``parsing.pool.workers``: works on documents one after the other under limits of memory and processor time."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path

from parsing.document import parse_opened
from parsing.limits import MAX_BYTES
from parsing.model import Document
from parsing.opened import Opened
from parsing.pool.messages import READY, Done, Failed, Started, Work

_COPIES = 3
"""Copies of a document that its way through the pipe may leave: they do not count as memory for reading it."""
_STATM = Path("/proc/self/statm")


def main(connection: Connection, timeout_seconds: float, memory_bytes: int, work: Work | None = None) -> None:
    """Read (path, bytes) from ``connection`` and answer each with the parsed document, or what ``work`` makes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    idle = _address_space()
    most = idle + memory_bytes + _COPIES * MAX_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    connection.send(READY)
    while True:
        try:
            path, data = connection.recv()
        except (EOFError, OSError):
            return
        _limit_processor_time(timeout_seconds)
        resource.setrlimit(resource.RLIMIT_AS, (idle + memory_bytes + _COPIES * len(data), most))
        connection.send(answer(path, data, work, connection.send))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer(path: str, data: bytes, work: Work | None, send: Callable[[Started], None]) -> Done | Failed:
    """What came of one document; before it is parsed, ``send`` gets its media type."""
    try:
        return Done(_parsed(path, data, send) if work is None else work(data, path))
    except MemoryError:
        return Failed("MemoryError", is_memory=True)
    except Exception as error:  # noqa: BLE001  a reader's bug must cost one document only; the parent names it
        return Failed(type(error).__name__, is_memory=False)


def _parsed(path: str, data: bytes, send: Callable[[Started], None]) -> Document:
    with Opened(data) as file:
        send(Started(file.media_type))
        return parse_opened(file, path)


def _address_space() -> int:
    """Bytes of address space in use: the parser and its libraries are no document's fault."""
    pages = int(_STATM.read_text(encoding="ascii").split()[0]) if _STATM.exists() else 0
    return pages * resource.getpagesize()


def _limit_processor_time(seconds: float) -> None:
    """A second line behind the parent's clock, should the parent itself be stopped."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    # Threads of one reader add up.
    allowed = (seconds + 1) * max(os.cpu_count() or 1, 1)
    resource.setrlimit(resource.RLIMIT_CPU, (ceil(usage.ru_utime + usage.ru_stime + allowed), hard))


def _silence() -> None:
    """Native libraries complain about hostile files on the terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
