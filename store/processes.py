"""Processes of this machine as ``/proc`` shows them: which one a number means, who came of whom, and their end.

A number alone is given again to another process; a number and the moment of the start are one process. On a system without
``/proc`` there is nothing to see: no descendants, and nothing is ended.
"""

from __future__ import annotations

import os
import select
import signal
import time
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TERM_SECONDS = 5.0
"""What a process has for its own end; a server closes its database in less than one second."""
KILL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its number, and its start in clock ticks since the machine's own (``None``: nobody can tell)."""

    pid: int
    started: int | None
    command: str = ""
    """The beginning of its command line, for people."""

    @property
    def is_alive(self) -> bool:
        """A process that has ended and whom its parent has not looked after yet is not alive."""
        if self.started is None:
            return _answers(self.pid)
        return _start(self.pid) == self.started


def process(pid: int) -> Process:
    """The process that has this number now."""
    arguments = read(pid, "cmdline").split(b"\0")
    return Process(pid, _start(pid), b" ".join(arguments).decode(errors="replace").strip()[:120])


def this() -> Process:
    return process(os.getpid())


def pids() -> list[int]:
    """Numbers of all processes that can be seen."""
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def tree(root: int) -> list[int]:
    """``root`` and all of its living descendants, parents first."""
    children = defaultdict(list)
    for pid in pids():
        children[parent(pid)].append(pid)
    found = [root]
    for pid in found:
        found.extend(children[pid])
    return found


def line_of(pid: int) -> list[int]:
    """A process, its parent, the parent's parent and so on."""
    found: list[int] = []
    while pid > 0 and pid not in found:
        found.append(pid)
        pid = parent(pid)
    return found


def parent(pid: int) -> int:
    """The number of its parent; 0 if there is none to be seen."""
    fields = _stat(pid)
    return int(fields[1]) if len(fields) > 1 else 0


def read(pid: int, name: str) -> bytes:
    """A file of ``/proc/<pid>``; nothing if the process is gone, or somebody else's."""
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""


def end(
    found: Iterable[Process], *, term_seconds: float = TERM_SECONDS, kill_seconds: float = KILL_SECONDS
) -> tuple[Process, ...]:
    """End processes: asked to, then made to, and waited for. Gives those that are still there after all.

    A signal goes to a descriptor of the process, not to its number, which could be another's by then.
    """
    with ExitStack() as stack:
        held = {each: descriptor for each in found if (descriptor := _held(each)) is not None}
        for descriptor in held.values():
            stack.callback(os.close, descriptor)
        for number, seconds in ((signal.SIGTERM, term_seconds), (signal.SIGKILL, kill_seconds)):
            for each in [each for each in held if each.is_alive]:
                with suppress(ProcessLookupError, PermissionError):
                    signal.pidfd_send_signal(held[each], number)
            _wait(held.values(), seconds)
        return tuple(each for each in held if each.is_alive)


def _held(found: Process) -> int | None:
    """A descriptor of this very process; ``None`` if it has ended."""
    if found.started is None:
        return None
    try:
        descriptor = os.pidfd_open(found.pid)
    except OSError:
        return None
    if found.is_alive:
        return descriptor
    os.close(descriptor)
    return None


def _wait(descriptors: Collection[int], seconds: float) -> None:
    """Until all have ended, or time is up; a process's descriptor can be read once it has ended."""
    waiting, deadline = set(descriptors), time.monotonic() + seconds
    poll = select.poll()
    for descriptor in waiting:
        poll.register(descriptor, select.POLLIN)
    while waiting and (left := deadline - time.monotonic()) > 0:
        for descriptor, _ in poll.poll(left * 1000):
            poll.unregister(descriptor)
            waiting.discard(descriptor)


def _stat(pid: int) -> list[bytes]:
    """From the third field of ``stat`` on: the second may hold spaces and brackets, what follows its last one is fixed."""
    return read(pid, "stat").rpartition(b")")[2].split()


def _start(pid: int) -> int | None:
    fields = _stat(pid)
    return int(fields[19]) if len(fields) > 19 and fields[0] not in (b"Z", b"X") else None


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
