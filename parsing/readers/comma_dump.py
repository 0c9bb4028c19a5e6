"""Comma-separated dumps, as spreadsheets export them: read as the sheet they were.

Chinese prose has commas too, so a dump is only taken for one if most of its lines are rows. A row has three fields or more, as
many as a line beside them has, and no full stop outside of quotes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from parsing.readers.sheet import Sheet

_LEAST_FIELDS = 3
_LEAST_ROWS = 12
_SHARE = 0.5
"""Of the lines that are not blank."""
_MOST_LINES = 20
"""Lines that one quoted field may hold."""
_OTHER_DELIMITERS = ("\t", "|")

Line = tuple[int, list[str]]
"""Number from 1, and the fields."""


def comma_sheet(text: str) -> Sheet | None:
    """The sheet that a comma-separated dump was, or ``None`` if the text is no such dump.

    Lines that are no rows are lone cells in the first column. Raises ``ReadError`` if there are too many cells.
    """
    if any(sign in text for sign in _OTHER_DELIMITERS) or text.count(",") < _LEAST_ROWS * (_LEAST_FIELDS - 1):
        return None
    lines = list(_lines(text))
    rows = {number for number, fields in _rows(lines)}
    if len(rows) < _LEAST_ROWS or len(rows) < _SHARE * len(lines):
        return None
    sheet = Sheet()
    for number, fields in lines:
        for column, field in enumerate(fields if number in rows else [",".join(fields)]):
            sheet.put((number - 1, column), field)
    return sheet


def _rows(lines: list[Line]) -> Iterator[Line]:
    for at, (number, fields) in enumerate(lines):
        beside = [len(lines[other][1]) for other in (at - 1, at + 1) if 0 <= other < len(lines)]
        if len(fields) >= _LEAST_FIELDS and len(fields) in beside:
            yield number, fields


def _lines(text: str) -> Iterator[Line]:
    """The lines that are not blank; a quoted field goes on over several."""
    pieces: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        pieces.append(line)
        is_open = sum(piece.count('"') for piece in pieces) % 2 == 1
        if is_open and len(pieces) < _MOST_LINES:
            continue
        whole = "\n".join(pieces)
        if whole.strip():
            yield number - len(pieces) + 1, _fields(whole)
        pieces = []
    if any(piece.strip() for piece in pieces):
        yield number - len(pieces) + 1, _fields("\n".join(pieces))


def _fields(line: str) -> list[str]:
    """A sentence with commas stays one field."""
    try:
        fields = next(csv.reader([line]), [])
    except csv.Error:  # A field beyond all bounds, which is no cell.
        return [line]
    is_prose = any("。" in field for field in fields) and '"' not in line and all(fields)
    return [line] if is_prose else fields
