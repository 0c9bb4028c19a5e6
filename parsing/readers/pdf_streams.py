"""What the streams of a PDF unpack to, counted before anybody unpacks them: a megabyte of Flate can hold a gigabyte.

Streams are found by their keyword, so that a wrong cross reference table hides none. Those of an encrypted PDF cannot be
looked into and count as nothing.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from functools import lru_cache

from parsing.blocks import ReadError
from parsing.limits import MAX_PDF_STREAM_BYTES, MAX_PDF_UNPACKED_BYTES, MIB

_STREAM = re.compile(rb"stream\r?\n")
_END = b"endstream"
_FILTER = re.compile(rb"/(?:F|Filter)\s*(\[[^\]]{0,200}\]|/\w+)")
_NAME = re.compile(rb"/(\w+)")
_DICTIONARY_BYTES = 2_000
"""Bytes before a stream in which its dictionary is looked for."""
_STEP = 256 * 1024
_WIDEST_RUN = 64
"""Bytes at most for each packed one of a run length filter."""
_WIDEST_FLATE = 1032
"""The same of Flate."""
_LZW_CLEAR, _LZW_END, _LZW_CODES = 256, 257, 4096


@lru_cache(maxsize=1)
def check_streams(data: bytes) -> None:
    """Raises ``ReadError`` where one stream, or all together, unpack to more than the limits allow."""
    total = 0
    for found in _STREAM.finditer(data):
        if data.endswith(b"end", 0, found.start()):
            continue
        total += _unpacked_size(data, found.start(), found.end())
        if total > MAX_PDF_UNPACKED_BYTES:
            raise ReadError(f"the PDF unpacks to more than {MAX_PDF_UNPACKED_BYTES // MIB} MiB")


def _unpacked_size(data: bytes, keyword: int, start: int) -> int:
    names = _filters(data[max(keyword - _DICTIONARY_BYTES, 0) : keyword])
    end = data.find(_END, start)
    packed = memoryview(data)[start : len(data) if end < 0 else end]
    size = len(packed)
    for number, name in enumerate(names):
        if name in (b"FlateDecode", b"Fl"):
            # The end of the first stream is told by itself: its bytes may hold the keyword.
            size, packed = _inflated(packed if number else memoryview(data)[start:], keeps=number + 1 < len(names))
        elif name in (b"LZWDecode", b"LZW"):
            size, packed = _lzw_size(packed), memoryview(b"")
        elif name in (b"RunLengthDecode", b"RL"):
            size, packed = len(packed) * _WIDEST_RUN, memoryview(b"")
        elif name in (b"ASCII85Decode", b"A85", b"ASCIIHexDecode", b"AHx"):
            most = len(packed) * _WIDEST_FLATE
            if names[number + 1 :] == [b"FlateDecode"] and _is_harmless(data, most):
                return most
            packed = memoryview(_from_ascii(bytes(packed), name))
            size = len(packed)
        else:
            break
        if size > MAX_PDF_STREAM_BYTES:
            raise ReadError(f"a stream of the PDF unpacks to more than {MAX_PDF_STREAM_BYTES // MIB} MiB")
    return size


def _is_harmless(data: bytes, most: int) -> bool:
    """Whether a stream need not be looked into: decoding ASCII takes longer than all the rest of reading a small PDF."""
    return most <= MAX_PDF_STREAM_BYTES and len(data) * _WIDEST_FLATE <= MAX_PDF_UNPACKED_BYTES


def _filters(dictionary: bytes) -> list[bytes]:
    """The names of the last filter entry before a stream; where they stand elsewhere, Flate is tried."""
    own = dictionary[dictionary.rfind(b" obj") + 1 :]
    entries = _FILTER.findall(own)
    return _NAME.findall(entries[-1]) if entries else [b"FlateDecode"]


def _inflated(packed: memoryview, *, keeps: bool) -> tuple[int, memoryview]:
    """The unpacked size up to just beyond the limit, and the bytes themselves where another filter follows."""
    inflater = zlib.decompressobj()
    size, kept = 0, bytearray()
    try:
        for at in range(0, len(packed), _STEP):
            piece = packed[at : at + _STEP]
            while piece:
                unpacked = inflater.decompress(piece, 16 * _STEP)
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
        if name in (b"ASCII85Decode", b"A85"):
            return base64.a85decode(
                packed.strip().removeprefix(b"<~").removesuffix(b"~>"), ignorechars=b" \t\n\r\v\x00\x0c"
            )
        return binascii.unhexlify(b"".join(packed.rstrip().removesuffix(b">").split()))
    except ValueError:
        return b""
