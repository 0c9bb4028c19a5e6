"""Whose a process is: a mark in the environment that it was started with, which all that comes of it inherits.

The mark names the process that started it and the home that it works for. So whatever a killed run has left running is
found, also what it had started a moment before, and nothing else is: nobody else's process bears the mark.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store import processes
from store.processes import Process

MARK = "STARTED_BY_GONGKAI"


def leave_mark(home: Path) -> None:
    """Whatever this process starts from here on bears its mark."""
    os.environ[MARK] = _mark(home)


@contextmanager
def marked(home: Path) -> Iterator[None]:
    """Whatever this process starts while the context lasts bears its mark."""
    before = os.environ.get(MARK)
    leave_mark(home)
    try:
        yield
    finally:
        os.environ.pop(MARK, None)
        if before is not None:
            os.environ[MARK] = before


def namespace() -> str:
    """Where a process's number means that process: this boot of this machine, and this container of it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def orphans(home: Path) -> list[Process]:
    """What was started for ``home`` by processes that are not there any more; this process and its own parents are none."""
    own = set(processes.line_of(os.getpid()))
    others = [pid for pid in processes.pids() if pid not in own]
    return [processes.process(pid) for pid in others if _is_orphan(pid, home)]


def is_ours(pid: int) -> bool:
    """Whether a process was started by a run, for any home; a browser overwrites its environment, and says so itself."""
    return _mark_of(pid) != "" or b"--gongkai-browser=" in processes.read(pid, "cmdline")


def _is_orphan(pid: int, home: Path) -> bool:
    number, _, rest = _mark_of(pid).partition(" ")
    started, _, place = rest.partition(" ")
    if place != _place(home) or not (number.isdigit() and started.isdigit()):
        return False
    return not Process(int(number), int(started)).is_alive


def _mark(home: Path) -> str:
    own = processes.this()
    return f"{own.pid} {own.started} {_place(home)}"


def _place(home: Path) -> str:
    return f"{namespace()} {home.resolve()}"


def _mark_of(pid: int) -> str:
    for entry in processes.read(pid, "environ").split(b"\0"):
        name, _, value = entry.partition(b"=")
        if name == MARK.encode():
            return os.fsdecode(value)
    return ""
