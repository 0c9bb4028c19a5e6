"""Blocks to form rows: the label that stands before some values, and the values.

One stream serves every format. In a grid the cells of a row are the pieces; in text the words of a line are. A piece
that reads as a value begins or continues the values; a piece that does not begins the label of the next row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from parsing.blocks import Block, Content, Table
from parsing.model import Paragraph, Place, State
from parsing.numerals import read_cell_number
from parsing.text import han, label_key, normalise

_WHOLE_ROW = 7
"""Values on one line of text that end a row: the applications table is seven wide."""
_CONTEXT = 80
"""Han characters of text before a row's values that can belong to its label."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the document that can hold the value of one cell of the form."""

    raw: str
    value: Decimal | None
    state: State
    place: Place
    column: int
    """Grid column, or the number of the value in its line of text."""


@dataclass(frozen=True, slots=True)
class FormRow:
    label: str
    """``label_key`` of the piece nearest before the values."""
    context: str
    """Han characters since the values before, the label included, at most the last ``_CONTEXT``."""
    slots: tuple[Slot, ...]
    table: int | None
    numbers: tuple[Slot, ...]
    """The slots that are not blank."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    place: Place
    column: int
    begins_line: bool


def form_rows(content: Content, *, as_text: bool = False) -> list[FormRow]:
    """All rows of a document in reading order; ``as_text`` forgets the grids, as an independent second reading."""
    rows: list[FormRow] = []
    context = ""
    for pieces, is_grid in _runs(content.blocks, as_text):
        for label, before, slots in _segments(pieces, is_grid):
            context = (context + before)[-_CONTEXT:]
            if slots:
                table = slots[0].place.table if is_grid else None
                numbers = tuple(slot for slot in slots if slot.state != "blank")
                rows.append(FormRow(label, context, slots, table, numbers))
                if numbers:
                    context = ""
    return rows


def _runs(blocks: Iterable[Block], as_text: bool) -> Iterator[tuple[list[_Piece], bool]]:
    """Pieces that are cut into rows together: one row of a grid, or a whole stretch of text."""
    text: list[_Piece] = []
    for block in blocks:
        if isinstance(block, Table) and not as_text:
            if text:
                yield text, False
                text = []
            for row in block.rows:
                yield [_Piece(cell.text, cell.place, cell.column, False) for cell in row], True
        elif isinstance(block, Table):
            text += [_Piece(c.text, c.place, c.column, False) for row in block.rows for c in row if c.text.strip()]
        else:
            text += _words(block)
    if text:
        yield text, False


def _words(paragraph: Paragraph) -> list[_Piece]:
    words = normalise(paragraph.text).split()
    return [_Piece(word, paragraph.place, index, index == 0) for index, word in enumerate(words)]


def _segments(pieces: list[_Piece], is_grid: bool) -> Iterator[tuple[str, str, tuple[Slot, ...]]]:
    """(label, context added, slots) for each stretch of labels followed by values."""
    label, added, line_label, slots = "", "", "", list[Slot]()
    for piece in pieces:
        slot = _slot(piece)
        if not is_grid and piece.begins_line:
            line_label = ""
            if len(slots) >= _WHOLE_ROW:
                yield label, added, tuple(slots)
                label, added, slots = "", "", []
        if slot is not None and (is_grid or slot.state != "blank"):
            # A blank cell before the first label only holds the place of a cell that spans from above.
            if slots or label or slot.state != "blank":
                slots.append(slot)
            continue
        if slot is not None:
            continue
        if slots and not (is_grid and all(slot.state == "blank" for slot in slots)):
            yield label, added, tuple(slots)
            label, added, slots = "", "", []
        elif slots:
            slots = []
        line_label += piece.text
        label = label_key(piece.text if is_grid else line_label)
        added += han(piece.text)
    if label or added or slots:
        yield label, added, tuple(slots)


_cell_number = lru_cache(maxsize=4096)(read_cell_number)


def _slot(piece: _Piece) -> Slot | None:
    number = _cell_number(piece.text)
    if number.state == "text":
        return None
    return Slot(piece.text, number.value, number.state, piece.place, piece.column)
