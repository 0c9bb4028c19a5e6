"""Damaged files, and every reader that may be asked about one, not only those that the ladder would reach."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from random import Random

from fuzzing.corpus import KINDS, files


def damaged(kind: str, seed: int) -> bytes:
    """One damaged file; the same seed always gives the same one."""
    random = Random(f"{kind} {seed}")  # noqa: S311  not for secrets
    return random.choice(KINDS[kind].mutations)(random, random.choice(files(kind)))


def readings(data: bytes) -> Iterator[tuple[str, float]]:
    """(reader, processor seconds) of every reader that may be asked about these bytes, but recognition."""
    from parsing import media
    from parsing.blocks import ReadError
    from parsing.document import parse
    from parsing.ladder import readers_of
    from parsing.opened import Opened
    from parsing.readers import page_image
    from parsing.reading import interpret

    def timed(name: str, started: float) -> tuple[str, float]:
        return name, time.process_time() - started

    kind = media.media_type(data)
    is_image = kind in (media.PNG, media.JPEG, media.TIFF, media.WEBP)
    if is_image:
        started = time.process_time()
        with suppress(ReadError):
            for _ in page_image.image_pages(data):
                pass
        yield timed("image_pages", started)
    for reader in readers_of(kind):
        if reader.is_ocr and kind != media.ZIP:
            continue
        started = time.process_time()
        with suppress(ReadError), Opened(data) as file:
            interpret(reader.read(file), reader.name)
        yield timed(reader.name, started)
    if not is_image and kind != media.PDF:
        started = time.process_time()
        document = parse(data, "fuzzed")
        if document.report.verdict == "unreadable" and (not document.error or "\n" in document.error):
            raise AssertionError("unreadable without a reason of one sentence")
        yield timed("parse", started)
