"""The text of each cell of a ruled table, each number looked at twice.

A cell is blank only if it holds no ink of any colour. In the places of values a text counts only if two looks at
different sizes read the same, surely enough, and it has as many digits as the ink has signs; else the cell
reads ``?``, never blank and never a guess. The shape of its ink may be one of the two: it tells a 0 from all other digits, and
a dash from any sign. What further looks make of an unread cell are its candidates, for the sums to
choose among. Two repairs, and no other: a whole cell of digits and of letters that are drawn like 0 or 1
(``_LOOKALIKES``) is these digits, and a single level stroke is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from parsing.model import UNREAD
from parsing.numerals import read_cell_number
from parsing.readers import looks
from parsing.readers.page_image import Pixels
from parsing.readers.recogniser import Text, recognise
from parsing.readers.seen_cells import Line, SeenCell
from parsing.readers.year_signs import with_rings
from parsing.text import han, normalise

_DASH = "—"
_SLASH, _SLASHED = "/", {"/", "\\"}
_NONE = "无"
_ZERO = "0"
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"})
_DRAWN_ALIKE = str.maketrans("aàáQDSsBZzgqb", "0000055822996")
"""Letters that a recogniser makes of digits in coarse dots: good enough for a candidate, that sums have to confirm."""
_SURE, _LIKELY = 0.85, 0.5
"""A number counts if the better of its two looks is sure and the other likely."""
_LEGIBLE = 0.5
_LONGEST_VALUE = 12
_WIDEST_GAP = 0.8
_SLASHES = 3
"""So many of them on one page are its way to print a dash; fewer may be ones written by hand."""
_TALLEST = 1.35
"""Heights of the type: what is taller is no digit of the table, but a stroke through the cell."""
_DIGITS = re.compile(r"[\d.]+")


Words = Mapping[tuple[int, int], str]
"""The text of cells by row and column."""


class CellText(NamedTuple):
    """``candidates`` of an unread cell: the numbers that one look or another made of it, the first look's first."""

    text: str
    candidates: tuple[str, ...] = ()
    is_words: bool = False
    """Whether it is a label that was surely read."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A cell and the first look at each of its lines."""

    seen: SeenCell
    texts: tuple[Text, ...]

    @property
    def text(self) -> str:
        """Lines that are illegible beside legible ones are specks and stains."""
        legible = [line.text for line in self.texts if line.score >= _LEGIBLE]
        return "".join(legible or [line.text for line in self.texts]).strip()

    @property
    def line(self) -> Line | None:
        """The only line, ``None`` if there are several or none."""
        return self.seen.lines[0] if len(self.seen.lines) == 1 else None


def prints_slashes(seen: Iterable[SeenCell]) -> bool:
    """Whether the cells of a page have so many slashes that it prints its dashes so."""
    return sum(len(cell.lines) == 1 and cell.lines[0].is_slash for cell in seen) >= _SLASHES


def read_cells(seen: Sequence[SeenCell], *, has_slashes: bool, words: Words = MappingProxyType({})) -> list[CellText]:
    """The text of each cell of a table in its order; ``?`` if there is ink that cannot be read surely.

    ``words`` are labels that an earlier reading is sure of: they are not looked at again.
    """
    known = [words.get((cell.cell.row, cell.cell.column)) for cell in seen]
    lines = [() if text else _legible(cell) for cell, text in zip(seen, known, strict=True)]
    texts = iter(looks.first_look([line.crop for of_cell in lines for line in of_cell]))
    cells = [
        _Read(cell, (Text(text, 1.0),) if text else tuple(next(texts) for _ in of_cell))
        for cell, text, of_cell in zip(seen, known, lines, strict=True)
    ]
    values = [cell if is_value else None for cell, is_value in zip(cells, _value_places(cells), strict=True)]
    by_shape = [_by_shape(value, has_slashes=has_slashes) if value else None for value in values]
    open_values = [value if shown is None else None for value, shown in zip(values, by_shape, strict=True)]
    second = _looked_at_again([cell.line if cell else None for cell in open_values], looks.second)
    read = [
        shown or (_label(cell) if value is None else _value(value, again))
        for cell, value, shown, again in zip(cells, open_values, by_shape, second, strict=True)
    ]
    doubtful = [value if text == UNREAD else None for value, text in zip(values, read, strict=True)]
    found_too = _candidates(doubtful, second)
    return [
        CellText(text, others, value is None and _are_sure_words(cell))
        for text, others, value, cell in zip(read, found_too, values, cells, strict=True)
    ]


def _are_sure_words(cell: _Read) -> bool:
    return len(han(cell.text)) > 1 and min(text.score for text in cell.texts) >= _SURE


def _legible(cell: SeenCell) -> tuple[Line, ...]:
    """The lines that a recogniser can tell anything of: not a lone level stroke, which is a dash by its shape."""
    return () if _is_dash(cell) else cell.lines


def _is_dash(cell: SeenCell) -> bool:
    return len(cell.lines) == 1 and cell.lines[0].is_flat and not cell.is_covered


def _looked_at_again(lines: Sequence[Line | None], look: looks.Look) -> list[Text | None]:
    """Another look at each line that is there."""
    texts = iter(recognise([look(line.crop) for line in lines if line]))
    return [next(texts) if line else None for line in lines]


