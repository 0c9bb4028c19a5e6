"""Work for many at once, in a thread: the disk takes a dozen captures in the time of two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Rounds(Generic[Item, Result]):
    """Does ``work`` in rounds, one at a time: what comes during a round is done in the next.

    ``work`` gives a result for each item, in their order; if it fails, all that were in the round have failed.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._work = work
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, item: Item) -> Result:
        """The result for ``item``, once its round is over."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._task is None:
            self._task = asyncio.create_task(self._go())
        return await done

    async def _go(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            try:
                results = await asyncio.to_thread(self._work, [item for item, _ in waiting])
            except BaseException as error:
                for _, done in waiting:
                    if not done.done():
                        done.set_exception(error)
                if not isinstance(error, Exception):
                    raise
            else:
                for (_, done), result in zip(waiting, results, strict=True):
                    if not done.done():
                        done.set_result(result)
        self._task = None
