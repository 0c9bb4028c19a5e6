"""Plain-text dumps of reports: tables as tab, pipe or comma rows, as one cell a line, or as bare words and numbers.

Lines that are no table stay paragraphs, so a dump without delimiters is read by the aligner alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsing.blocks import Block, Cell, Content, ReadError, Table
from parsing.bounded import bounded, too_many_cells
from parsing.limits import MAX_CELLS, MAX_CHARACTERS
from parsing.model import Paragraph, Place
from parsing.readers.comma_dump import comma_sheet
from parsing.readers.decode import decode
from parsing.readers.sheet import sheets_content

_DELIMITERS = ("\t", "|")
_RULE = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")
_MAX_BLANK_LINES = 3
"""More blank lines than this end a table that is written one cell a line."""

NumberedLine = tuple[int, str]


def read_text_dump(data: bytes) -> Content:
    """Blocks of a text dump in any of the encodings ``decode`` knows."""
    text = decode(data)
    # Checked ahead: a table is a block only once it has ended.
    if len(text) > MAX_CHARACTERS:
        raise ReadError(f"the document has more than {MAX_CHARACTERS} characters")
    if sum(map(text.count, _DELIMITERS)) > MAX_CELLS:
        raise too_many_cells()
    sheet = comma_sheet(text)
    if sheet is not None:
        return sheets_content([sheet])
    lines = list(enumerate(text.splitlines(), start=1))
    return Content(bounded(_blocks(lines)))


def _is_single_cell(text: str) -> bool:
    return text.startswith("\t") and "\t" not in text[1:].rstrip("\t")


def _delimiter(text: str) -> str | None:
    if "\t" in text.strip(" "):
        return "\t"
    return "|" if "|" in text else None


def _blocks(lines: list[NumberedLine]) -> Iterator[Block]:
    at, table_number = 0, 0
    while at < len(lines):
        number, text = lines[at]
        delimiter = _delimiter(text)
        if delimiter is None:
            if text.strip():
                yield Paragraph(text.strip(), Place(line=number))
            at += 1
            continue
        table_number += 1
        reader = _cell_lines if _is_single_cell(text) and _next_is_single(lines, at) else _row_lines
        rows, at = reader(lines, at, delimiter, table_number)
        yield Table(rows)


def _next_is_single(lines: list[NumberedLine], at: int) -> bool:
    following = [text for _, text in lines[at + 1 : at + 4] if _delimiter(text)]
    return bool(following) and _is_single_cell(following[0])


def _row_lines(
    lines: list[NumberedLine], at: int, delimiter: str, table: int
) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """A row a line; the first line without the delimiter ends the table."""
    rows: list[tuple[Cell, ...]] = []
    while at < len(lines) and _delimiter(lines[at][1]) == delimiter:
        number, text = lines[at]
        if len(rows) == 1 and _RULE.fullmatch(text.strip()):
            # Markdown's rule below the header would be a row of dashes.
            at += 1
            continue
        rows.append(
            tuple(
                Cell(piece.strip(), index, Place(table=table, row=len(rows) + 1, cell=index + 1, line=number))
                for index, piece in enumerate(cells_of(text, delimiter))
            )
        )
        at += 1
    return tuple(rows), at


def cells_of(text: str, delimiter: str) -> list[str]:
    """The cells of one line. Pipes that only fill a row up to the width of the table are no cells.

    A row is written either between pipes, as in Markdown, or as ``a | b | ||``. There a blank cell is two spaces wide, the end of
    the row one, and what fills it up has no space.
    """
    pieces = text.split(delimiter)
    if delimiter != "|":
        return pieces
    if text.startswith("|"):
        return pieces[1:-1] if text.rstrip().endswith("|") else pieces[1:]
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return pieces[:-1] if len(pieces) > 1 and pieces[-1] == " " else pieces


def _cell_lines(
    lines: list[NumberedLine], at: int, delimiter: str, table: int
) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """A cell a line, begun by a tab; a line without one goes on with the cell above, a blank line ends the row."""
    rows: list[list[tuple[str, int]]] = [[]]
    blank = 0
    while at < len(lines):
        number, text = lines[at]
        if text.startswith(delimiter):
            if blank and rows[-1]:
                rows.append([])
            rows[-1].append((text.strip(), number))
            blank = 0
        elif not text.strip():
            blank += 1
        elif blank or not rows[-1]:
            break
        else:
            above, first = rows[-1][-1]
            rows[-1][-1] = (above + text.strip(), first)
        if blank > _MAX_BLANK_LINES:
            break
        at += 1
    return tuple(
        tuple(
            Cell(text, index, Place(table=table, row=row_number, cell=index + 1, line=number))
            for index, (text, number) in enumerate(row)
        )
        for row_number, row in enumerate(rows, start=1)
        if row
    ), at
