"""PDF text in the order pdfium gives it: a few milliseconds a page, no geometry beyond the place of a word.

pdfium writes a table row by row as ``label v1 … v7``; the aligner takes it from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from ctypes import byref, c_double
from dataclasses import dataclass
from itertools import accumulate

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsing.blocks import Content
from parsing.bounded import bounded
from parsing.model import Paragraph, Place
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_calls import character_at, count_boxes, handle_of, loose_box, rectangle, unicode_of
from parsing.readers.pdf_file import Pdf, each_page, once, open_pdf
from parsing.readers.pdf_look import Look, look, may_hold_pictures
from parsing.readers.pdf_place import Point, to_shown
from parsing.readers.pdf_signs import NO_SIGN, lost_signs
from parsing.text import LOST, raised

_NUMBER = re.compile(r"\d[\d,.]*\d")
_MARK = re.compile(r"[\d\[\]()（）〔〕①-⒇*＊※注]{1,6}")
"""What pdfium begins a new line with because it stands higher than the number before it."""
_SMALL, _SHIFTED = 0.82, 0.1
"""Shares of the height of the text: a mark has so much at most, and stands so much higher at least."""
_FULL, _LIFTED, _CLOSE = 1.02, 0.3, 0.2
"""The same of a mark that is as large as the text, and how close to it the mark stands at most."""
_MUCH_SMALLER = 0.7
"""Digits on the line that are so small may be a mark or not."""

_LAST_OF_ONE_UNIT = "\uffff"
"""Signs behind this one are two units of UTF-16."""

Box = tuple[float, float, float, float]
Sign = tuple[str, Box]


@dataclass(frozen=True, slots=True)
class Pages:
    """What one pass over the pages of a PDF gives: a page takes longer to load than to read."""

    text: Content
    looks: tuple[Look, ...]
    """One for each page, empty of a PDF without pictures: its text is taken for what it is until the sums deny it."""


def read_pdf_text(pdf: Pdf) -> Content:
    """One paragraph for each line of text, with its box if it ends in a digit."""
    return read_pages(pdf).text


@once
def read_pages(pdf: Pdf) -> Pages:
    looks: list[Look] = []
    has_pictures = may_hold_pictures(pdf)

    def lines() -> Iterator[Paragraph]:
        for page_number, page, textpage in each_page(pdf):
            if has_pictures:
                looks.append(look(page, textpage))
            for line_number, text, box in _page_lines(page, textpage):
                yield Paragraph(text, Place(page=page_number, line=line_number, box=box))

    blocks = bounded(lines())
    return Pages(Content(without_page_numbers(blocks), doubts=tuple(pdf.doubts)), tuple(looks))


def _page_lines(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> list[tuple[int, str, Box | None]]:
    """(number, text, box) of each line that has text."""
    printed = _Printed(page, textpage)
    lines: list[tuple[int, str, Box | None]] = []
    start = end = 0
    for number, line in enumerate(printed.text.splitlines(keepends=True), start=1):
        stripped = line.strip()
        length = len(line.rstrip())
        mark = _MARK.match(line) if lines else None
        if mark is not None and printed.is_mark_of(start, end - 1):
            above = lines[-1]
            rest = _with_marks(printed, line[mark.end() :], start + mark.end())
            lines[-1] = (above[0], (above[1] + raised(mark[0]) + rest).rstrip(), above[2])
        elif stripped:
            # Boxes cost as much as the text itself; the lines of tables end in a digit.
            box = printed.box(start, length) if stripped[-1].isdecimal() else None
            lines.append((number, _with_marks(printed, line, start).strip(), box))
        if stripped:
            end = start + length
        start += len(line)
    return lines


def line_signs(data: bytes, lines: Collection[tuple[int, int]]) -> dict[tuple[int, int], list[Sign]]:
    """The signs of some lines, named by (page, line) as ``read_pdf_text`` counts them, each with its box as it is seen.

    A line whose digits stand elsewhere than its text says is left out: a wrong box would be worse than no box.
    """
    found: dict[tuple[int, int], list[Sign]] = {}
    with closing(open_pdf(data)) as pdf:
        for page_number, page, textpage in each_page(pdf):
            wanted = {line for on_page, line in lines if on_page == page_number}
            if wanted:
                found |= {(page_number, line): signs for line, signs in _signs(page, textpage, wanted)}
    return found


def _signs(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, wanted: Collection[int]
) -> Iterator[tuple[int, list[Sign]]]:
    printed = _Printed(page, textpage)
    start = 0
    for number, line in enumerate(printed.text.splitlines(keepends=True), start=1):
        places = range(start, start + len(line))
        start += len(line)
        if number in wanted and all(printed.is_there(at, sign) for at, sign in zip(places, line, strict=True)):
            yield number, [(sign, printed.sign_box(at)) for at, sign in zip(places, line, strict=True)]


def _seen(sides: Box, place: Callable[[float, float], Point]) -> Box:
    """A box of the page's own points (left, bottom, right, top) as it is shown."""
    left, bottom, right, top = sides
    (x0, y0), (x1, y1) = place(left, bottom), place(right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _with_marks(printed: _Printed, line: str, start: int) -> str:
    """A line whose numbers are looked at: digits at either end that stand higher than the others are the mark of a note.

    If they are only much smaller, nobody knows whether they belong to the number.
    """
    for found in reversed(list(_NUMBER.finditer(line))):
        first, last = start + found.start(), start + found.end() - 1
        behind, before = printed.setter_of(last, first), printed.setter_of(first, last)
        if behind is not None:
            mark = next(at for at in range(first + 1, last + 1) if printed.setter_of(at, first) is behind) - start
            line = line[:mark] + behind(line[mark : found.end()]) + line[found.end() :]
        elif before is not None:
            number = next(at for at in range(first + 1, last + 1) if printed.setter_of(at, last) is not before) - start
            line = line[: found.start()] + before(line[found.start() : number]) + line[number:]
    return line


def _stands_over(mark: Box, base: Box) -> bool:
    """Whether a sign stands higher than one that is larger, or much higher than one of its size."""
    height = base[3] - base[1]
    share = (mark[3] - mark[1]) / height if height > 0 else _FULL
    least = _SHIFTED if share <= _SMALL else _LIFTED
    return share <= _FULL and base[1] < mark[3] <= base[3] - least * height


def _unreadable(digits: str) -> str:
    return LOST * len(digits)


class _Printed:
    """The text of a page, and what stands on the page behind each of its signs."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        self._page = handle_of(textpage)
        self._place = to_shown(page)
        self.text: str = textpage.get_text_range()
        self._characters: Sequence[int] = range(len(self.text))
        lost = lost_signs(textpage, may_be_none=NO_SIGN in self.text)
        if lost or textpage.count_chars() != len(self.text):
            self.text, self._characters = self._with_lost_signs(self.text, lost)

    def _with_lost_signs(self, text: str, lost: Mapping[int, str]) -> tuple[str, list[int]]:
        """The text with what stands for lost signs, and for each sign the number of its character on the page.

        Sign and character differ in number behind a glyph that pdfium leaves out, and behind a rare sign, which is two
        characters. pdfium counts its text in units of UTF-16.
        """
        units = accumulate((1 + (sign > _LAST_OF_ONE_UNIT) for sign in text[:-1]), initial=0)
        numbers = (character_at(self._page, unit) for unit in units)
        found: dict[int, str] = {**dict(zip(numbers, text, strict=False)), **lost}
        kept = [(number, sign) for number, sign in sorted(found.items()) if sign]
        return "".join(sign for _, sign in kept), [number for number, _ in kept]

    def is_there(self, at: int, sign: str) -> bool:
        return not sign.isdigit() or chr(unicode_of(self._page, self._characters[at])) == sign

    def setter_of(self, at: int, before: int) -> Callable[[str], str] | None:
        """How a sign is kept that stands higher than another one of its line, or is much smaller; ``None`` of any other."""
        mark, base = self.sign_box(at), self.sign_box(before)
        if _stands_over(mark, base):
            return raised
        return _unreadable if mark[3] - mark[1] <= _MUCH_SMALLER * (base[3] - base[1]) else None

    def is_mark_of(self, at: int, before: int) -> bool:
        """Whether a sign is the raised mark right behind another."""
        mark, base = self.sign_box(at), self.sign_box(before)
        height = base[3] - base[1]
        nearest = _SMALL if mark[3] - mark[1] <= _SMALL * height else _CLOSE
        return _stands_over(mark, base) and abs(mark[0] - base[2]) <= nearest * height

    def sign_box(self, at: int) -> Box:
        """Left, top, right, bottom from the upper left corner; of all signs of one size the heights are the same."""
        box = raw.FS_RECTF()
        loose_box(self._page, self._characters[at], byref(box))
        return _seen((box.left, box.bottom, box.right, box.top), self._place)

    def box(self, start: int, length: int) -> Box | None:
        """What ``length`` signs from ``start`` cover."""
        first, last = self._characters[start], self._characters[start + length - 1]
        sides = [c_double() for _ in range(4)]
        places = [byref(side) for side in sides]
        rectangles = []
        for index in range(count_boxes(self._page, first, last - first + 1)):
            rectangle(self._page, index, *places)
            rectangles.append([side.value for side in sides])
        if not rectangles:
            return None
        lefts, tops, rights, bottoms = zip(*rectangles, strict=True)
        left, top, right, bottom = _seen((min(lefts), min(bottoms), max(rights), max(tops)), self._place)
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)
