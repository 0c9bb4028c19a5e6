"""The capture logs: one file a run, one capture a line, only ever appended to.

A run killed inside a line leaves a torn one. Nobody relied on it, so it is passed over, and the next capture of that
run begins on a line of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.capture import Capture, parse_capture
from store.errors import ArchiveError
from store.lines import append_line, open_lines
from store.run_id import RUN_ID
from store.sync import sync


@dataclass(frozen=True, slots=True)
class Line:
    """A capture in its run's log: where the log ended before it, where its line begins, and where that ends."""

    capture: Capture
    before: int
    start: int
    end: int


class Log:
    """The folder of logs; one writer a run at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._run_id: str | None = None
        self._descriptor = -1
        self._is_lost = False

    def path(self, run_id: str) -> Path:
        return self.folder / f"{run_id}.jsonl"

    def sizes(self) -> dict[str, int]:
        """Bytes of each run's log, oldest run first."""
        if not self.folder.is_dir():
            return {}
        with os.scandir(self.folder) as entries:
            found = {entry.name[:-6]: entry.stat().st_size for entry in entries if entry.name.endswith(".jsonl")}
        return dict(sorted(found.items()))

    def write(self, capture: Capture) -> Line:
        """Write one capture, which is on disk once `sync` has been called."""
        line = capture.as_line()
        before, start = append_line(self._open(capture.run_id), line)
        return Line(capture, before, start, start + len(line))

    def sync(self) -> None:
        """Put on disk what has been written; may be called from another thread than `write`.

        Once that has failed, nobody can tell what is on disk: this log is not written any more.
        """
        try:
            os.fsync(self._descriptor)
        except OSError:
            self._is_lost = True
            raise

    def sync_all(self, lines: Sequence[Line]) -> list[int]:
        """`sync`, for the lines that wait for it; gives each of them where the last one ends."""
        self.sync()
        return [lines[-1].end] * len(lines)

    def lines(self, run_id: str, offset: int = 0) -> Iterator[tuple[int, bytes]]:
        """Whole lines from ``offset`` on, each with the place where it begins; a line without its end is left out."""
        with self.path(run_id).open("rb") as file:
            file.seek(offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                yield offset, line
                offset += len(line)

    def whole_bytes(self, run_id: str, start: int, most: int = -1) -> bytes:
        """What a log has from ``start`` on, up to the end of the last whole line; a run that asked nobody has no log."""
        if not self.path(run_id).exists():
            return b""
        with self.path(run_id).open("rb") as file:
            file.seek(start)
            found = file.read(most)
        return found[: found.rfind(b"\n") + 1]

    def extend(self, run_id: str, data: bytes) -> None:
        """Write whole lines of a run that nobody on this machine is writing."""
        with self.path(run_id).open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        sync(self.folder)

    def line_at(self, run_id: str, offset: int) -> bytes:
        with self.path(run_id).open("rb") as file:
            file.seek(offset)
            return file.readline()

    def all_captures(self) -> Iterator[Capture]:
        """Every capture of every run, oldest run first."""
        for run_id in self.sizes():
            for _, line in self.lines(run_id):
                capture = parse_capture(line)
                if capture is not None:
                    yield capture

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._run_id, self._descriptor = None, -1

    def _open(self, run_id: str) -> int:
        if self._is_lost:
            raise ArchiveError(f"{self.folder} is not written any more: what was written could not be put on disk")
        if run_id != self._run_id:
            if not RUN_ID.fullmatch(run_id):
                raise ArchiveError(f"run id {run_id!r} is not of the form 20250131T023000Z-0a1b")
            self.close()
            is_new = not self.path(run_id).exists()
            self._descriptor = open_lines(self.path(run_id))
            self._run_id = run_id
            if is_new:
                sync(self.folder)
        return self._descriptor
