"""Blocks to form rows: the label that stands before some values, and the values.

One kind of row serves every format. In a grid the cells of a row are the pieces, in text the words of a line are. A piece
that reads as a value begins or continues the values; a piece that does not begins the label of the next row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parsing.alignment.slots import Slot, slot_of
from parsing.alignment.words import Piece, with_words, word_between
from parsing.blocks import Block, Content, Table
from parsing.model import Paragraph, Place
from parsing.numerals import fold, measure_words
from parsing.text import han, label_key, squeeze

_WHOLE_ROW = 7
"""Values on one line of text that end a row: the applications table is seven wide."""
_CONTEXT = 80
"""Han characters around a row's values that can belong to its label."""
_LONGEST_LINE = 400
"""Characters of a line of text in which a label is looked for: a hostile line has millions."""
_LONGEST_CAPTION = 40
_UNIT = re.compile(r"单位[:：]")
_BARE_YEAR, _BEFORE_A_YEAR = re.compile(r"20\d\d年?"), ("本年", "上年", "下年", "本年度", "上年度")
_YEAR_IN_BRACKETS = re.compile(r"[(\[]\s*20\d\d\s*年?\s*度?\s*[)\]]")


@dataclass(frozen=True, slots=True)
class FormRow:
    label: str
    """``label_key`` of the piece nearest before the values."""
    context: str
    """Han characters since the numbers before, the label included: its last ``_CONTEXT``."""
    after: str
    """Han characters between these values and the next: the rest of a label that stands around its values."""
    slots: tuple[Slot, ...]
    numbers: tuple[Slot, ...]
    """The slots that are not blank."""
    table: int | None
    """Number of the grid, ``None`` in text."""
    below: str = ""
    """``label_key`` of the next row if that has blanks only: the rest of a label that a page break has cut."""
    caption: str = ""
    """The paragraph right before the row's grid if it is short; in text the last short line that names a unit."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of labels and the values that follow it; ``text`` is all label text, ``label`` the last piece."""

    label: str
    text: str
    slots: tuple[Slot, ...]
    table: int | None
    caption: str


def form_rows(content: Content, *, as_text: bool = False) -> list[FormRow]:
    """All rows of a document in reading order; ``as_text`` forgets the grids, as an independent second reading."""
    rows: list[FormRow] = []
    context = ""
    is_below_blanks = False
    for segment in _segments(content.blocks, as_text):
        if is_below_blanks and segment.table is None:
            # A number in the text below a grid (of a page) is no value of the grid's last line, whose own cells are blank.
            context = ""
        is_below_blanks = segment.table is not None and bool(segment.slots)
        context = (context + segment.text)[-_CONTEXT:]
        if rows and segment.text and len(rows[-1].after) < _CONTEXT:
            rows[-1] = replace(rows[-1], after=(rows[-1].after + segment.text)[:_CONTEXT])
        if segment.slots:
            numbers = tuple(slot for slot in segment.slots if slot.state != "blank")
            if rows and rows[-1].numbers and not numbers:
                rows[-1] = replace(rows[-1], below=segment.label)
            rows.append(
                FormRow(segment.label, context, "", segment.slots, numbers, segment.table, caption=segment.caption)
            )
            if numbers:
                context = ""
    return rows


def _segments(blocks: Iterable[Block], as_text: bool) -> Iterator[_Segment]:
    text = _TextCutter()
    unit = nearest = ""
    for block in blocks:
        if isinstance(block, Table) and as_text:
            for row in block.rows:
                text.take_cells([(cell.text, cell.place) for cell in row])
        elif isinstance(block, Table):
            yield from text.cut()
            yield from _table_segments(block, nearest if unit in nearest else f"{unit};{nearest}")
            unit = nearest = ""
        else:
            text.take_line(block)
            nearest = _caption(block)
            # In a sheet the first rows of a table (第二十条第（一）项) are lines of their own, and stand between it and its unit.
            unit = nearest if _UNIT.search(nearest) else unit
    yield from text.cut()


def _caption(line: Paragraph) -> str:
    text = squeeze(line.text)
    return text if len(text) <= _LONGEST_CAPTION else ""


# -- grids ---------------------------------------------------------------------------------------------------------


