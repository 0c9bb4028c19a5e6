"""What an HTTP message in a record carries: framing and packing taken off, within a limit.

Archives keep a body as it came, or unpacked under headers that still call it packed. So what a header says is tried, and a
body that is not so is taken as it is.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import Any

import brotli  # type: ignore[import-untyped]

MAX_BODY_BYTES = 50 * 1024 * 1024
"""As much as the crawler takes of a response."""


class TooLargeError(Exception):
    """A body is larger than the limit, or unpacks to more."""


def body_of(raw: bytes, headers: Mapping[str, str]) -> bytes:
    """The body of a message; header names are in lower case. Raises `TooLargeError`."""
    body = raw
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _dechunked(raw) or raw
    packings = [packing.strip().lower() for packing in headers.get("content-encoding", "").split(",")]
    for packing in reversed([packing for packing in packings if packing]):
        body = _unpacked(body, packing)
    if len(body) > MAX_BODY_BYTES:
        raise TooLargeError
    return body


def _dechunked(raw: bytes) -> bytes | None:
    """The chunks put together (RFC 9112, 7.1); ``None`` if they are no chunks. The last ones may be missing."""
    pieces: list[bytes] = []
    position = 0
    while position < len(raw):
        end = raw.find(b"\r\n", position, position + 1024)
        size = raw[position:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(pieces) if pieces else None
        if length == 0:
            break
        pieces.append(raw[end + 2 : end + 2 + length])
        position = end + 2 + length + 2
    return b"".join(pieces)


def _unpacked(body: bytes, packing: str) -> bytes:
    unpack = _PACKINGS.get(packing)
    if unpack is None:
        return body
    try:
        return unpack(body)
    except (zlib.error, brotli.error):
        return body


def _inflate(wbits: int) -> Callable[[bytes], bytes]:
    def inflated(body: bytes) -> bytes:
        pieces, size = [], 0
        while body:
            unpacker = zlib.decompressobj(wbits=wbits)
            piece = unpacker.decompress(body, MAX_BODY_BYTES + 1 - size)
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BODY_BYTES:
                raise TooLargeError
            body = unpacker.unused_data if unpacker.eof else b""
            if size and not body.startswith(b"\x1f\x8b"):
                break
        return b"".join(pieces)

    return inflated


def _deflate(body: bytes) -> bytes:
    """With the wrapper that the standard asks for, or without it, as some servers have it."""
    try:
        return _inflate(zlib.MAX_WBITS)(body)
    except zlib.error:
        return _inflate(-zlib.MAX_WBITS)(body)


def _unbrotli(body: bytes) -> bytes:
    unpacker: Any = brotli.Decompressor()
    pieces, size = [unpacker.process(body, output_buffer_limit=1 << 20)], 0
    while pieces[-1]:
        size += len(pieces[-1])
        if size > MAX_BODY_BYTES:
            raise TooLargeError
        pieces.append(b"" if unpacker.is_finished() else unpacker.process(b"", output_buffer_limit=1 << 20))
    return b"".join(pieces)


_PACKINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": _inflate(31),
    "x-gzip": _inflate(31),
    "deflate": _deflate,
    "br": _unbrotli,
}
