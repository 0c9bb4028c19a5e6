"""Where data lives: ``GONGKAI_HOME``, run identifiers, and the lock that keeps nights apart."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from flows.errors import NightError

DEFAULT_HOME = "data"
PRACTICE = "practice"


def home_folder(*, practice: bool = False) -> Path:
    """The folder named by ``GONGKAI_HOME`` (default ``./data``); practice nights have one of their own inside it."""
    home = Path(os.environ.get("GONGKAI_HOME") or DEFAULT_HOME)
    return home / PRACTICE if practice else home


def new_run_id() -> str:
    """``YYYYMMDDTHHMMSSZ-xxxx``, UTC, sortable by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def made(home: Path) -> Path:
    """``home`` as a folder that is there; raises ``NightError`` where it cannot be made."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NightError(f"{home} cannot be written: {error.strerror}") from error
    return home


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold the only right to write below ``home``; raises ``NightError`` where another process has it.

    The lock goes with the process, so a killed night leaves nothing to clear away. A crawler inherits it: where a night was
    killed and its crawler still runs, no second one starts beside it on the same hosts.
    """
    try:
        lock = (made(home) / "writer.lock").open("a")
    except OSError as error:
        raise NightError(f"{home} cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NightError(f"another run is writing to {home}; try again when it has ended") from error
        os.set_inheritable(lock.fileno(), True)
        yield