def _table_segments(table: Table, caption: str) -> Iterator[_Segment]:
    read = [
        [(cell, slot_of(cell.text, cell.place, cell.column, is_cell=True)) for cell in cells] for cells in table.rows
    ]
    for pieces in _with_headers(with_words(read)):
        number = pieces[0][0].place.table if pieces else None
        for label, text, slots in _row_segments([(cell.text, slot) for cell, slot in pieces]):
            yield _Segment(label, text, slots, number, caption)


def _with_headers(rows: Iterable[list[Piece]]) -> Iterator[list[Piece]]:
    """Each value with the nearest label above it in its grid column; a row without values is a header."""
    headers: dict[int, str] = {}
    for pieces in rows:
        yield [(cell, _under(slot, headers.get(cell.column, "")) if slot else None) for cell, slot in pieces]
        if not any(slot is not None and slot.state != "blank" for _, slot in pieces):
            labels = ((cell.column, label_key(cell.text)) for cell, slot in pieces if slot is None)
            headers |= {column: key for column, key in labels if key}


def _under(slot: Slot, header: str) -> Slot:
    """``dataclasses.replace`` would take as long as reading the cell does."""
    return Slot(slot.raw, slot.value, slot.state, slot.place, slot.column, slot.unit, header) if header else slot


def _row_segments(pieces: list[tuple[str, Slot | None]]) -> Iterator[tuple[str, str, tuple[Slot, ...]]]:
    """(last label, all label text, slots) for each stretch of labels and values in one row of a grid.

    What stands before the first label is a serial number or the place of a cell that spans from above. A row without any
    label is all values.
    """
    first = next((index for index, (_, slot) in enumerate(pieces) if slot is None), None)
    if first is None:
        yield "", "", tuple(slot for _, slot in pieces if slot is not None)
        return
    label, text, slots = "", "", list[Slot]()
    for piece, slot in pieces[first:]:
        if slot is not None:
            slots.append(slot)
        elif label and squeeze(piece) in measure_words():
            continue
        else:
            if any(slot.state != "blank" for slot in slots):
                yield label, text, tuple(slots)
                text = ""
            label, slots = label_key(piece), []
            text += han(piece)
    yield label, text, tuple(slots)


# -- text ----------------------------------------------------------------------------------------------------------


class _TextCutter:
    """Gathers words until they are cut into segments: a value ends a label, a word that is no value ends the values."""

    def __init__(self) -> None:
        self._label = self._line = self._caption = ""
        self._text: list[str] = []
        self._slots: list[Slot] = []
        self._on_line = 0
        self._done: list[_Segment] = []

    def take_line(self, paragraph: Paragraph) -> None:
        """The words of one line; one that names a unit is the caption of what follows."""
        if "单位" in paragraph.text and len(paragraph.text) <= _LONGEST_CAPTION:
            self._caption = squeeze(paragraph.text)
        # A year in brackets is part of a label, though spaces in it may part it.
        self.take_cells([(word, paragraph.place) for word in _YEAR_IN_BRACKETS.sub("", fold(paragraph.text)).split()])

    def take_cells(self, pieces: Iterable[tuple[str, Place]]) -> None:
        """Pieces that stand on one line; blank ones cannot be seen in text."""
        if self._on_line >= _WHOLE_ROW:
            self._end()
        self._line, self._on_line = "", 0
        read = [(text, place, slot_of(text, place, index, is_cell=False)) for index, (text, place) in enumerate(pieces)]
        words = word_between([text for text, _, _ in read], [slot for _, _, slot in read])
        for index, (text, place, slot) in enumerate(read):
            if _BARE_YEAR.fullmatch(text) and self._label.endswith(_BEFORE_A_YEAR):
                # 本年 2023 制发件数: the year is part of the label.
                continue
            if index in words:
                slot = Slot(text, None, "text", place, index)
            if slot is None:
                self._take_label(text)
            elif slot.state != "blank":
                self._slots.append(slot)
                self._on_line += 1

    def _take_label(self, text: str) -> None:
        if self._label and squeeze(text) in measure_words():
            return
        if self._slots:
            self._end()
        self._line = (self._line + text)[-_LONGEST_LINE:]
        self._label = label_key(self._line)
        self._text.append(han(text))

    def _end(self) -> None:
        self._done.append(_Segment(self._label, "".join(self._text), tuple(self._slots), None, self._caption))
        self._label = ""
        self._text, self._slots = [], []
        self._on_line = 0

    def cut(self) -> Iterator[_Segment]:
        """The segments gathered so far."""
        if self._text or self._slots:
            self._end()
        yield from self._done
        self._done = []
