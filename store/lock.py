"""One writer at a time: the lock that keeps the runs of a home apart."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import StoreError
from store.home import Home


def made(folder: Path) -> Path:
    """``folder``, which is there now; raises ``StoreError`` if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}") from error
    return folder


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold the only right to write below ``home``; raises ``StoreError`` if another process has it.

    The lock goes with the process, so a killed run leaves nothing to clear away. A crawler inherits it: if a run was killed
    and its crawler still works, no second one starts beside it on the same hosts.
    """
    made(home)
    try:
        lock = Home(home).writer_lock.open("a")
    except OSError as error:
        raise StoreError(f"{home} cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"another run is writing to {home}; try again when it has ended") from error
        os.set_inheritable(lock.fileno(), True)
        yield
