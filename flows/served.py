"""Who serves the nights of a home, and what he says: one server a home, its record, its log.

``serve.json`` is for whoever asks from outside: the process, the address of its pages, what is next.
"""

from __future__ import annotations

import fcntl
import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from crawler.clock import BEIJING
from store.errors import AnotherRunError, StoreError
from store.home import Home
from store.lock import made
from store.processes import Process, this
from store.sync import write_whole

LOG_BYTES, LOG_FILES = 1024 * 1024, 5
"""A year of nights fits in one file; the others are for a server that has much to complain of."""

log = logging.getLogger("gongkai.serve")
log.propagate = False
log.setLevel(logging.INFO)


@dataclass(frozen=True, slots=True)
class Served:
    """Moments are ISO 8601 in UTC."""

    process: Process
    url: str
    since: str
    next_name: str | None = None
    next_at: str | None = None
    missed_after: str | None = None
    """The run after which it was said that no night has come for too long."""

    @property
    def is_alive(self) -> bool:
        return self.process.is_alive

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Served:
        """Raises ``KeyError`` or ``TypeError`` if the record is none."""
        return cls(**{**record, "process": Process(**record["process"])})


def read_served(home: Path) -> Served | None:
    """The record of the last server, which may have ended; ``None`` if there never was one."""
    try:
        return Served.from_record(json.loads(Home(home).served.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_served(home: Path, served: Served) -> None:
    write_whole(Home(home).served, json.dumps(asdict(served), ensure_ascii=False, indent=1) + "\n")


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One server a home; raises ``AnotherRunError`` if there is one. The lock goes with the process."""
    try:
        lock = Home(made(home)).serve_lock.open("a", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{home} cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherRunError(f"nights of {home} are served already{_by(read_served(home))}") from error
        yield


def _by(served: Served | None) -> str:
    return f" by process {served.process.pid}, pages at {served.url}" if served and served.is_alive else ""


def begun(home: Path, url: str, since: datetime) -> Served:
    """The record of this process."""
    before = read_served(home)
    return Served(
        this(), url, since.isoformat(timespec="seconds"), missed_after=before.missed_after if before else None
    )


@contextmanager
def logged(home: Path) -> Iterator[None]:
    """Lines go to the standard output and to a file that is kept small."""
    made(Home(home).logs)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(sys.stdout),
        RotatingFileHandler(Home(home).serve_log, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8"),
    ]
    for handler in handlers:
        handler.setFormatter(_Lines())
        log.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            log.removeHandler(handler)
            if isinstance(handler, RotatingFileHandler):
                handler.close()


class _Lines(logging.Formatter):
    """A line begins with the time in China and its offset, wherever the machine is."""

    def format(self, record: logging.LogRecord) -> str:
        level = "" if record.levelno <= logging.INFO else f"{record.levelname} "
        return f"{clock(datetime.fromtimestamp(record.created, BEIJING))} {level}{record.getMessage()}"


def clock(moment: datetime) -> str:
    return moment.astimezone(BEIJING).isoformat(sep=" ", timespec="seconds")
