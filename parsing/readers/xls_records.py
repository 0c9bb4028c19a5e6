"""Records of a legacy workbook, and what calamine does not say of its cells: dates of unspelled formats, raised note marks,
formulas that nobody has calculated, fonts that strike out.

Source: MS-XLS 2.1.4 (records), 2.4.28 (BoundSheet8), 2.4.122 (Font), 2.4.353 (XF), 2.4.126 (Format), 2.4.127 (Formula),
2.4.265 (SST), 2.5.293 (XLUnicodeRichExtendedString), 2.4.77 (Date1904).
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parsing.limits import MAX_CELLS
from parsing.model import UNCALCULATED
from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, Runs
from parsing.readers.sheet_dates import date_text, is_date_format
from parsing.text import mend_surrogates

Position = tuple[int, int]
"""Row and column from 0."""
Record = tuple[int, int, bytes]
"""Place of the record in the stream, kind, and data."""

_BEGINNING, _BIFF8 = 0x0809, 0x0600
_SHEET, _FONT, _XF, _DATES_FROM_1904 = 0x0085, 0x0031, 0x00E0, 0x0022
_SHARED_STRINGS, _CONTINUED = 0x00FC, 0x003C
_FORMULA, _NUMBER, _PACKED_NUMBER, _PACKED_NUMBERS, _SHARED_STRING = 0x0006, 0x0203, 0x027E, 0x00BD, 0x00FD
_LABEL, _RICH_LABEL = 0x0204, 0x00D6
_CELLS = frozenset({_FORMULA, _NUMBER, _PACKED_NUMBER, _SHARED_STRING, _LABEL, _RICH_LABEL})
"""Records of one cell: row, column, style."""
_STRUCK_OUT = 0x0008
"""A font's flag (MS-XLS 2.4.122)."""
_POSITIONS = {1: SUPERSCRIPT, 2: SUBSCRIPT}
_TO_BE_CALCULATED = 0x0003
"""Flags of a formula that is to be worked out whenever the file is opened."""
_NO_RESULT = b"\x03\0\0\0\0\0\xff\xff"
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


@dataclass(slots=True)
class _Workbook:
    fonts: list[int] = field(default_factory=list)
    """Where each font puts a run."""
    formats: list[int] = field(default_factory=list)
    """Number format of each cell style."""
    struck: set[int] = field(default_factory=set)
    """Cell styles whose font strikes out."""
    sheets: list[int] = field(default_factory=list)
    """Where each sheet begins in the stream."""
    marked: dict[int, str] = field(default_factory=dict)
    """Shared texts with something raised or lowered, by their number."""
    is_from_1904: bool = False

    def position(self, font: int) -> int:
        # Font 4 is left out of the count (MS-XLS 2.5.129).
        index = font - (font > 4)
        return self.fonts[index] if 0 <= index < len(self.fonts) else ON_THE_LINE

    def date(self, style: int, number: float) -> str | None:
        number_format = self.formats[style] if style < len(self.formats) else 0
        return date_text(number, is_from_1904=self.is_from_1904) if is_date_format(number_format) else None


class Corrections(NamedTuple):
    texts: dict[Position, str]
    """What calamine gives otherwise than it is shown."""
    struck: set[Position]
    """Cells whose style strikes them out."""


def corrections(stream: bytes) -> list[Corrections]:
    """For each sheet in order what has to be known of its cells beside what calamine says."""
    records = list(records_of(stream))
    if not records or records[0][2][:2] != struct.pack("<H", _BIFF8):
        return []
    workbook = _workbook(records)
    sheets = {at: Corrections({}, set()) for at in workbook.sheets}
    sheet = Corrections({}, set())
    for at, kind, found in records:
        if kind == _BEGINNING:
            sheet = sheets.get(at, Corrections({}, set()))
        else:
            sheet.texts.update(_texts(kind, found, workbook))
            sheet.struck.update(_struck(kind, found, workbook) if workbook.struck else ())
    return list(sheets.values())


def records_of(stream: bytes) -> Iterator[Record]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _workbook(records: Sequence[Record]) -> _Workbook:
    workbook = _Workbook()
    strings: list[bytes] = []
    before = 0
    for _, kind, data in records:
        if kind == _SHEET and len(data) >= 4:
            workbook.sheets.append(struct.unpack_from("<I", data)[0])
        elif kind == _FONT and len(data) >= 10:
            workbook.fonts.append(_font_position(data))
        elif kind == _XF and len(data) >= 4:
            font, number_format = struct.unpack_from("<2H", data)
            if workbook.position(font) == STRUCK:
                workbook.struck.add(len(workbook.formats))
            workbook.formats.append(number_format)
        elif kind == _DATES_FROM_1904:
            workbook.is_from_1904 = data[:2] == b"\x01\x00"
        elif kind == _SHARED_STRINGS or (kind == _CONTINUED and strings and before == kind):
            strings.append(data)
        before = _CONTINUED if kind == _SHARED_STRINGS else kind
    if strings and any(workbook.fonts):
        workbook.marked = dict(_marked(strings, workbook))
    return workbook


