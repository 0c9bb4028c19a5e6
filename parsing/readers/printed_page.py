"""Characters and ruled lines of one printed page to blocks: a grid where rules enclose cells, lines of words elsewhere.

Lengths are in the page's own unit, from its top left corner; ``unit`` is one millimetre in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from parsing.blocks import Block, Cell, Table
from parsing.grid import columns_by_edge
from parsing.model import UNREAD, Paragraph, Place
from parsing.readers.small_marks import GAP, Character, differ_in_size, text_with_marks, with_raised_lines

Box = tuple[float, float, float, float]
_SNAP_MM = 0.8
_MAX_CROSSINGS = 20_000
"""Lines across times lines down of one page, once pieces are joined; the form's pages have 2,500, a drawing has more."""
_MAX_LOOKS = 30_000_000
"""Characters times cells of one page."""
_SAME_LINE, _DOUBLE = 0.5, 0.15
"""Shares of the font size: characters of one line, one character printed twice for boldness."""
_GAP_OF_DIGITS = 0.2
"""Share of the font size that parts two digits: a space has 0.25 at least, and what it parts may be a number and a mark."""
_DIGITS = frozenset("0123456789.,-−")


class Rule(NamedTuple):
    """A horizontal or vertical line."""

    x0: float
    y0: float
    x1: float
    y1: float


class PageBlocks:
    """Numbers the tables over all pages of one document."""

    def __init__(self) -> None:
        self._tables = 0

    def read(self, characters: Iterable[Character], rules: Sequence[Rule], page: int, unit: float) -> Iterator[Block]:
        """Blocks of one page from top to bottom."""
        left = _once(characters)
        placed: list[tuple[float, Block]] = []
        tables = _tables(rules, unit)
        for boxes in tables if len(left) * sum(map(len, tables)) <= _MAX_LOOKS else ():
            cells, left = _shared_out(left, boxes)
            if any(cells.values()):
                self._tables += 1
                grid = _grid(cells, _crossed(cells), page, self._tables, unit)
                placed.append((min(box[1] for box in boxes), grid))
        placed += [(line[0].y - line[0].size, _paragraph(line, page)) for line in _lines(left)]
        placed.sort(key=lambda pair: pair[0])
        number = 0
        for _, block in placed:
            if isinstance(block, Paragraph):
                number += 1
                yield Paragraph(block.text, Place(page=page, line=number, box=block.place.box))
            else:
                yield block


def lines_as_drawn(characters: Iterable[Character], page: int) -> Iterator[Paragraph]:
    """Lines in the order in which a page is drawn, as a text extractor gives them."""
    lines: list[list[Character]] = []
    for character in _once(characters):
        before = lines[-1][-1] if lines else None
        reach = _SAME_LINE * max(character.size, before.size) if before else 0.0
        if before and abs(character.y - before.y) <= reach and character.x >= before.x:
            lines[-1].append(character)
        else:
            lines.append([character])
    for number, line in enumerate(lines, start=1):
        yield Paragraph(_text(line), Place(page=page, line=number, box=_box(line)))


def lines_as_seen(characters: Iterable[Character], page: int) -> Iterator[Paragraph]:
    """Lines from top to bottom, whatever the order in which they are drawn."""
    for number, line in enumerate(_lines(_once(characters)), start=1):
        yield Paragraph(_text(line), Place(page=page, line=number, box=_box(line)))


