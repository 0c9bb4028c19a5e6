"""How a worker begins: named by whoever feeds it, who needs no parser."""

from __future__ import annotations

from multiprocessing.connection import Connection

from parsing.pool.messages import Work


def begin(connection: Connection, timeout_seconds: float, memory_bytes: int, work: Work | None = None) -> None:
    """A worker's life."""
    from parsing.pool.worker import main  # the parser, which the process that workers are forked from has already

    main(connection, timeout_seconds, memory_bytes, work)