def _texts(kind: int, data: bytes, workbook: _Workbook) -> Iterator[tuple[Position, str]]:
    """Texts that a record of a cell, or of several, shows otherwise than calamine says."""
    if kind == _PACKED_NUMBERS and len(data) >= 6:
        row, first = struct.unpack_from("<2H", data)
        for index in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + 6 * index)
            yield from _date(workbook, (row, first + index), style, _unpacked(packed))
        return
    if kind not in (_FORMULA, _NUMBER, _PACKED_NUMBER, _SHARED_STRING) or len(data) < 10:
        return
    row, column, style = struct.unpack_from("<3H", data)
    if kind == _SHARED_STRING:
        text = workbook.marked.get(struct.unpack_from("<I", data, 6)[0])
        yield from [((row, column), text)] if text is not None else []
    elif kind == _PACKED_NUMBER:
        yield from _date(workbook, (row, column), style, _unpacked(struct.unpack_from("<I", data, 6)[0]))
    elif len(data) >= 16 and kind == _FORMULA and _is_uncalculated(data):
        yield (row, column), UNCALCULATED
    elif len(data) >= 14 and (kind == _NUMBER or data[12:14] != b"\xff\xff"):
        yield from _date(workbook, (row, column), style, struct.unpack_from("<d", data, 6)[0])


def _struck(kind: int, data: bytes, workbook: _Workbook) -> Iterator[Position]:
    """The cells of a record that their style strikes out."""
    if kind == _PACKED_NUMBERS and len(data) >= 6:
        row, first = struct.unpack_from("<2H", data)
        styles = (struct.unpack_from("<H", data, 4 + 6 * index)[0] for index in range((len(data) - 6) // 6))
        yield from ((row, first + index) for index, style in enumerate(styles) if style in workbook.struck)
    elif kind in _CELLS and len(data) >= 6:
        row, column, style = struct.unpack_from("<3H", data)
        yield from [(row, column)] if style in workbook.struck else []


def _date(workbook: _Workbook, position: Position, style: int, number: float) -> Iterator[tuple[Position, str]]:
    text = workbook.date(style, number)
    if text is not None:
        yield position, text


def _is_uncalculated(formula: bytes) -> bool:
    """A formula whose result is nothing, or the zero that a program put there which wants it worked out later.

    An empty text that has been worked out looks the same as no result: that too is not known to be blank.
    """
    result, flags = formula[6:14], struct.unpack_from("<H", formula, 14)[0]
    return result == _NO_RESULT or (bool(flags & _TO_BE_CALCULATED) and result == bytes(8))


def _unpacked(packed: int) -> float:
    """A number in 30 bits (RkNumber): a whole one or the upper half of a double, perhaps in hundredths."""
    if packed & 2:
        number = float(struct.unpack("<i", struct.pack("<I", packed & ~3))[0] >> 2)
    else:
        number = struct.unpack("<d", bytes(4) + struct.pack("<I", packed & ~3))[0]
    return number / 100 if packed & 1 else number


class _Strings:
    """The bytes of the shared texts; a text that goes on in the next record says its width anew there."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records
        self._record, self._at = 0, 0

    @property
    def is_at_end(self) -> bool:
        return self._record >= len(self._records)

    def take(self, length: int) -> bytes:
        found = b""
        while len(found) < length and not self.is_at_end:
            piece = self._records[self._record][self._at : self._at + length - len(found)]
            found += piece
            self._move(len(piece))
        return found

    def signs(self, count: int, *, is_wide: bool) -> str:
        text = ""
        while len(text) < count and not self.is_at_end:
            room = (len(self._records[self._record]) - self._at) // (1 + is_wide)
            taken = min(count - len(text), room)
            packed = self._records[self._record][self._at : self._at + taken * (1 + is_wide)]
            text += "".join(map(chr, struct.unpack(f"<{taken}{'H' if is_wide else 'B'}", packed)))
            is_new = taken == room
            self._move(taken * (1 + is_wide))
            if is_new and len(text) < count and not self.is_at_end:
                is_wide = bool(self.take(1)[:1] == b"\x01")
        return text

    def _move(self, length: int) -> None:
        self._at += length
        if self._at >= len(self._records[self._record]):
            self._record, self._at = self._record + 1, 0


def _font_position(font: bytes) -> int:
    flags, raised = struct.unpack_from("<2xH4xH", font)
    return STRUCK if flags & _STRUCK_OUT else _POSITIONS.get(raised, ON_THE_LINE)


def _marked(records: Sequence[bytes], workbook: _Workbook) -> Iterator[tuple[int, str]]:
    strings = _Strings(records)
    _, count = struct.unpack("<2I", strings.take(8))
    for number in range(min(count, MAX_CELLS)):
        if strings.is_at_end:
            return
        length, flags = struct.unpack("<HB", strings.take(3))
        runs = struct.unpack("<H", strings.take(2))[0] if flags & _RICH else 0
        extended = struct.unpack("<I", strings.take(4))[0] if flags & _EXTENDED else 0
        text = strings.signs(length, is_wide=bool(flags & _WIDE))
        fonts = struct.unpack(f"<{2 * runs}H", strings.take(4 * runs))
        strings.take(extended)
        positions = [(at, workbook.position(font)) for at, font in zip(fonts[::2], fonts[1::2], strict=True)]
        if any(position for _, position in positions):
            yield number, mend_surrogates(_cut(text, positions).text())


def _cut(text: str, positions: Sequence[tuple[int, int]]) -> Runs:
    """The runs of a text: each begins at a character; what is before the first stands on the line."""
    runs = Runs()
    limits = [*positions, (len(text), ON_THE_LINE)]
    runs.add(text[: limits[0][0]])
    for (start, position), (end, _) in itertools.pairwise(limits):
        runs.add(text[start:end], position)
    return runs
