"""What the streams of a PDF unpack to, counted before anybody unpacks them: a megabyte of Flate can hold a gigabyte.

Streams are found by their keyword, so that a wrong cross reference table hides no stream. Those of an encrypted PDF cannot be
looked into and count as nothing.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple

from parsing.blocks import ReadError
from parsing.limits import MAX_PDF_STREAM_BYTES, MAX_PDF_UNPACKED_BYTES, MIB

_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_FILTER = re.compile(rb"/(?:F|Filter)\s*(\[[^\]]{0,200}\]|/\w+)")
_NAME = re.compile(rb"/(\w+)")
_DICTIONARY_BYTES = 2_000
"""Bytes before a stream in which its dictionary is looked for."""
_STEP = 32 * 1024
_FLATE, _LZW = {b"FlateDecode", b"Fl"}, {b"LZWDecode", b"LZW"}
_RUN_LENGTH, _ASCII_85 = {b"RunLengthDecode", b"RL"}, {b"ASCII85Decode", b"A85"}
_ASCII = _ASCII_85 | {b"ASCIIHexDecode", b"AHx"}
_WIDEST = {
    **dict.fromkeys(_FLATE, 1032),
    **dict.fromkeys(_LZW, 4096),
    **dict.fromkeys(_RUN_LENGTH, 64),
    **dict.fromkeys(_ASCII, 4),
}
"""Bytes at most for each packed one, by the name of the filter."""
_LONG_ASCII = 64 * 1024
"""ASCII of more bytes is no page of text; decoding it sign by sign takes longer than all the rest of reading a PDF."""
_ZEROS = 33 * sum(85**power for power in range(5))
"""``!!!!!``, which stands for zero."""
_LZW_CLEAR, _LZW_END, _LZW_CODES = 256, 257, 4096


class _Stream(NamedTuple):
    most: int
    """Bytes that it unpacks to at most."""
    start: int
    stop: int
    """Where the next one begins: what looks like the end of a stream may be a part of it."""
    filters: tuple[bytes, ...]
    """Those that are known, up to the first that is not."""


def check_streams(data: bytes) -> None:
    """Raises ``ReadError`` if one stream, or all together, unpack to more than the limits allow.

    Unpacking takes as long as reading the page does. So only streams are unpacked that might be too large, and only as far as
    they might: the largest first, until all others together cannot be.
    """
    streams = sorted(_streams(data), reverse=True)
    total = sum(stream.most for stream in streams)
    for stream in streams:
        if total <= MAX_PDF_UNPACKED_BYTES and stream.most <= MAX_PDF_STREAM_BYTES:
            return
        others = total - stream.most
        total = others + _size(data, stream, min(MAX_PDF_STREAM_BYTES, MAX_PDF_UNPACKED_BYTES - others))
    if total > MAX_PDF_UNPACKED_BYTES:
        raise ReadError(f"the PDF unpacks to more than {MAX_PDF_UNPACKED_BYTES // MIB} MiB")


def _streams(data: bytes) -> Iterator[_Stream]:
    found = [match.span() for match in _STREAM.finditer(data) if not data.endswith(b"end", 0, match.start())]
    for (keyword, start), (stop, _) in pairwise([*found, (len(data), 0)]):
        filters = tuple(_filters(data[max(keyword - _DICTIONARY_BYTES, 0) : keyword]))
        yield _Stream(_most(data, start, stop, filters), start, stop, filters)


def _most(data: bytes, start: int, stop: int, filters: Sequence[bytes]) -> int:
    size = stop - start
    if filters and filters[0] in _ASCII_85:
        # Five signs are four bytes, but a z alone is.
        size, filters = size + 3 * data.count(b"z", start, stop), filters[1:]
    return size * prod(_WIDEST[name] for name in filters)


def _filters(dictionary: bytes) -> Iterator[bytes]:
    """The names of the last filter entry before a stream; if they stand elsewhere, Flate is tried."""
    own = dictionary[dictionary.rfind(b" obj") + 1 :]
    entries = _FILTER.findall(own)
    for name in _NAME.findall(entries[-1]) if entries else [b"FlateDecode"]:
        if name not in _WIDEST:
            return
        yield name


def _size(data: bytes, stream: _Stream, enough: int) -> int:
    """Bytes that a stream unpacks to, or more of them but no more than ``enough``.

    Raises ``ReadError`` if they are more than one stream may have.
    """
    end = data.find(_END, stream.start)
    packed = memoryview(data)[stream.start : len(data) if end < 0 else end]
    size = len(packed)
    for number, name in enumerate(stream.filters):
        if name in _FLATE:
            # The first stream itself says its end: its bytes may hold the keyword.
            whole = packed if number else memoryview(data)[stream.start :]
            left = len(packed) if number else stream.stop - stream.start
            is_last = number + 1 == len(stream.filters)
            size, packed = _inflated(whole, left, enough=enough if is_last else 0, keeps=not is_last)
        elif name in _LZW:
            size, packed = _lzw_size(packed), memoryview(b"")
        elif name in _RUN_LENGTH:
            size, packed = len(packed) * _WIDEST[name], memoryview(b"")
        else:
            packed = memoryview(_from_ascii(bytes(packed), name))
            size = len(packed)
        if size > MAX_PDF_STREAM_BYTES:
            raise ReadError(f"a stream of the PDF unpacks to more than {MAX_PDF_STREAM_BYTES // MIB} MiB")
    return size


def _inflated(packed: memoryview, left: int, *, enough: int, keeps: bool) -> tuple[int, memoryview]:
    """The unpacked size up to just beyond the limit, and the bytes themselves if another filter follows.

    Once the packed bytes that are ``left`` can make no more than ``enough`` of it, that is the size.
    """
    inflater = zlib.decompressobj()
    size, kept = 0, bytearray()
    try:
        for at in range(0, len(packed), _STEP):
            most = size + max(left - at, 0) * _WIDEST[b"Fl"]
            if most <= enough:
                return most, memoryview(b"")
            piece = packed[at : at + _STEP]
            while piece:
                unpacked = inflater.decompress(piece, 4 * MIB)
                size += len(unpacked)
                if keeps:
                    kept += unpacked
                if size > MAX_PDF_STREAM_BYTES or inflater.eof:
                    return size, memoryview(bytes(kept))
                piece = memoryview(inflater.unconsumed_tail)
    except zlib.error:
        pass  # What is damaged unpacks no further for pdfium either.
    return size, memoryview(bytes(kept))


def _lzw_size(packed: memoryview) -> int:
    """The unpacked size, by the lengths of the codes alone."""
    lengths = [1] * 258
    width, size, before, pool, bits = 9, 0, 0, 0, 0
    for byte in packed:
        pool, bits = (pool << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = pool >> bits & ((1 << width) - 1)
        if code == _LZW_END or size > MAX_PDF_STREAM_BYTES:
            break
        if code == _LZW_CLEAR:
            del lengths[258:]
            width, before = 9, 0
            continue
        length = lengths[code] if code < len(lengths) else before + 1
        if before and len(lengths) < _LZW_CODES:
            lengths.append(before + 1)
        size, before = size + length, length
        width = min(max((len(lengths) + 1).bit_length(), 9), 12)
    return size


def _from_ascii(packed: bytes, name: bytes) -> bytes:
    try:
        if name not in _ASCII_85:
            return binascii.unhexlify(b"".join(packed.rstrip().removesuffix(b">").split()))
        signs = packed.strip().removeprefix(b"<~").removesuffix(b"~>")
        if len(signs) > _LONG_ASCII:
            return base64.a85decode(signs, ignorechars=b" \t\n\r\v\x00\x0c")
        return _from_ascii85(signs)
    except ValueError:
        return b""


def _from_ascii85(packed: bytes) -> bytes:
    """Four bytes for each five signs; three times as fast as the standard library, which reads sign by sign."""
    signs = packed.translate(None, b" \t\n\r\v\x00\x0c").replace(b"z", b"!!!!!")
    missing = -len(signs) % 5
    groups = struct.iter_unpack("5B", signs + b"u" * missing)
    numbers = [((((a * 85 + b) * 85 + c) * 85 + d) * 85 + e - _ZEROS) & 0xFFFFFFFF for a, b, c, d, e in groups]
    return struct.pack(f">{len(numbers)}I", *numbers)[: 4 * len(numbers) - missing]
