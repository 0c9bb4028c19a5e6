"""The binary Word format (97 to 2003): its text with the properties of each paragraph and run.

Source: MS-DOC, Word (.doc) Binary File Format: 2.5 (FIB), 2.8 (PLCs), 2.9.38 (Clx), 2.9.175 (PapxFkp), 2.6 (sprms).
Positions of characters (CP) are mapped to positions in the file (FC) by the piece table, so fast-saved files read as well.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parsing.blocks import ReadError
from parsing.compounds import BROKEN, Compound
from parsing.limits import MAX_CHARACTERS

DAMAGED = "the Word document is damaged or cut short"
_WORD_97 = 0xA5EC
_OLDER = {0xA5DB, 0xA5DC}
_LOCKED, _TABLE_1 = 0x0100, 0x0200
_COUNTS_AT = 0x4C
_CHPX, _PAPX, _CLX = 12, 13, 33
"""Numbers of the (position, length) pairs in the FIB."""
_PAIRS_AT = 0x9A
_PAGE = 512
_OPERAND_LENGTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEFINE_TABLE = 0xD608
_TABS_CHANGE = 0xC615
_HUGE = (0x6645, 0x6646)
UNPRINTED = (0x0800, 0x083C)
"""sprmCFRMarkDel and sprmCFVanish: deleted but still tracked, and hidden."""
RAISED_BY_NAME, RAISED_BY_LENGTH = 0x2A48, 0x4845
"""sprmCIss and sprmCHpsPos: superscript or subscript, and a shift in half-points."""
STRUCK_OUT = (0x0837, 0x2A53)
"""sprmCFStrike and sprmCFDStrike: one stroke through the text, or two."""

Properties = Mapping[int, bytes]
"""Operands by sprm."""
_NONE: Properties = {}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` (CP), from ``at`` on in the file, one or two bytes each."""

    start: int
    end: int
    at: int
    width: int


class Runs:
    """Properties by position in the file, from the pages of one bin table."""

    def __init__(self, runs: list[tuple[int, int, Properties]]) -> None:
        self._runs = sorted(runs, key=lambda run: run[:2])
        self._starts = [start for start, _, _ in self._runs]

    def __bool__(self) -> bool:
        return bool(self._runs)

    def at(self, position: int) -> Properties:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return _NONE
        _, end, properties = self._runs[index]
        return properties if position < end else _NONE


@dataclass(frozen=True, slots=True)
class Binary:
    """A document as characters; ``stories`` are the lengths of the text's parts in order (MS-DOC 2.4.1)."""

    text: str
    pieces: tuple[Piece, ...]
    piece_starts: tuple[int, ...]
    stories: tuple[int, ...]
    paragraphs: Runs
    characters: Runs

    has_unprinted: bool
    """Whether any run is marked as deleted or hidden."""
    has_shifted: bool
    """Whether any run is raised or lowered."""

    def position(self, character: int) -> int:
        """Where a character stands in the file."""
        piece = self.pieces[bisect_right(self.piece_starts, character) - 1]
        return piece.at + (character - piece.start) * piece.width


def open_binary(compound: Compound) -> Binary:
    """Text and properties of a .doc; raises ``ReadError`` if it is locked, damaged or older than Word 97."""
    try:
        return _binary(compound.read("WordDocument"), compound)
    except BROKEN as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(DAMAGED) from error


def _binary(main: bytes, compound: Compound) -> Binary:
    magic, flags = struct.unpack_from("<H", main)[0], struct.unpack_from("<H", main, 0x0A)[0]
    if magic in _OLDER:
        raise ReadError("the Word document is older than Word 97")
    if magic != _WORD_97:
        raise ReadError(DAMAGED)
    if flags & _LOCKED:
        raise ReadError("the Word document is locked by a password")
    table = compound.read("1Table" if flags & _TABLE_1 else "0Table")
    pieces = tuple(_pieces(_pair(main, table, _CLX)))
    if not pieces or pieces[0].start != 0:
        raise ReadError(DAMAGED)
    extra = compound.read("Data") if "Data" in compound else b""
    text = "".join(_decoded(main, piece) for piece in pieces)
    papx, chpx = _pair(main, table, _PAPX), _pair(main, table, _CHPX)
    runs = list(_runs(main, chpx, is_paragraph=False))
    stories = struct.unpack_from("<8i", main, _COUNTS_AT)
    return Binary(
        text,
        pieces,
        tuple(piece.start for piece in pieces),
        tuple(max(count, 0) for count in stories),
        Runs([(start, end, _with_huge(found, extra)) for start, end, found in _runs(main, papx, is_paragraph=True)]),
        Runs(runs),
        any(sprm in found for _, _, found in runs for sprm in UNPRINTED),
        any(sprm in found for _, _, found in runs for sprm in (RAISED_BY_NAME, RAISED_BY_LENGTH, *STRUCK_OUT)),
    )


