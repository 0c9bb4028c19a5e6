"""The text of each cell of a ruled table, each number looked at twice.

A cell is blank only where it holds no ink of any colour. In the places of values a text counts only if two looks at
different sizes read the same, surely enough, and it has as many digits as the ink has signs; else the cell
reads ``?``, never blank and never a guess. Two repairs, and no other: a whole cell of digits and of letters that are
drawn like 0 or 1 (``_LOOKALIKES``) is these digits, and a single level stroke is a dash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from parsing.model import UNREAD
from parsing.numerals import read_cell_number
from parsing.readers.ink import Print, border_within, ink_within, is_flat, text_lines, upright_glyphs, widest_gap
from parsing.readers.page_image import Pixels
from parsing.readers.recogniser import Text, recognise
from parsing.readers.ruled_grid import RuledCell, RuledTable
from parsing.text import han, normalise

_DASH = "—"
_NONE = "无"
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"})
_SURE, _LIKELY = 0.85, 0.5
"""A number counts if the better of its two looks is sure and the other likely."""
_LEGIBLE = 0.5
_SECOND_LOOK = 0.85
_LONGEST_VALUE = 12
_WIDEST_GAP = 0.8
_DIGITS = re.compile(r"[\d.]+")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of text of a cell: where its crop lies on the page, and how many upright signs its ink has."""

    crop: Pixels
    glyphs: int
    gap: float
    """The widest white space within, in heights of the line."""
    is_flat: bool


@dataclass(frozen=True, slots=True)
class _Sighted:
    cell: RuledCell
    lines: tuple[_Line, ...]
    has_ink: bool
    is_covered: bool = False
    texts: tuple[Text, ...] = ()

    @property
    def text(self) -> str:
        """Lines that are illegible beside legible ones are specks and stains."""
        legible = [line.text for line in self.texts if line.score >= _LEGIBLE]
        return "".join(legible or [line.text for line in self.texts]).strip()


def read_cells(page: Pixels, found: Print, table: RuledTable) -> list[str]:
    """The text of each cell of ``table`` in its order; ``?`` where there is ink that cannot be read surely."""
    sighted = [_look(page, found, cell) for cell in table.cells]
    texts = iter(recognise([line.crop for cell in sighted for line in cell.lines]))
    sighted = [replace(cell, texts=tuple(next(texts) for _ in cell.lines)) for cell in sighted]
    in_place = _value_places(sighted)
    doubled = [cell for cell, is_value in zip(sighted, in_place, strict=True) if is_value and len(cell.lines) == 1]
    second = iter(recognise([_narrowed(cell.lines[0].crop) for cell in doubled]))
    return [
        _value(cell, next(second) if len(cell.lines) == 1 else None) if is_value else _label(cell)
        for cell, is_value in zip(sighted, in_place, strict=True)
    ]


def read_prose(crops: Sequence[Pixels]) -> list[str]:
    """Lines of text outside of tables, "" where illegible. Digits that a second look reads otherwise become ``?``."""
    texts = [text.text.strip() if text.score >= _LEGIBLE else "" for text in recognise(crops)]
    numbered = [index for index, text in enumerate(texts) if _DIGITS.search(text)]
    second = recognise([_narrowed(crops[index]) for index in numbered])
    for index, again in zip(numbered, second, strict=True):
        if _DIGITS.findall(texts[index]) != _DIGITS.findall(again.text):
            texts[index] = _DIGITS.sub(UNREAD, texts[index])
    return texts


def _look(page: Pixels, found: Print, cell: RuledCell) -> _Sighted:
    left, top, right, bottom = cell.box
    if right - left < 6 or bottom - top < 6:
        return _Sighted(cell, (), False)
    border = border_within(found, cell.box)
    ink = ink_within(found.black, border, cell.box)
    is_covered = bool(found.covered[top:bottom, left:right].any())
    has_ink = is_covered or bool(ink.any()) or bool(ink_within(found.dark, border, cell.box).any())
    paper = page[top:bottom, left:right].copy()
    paper[border > 0] = np.percentile(paper, 90)
    return _Sighted(cell, tuple(_line(paper, ink, band) for band in text_lines(ink)), has_ink, is_covered)


