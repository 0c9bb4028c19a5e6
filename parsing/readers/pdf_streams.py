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
from typing import NamedTuple

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
_ACTUAL_TEXT = b"/ActualText"
_LONG_ASCII = 64 * 1024
"""ASCII of more bytes is no page of text; decoding it takes longer than all the rest of reading a PDF."""
_ZEROS = 33 * sum(85**power for power in range(5))
"""``!!!!!``, which stands for zero."""
_LZW_CLEAR, _LZW_END, _LZW_CODES = 256, 257, 4096


def check_streams(data: bytes) -> None:
    """Raises ``ReadError`` if one stream, or all together, unpack to more than the limits allow."""
    _look(data)


def may_replace_text(data: bytes) -> bool:
    """Whether some text of a PDF may be given out as other signs than are drawn (/ActualText).

    What cannot be looked into may. Raises ``ReadError`` as ``check_streams`` does.
    """
    return _look(data) or _ACTUAL_TEXT in data or b"/Encrypt" in data


def _look(data: bytes) -> bool:
    """Whether a stream names ActualText, or has not been looked into; raises ``ReadError`` if they are too large."""
    total, may_name_it = 0, False
    for found in _STREAM.finditer(data):
        if data.endswith(b"end", 0, found.start()):
            continue
        unpacked = _unpack(data, found.start(), found.end())
        total += unpacked.size
        may_name_it |= unpacked.may_name_actual_text
        if total > MAX_PDF_UNPACKED_BYTES:
            raise ReadError(f"the PDF unpacks to more than {MAX_PDF_UNPACKED_BYTES // MIB} MiB")
    return may_name_it


class _Unpacked(NamedTuple):
    size: int
    may_name_actual_text: bool


def _unpack(data: bytes, keyword: int, start: int) -> _Unpacked:
    names = _filters(data[max(keyword - _DICTIONARY_BYTES, 0) : keyword])
    end = data.find(_END, start)
    packed = memoryview(data)[start : len(data) if end < 0 else end]
    size, may_name_it = len(packed), False
    for number, name in enumerate(names):
        if name in (b"FlateDecode", b"Fl"):
            # The first stream itself says its end: its bytes may hold the keyword.
            whole = packed if number else memoryview(data)[start:]
            size, packed, may_name_it = _inflated(whole, keeps=number + 1 < len(names))
        elif name in (b"LZWDecode", b"LZW"):
            size, packed, may_name_it = _lzw_size(packed), memoryview(b""), True
        elif name in (b"RunLengthDecode", b"RL"):
            size, packed, may_name_it = len(packed) * _WIDEST_RUN, memoryview(b""), True
        elif name in (b"ASCII85Decode", b"A85", b"ASCIIHexDecode", b"AHx"):
            most = len(packed) * _WIDEST_FLATE
            is_long = len(packed) > _LONG_ASCII and names[number + 1 :] == [b"FlateDecode"]
            if is_long and _is_harmless(data, most):
                return _Unpacked(most, may_name_actual_text=True)
            packed = memoryview(_from_ascii(bytes(packed), name))
            size, may_name_it = len(packed), _ACTUAL_TEXT in bytes(packed)
        else:
            break
        if size > MAX_PDF_STREAM_BYTES:
            raise ReadError(f"a stream of the PDF unpacks to more than {MAX_PDF_STREAM_BYTES // MIB} MiB")
    return _Unpacked(size, may_name_it)


def _is_harmless(data: bytes, most: int) -> bool:
    """Whether a stream need not be looked into for its size."""
    return most <= MAX_PDF_STREAM_BYTES and len(data) * _WIDEST_FLATE <= MAX_PDF_UNPACKED_BYTES


def _filters(dictionary: bytes) -> list[bytes]:
    """The names of the last filter entry before a stream; if they stand elsewhere, Flate is tried."""
    own = dictionary[dictionary.rfind(b" obj") + 1 :]
    entries = _FILTER.findall(own)
    return _NAME.findall(entries[-1]) if entries else [b"FlateDecode"]


def _inflated(packed: memoryview, *, keeps: bool) -> tuple[int, memoryview, bool]:
    """The unpacked size up to just beyond the limit, the bytes themselves if another filter follows, and whether they
    name ActualText."""
    inflater = zlib.decompressobj()
    size, kept, is_named, tail = 0, bytearray(), False, b""
    try:
        for at in range(0, len(packed), _STEP):
            piece = packed[at : at + _STEP]
            while piece:
                unpacked = inflater.decompress(piece, 16 * _STEP)
                size += len(unpacked)
                is_named = is_named or _ACTUAL_TEXT in unpacked or _ACTUAL_TEXT in tail + unpacked[: len(_ACTUAL_TEXT)]
                tail = unpacked[-len(_ACTUAL_TEXT) :]
                if keeps:
                    kept += unpacked
                if size > MAX_PDF_STREAM_BYTES or inflater.eof:
                    return size, memoryview(bytes(kept)), is_named
                piece = memoryview(inflater.unconsumed_tail)
    except zlib.error:
        pass  # What is damaged unpacks no further for pdfium either.
    return size, memoryview(bytes(kept)), is_named


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
        if name not in (b"ASCII85Decode", b"A85"):
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
