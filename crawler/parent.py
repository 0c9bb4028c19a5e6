"""A crawler ends with whoever started it: its standard input is a pipe, which closes when the other end's process is gone.

So a night that is killed leaves no crawler behind that would ask on beside the next one's.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

from store import processes

GRACE_SECONDS = 10.0
"""What is under way may come and be kept; a portal that is slow is not waited for."""


def watch_parent(stop: Callable[[str], object], grace_seconds: float = GRACE_SECONDS) -> None:
    """Call ``stop`` (from a thread) at the end of the standard input; later, end this process and all that came of it."""
    threading.Thread(target=_watch, args=(stop, grace_seconds), daemon=True, name="parent").start()


def _watch(stop: Callable[[str], object], grace_seconds: float) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop("whoever started this crawl is gone")
    time.sleep(grace_seconds)
    processes.end([processes.process(pid) for pid in processes.tree(os.getpid())[1:]], term_seconds=0)
    os._exit(1)