def _line(paper: Pixels, ink: Pixels, band: tuple[int, int]) -> _Line:
    top, bottom = band
    columns = np.flatnonzero(ink[top:bottom].any(axis=0))
    margin = max(4, (bottom - top) // 5)
    # A dash alone is enlarged to the height of a sign and then looks like anything: it keeps room around it.
    above = max(margin, (24 - (bottom - top)) // 2)
    crop = paper[max(top - above, 0) : bottom + above, max(int(columns[0]) - margin, 0) : int(columns[-1]) + 1 + margin]
    inside = ink[top:bottom]
    return _Line(crop, upright_glyphs(inside), widest_gap(inside) / (bottom - top), is_flat(inside))


def _narrowed(crop: Pixels) -> Pixels:
    """The same ink otherwise sampled. Of the ways tried, a little narrower gave the fewest false alarms."""
    size = (max(round(crop.shape[1] * _SECOND_LOOK), 4), crop.shape[0])
    return np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _value_places(sighted: Sequence[_Sighted]) -> list[bool]:
    """Which cells hold values: all that read as a number, and all short ones right of a number or under one."""
    numeric = [bool(cell.lines) and _is_number(cell) for cell in sighted]
    rows: dict[int, int] = {}
    columns: dict[int, list[bool]] = {}
    for cell, is_number in zip(sighted, numeric, strict=True):
        if is_number:
            rows[cell.cell.row] = min(rows.get(cell.cell.row, cell.cell.column), cell.cell.column)
        columns.setdefault(cell.cell.column, []).append(is_number)
    return [
        bool(cell.has_ink)
        and (
            is_number
            or (len(cell.text) <= _LONGEST_VALUE and rows.get(cell.cell.row, cell.cell.column) < cell.cell.column)
            or (len(cell.text) <= 1 and _mostly(columns[cell.cell.column]))
        )
        for cell, is_number in zip(sighted, numeric, strict=True)
    ]


def _mostly(flags: Iterable[bool]) -> bool:
    known = list(flags)
    return sum(known) > len(known) / 2


def _is_number(cell: _Sighted) -> bool:
    return cell.lines[0].is_flat or read_cell_number(_unmistaken(cell.text)).state in ("number", "zero", "dash")


def _unmistaken(text: str) -> str:
    """The text as digits where every sign of it is one or is drawn like one."""
    squeezed = normalise(text).replace(" ", "")
    digits = squeezed.translate(_LOOKALIKES)
    return digits if digits.isascii() and digits.isdigit() else squeezed


def _label(cell: _Sighted) -> str:
    return cell.text or (UNREAD if cell.has_ink else "")


def _value(cell: _Sighted, second: Text | None) -> str:
    """What two looks agree on. A cell of several lines has been looked at once and counts only as words."""
    if cell.is_covered:
        return UNREAD
    if second is None:
        are_words = read_cell_number(cell.text).state == "text" and len(cell.text) > 1
        return cell.text if are_words and min(text.score for text in cell.texts) >= _SURE else UNREAD
    line, first = cell.lines[0], cell.texts[0]
    if line.is_flat:
        return _DASH
    one, other = _unmistaken(first.text), _unmistaken(second.text)
    scores = sorted((first.score, second.score))
    if one != other or not one or scores[0] < _LIKELY or scores[1] < _SURE:
        return UNREAD
    if read_cell_number(one).state == "text":
        return one if len(han(one)) > 1 or one == _NONE else UNREAD
    return one if _fits(one, line) else UNREAD


def _fits(number: str, line: _Line) -> bool:
    """Whether the ink has no more upright signs than the number, none far from the others.

    Digits may touch, but none may be lost; and two numbers side by side are two cells whose border was not seen.
    """
    upright = sum(sign not in ".,·-—―" for sign in number)
    return line.glyphs <= upright and line.gap <= _WIDEST_GAP
