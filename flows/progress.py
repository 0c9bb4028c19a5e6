"""How far a run has come, told to whoever watches it; nothing is told to nobody.

The watcher goes with the context and not through signatures: Prefect records and hashes the parameters of its tasks, and
a terminal's bar can be neither recorded nor hashed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from store.lease import say_stage

Stage = Literal["starting Prefect", "asking bureaus", "reading documents", "loading runs", "building models"]

Watcher = Callable[[Stage, int, int | None, str], None]
"""Called with the stage, what is done of it, all there is to do (``None`` if nobody knows), and a remark."""

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """What is told while the context lasts, is told to ``watcher``."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def is_watched() -> bool:
    return _watcher.get() is not None


def tell(stage: Stage, done: int = 0, all_: int | None = None, remark: str = "") -> None:
    """Say it to the watcher, and to whoever asks the home who is writing."""
    say_stage(f"{stage}, {done} of {all_}" if all_ else stage)
    watcher = _watcher.get()
    if watcher is not None:
        watcher(stage, done, all_, remark)
