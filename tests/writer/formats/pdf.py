"""Reports as text PDFs: cells drawn one by one, so that ruling, page breaks and the order of the text are ours to choose."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from writer.grids import Cell, Table, placed
from writer.prose import words
from writer.raised import pieces
from writer.report import Block, Text
from writer.signs import RADICALS

from practice.report import split

FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
_FONT = "report"
_MARGIN, _SIZE, _LEADING, _PADDING = 40, 9, 11.5, 3
_RUNNING_TITLE = words()["running_title"]
_MARK_SHARE = 0.6
"""Size of a raised mark as a share of the text's."""
_BOLD = 0.05
"""Share of the type size by which bold type is drawn around."""
_WIDEST_UPRIGHT = 16
"""More grid columns than this go on a wide page."""


@dataclass(frozen=True, slots=True)
class Look:
    is_ruled: bool = True
    order: str = "rows"
    """Order of the text in the file: ``rows``, ``columns`` or ``labels_first``."""
    is_narrow: bool = False
    """Columns so narrow that long numbers break over two lines."""
    has_furniture: bool = False
    """A running title above and a page number below on every page."""
    is_turned: bool = False
    """Pages stand on their side and are turned upright by the reader program (/Rotate)."""
    is_lying: bool = False
    """The same, but nothing turns them."""
    is_kangxi: bool = False
    """The text says Kangxi radicals where such characters are shown, as in PDFs that browsers print."""
    is_signwise: bool = False
    """Each sign is drawn alone."""
    claims: str = ""
    """Values say what they are (/ActualText): ``true``, or ``false`` of some."""
    is_bold: bool = False
    """Title and headings have strokes as thick as rules are."""
    title_size: float = 15
    is_ranged_left: bool = False
    """Values begin at the left border, as in a table that no style sheet has touched."""
    rule_width: float = 1.0
    rule_grey: float = 0.0
    """0 is black."""
    is_double_ruled: bool = False
    """Every border is two lines, as a page with spaced cells shows it."""


_unicode_map = ttfonts.makeToUnicodeCMap


def _kangxi_map(name: str, subset: Sequence[int]) -> str:
    """The map from glyphs to text, telling the radical for each character that has one."""
    made: str = _unicode_map(name, [RADICALS.get(code, code) for code in subset])
    return made


@cache
def _font() -> str:
    pdfmetrics.registerFont(TTFont(_FONT, str(FONT_FILE), subfontIndex=0))
    return _FONT


def _text_width(text: str, size: float = _SIZE) -> float:
    width: float = pdfmetrics.stringWidth(text, _font(), size)
    return width


def _wrap(text: str, width: float, size: float = _SIZE) -> list[str]:
    lines = []
    for part in text.split("\n"):
        line = ""
        for sign in part:
            if line and _text_width(line + sign, size) > width:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
    return lines


