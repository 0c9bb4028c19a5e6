"""Records of a legacy workbook, and what calamine does not say of its cells: how their styles show them, what is hidden, raised
note marks, formulas that nobody has calculated.

Source: MS-XLS 2.1.4 (records), 2.4.28 (BoundSheet8), 2.4.53 (ColInfo), 2.4.77 (Date1904), 2.4.127 (Formula), 2.4.221 (Row),
2.4.346 (Window2).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsing.model import UNCALCULATED
from parsing.readers.runs import Runs
from parsing.readers.sheet_styles import PLAIN, Style
from parsing.readers.xls_strings import marked
from parsing.readers.xls_styles import Styles
from parsing.text import mend_surrogates

Position = tuple[int, int]
"""Row and column from 0."""
Record = tuple[int, int, bytes]
"""Place of the record in the stream, kind, and data."""

_BEGINNING, _END, _BIFF8 = 0x0809, 0x000A, 0x0600
_SHEET, _DATES_FROM_1904 = 0x0085, 0x0022
_SHARED_STRINGS, _CONTINUED = 0x00FC, 0x003C
_FORMULA, _NUMBER, _PACKED_NUMBER, _PACKED_NUMBERS, _SHARED_STRING = 0x0006, 0x0203, 0x027E, 0x00BD, 0x00FD
_LABEL, _RICH_LABEL, _TRUTH = 0x0204, 0x00D6, 0x0205
_CELLS = frozenset({_FORMULA, _NUMBER, _PACKED_NUMBER, _SHARED_STRING, _LABEL, _RICH_LABEL, _TRUTH})
"""Records of one cell: row, column, style."""
_ROW, _COLUMNS, _WINDOW = 0x0208, 0x007D, 0x023E
_NO_HEIGHT, _HIDDEN, _SHOWS_ZEROS = 0x20, 0x01, 0x10
"""Flags of a row, of columns and of a sheet."""
_TO_BE_CALCULATED = 0x0003
"""Flags of a formula that is to be worked out whenever the file is opened."""
_NO_RESULT = b"\x03\0\0\0\0\0\xff\xff"


@dataclass(slots=True)
class Corrections:
    """What has to be known of the cells of a sheet beside what calamine says."""

    texts: dict[Position, str] = field(default_factory=dict)
    """What calamine gives otherwise than it is shown."""
    styles: dict[Position, Style] = field(default_factory=dict)
    """Cells whose style does not show them plainly."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shows_zeros: bool = True
    is_from_1904: bool = False

    def hides(self, position: Position) -> bool:
        return position[0] in self.hidden_rows or position[1] in self.hidden_columns


@dataclass(slots=True)
class _Workbook:
    styles: Styles = field(default_factory=Styles)
    sheets: list[int] = field(default_factory=list)
    """Where each sheet begins in the stream."""
    marked: dict[int, Runs] = field(default_factory=dict)
    """Shared texts with something raised, lowered, struck out or white, by their number."""
    is_from_1904: bool = False


def corrections(stream: bytes) -> list[Corrections]:
    """For each sheet in order what calamine does not say of it."""
    records = list(records_of(stream))
    if not records or records[0][2][:2] != struct.pack("<H", _BIFF8):
        return []
    workbook = _workbook(records)
    special = workbook.styles.special()
    sheets = {at: Corrections(is_from_1904=workbook.is_from_1904) for at in workbook.sheets}
    around = [Corrections()]
    for at, kind, data in records:
        if kind == _BEGINNING:
            # A chart inside a sheet has a beginning and an end of its own.
            around.append(sheets.get(at, Corrections()))
        elif kind == _END and len(around) > 1:
            around.pop()
        else:
            sheet = around[-1]
            sheet.texts.update(_texts(kind, data, workbook, special))
            sheet.styles.update(_styled(kind, data, special) if special else ())
            _look_for_hidden(kind, data, sheet)
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
        elif kind == _DATES_FROM_1904:
            workbook.is_from_1904 = data[:2] == b"\x01\x00"
        elif kind == _SHARED_STRINGS or (kind == _CONTINUED and strings and before == kind):
            strings.append(data)
        else:
            workbook.styles.take(kind, data)
        before = _CONTINUED if kind == _SHARED_STRINGS else kind
    if strings and any(map(workbook.styles.position, range(len(workbook.styles.fonts) + 1))):
        workbook.marked = dict(marked(strings, workbook.styles.position))
    return workbook


def _texts(kind: int, data: bytes, workbook: _Workbook, special: dict[int, Style]) -> Iterator[tuple[Position, str]]:
    """The text of a record's cell if it is shown otherwise than calamine says."""
    if kind not in (_FORMULA, _SHARED_STRING) or len(data) < 10:
        return
    row, column, style = struct.unpack_from("<3H", data)
    if kind == _SHARED_STRING:
        runs = workbook.marked.get(struct.unpack_from("<I", data, 6)[0])
        if runs is not None:
            text = runs.text(is_on_paper=special.get(style, PLAIN).is_on_paper)
            yield (row, column), mend_surrogates(text)
    elif len(data) >= 16 and _is_uncalculated(data):
        yield (row, column), UNCALCULATED


def _styled(kind: int, data: bytes, special: dict[int, Style]) -> Iterator[tuple[Position, Style]]:
    """The cells of a record whose style is one of ``special``."""
    if kind == _PACKED_NUMBERS and len(data) >= 6:
        row, first = struct.unpack_from("<2H", data)
        numbers = (struct.unpack_from("<H", data, 4 + 6 * index)[0] for index in range((len(data) - 6) // 6))
        yield from (((row, first + index), special[style]) for index, style in enumerate(numbers) if style in special)
    elif kind in _CELLS and len(data) >= 6:
        row, column, style = struct.unpack_from("<3H", data)
        yield from [((row, column), special[style])] if style in special else []


def _look_for_hidden(kind: int, data: bytes, sheet: Corrections) -> None:
    if kind == _ROW and len(data) >= 13 and data[12] & _NO_HEIGHT:
        sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
    elif kind == _COLUMNS and len(data) >= 10:
        first, last, width, _, flags = struct.unpack_from("<5H", data)
        if flags & _HIDDEN or not width:
            sheet.hidden_columns.update(range(first, last + 1))
    elif kind == _WINDOW and len(data) >= 2:
        sheet.shows_zeros = bool(data[0] & _SHOWS_ZEROS)


def _is_uncalculated(formula: bytes) -> bool:
    """A formula whose result is nothing, or the zero that a program put there which wants it worked out later.

    An empty text that has been worked out looks the same as no result: that too is not known to be blank.
    """
    result, flags = formula[6:14], struct.unpack_from("<H", formula, 14)[0]
    return result == _NO_RESULT or (bool(flags & _TO_BE_CALCULATED) and result == bytes(8))
