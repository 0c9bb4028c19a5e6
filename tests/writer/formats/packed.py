"""Reports inside something else: a zip, or a name and a type that are not theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from writer.report import Block

from practice.writers.packed import archive

Write = Callable[[Random, Sequence[Block]], bytes]


def zipped(write: Write, name: str) -> Write:
    """The report in a zip under a Chinese name, beside a note that is none."""

    def packed(random: Random, blocks: Sequence[Block]) -> bytes:
        return archive({"说明.txt": "附件一份。".encode(), name: write(random, blocks)})

    return packed
