"""Records of a WARC file, packed or not, one at a time. A file from elsewhere may hold anything. So memory is bounded, a
damaged record is counted and passed over, and reading goes on at the next place that looks like a record.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from crawler.local_files import GZIP, VERSION

MAX_RECORD_BYTES = 64 * 1024 * 1024
"""A longer record is skipped: what the crawler itself takes of a page is less."""

MAX_HEAD_BYTES = 64 * 1024

_PIECE = 64 * 1024


class _DamagedError(Exception):
    """Here no record can be read."""


def records(path: Path, tally: Counter[str], max_bytes: int = MAX_RECORD_BYTES) -> Iterator[ArcWarcRecord]:
    """The records of a file; ``tally`` counts the ``damaged`` and the ``too_large``."""
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    with path.open("rb") as file:
        stream = _Stream(file)
        is_lost = False
        while True:
            try:
                data = _next(stream, tally, max_bytes)
                if data is None:
                    return
                record = loader.parse_record_stream(BytesIO(data), known_format="warc")
                is_lost = False
            except (_DamagedError, zlib.error):
                tally["damaged"] += not is_lost
                is_lost = True
                if not stream.find_next():
                    return
            except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, AttributeError):
                tally["damaged"] += 1
            else:
                yield record


def _next(stream: _Stream, tally: Counter[str], max_bytes: int) -> bytes | None:
    """The next record that is not too large, with its head; ``None`` at the end of the file."""
    while True:
        head = _head(stream)
        if head is None:
            return None
        length = _content_length(head)
        if length <= max_bytes:
            body = stream.read(length)
            if len(body) < length:
                raise _DamagedError("the file ends within a record")
            return head + body
        tally["too_large"] += 1
        stream.skip(length)


def _head(stream: _Stream) -> bytes | None:
    line = stream.line()
    while line in (b"\r\n", b"\n"):
        line = stream.line()
    if not line:
        return None
    if not line.startswith(VERSION):
        raise _DamagedError("no record begins here")
    head = bytearray(line)
    while line not in (b"\r\n", b"\n"):
        line = stream.line()
        head += line
        if not line or len(head) > MAX_HEAD_BYTES:
            raise _DamagedError("the head of a record has no end")
    return bytes(head)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    raise _DamagedError("a record does not say how long it is")


class _Stream:
    """The unpacked bytes of a file, of which no more is held than was asked for and a piece."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._raw = bytearray()
        self._plain = bytearray()
        self._unpacker: Any = None
        self._is_seeking = False
        self._is_packed = file.read(len(GZIP)) == GZIP
        file.seek(0)

    def line(self) -> bytes:
        """The next line with its end; empty at the end of the file; raises `_DamagedError` if it goes on and on."""
        start = 0
        while (end := self._plain.find(b"\n", start)) < 0:
            start = len(self._plain)
            if start > MAX_HEAD_BYTES:
                raise _DamagedError("a line has no end")
            if not self._fill():
                end = len(self._plain) - 1
                break
        return self._take(end + 1)

    def read(self, length: int) -> bytes:
        while len(self._plain) < length and self._fill():
            pass
        return self._take(length)

    def skip(self, length: int) -> None:
        while length > 0 and (self._plain or self._fill()):
            length -= len(self._take(min(length, len(self._plain))))

    def find_next(self) -> bool:
        """Go on at the next place that looks like the beginning of a record: of a line, or of a packed member."""
        self._is_seeking = True
        while True:
            found = self._plain.find(b"\n" + VERSION)
            if found >= 0:
                self._take(found + 1)
                self._is_seeking = False
                return True
            del self._plain[: -len(VERSION)]
            try:
                if not self._fill():
                    return False
            except zlib.error:
                if not self._find_member():
                    return False

    def _take(self, length: int) -> bytes:
        taken = bytes(self._plain[:length])
        del self._plain[:length]
        return taken

    def _fill(self) -> bool:
        """Unpack a further piece; ``False`` at the end of the file."""
        if not self._is_packed:
            piece = self._file.read(_PIECE)
            self._plain += piece
            return bool(piece)
        while True:
            if not self._raw:
                self._raw += self._file.read(_PIECE)
                if not self._raw:
                    return False
            if self._unpacker is None:
                self._begin_member()
                continue
            piece = self._unpacker.decompress(bytes(self._raw), _PIECE)
            self._raw = bytearray(self._unpacker.unconsumed_tail or self._unpacker.unused_data)
            if self._unpacker.eof:
                self._unpacker = None
            if piece:
                self._plain += piece
                return True

    def _begin_member(self) -> None:
        """A member of the file begins here, maybe after padding."""
        padding = len(self._raw) - len(self._raw.lstrip(b"\0"))
        del self._raw[:padding]
        if self._raw:
            self._unpacker = zlib.decompressobj(wbits=31)
            if self._is_seeking:
                self._plain += b"\n"

    def _find_member(self) -> bool:
        """Go on at the next place in the file that looks like a packed member."""
        self._unpacker = None
        del self._raw[:1]
        while (found := self._raw.find(GZIP)) < 0:
            del self._raw[: -len(GZIP) + 1]
            piece = self._file.read(_PIECE)
            if not piece:
                return False
            self._raw += piece
        del self._raw[:found]
        self._plain = bytearray(b"\n")
        return True
