"""Damages files and has them read, each kind its share of the time, and keeps what a reader should have survived.

Every reader of a file is asked, not only those that the ladder would reach. A child process does the reading: a crash, a
hang (processor time), memory beyond the limit, or an error that is no ``ReadError`` is a finding; its file is kept.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from fuzzing.corpus import KINDS, files

SLOWEST_SECONDS = 60.0
HANGING_SECONDS = 240.0
MEMORY_BYTES = 1536 * 2**20
_ROUND_SECONDS = 40.0


def damaged(kind: str, seed: int) -> bytes:
    """One damaged file; the same seed always gives the same one."""
    random = Random(f"{kind} {seed}")  # noqa: S311  not for secrets
    return random.choice(KINDS[kind].mutations)(random, random.choice(files(kind)))


def readings(data: bytes, *, by_sight: bool = True) -> Iterator[tuple[str, float]]:
    """(reader, processor seconds) of every reader that may be asked about these bytes.

    Recognition is asked for all PDFs and a tenth of the images, or not at all.
    """
    from parsing import media
    from parsing.blocks import ReadError
    from parsing.document import parse
    from parsing.ladder import readers_of
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
        with suppress(ReadError):
            interpret(reader.read(data), reader.name)
        yield timed(reader.name, started)
    if not by_sight and (is_image or kind == media.PDF):
        return
    if not is_image or sha256(data).digest()[0] < 26:
        started = time.process_time()
        document = parse(data, "fuzzed")
        if document.report.verdict == "unreadable" and (not document.error or "\n" in document.error):
            raise AssertionError("unreadable without a reason of one sentence")
        yield timed("parse", started)


def _child(theirs: Connection, connection: Connection, kind: str, first: int, seconds: float) -> None:
    """Reads damaged files for a while; tells the seed before each and the outcome after it."""
    theirs.close()  # Else this process would not notice that the other end is gone.
    warm = list(readings(files(kind)[0]))
    idle = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (idle + MEMORY_BYTES, idle + MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    seed = first
    # Counted from here: on a busy machine the parser alone may take longer to load than a round lasts.
    until, used = time.monotonic() + seconds, time.process_time()
    connection.send(("warm", seed, len(warm), _resident()))
    while time.monotonic() < until:
        connection.send(("started", seed, None, 0))
        outcome, slowest = "ok", 0.0
        try:
            for name, took in readings(damaged(kind, seed)):
                slowest = max(slowest, took)
                if took > SLOWEST_SECONDS:
                    outcome = f"slow: {name}"
        except MemoryError:
            outcome = "memory"
        except Exception as error:  # noqa: BLE001  any error is what is looked for
            frame = error.__traceback__
            while frame is not None and frame.tb_next is not None:
                frame = frame.tb_next
            place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
            outcome = f"{type(error).__name__} at {place}: {str(error)[:80]}"
        connection.send(("done", seed, outcome, slowest))
        seed += 1
    connection.send(("end", seed, time.process_time() - used, _resident()))


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


class Run:
    def __init__(self, folder: Path, first: int) -> None:
        self.folder = folder
        self.tried: Counter[str] = Counter()
        self.spent: Counter[str] = Counter()
        self.processor: Counter[str] = Counter()
        self.slowest: dict[str, float] = {}
        self.grown: dict[str, int] = {}
        self.findings: dict[str, list[str]] = {}
        self._next = dict.fromkeys(KINDS, first)

    def round(self, kind: str, seconds: float) -> None:
        files(kind)
        started = time.monotonic()
        mine, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(
            target=_child, args=(mine, theirs, kind, self._next[kind], seconds), daemon=True
        )
        process.start()
        theirs.close()
        warm, seed = 0, self._next[kind]
        while True:
            if not mine.poll(HANGING_SECONDS):
                self._keep(kind, seed, "hang")
                break
            try:
                what, seed, outcome, number = mine.recv()
            except EOFError:
                process.join(5)
                self._keep(kind, seed, f"died: {_died(process.exitcode)}")
                break
            if what == "warm":
                warm = int(number)
            elif what == "done":
                self.tried[kind] += 1
                self.slowest[kind] = max(self.slowest.get(kind, 0.0), number)
                if outcome != "ok":
                    self._keep(kind, seed, outcome)
                self._next[kind] = seed + 1
            elif what == "end":
                self.grown[kind] = max(self.grown.get(kind, 0), int(number) - warm)
                self.processor[kind] += outcome
                break
        self._next[kind] = max(self._next[kind], seed + 1)
        process.kill()
        process.join()
        mine.close()
        self.spent[kind] += time.monotonic() - started

    def _keep(self, kind: str, seed: int, outcome: str) -> None:
        label = f"{kind}: {outcome}"
        kept = self.findings.setdefault(label, [])
        kept.append(str(seed))
        if len(kept) <= 3:
            (self.folder / f"{kind}-{seed}").write_bytes(damaged(kind, seed))

    def report(self) -> str:
        summary = {
            "hours": round(sum(self.spent.values()) / 3600, 3),
            "processor_hours": round(sum(self.processor.values()) / 3600, 3),
            "tried": dict(self.tried),
            "minutes": {kind: round(spent / 60, 1) for kind, spent in self.spent.items()},
            "slowest_seconds": {kind: round(took, 2) for kind, took in self.slowest.items()},
            "grown_mib": {kind: grown // 2**20 for kind, grown in self.grown.items()},
            "findings": {label: (len(seeds), seeds[:3]) for label, seeds in self.findings.items()},
        }
        return json.dumps(summary, ensure_ascii=False, indent=1)


def _died(code: int | None) -> str:
    return signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}"


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    options.add_argument("--first", type=int, default=0, help="seed of the first file of each kind")
    options.add_argument("--keep", type=Path, required=True, help="folder for files that broke a reader")
    chosen = options.parse_args(arguments)
    chosen.keep.mkdir(parents=True, exist_ok=True)
    run, until = Run(chosen.keep, chosen.first), time.monotonic() + chosen.minutes * 60
    while time.monotonic() < until:
        for kind in chosen.kinds:
            run.round(kind, min(_ROUND_SECONDS, max(until - time.monotonic(), 1)))
            (chosen.keep / "summary.json").write_text(run.report(), encoding="utf-8")
    print(run.report())
    return 1 if run.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
