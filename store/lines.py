"""JSON lines that are only ever appended to. A process killed inside a line leaves a torn one.

Nobody relied on a torn line, so readers pass it over, and the next line begins on a line of its own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def json_line(record: Mapping[str, Any], *, sort_keys: bool = False) -> bytes:
    """One record as a line of UTF-8; half a surrogate pair, which UTF-8 cannot hold, stays as its escape."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=sort_keys)
    return text.encode(errors="backslashreplace") + b"\n"


def parse_line(line: bytes | str) -> Record | None:
    """The record of a line; ``None`` if a kill tore it."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def open_lines(path: Path) -> int:
    """A descriptor for `append_line`; the file is made if it is missing. The caller closes and syncs it."""
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)


def append_line(descriptor: int, line: bytes) -> tuple[int, int]:
    """Write a line behind all others: where the file ended before it, and where the line begins."""
    before = os.fstat(descriptor).st_size
    is_torn = before > 0 and os.pread(descriptor, 1, before - 1) != b"\n"
    rest = memoryview(b"\n" + line if is_torn else line)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    return before, before + is_torn


def read_lines(path: Path, containing: str = "") -> Iterator[Record]:
    """The records of a file in order, past torn lines; only lines with the text ``containing`` are parsed."""
    mark = containing.encode()
    with path.open("rb") as lines:
        for line in lines:
            record = parse_line(line) if mark in line else None
            if record is not None:
                yield record