def _pair(main: bytes, table: bytes, number: int) -> bytes:
    at, length = struct.unpack_from("<II", main, _PAIRS_AT + 8 * number)
    return table[at : at + length]


def _pieces(clx: bytes) -> Iterator[Piece]:
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise ReadError(DAMAGED)
    plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    limits = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        is_narrow = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        start, end = limits[index], limits[index + 1]
        if not start <= end <= MAX_CHARACTERS:
            raise ReadError(DAMAGED)
        yield Piece(start, end, place // 2 if is_narrow else place, 1 if is_narrow else 2)


def _decoded(main: bytes, piece: Piece) -> str:
    """Exactly the characters of a piece: one for each CP, so that positions stay true."""
    length = piece.end - piece.start
    raw = main[piece.at : piece.at + length * piece.width]
    if len(raw) < length * piece.width:
        raise ReadError(DAMAGED)
    if piece.width == 1:
        return raw.decode("latin-1").translate(_CP1252)
    return "".join(map(chr, struct.unpack(f"<{length}H", raw)))


_CP1252 = {code: bytes([code]).decode("cp1252", errors="replace") for code in range(0x80, 0xA0)}


def _runs(main: bytes, plc: bytes, *, is_paragraph: bool) -> Iterator[tuple[int, int, Properties]]:
    """(start, end, properties) in file positions, from every page of a bin table."""
    count = max((len(plc) - 4) // 8, 0)
    for index in range(count):
        (number,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)
        page = main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
        if len(page) < _PAGE:
            raise ReadError(DAMAGED)
        total = page[-1]
        places = struct.unpack_from(f"<{total + 1}I", page)
        step = 13 if is_paragraph else 1
        for run in range(total):
            offset = page[4 * (total + 1) + step * run] * 2
            found = _paragraph_sprms(page, offset) if is_paragraph else _run_sprms(page, offset)
            yield places[run], places[run + 1], dict(_sprms(found))


def _with_huge(properties: Properties, extra: bytes) -> Properties:
    """Properties too long for their page, as those of a wide table, stand in the data stream."""
    place = next((properties[sprm] for sprm in _HUGE if sprm in properties), None)
    if place is None:
        return properties
    (at,) = struct.unpack("<I", place)
    (length,) = struct.unpack_from("<H", extra, at)
    return {**properties, **dict(_sprms(extra[at + 2 : at + 2 + length]))}


def _paragraph_sprms(page: bytes, offset: int) -> bytes:
    if offset == 0:
        return b""
    words = page[offset]
    start, length = (offset + 1, 2 * words - 1) if words else (offset + 2, 2 * page[offset + 1])
    return page[start + 2 : start + length]


def _run_sprms(page: bytes, offset: int) -> bytes:
    return page[offset + 1 : offset + 1 + page[offset]] if offset else b""


def _sprms(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property modifier with its operand (MS-DOC 2.2.5.1)."""
    at = 0
    while at + 2 <= len(packed):
        (sprm,) = struct.unpack_from("<H", packed, at)
        at += 2
        length = _OPERAND_LENGTHS.get(sprm >> 13)
        if length is None:
            if at >= len(packed):
                return
            if sprm == _DEFINE_TABLE:
                length = (struct.unpack_from("<H", packed, at)[0] + 1) if at + 2 <= len(packed) else 0
            elif sprm == _TABS_CHANGE and packed[at] == 0xFF:
                return
            else:
                length = packed[at] + 1
        yield sprm, packed[at : at + length]
        at += length