class _Pages:
    """A canvas and the place on it where the next block goes."""

    def __init__(self, look: Look, size: tuple[float, float]) -> None:
        self._buffer = io.BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=size, pageCompression=1, invariant=1)
        self._width, self._height = size
        self._usable = self._width - 2 * _MARGIN
        self._look = look
        self._claims = 0
        self.top = self._height - _MARGIN
        self._begin_page()

    def turn(self) -> None:
        self._end_page()
        self._begin_page()
        self.top = self._height - _MARGIN

    def _begin_page(self) -> None:
        self._canvas.setFont(_font(), _SIZE)
        if self._look.is_lying:
            self._canvas.setPageSize((self._height, self._width))
        if self._look.is_turned or self._look.is_lying:
            self._canvas.translate(self._height, 0)
            self._canvas.rotate(90)

    def _end_page(self) -> None:
        if self._look.has_furniture:
            number = self._canvas.getPageNumber()
            self._string(self._width / 2 - 12, _MARGIN / 2, f"— {number} —", _SIZE)
            self._string(_MARGIN, self._height - _MARGIN / 2, _RUNNING_TITLE, _SIZE)
        if self._look.is_turned:
            self._canvas.setPageRotation(90)
        self._canvas.showPage()

    @property
    def _is_fresh(self) -> bool:
        return self.top == self._height - _MARGIN

    def finish(self) -> bytes:
        self._end_page()
        if self._look.is_kangxi:
            with patch.object(ttfonts, "makeToUnicodeCMap", _kangxi_map):
                self._canvas.save()
        else:
            self._canvas.save()
        return self._buffer.getvalue()

    def text(self, block: Text) -> None:
        size = {"title": self._look.title_size, "heading": 12}.get(block.style, 10.5)
        is_bold = self._look.is_bold and block.style in ("title", "heading")
        for line in _wrap(block.text, self._usable, size):
            if self.top - size * 1.6 < _MARGIN:
                self.turn()
            self.top -= size * 1.6
            x = (self._width - _text_width(line, size)) / 2 if block.style == "title" else _MARGIN
            self._string(x, self.top, line, size, is_bold=is_bold)

    def table(self, table: Table) -> None:
        """Draws what fits and goes on with the rest on the next page."""
        widths = _column_widths(table, self._look, self._usable)
        heights = _row_heights(table, widths)
        room = self.top - _MARGIN - 10
        fitting = next((row for row in range(len(heights)) if sum(heights[: row + 1]) > room), len(heights))
        if fitting == len(heights):
            self._draw(table, widths, heights)
        elif fitting <= table.header_rows and not self._is_fresh:
            self.turn()
            self.table(table)
        else:
            fitting = max(fitting, 1)
            above, below = split(table, fitting, repeat_header=False, continued="rest")
            self._draw(above, widths, heights[:fitting])
            self.turn()
            self.table(below)

    def _draw(self, table: Table, widths: Sequence[float], heights: Sequence[float]) -> None:
        lefts = [_MARGIN + sum(widths[:index]) for index in range(len(widths) + 1)]
        tops = [self.top - 8 - sum(heights[:index]) for index in range(len(heights) + 1)]
        for row, column, cell in _ordered(table, self._look.order):
            bottom = tops[min(row + cell.rows, len(heights))]
            right = lefts[min(column + cell.columns, len(widths))]
            self._cell(cell, (lefts[column], tops[row], right, bottom))
        self.top = tops[-1] - 6

    def _cell(self, cell: Cell, box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = box
        if self._look.is_ruled:
            self._rules(left, bottom, right - left, top - bottom)
        lines = _wrap(cell.text, right - left - 2 * _PADDING)
        y = (top + bottom) / 2 + len(lines) * _LEADING / 2
        for line in lines:
            y -= _LEADING
            is_centred = cell.key and not self._look.is_ranged_left
            x = (left + right - _text_width(line)) / 2 if is_centred else left + _PADDING
            if cell.key and line and self._look.claims:
                self._claimed(x, y + 2.5, line)
            else:
                self._string(x, y + 2.5, line, _SIZE)

    def _rules(self, left: float, bottom: float, width: float, height: float) -> None:
        self._canvas.setLineWidth(self._look.rule_width)
        self._canvas.setStrokeGray(self._look.rule_grey)
        for inset in (0.0, 1.2) if self._look.is_double_ruled else (0.0,):
            self._canvas.rect(left + inset, bottom + inset, width - 2 * inset, height - 2 * inset)

    def _claimed(self, x: float, y: float, line: str) -> None:
        self._claims += 1
        is_false = self._look.claims == "false" and self._claims % 7 == 3
        plain = "".join(run for run, _ in pieces(line))
        said = f"9{plain}" if is_false else plain
        packed = f"\ufeff{said}".encode("utf-16-be").hex()
        self._canvas._code.append(f"/Span <</ActualText <{packed}>>> BDC")
        self._string(x, y, line, _SIZE)
        self._canvas._code.append("EMC")

    def _string(self, x: float, y: float, text: str, size: float, *, is_bold: bool = False) -> None:
        for run, mark in pieces(text):
            own_size = size * _MARK_SHARE if mark else size
            self._run(x, y + size / 3 if mark else y, run, own_size, is_bold=is_bold)
            x += _text_width(run, own_size)

    def _run(self, x: float, y: float, text: str, size: float, *, is_bold: bool) -> None:
        self._canvas.setFont(_font(), size)
        self._canvas.setLineWidth(size * _BOLD)
        self._canvas.setStrokeGray(0)
        if not self._look.is_signwise:
            self._canvas.drawString(x, y, text, mode=2 if is_bold else 0)
            return
        for sign in text:
            self._canvas.drawString(x, y, sign)
            x += _text_width(sign, size)


def _ordered(table: Table, order: str) -> Iterator[tuple[int, int, Cell]]:
    found = list(placed(table))
    if order == "columns":
        found.sort(key=lambda entry: (entry[1], entry[0]))
    elif order == "labels_first":
        found.sort(key=lambda entry: entry[2].key is not None)
    yield from found


def _column_widths(table: Table, look: Look, usable: float) -> list[float]:
    """Shares of the page by the longest text of each column; numbers stay whole unless the look is narrow."""
    least, longest = [_SIZE + 2 * _PADDING] * table.width, [2.0] * table.width
    for _, left, cell in placed(table):
        for column in range(left, min(left + cell.columns, table.width)):
            needed = max(len(line) for line in (cell.text or " ").split("\n")) / cell.columns
            longest[column] = max(longest[column], min(needed, 14.0))
            if cell.key and not look.is_narrow:
                least[column] = max(least[column], (_text_width(cell.text) + 2 * _PADDING + 2) / cell.columns)
    rest, whole = max(usable - sum(least), 0.0), sum(longest)
    widths = [width + rest * share / whole for width, share in zip(least, longest, strict=True)]
    return [width * min(1.0, usable / sum(widths)) for width in widths]


def _row_heights(table: Table, widths: Sequence[float]) -> list[float]:
    heights = [_LEADING + 2 * _PADDING] * len(table.rows)
    for top, left, cell in sorted(placed(table), key=lambda entry: entry[2].rows):
        width = sum(widths[left : left + cell.columns]) - 2 * _PADDING
        needed = len(_wrap(cell.text, width)) * _LEADING + 2 * _PADDING
        last = min(top + cell.rows, len(heights))
        heights[last - 1] += max(0.0, needed - sum(heights[top:last]))
    return heights


def draw(blocks: Sequence[Block], look: Look) -> bytes:
    """A PDF; two tables that follow each other stand on two pages."""
    is_wide = any(isinstance(block, Table) and block.width > _WIDEST_UPRIGHT for block in blocks)
    pages = _Pages(look, landscape(A3) if is_wide else A4)
    for before, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(block, Text):
            pages.text(block)
            continue
        if isinstance(before, Table):
            pages.turn()
        pages.table(block)
    return pages.finish()


def looking(look: Look) -> Callable[[Random, Sequence[Block]], bytes]:
    def write(random: Random, blocks: Sequence[Block]) -> bytes:
        return draw(blocks, look)

    return write
