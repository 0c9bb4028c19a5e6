"""How long a night may take: one that hangs is ended, so that the next one can begin."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.errors import NightError


def night_hours(home: Path) -> float:
    """Hours that a night of ``home`` may take."""
    from store.settings import read_settings  # Pydantic takes long to import

    return read_settings(home).night_hours


@contextmanager
def limited(hours: float) -> Iterator[None]:
    """End what runs here after so many hours, as the end of a service does; raises ``NightError`` then.

    A signal ends it, and not Prefect's timeouts: those of a flow and of its tasks share one timer, which each task sets back.
    """
    is_over = threading.Event()

    def end() -> None:
        is_over.set()
        os.kill(os.getpid(), signal.SIGTERM)

    timer = threading.Timer(hours * 3600, end)
    timer.daemon = True
    timer.start()
    try:
        with _interruptible():
            yield
    except BaseException as error:
        if is_over.is_set():
            raise NightError(
                f"the night was ended after {hours:g} hours (night_hours); what is in the archive stays, the next one goes on"
            ) from error
        raise
    finally:
        timer.cancel()


@contextmanager
def _interruptible() -> Iterator[None]:
    """The signal raises an error, where nobody has said what it does; only the main thread may say so."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
