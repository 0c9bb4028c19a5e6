"""Blocks to form rows: the label that stands before some values, and the values.

One kind of row serves every format. In a grid the cells of a row are the pieces, in text the words of a line are. A piece
that reads as a value begins or continues the values; a piece that does not begins the label of the next row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from parsing.alignment.slots import Slot, value_of
from parsing.alignment.words import WORD, Piece, with_words, word_between
from parsing.blocks import Block, Cell, Content, Table
from parsing.grid import columns_between
from parsing.model import Paragraph, Place
from parsing.numerals import CellNumber, fold, measure_words
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


class FormRow(NamedTuple):
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


_Placed = tuple[Cell, Slot | None]
"""A cell and the slot that it is, ``None`` if it holds a label."""


class _Segment(NamedTuple):
    """A stretch of labels and the values that follow it; ``text`` is all label text, ``label`` the last piece."""

    label: str
    text: str
    slots: tuple[Slot, ...]
    table: int | None
    caption: str


def form_rows(content: Content, *, as_text: bool = False) -> list[FormRow]:
    """All rows of a document in reading order; ``as_text`` forgets the grids, as an independent second reading."""
    found: list[tuple[_Segment, str, tuple[Slot, ...]]] = []
    """For each row its segment, the context and the numbers."""
    after: list[str] = []
    context = ""
    is_below_blanks = False
    for segment in _segments(content.blocks, as_text):
        if is_below_blanks and segment.table is None:
            # A number in the text below a grid (of a page) is no value of the grid's last line, whose own cells are blank.
            context = ""
        is_below_blanks = segment.table is not None and bool(segment.slots)
        context = (context + segment.text)[-_CONTEXT:]
        if after and segment.text and len(after[-1]) < _CONTEXT:
            after[-1] = (after[-1] + segment.text)[:_CONTEXT]
        if segment.slots:
            numbers = tuple([slot for slot in segment.slots if slot.state != "blank"])
            found.append((segment, context, numbers))
            after.append("")
            if numbers:
                context = ""
    # What stands beside blanks may be the rest of the label above them.
    below = [found[at + 1][0].label if found[at][2] and not found[at + 1][2] else "" for at in range(len(found) - 1)]
    return [
        FormRow(own.label, context, rest, own.slots, numbers, own.table, rest_below, own.caption)
        for (own, context, numbers), rest, rest_below in zip(found, after, [*below, ""], strict=False)
    ]


def _segments(blocks: Iterable[Block], as_text: bool) -> Iterator[_Segment]:
    text = _TextCutter()
    unit = nearest = ""
    for block in blocks:
        if isinstance(block, Table) and as_text:
            for row in block.rows:
                text.take_cells(row)
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
    read = [[(cell, value_of(cell.text, is_cell=True)) for cell in cells] for cells in table.rows]
    starts = sorted({cell.column for row in table.rows for cell in row})
    for pieces in _with_headers(with_words(read), starts):
        number = pieces[0][0].place.table if pieces else None
        for label, text, slots in _row_segments(pieces):
            yield _Segment(label, text, slots, number, caption)


def _with_headers(rows: Iterable[list[Piece]], starts: Sequence[int]) -> Iterator[list[_Placed]]:
    """Each value with the nearest label above it in its grid column; a row without values is a header.

    ``starts`` are the columns in which cells begin.
    """
    headers: dict[int, str] = {}
    for pieces in rows:
        ends = [cell.column for cell, _ in pieces[1:]]
        yield [
            (cell, _slot(cell, value, headers, columns_between(cell.column, end, starts)) if value else None)
            for (cell, value), end in zip_longest(pieces, ends)
        ]
        if not any(value is not None and value.state != "blank" for _, value in pieces):
            labels = ((cell.column, label_key(cell.text)) for cell, value in pieces if value is None)
            headers |= {column: key for column, key in labels if key}


def _slot(cell: Cell, value: CellNumber, headers: Mapping[int, str], covers: int) -> Slot:
    header = headers.get(cell.column, "")
    return Slot(cell.text, value.value, value.state, cell.place, cell.column, value.unit, header, covers)


def _row_segments(pieces: Sequence[_Placed]) -> Iterator[tuple[str, str, tuple[Slot, ...]]]:
    """(last label, all label text, slots) for each stretch of labels and values in one row of a grid.

    What stands before the first label is a serial number or the place of a cell that spans from above. A row without any
    label is all values.
    """
    first = next((index for index, (_, slot) in enumerate(pieces) if slot is None), None)
    if first is None:
        yield "", "", tuple(slot for _, slot in pieces if slot is not None)
        return
    label, text, slots = "", "", list[Slot]()
    for cell, slot in pieces[first:]:
        if slot is not None:
            slots.append(slot)
        elif label and _is_measure_word(cell.text):
            continue
        else:
            if any(slot.state != "blank" for slot in slots):
                yield label, text, tuple(slots)
                text = ""
            label, slots = label_key(cell.text), []
            text += han(cell.text)
    yield label, text, tuple(slots)


def _is_measure_word(text: str) -> bool:
    return label_key(text) in measure_words() and squeeze(text) in measure_words()


# -- text ----------------------------------------------------------------------------------------------------------


class _TextCutter:
    """Gathers words until they are cut into segments: a value ends a label, a word that is no value ends the values."""

    def __init__(self) -> None:
        self._line = self._caption = ""
        """What of the line is label so far, and the caption of what follows."""
        self._label = ""
        """The line up to the last word of a label since the last values."""
        self._text: list[str] = []
        self._slots: list[Slot] = []
        self._on_line = 0
        self._done: list[_Segment] = []

    def take_line(self, paragraph: Paragraph) -> None:
        """The words of one line; one that names a unit is the caption of what follows."""
        if "单位" in paragraph.text and len(paragraph.text) <= _LONGEST_CAPTION:
            self._caption = squeeze(paragraph.text)
        # A year in brackets is part of a label, though spaces in it may part it.
        folded = fold(paragraph.text)
        words = (_YEAR_IN_BRACKETS.sub("", folded) if "20" in folded else folded).split()
        self._take(words, [paragraph.place] * len(words))

    def take_cells(self, cells: Sequence[Cell]) -> None:
        """The cells of one row as the words of a line; blank ones cannot be seen in text."""
        self._take([cell.text for cell in cells], [cell.place for cell in cells])

    def _take(self, texts: Sequence[str], places: Sequence[Place]) -> None:
        if self._on_line >= _WHOLE_ROW:
            self._end()
        self._line, self._on_line = "", 0
        values = [value_of(text, is_cell=False) for text in texts]
        words = word_between(texts, values)
        for index, (text, value) in enumerate(zip(texts, values, strict=True)):
            if _BARE_YEAR.fullmatch(text) and label_key(self._label).endswith(_BEFORE_A_YEAR):
                # 本年 2023 制发件数: the year is part of the label.
                continue
            found = WORD if index in words else value
            if found is None:
                self._take_label(text)
            elif found.state != "blank":
                self._slots.append(Slot(text, found.value, found.state, places[index], index, found.unit))
                self._on_line += 1

    def _take_label(self, text: str) -> None:
        if _is_measure_word(text) and label_key(self._label):
            return
        if self._slots:
            self._end()
        self._line = (self._line + text)[-_LONGEST_LINE:]
        self._label = self._line
        self._text.append(han(text))

    def _end(self) -> None:
        slots = tuple(self._slots)
        self._done.append(_Segment(label_key(self._label), "".join(self._text), slots, None, self._caption))
        self._label = ""
        self._text, self._slots = [], []
        self._on_line = 0

    def cut(self) -> Iterator[_Segment]:
        """The segments gathered so far."""
        if self._text or self._slots:
            self._end()
        yield from self._done
        self._done = []
