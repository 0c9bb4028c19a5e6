"""Chromium's processes as ``/proc`` shows them: which they are, what they hold, and their end.

On a system without ``/proc`` there is nothing to see: no process is found or killed, and memory counts as 0.
"""

from __future__ import annotations

import os
import re
import signal
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


def tree(root: int) -> list[int]:
    """``root`` and all of its living descendants, parents first."""
    children = defaultdict(list)
    for pid, parent in _parents().items():
        children[parent].append(pid)
    found = [root]
    for pid in found:
        found.extend(children[pid])
    return found


def main_process(mark: str) -> int | None:
    """The descendant of this process that was started with ``mark`` and is no helper of another."""
    for pid in tree(os.getpid()):
        arguments = _read(pid, "cmdline").split(b"\0")
        if mark.encode() in arguments and not any(argument.startswith(b"--type=") for argument in arguments):
            return pid
    return None


def memory_bytes(root: int) -> int:
    """Memory of a process and its descendants; what processes share counts once, in parts (``Pss``)."""
    found = (PSS.search(_read(pid, "smaps_rollup")) for pid in tree(root))
    return sum(int(match.group(1)) * 1024 for match in found if match)


def kill_tree(root: int) -> None:
    """End a process and its descendants at once."""
    for pid in tree(root):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _parents() -> dict[int, int]:
    pids = (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()) if PROC.is_dir() else ()
    # the name in the second field may hold spaces and brackets: what follows its last bracket is fixed
    stats = ((pid, _read(pid, "stat").rpartition(b")")[2].split()) for pid in pids)
    return {pid: int(fields[1]) for pid, fields in stats if len(fields) > 1}


def _read(pid: int, name: str) -> bytes:
    try:
        return (PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""
