"""Whose night it is: a record beside the writer's lock that says who writes, since when, and how far it has come.

The lock alone decides on one machine; the record says what the lock cannot. It is renewed by a thread for as long as its
process runs, and a process that is stopped, or hangs as a whole, falls silent. The record of a process that is gone is
stale. On another machine a process cannot be seen: there a record is stale once it has been silent for an hour.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from store import processes
from store.home import Home
from store.marks import namespace
from store.processes import Process

BEAT_SECONDS = 5.0
SILENT = timedelta(minutes=1)
"""Twelve beats: a machine under load misses one or two."""
LOST_STATUS = 5
"""Exit status of a run beside which another one writes."""
_BEIJING = timezone(timedelta(hours=8))
GIVEN_UP = timedelta(hours=1)
"""Of a record by another machine. A run that is paused for longer stops itself when it finds another's record."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who writes below a home. Moments are UTC."""

    token: str
    """Nobody else's: what a holder knows its own record by."""
    run_id: str
    what: str
    """What it does: ``a night``, ``a rebuild``."""
    host: str
    namespace: str
    holder: Process
    since: datetime
    beat_at: datetime
    stage: str = ""
    """How far it has come: ``asking bureaus, 12 of 70``."""
    started: tuple[Process, ...] = ()
    """What came of the holder and runs: crawler, browser, Prefect's server."""

    @property
    def is_here(self) -> bool:
        """Whether its processes can be seen from here."""
        return self.namespace == namespace()

    @property
    def is_alive(self) -> bool:
        """Whether its holder may still write: as the holder's process says, or else its last sign."""
        if self.is_here:
            return self.holder.is_alive
        return self.host != socket.gethostname() and self.silence < GIVEN_UP

    @property
    def silence(self) -> timedelta:
        """Since the last sign of life."""
        return datetime.now(UTC) - self.beat_at

    @property
    def is_silent(self) -> bool:
        return self.silence > SILENT

    @property
    def sentence(self) -> str:
        """Who writes, since when, how far, for whoever has to wait."""
        said = f"run {self.run_id} ({self.what}) has been writing since {_clock(self.since)}"
        said += f", now {self.stage}" if self.stage else ""
        return f"{said}; last sign {_clock(self.beat_at)} (Beijing time), process {self.holder.pid} on {self.host}"

    def as_record(self) -> dict[str, Any]:
        return asdict(self) | {"since": self.since.isoformat(), "beat_at": self.beat_at.isoformat()}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Lease:
        """Raises ``KeyError``, ``TypeError`` or ``ValueError`` if the record is none."""
        moments = {name: datetime.fromisoformat(record[name]) for name in ("since", "beat_at")}
        found = {"holder": Process(**record["holder"]), "started": tuple(Process(**each) for each in record["started"])}
        return cls(**{**record, **moments, **found})


def read_lease(home: Path) -> Lease | None:
    """The record of ``home``; ``None`` if nobody writes, or an older program does."""
    try:
        return Lease.from_record(json.loads(Home(home).lease.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError):
        return None


@dataclass(slots=True)
class Holding:
    """The record of this process while it holds the lock; a context manager that renews it from a thread."""

    home: Path
    run_id: str
    what: str
    stage: str = ""
    _token: str = field(default_factory=lambda: secrets.token_hex(8))
    _since: datetime = field(default_factory=lambda: datetime.now(UTC))
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Holding:
        self._write(is_first=True)
        _holdings.append(self)
        self._thread = threading.Thread(target=self._beat, daemon=True, name="heartbeat")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()
        _holdings.remove(self)
        if self._is_own():
            Home(self.home).lease.unlink(missing_ok=True)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_SECONDS):
            with suppress(OSError):  # a disk that is full, or gone, ends the night in its own words
                self._write()

    def _is_own(self) -> bool:
        """Whether the record is still this one's: where it has gone, it is written again."""
        found = read_lease(self.home)
        return found is None or found.token == self._token

    def _write(self, *, is_first: bool = False) -> None:
        own, file = processes.this(), Home(self.home).lease
        started = [processes.process(pid) for pid in processes.tree(own.pid)[1:]]
        lease = Lease(
            token=self._token,
            run_id=self.run_id,
            what=self.what,
            host=socket.gethostname(),
            namespace=namespace(),
            holder=own,
            since=self._since,
            beat_at=datetime.now(UTC),
            stage=self.stage,
            started=tuple(each for each in started if each.started is not None),
        )
        beside = file.with_name(f".{file.name}.{self._token}")
        try:
            beside.write_text(json.dumps(lease.as_record(), ensure_ascii=False, indent=1), encoding="utf-8")
            # right before it: a process may be paused for hours between any two lines
            if not is_first and not self._is_own():
                _stop_at_once(self.home)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


_holdings: list[Holding] = []
"""Of this process, the newest last; a list and no context variable, since the steps of a flow run in threads of their own."""


def say_stage(stage: str) -> None:
    """How far the run of this process has come; the next beat writes it."""
    if _holdings:
        _holdings[-1].stage = stage


def _stop_at_once(home: Path) -> None:
    """Another machine has taken over what this process took for its own: nothing may be written after that."""
    lease = read_lease(home)
    os.write(2, f"gongkai: {home} was taken over: {lease.sentence if lease else ''}\n".encode())
    processes.end([processes.process(pid) for pid in processes.tree(os.getpid())[1:]], term_seconds=0)
    os._exit(LOST_STATUS)


def _clock(moment: datetime) -> str:
    """A moment of a night as people read it: Beijing time, as all of a night's hours are told."""
    return f"{moment.astimezone(_BEIJING):%Y-%m-%d %H:%M:%S}"
