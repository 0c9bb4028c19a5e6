"""OLE compound files (MS-CFB) with the given streams: every stream in whole sectors of 512 bytes, no mini stream."""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096
"""Shorter streams would have to live in the mini stream: they are padded with zero bytes instead."""


def compound(streams: dict[str, bytes]) -> bytes:
    padded = {name: data.ljust(_SMALLEST, b"\0") for name, data in streams.items()}
    chains = [_sectors(data) for data in padded.values()]
    directory = _sectors(bytes(128 * (len(streams) + 1)))
    content = sum(chains) + directory
    fats = 1
    while fats * (_SECTOR // 4) < content + fats:
        fats += 1
    table: list[int] = [_FAT] * fats
    starts = []
    for count in (*chains, directory):
        starts.append(len(table))
        table += [*range(len(table) + 1, len(table) + count), _END]
    table += [_FREE] * (fats * (_SECTOR // 4) - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fats, starts[-1], 0, _SMALLEST, _END, 0,
        _END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", *([*range(fats)] + [_FREE] * (109 - fats)))
    entries = _entry("Root Entry", 5, _END, 0, child=1 if streams else _FREE)
    for index, (name, data) in enumerate(padded.items(), start=1):
        right = index + 1 if index < len(padded) else _FREE
        entries += _entry(name, 2, starts[index - 1], len(data), right=right)
    body = b"".join(_filled(data) for data in padded.values())
    return header + struct.pack(f"<{len(table)}I", *table) + body + _filled(entries)


def _sectors(data: bytes) -> int:
    return -(-len(data) // _SECTOR)


def _filled(data: bytes) -> bytes:
    return data.ljust(_sectors(data) * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIII", encoded, len(encoded), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size, 0
    )
