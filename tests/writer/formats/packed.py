"""Reports inside something else: a zip, or a name and a type that are not theirs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from random import Random

from writer.report import Block

Write = Callable[[Random, Sequence[Block]], bytes]


def zipped(write: Write, name: str) -> Write:
    """The report in a zip under a Chinese name, beside a note that is none."""

    def packed(random: Random, blocks: Sequence[Block]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(zipfile.ZipInfo("说明.txt"), "附件一份。")
            file.writestr(zipfile.ZipInfo(name), write(random, blocks))
        return buffer.getvalue()

    return packed
