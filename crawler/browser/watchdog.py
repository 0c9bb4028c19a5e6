"""Ends a browser whose page has passed its deadline, from a thread: an event loop that is stuck cannot do it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

TICK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take. The event loop ends it first; the watchdog does ``grace_seconds`` later."""

    idle_seconds: float = 45.0
    """Since the last thing that the page was given: what it waits for in a host's queue is not its own doing."""
    page_seconds: float = 600.0
    """In all."""
    grace_seconds: float = 15.0
    silent_seconds: float = 60.0
    """Since the last sign of the event loop."""
    memory_bytes: int = 2 * 1024**3
    """Of all of the browser's processes."""


@dataclass(slots=True)
class Watch:
    """A page under way, in seconds of a monotonic clock: its start, what it was last given, the loop's last sign."""

    since: float
    given: float
    beat: float

    def deadline(self, limits: Limits) -> float:
        return min(self.given + limits.idle_seconds, self.since + limits.page_seconds)

    def verdict(self, limits: Limits, now: float, memory_bytes: int) -> str | None:
        """Why the browser has to end now, or ``None``."""
        if now > self.deadline(limits) + limits.grace_seconds:
            return f"the page was not done after {now - self.since:.0f} seconds"
        if now > self.beat + limits.silent_seconds:
            return f"the event loop was silent for {now - self.beat:.0f} seconds"
        if memory_bytes > limits.memory_bytes:
            return f"the page took {memory_bytes // 1024**2} MiB of memory"
        return None


class Watchdog:
    """Watches one page at a time; ``kill`` ends the browser, ``memory`` says how many bytes it holds."""

    def __init__(self, limits: Limits, kill: Callable[[], None], memory: Callable[[], int]) -> None:
        self.limits = limits
        self.reason: str | None = None
        """Why the last page was ended; ``None`` if it ended by itself."""
        self._kill, self._memory = kill, memory
        self._watch: Watch | None = None
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> float:
        """A page starts; its first deadline. The thread starts with the first page."""
        now = time.monotonic()
        self.reason = None
        self._watch = watch = Watch(now, now, now)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="browser watchdog", daemon=True)
            self._thread.start()
        return watch.deadline(self.limits)

    def given(self) -> float:
        """The page got something it has asked for; its deadline from now on."""
        now = time.monotonic()
        if self._watch is None:
            return now
        self._watch.given = now
        return self._watch.deadline(self.limits)

    def beat(self) -> None:
        """The event loop is alive."""
        if self._watch is not None:
            self._watch.beat = time.monotonic()

    def end(self) -> None:
        """The page is done."""
        self._watch = None

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            watch = self._watch
            if watch is None:
                continue
            reason = watch.verdict(self.limits, time.monotonic(), self._memory())
            if reason is not None and self._watch is watch:
                self.reason, self._watch = reason, None
                self._kill()
