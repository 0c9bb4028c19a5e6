"""One writer at a time: the lock that keeps the runs of a home apart, and the end of what a killed run has left running."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path

from store import marks, processes
from store.errors import AnotherRunError, StoreError
from store.home import Home
from store.lease import Holding, Lease, read_lease
from store.processes import Process
from store.run_id import new_run_id

RELEASED_SECONDS = 5.0
"""How long the lock may take to be free once those that held it have ended."""


def made(folder: Path) -> Path:
    """``folder``, which is there now; raises ``StoreError`` if it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}") from error
    return folder


@contextmanager
def writing(home: Path, what: str = "a run", run_id: str = "") -> Iterator[Holding]:
    """Hold the only right to write below ``home``; raises ``AnotherRunError`` if another run has it.

    The lock goes with the process, so a killed run leaves nothing to clear away but what it had started. That is ended
    before anything is written: a crawler, which inherits the lock, a browser, Prefect's server, dbt. A run that lives is
    never written over, not even one that gives no sign of life. The run is called ``run_id``, or gets a name.
    """
    made(home)
    with ExitStack() as stack:
        lock = stack.enter_context(_opened(home))
        if not _is_taken(lock):
            _end_orphans(home)
            if not _is_taken(lock, RELEASED_SECONDS if _is_stale(read_lease(home)) else 0.0):
                raise AnotherRunError(_refusal(home, read_lease(home)))
        require_free(home)  # its lock file was removed, or it runs on another machine
        _end_left(home, read_lease(home))
        os.set_inheritable(lock.fileno(), True)
        stack.enter_context(marks.marked(home))
        yield stack.enter_context(Holding(home, run_id or new_run_id(), what))


def require_free(home: Path) -> None:
    """Raises ``AnotherRunError`` if another run writes to ``home``: for what is begun before a run has the right to."""
    lease = read_lease(home)
    if lease is not None and lease.is_alive and lease.holder != processes.this():
        raise AnotherRunError(_refusal(home, lease))


def collect(home: Path, *, with_runs: bool = False) -> tuple[Process, ...]:
    """End what killed runs have left running, and give it; nothing is ended while a run lives that may need it.

    A run that a killed server of nights had started lives on. Whoever takes the server's place ends it ``with_runs``.
    """
    lease = read_lease(home)
    if lease is None or not lease.is_alive:
        return _end_left(home, lease)
    return _end_left(home, None) if with_runs else ()


def _opened(home: Path) -> TextIOWrapper:
    try:
        return Home(home).writer_lock.open("a", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{home} cannot be written: {error.strerror}") from error


def _is_taken(lock: TextIOWrapper, seconds: float = 0.0) -> bool:
    """Whether this process has the lock now, or got it in time."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        else:
            return True


def _is_stale(lease: Lease | None) -> bool:
    return lease is not None and not lease.is_alive


def _end_orphans(home: Path) -> None:
    """The lock is held: by a run that lives, or by what a killed one has left running, which is ended."""
    lease = read_lease(home)
    if lease is not None and _is_stale(lease):
        _end_left(home, lease)


def _end_left(home: Path, lease: Lease | None) -> tuple[Process, ...]:
    """End what bears the mark of a process that is gone, and what a stale record names and is still that very process."""
    named = [each for each in lease.started if lease.is_here and marks.is_ours(each.pid)] if lease is not None else []
    left = [each for each in {*marks.orphans(home), *map(_as_it_is, named)} if each.is_alive]
    stubborn = processes.end(left)
    if stubborn:
        names = ", ".join(f"{each.pid} ({each.command})" for each in stubborn)
        raise AnotherRunError(f"what a killed run has left running in {home} cannot be ended: {names}")
    return tuple(left)


def _as_it_is(named: Process) -> Process:
    """The process that a record names, with its command as it is now; a later process of that number is another."""
    now = processes.process(named.pid)
    return now if now.started == named.started else named


def _refusal(home: Path, lease: Lease | None) -> str:
    if lease is None:
        return f"another run is writing to {home}; try again when it has ended"
    said = f"another run is writing to {home}: {lease.sentence}"
    if lease.is_silent and lease.is_here:
        return f"{said}. It lives but is stopped or hangs: end it (kill -9 {lease.holder.pid}), then try again"
    return f"{said}; try again when it has ended"
