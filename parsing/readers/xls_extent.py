"""How far the sheets of a legacy workbook reach, asked before calamine makes room for every cell between the outermost.

A single cell with a wrong address costs gigabytes there, and memory that Rust cannot have ends the process.
Source: MS-XLS 2.5.13 (Cell: row and column begin each record of a cell), 2.4.21 (BOF), 2.4.117 (FilePass).
"""

from __future__ import annotations

import struct

from parsing.blocks import ReadError
from parsing.limits import MAX_GRID_STEPS

_BEGINNINGS = {0x0809, 0x0409, 0x0209, 0x0009}
_LOCKED = 0x002F
_CELLS = {
    0x0006, 0x0206, 0x0406, 0x0201, 0x0001, 0x0203, 0x0003, 0x0204, 0x0004, 0x0205, 0x0005, 0x027E, 0x007E, 0x00BD,
    0x00BE, 0x00D6, 0x00FD,
}  # fmt: skip
"""Formula, blank, number, label, truth value or error, packed number, several of them, rich text, shared text."""


def check_extent(stream: bytes) -> None:
    """Raises ``ReadError`` if a workbook is locked, or the cells of a sheet lie further apart than is read."""
    at = 0
    top, left, bottom, right = 0xFFFF, 0xFFFF, 0, 0
    while at + 8 <= len(stream):
        kind, length, row, column = struct.unpack_from("<4H", stream, at)
        at += 4 + length
        if kind == _LOCKED:
            raise ReadError("the workbook is locked by a password")
        if kind in _BEGINNINGS:
            top, left, bottom, right = 0xFFFF, 0xFFFF, 0, 0
        elif kind in _CELLS and length >= 4:
            top, left, bottom, right = min(top, row), min(left, column), max(bottom, row), max(right, column)
            if (bottom - top + 1) * (right - left + 1) > MAX_GRID_STEPS:
                raise ReadError(
                    f"a sheet of {bottom - top + 1} rows and {right - left + 1} columns is more than is read"
                )