def read_prose(crops: Sequence[Pixels]) -> list[str]:
    """Lines of text outside of tables, "" if illegible. Digits that a second look reads otherwise become ``?``."""
    texts = [text.text.strip() if text.score >= _LEGIBLE else "" for text in recognise([*map(looks.of_prose, crops)])]
    numbered = [index for index, text in enumerate(texts) if _DIGITS.search(text)]
    second = recognise([looks.of_prose_again(crops[index]) for index in numbered])
    for index, again in zip(numbered, second, strict=True):
        if _DIGITS.findall(texts[index]) != _DIGITS.findall(again.text):
            texts[index] = _DIGITS.sub(UNREAD, texts[index])
    return [with_rings(text, crop) for text, crop in zip(texts, crops, strict=True)]


def _value_places(cells: Sequence[_Read]) -> list[bool]:
    """Which cells hold values: all that read as a number, and all short ones right of a number or under one."""
    numeric = [bool(cell.seen.lines) and _is_number(cell) for cell in cells]
    rows: dict[int, int] = {}
    columns: dict[int, list[bool]] = {}
    places = [cell.seen.cell for cell in cells]
    for place, is_number in zip(places, numeric, strict=True):
        if is_number:
            rows[place.row] = min(rows.get(place.row, place.column), place.column)
        columns.setdefault(place.column, []).append(is_number)
    return [
        bool(cell.seen.has_ink)
        and (
            is_number
            or (len(cell.text) <= _LONGEST_VALUE and rows.get(place.row, place.column) < place.column)
            or (len(cell.text) <= 1 and _mostly(columns[place.column]))
        )
        for cell, place, is_number in zip(cells, places, numeric, strict=True)
    ]


def _mostly(flags: Iterable[bool]) -> bool:
    known = list(flags)
    return sum(known) > len(known) / 2


def _is_number(cell: _Read) -> bool:
    return cell.seen.lines[0].is_flat or read_cell_number(_unmistaken(cell.text)).state in ("number", "zero", "dash")


def _unmistaken(text: str) -> str:
    """The text as digits if every sign of it is one or is drawn like one."""
    squeezed = normalise(text).replace(" ", "")
    digits = squeezed.translate(_LOOKALIKES)
    return digits if digits.isascii() and digits.isdigit() else squeezed


def _by_shape(cell: _Read, *, has_slashes: bool) -> str | None:
    """What a value is if the shape of its ink bears out the first look: as good as a second, and free."""
    line = cell.line
    if line is None:
        return None
    if has_slashes and line.is_slash and len(cell.text) == 1:
        return _SLASH
    if cell.seen.is_covered:
        return None
    if line.is_backslash:
        return _SLASH
    if line.is_flat:
        return _DASH
    is_zero = line.is_ring and cell.texts[0].score >= _SURE and _unmistaken(cell.texts[0].text) == _ZERO
    return _ZERO if is_zero and _fits(_ZERO, line) else None


def _label(cell: _Read) -> str:
    return cell.text or (UNREAD if cell.seen.has_ink else "")


def _value(cell: _Read, second: Text | None) -> str:
    """What two looks agree on. A cell of several lines has been looked at once and counts only as words."""
    line = cell.line
    if cell.seen.is_covered:
        return UNREAD
    if line is None or second is None:
        are_words = read_cell_number(cell.text).state == "text" and len(cell.text) > 1
        return cell.text if are_words and min(text.score for text in cell.texts) >= _SURE else UNREAD
    first = cell.texts[0]
    one, other = _unmistaken(first.text), _unmistaken(second.text)
    if line.is_slash and _SLASHED & {one, other}:
        return _SLASH
    if line.is_low and not any(sign.isdigit() for sign in one + other):
        return _DASH
    scores = sorted((first.score, second.score))
    if one != other or not one or scores[0] < _LIKELY or scores[1] < _SURE:
        return UNREAD
    if read_cell_number(one).state == "text":
        return one if len(han(one)) > 1 or one == _NONE else UNREAD
    return one if _fits(one, line) else UNREAD


def _fits(number: str, line: Line) -> bool:
    """Whether the ink may be that number and no other signs stand far from it: two numbers are two cells, their border not seen."""
    return _may_be(number, line) and line.gap <= _WIDEST_GAP


def _may_be(number: str, line: Line) -> bool:
    """Whether the ink has no more upright signs than the number, is no stroke and has no mark of a note.

    Digits may touch, but no digit may be lost.
    """
    upright = sum(sign not in ".,·-—―" for sign in number)
    is_slash = set(number) == {"1"} and line.is_leaning
    return line.glyphs <= upright and line.height <= _TALLEST and not is_slash and not line.has_raised


def _candidates(cells: Sequence[_Read | None], second: Sequence[Text | None]) -> list[tuple[str, ...]]:
    """For each doubtful cell of one line every number that a look makes of it and that its ink allows."""
    lines = [cell.line if cell else None for cell in cells]
    taken = [second, *(_looked_at_again(lines, look) for look in looks.FURTHER)]
    return [
        _numbers(line, [cell.texts[0], *(text for text in texts if text)]) if cell and line else ()
        for cell, line, *texts in zip(cells, lines, *taken, strict=True)
    ]


def _numbers(line: Line, texts: Sequence[Text]) -> tuple[str, ...]:
    """The numbers that the looks made of a line, and the dash that it may be by its shape."""
    read = dict.fromkeys(_unmistaken(text.text.translate(_DRAWN_ALIKE)) for text in texts if text.score >= _LIKELY)
    numbers = (text for text in read if read_cell_number(text).state in ("number", "zero") and _may_be(text, line))
    return (*numbers, *([_SLASH] if line.is_slash else []), *([_DASH] if line.is_low else []))
