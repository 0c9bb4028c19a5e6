"""Chromium's processes as ``/proc`` shows them: which they are, what they hold, and their end.

On a system without ``/proc`` there is nothing to see: no process is found or killed, and memory counts as 0.
"""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress

from store.processes import PROC, read, tree

__all__ = ["PROC", "kill_tree", "main_process", "memory_bytes", "tree"]

PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


def main_process(mark: str) -> int | None:
    """The descendant of this process that was started with ``mark`` and is no helper of another."""
    for pid in tree(os.getpid()):
        arguments = read(pid, "cmdline").split(b"\0")
        if mark.encode() in arguments and not any(argument.startswith(b"--type=") for argument in arguments):
            return pid
    return None


def memory_bytes(root: int) -> int:
    """Memory of a process and its descendants; what processes share counts once, in parts (``Pss``)."""
    found = (PSS.search(read(pid, "smaps_rollup")) for pid in tree(root))
    return sum(int(match.group(1)) * 1024 for match in found if match)


def kill_tree(root: int) -> None:
    """End a process and its descendants at once."""
    for pid in tree(root):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