def _once(characters: Iterable[Character]) -> list[Character]:
    """Without the second print of a character that is made bold by printing it twice."""
    kept: list[Character] = []
    seen: set[tuple[str, float, int, int]] = set()
    for character in characters:
        step = max(round(character.size * _DOUBLE, 4), 1e-4)
        at = (round(character.x / step), round(character.y / step))
        # The places of another size are counted in other steps: the same numbers there are another place.
        around = ((character.text, step, at[0] + dx, at[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if character.text.strip() and not any(key in seen for key in around):
            seen.add((character.text, step, *at))
            kept.append(character)
    return kept


def _tables(rules: Sequence[Rule], unit: float) -> list[list[Box]]:
    """The boxes of the cells of each ruled table."""
    snap = _SNAP_MM * unit
    # Longer to import than a web page is to be read, and few documents have pages.
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = merge_edges([_edge(rule) for rule in rules], snap, snap, snap, snap)
    across = sum(edge["orientation"] == "h" for edge in edges)
    if not len(edges) >= 4 or across * (len(edges) - across) > _MAX_CROSSINGS:
        return []
    tables: list[list[Box]] = cells_to_tables(intersections_to_cells(edges_to_intersections(edges, snap, snap)))
    return tables


def _edge(rule: Rule) -> dict[str, Any]:
    is_horizontal = abs(rule.x1 - rule.x0) >= abs(rule.y1 - rule.y0)
    x0, x1 = sorted((rule.x0, rule.x1))
    top, bottom = sorted((rule.y0, rule.y1))
    if is_horizontal:
        bottom = top
    else:
        x1 = x0
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": "h" if is_horizontal else "v", "object_type": "line",
    }  # fmt: skip


def _shared_out(
    characters: Iterable[Character], boxes: Sequence[Box]
) -> tuple[dict[Box, list[Character]], list[Character]]:
    """The characters of each cell, and those outside of all."""
    cells: dict[Box, list[Character]] = {box: [] for box in boxes}
    outside: list[Character] = []
    box: Box | None = None
    for character in characters:
        # A page is written cell by cell: most characters stand where the one before does.
        if box is None or not _is_inside(character, box):
            box = next((other for other in boxes if _is_inside(character, other)), None)
        (outside if box is None else cells[box]).append(character)
    return cells, outside


def _crossed(cells: Mapping[Box, Sequence[Character]]) -> frozenset[Box]:
    """The cells between which a number runs over the rule: which digits are whose cannot be seen."""
    digits = [(sign, box) for box, signs in cells.items() for sign in signs if sign.text.isdigit()]
    digits.sort(key=lambda found: (round(found[0].y), found[0].x))
    crossed: set[Box] = set()
    for (before, own), (sign, other) in pairwise(digits):
        is_one_line = abs(sign.y - before.y) <= _SAME_LINE * before.size
        if own != other and is_one_line and abs(sign.x - before.end) <= _GAP_OF_DIGITS * before.size:
            crossed |= {own, other}
    return frozenset(crossed)


def _is_inside(character: Character, box: Box) -> bool:
    x, y = (character.x + character.end) / 2, character.y - character.size * 0.35
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lines(characters: Iterable[Character]) -> list[list[Character]]:
    """Lines from top to bottom, each from left to right."""
    lines: list[list[Character]] = []
    for character in sorted(characters, key=lambda c: (c.y, c.x)):
        if lines and abs(character.y - lines[-1][0].y) <= _SAME_LINE * min(character.size, lines[-1][0].size):
            lines[-1].append(character)
        else:
            lines.append([character])
    return [sorted(line, key=lambda c: c.x) for line in with_raised_lines(lines)]


def _text(line: Sequence[Character]) -> str:
    """Words of a line; a gap between characters parts them."""
    if differ_in_size(line):
        return text_with_marks(line, _words)
    return _words(line)


def _words(line: Sequence[Character]) -> str:
    pieces = [line[0].text]
    for before, character in pairwise(line):
        gap = _GAP_OF_DIGITS if before.text in _DIGITS and character.text in _DIGITS else GAP
        if character.x - before.end > gap * character.size:
            pieces.append(" ")
        pieces.append(character.text)
    return "".join(pieces)


def _paragraph(line: Sequence[Character], page: int) -> Paragraph:
    return Paragraph(_text(line), Place(page=page, box=_box(line)))


def _box(line: Sequence[Character]) -> Box:
    return _rounded((line[0].x, min(c.y - c.size for c in line), max(c.end for c in line), max(c.y for c in line)))


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))


def _grid(cells: dict[Box, list[Character]], crossed: frozenset[Box], page: int, number: int, unit: float) -> Table:
    """Cells where they begin, rows by their upper edge and columns by their left one; ``crossed`` ones end in ``?``."""
    snap = _SNAP_MM * unit
    columns = columns_by_edge((box[0] for box in cells), snap)
    rows_by_top = columns_by_edge((box[1] for box in cells), snap)
    rows: dict[int, list[Box]] = {}
    for box in sorted(cells, key=lambda box: (rows_by_top[box[1]], columns[box[0]])):
        rows.setdefault(rows_by_top[box[1]], []).append(box)
    return Table(
        tuple(
            tuple(
                Cell(
                    "\n".join(_text(line) for line in _lines(cells[box])) + (UNREAD if box in crossed else ""),
                    columns[box[0]],
                    Place(page, number, row_number, index, box=_rounded(box)),
                )
                for index, box in enumerate(boxes, start=1)
            )
            for row_number, boxes in enumerate(rows.values(), start=1)
        )
    )
