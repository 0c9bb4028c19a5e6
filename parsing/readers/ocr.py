"""Scans to blocks: ruled tables cell by cell, the text around them line by line.

Reads the pages of a PDF that show something but have no usable text (``text_layer``) and leaves the others to their
text; a report over several images is several pages. Every value has been looked at twice (``cell_reading``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.blocks import Block, Cell, Content, Table
from parsing.model import Paragraph, Place
from parsing.readers.cell_reading import CellText, read_cells, read_prose
from parsing.readers.ink import find_print
from parsing.readers.page_image import DOTS_PER_INCH, PageImage, Pixels, image_pages, no_more_pages, pdf_pages
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_text import read_pdf_text
from parsing.readers.recogniser import cut_out, find_text
from parsing.readers.ruled_grid import Matrix, RuledTable, find_lines, find_tables, skew, turn, upright_matrix
from parsing.readers.text_layer import text_layer

LARGER = 240
"""Dots an inch of the second opinion."""

Box = tuple[float, float, float, float]


def read_scan(data: bytes, dots_per_inch: int = DOTS_PER_INCH) -> Content:
    """A PDF with its scanned pages read by sight and all others by their text, in page order.

    Of a page that has text and pictures the tables in these are added to its text. Raises ``ReadError`` where the PDF
    cannot be opened.
    """
    layer = text_layer(data)
    seen = sorted((*layer.by_sight, *layer.pictured))
    text = [block for block in read_pdf_text(data).blocks if _page_number(block) not in layer.by_sight]
    sight = [
        block
        for block in _read_pages(pdf_pages(data, seen, dots_per_inch))
        if isinstance(block, Table) or _page_number(block) in layer.by_sight
    ]
    return Content(without_page_numbers(sorted((*text, *sight), key=_page_number)))


def read_image(data: bytes, dots_per_inch: int = DOTS_PER_INCH) -> Content:
    """An image file; raises ``ReadError`` where it is damaged or too large."""
    return read_images([data], dots_per_inch)


def read_images(files: Sequence[bytes], dots_per_inch: int = DOTS_PER_INCH) -> Content:
    """A report spread over several image files, in their order; each of their frames is a page."""
    frames = chain.from_iterable(image_pages(data, dots_per_inch) for data in files)
    pages = (replace(page, number=number) for number, page in enumerate(no_more_pages(frames), start=1))
    return Content(without_page_numbers(_read_pages(pages)))


def _page_number(block: Block) -> int:
    place = next((cell.place for row in block.rows for cell in row), None) if isinstance(block, Table) else block.place
    return place.page or 0 if place else 0


def _read_pages(pages: Iterable[PageImage]) -> Iterator[Block]:
    tables = 0
    for page in pages:
        blocks = _read_page(page, tables)
        tables += sum(isinstance(block, Table) for block in blocks)
        yield from blocks


def _read_page(page: PageImage, tables_before: int) -> list[Block]:
    matrix = upright_matrix(page.text.shape, skew(page.ink))
    text = turn(page.text, matrix)
    ink = text if page.ink is page.text else turn(page.ink, matrix)
    lines = find_lines(text)
    drawn = lines if ink is text else find_lines(ink)
    found = find_print(ink, text, lines)
    tables = find_tables(lines, drawn)
    back = _Back(page, matrix)
    placed: list[tuple[float, Block]] = []
    rest = text.copy()
    for number, table in enumerate(tables, start=tables_before + 1):
        texts = read_cells(text, found, table)
        placed.append((table.box[1], _table(table, texts, number, back)))
        left, top, right, bottom = table.box
        rest[top:bottom, left:right] = 255
    placed += _paragraphs(rest, back)
    return [block for _, block in sorted(placed, key=lambda pair: pair[0])]


class _Back:
    """From a straightened page back to the page as it came, in PDF points or pixels of the file."""

    def __init__(self, page: PageImage, matrix: Matrix | None) -> None:
        self.page = page.number
        self._scale = page.scale
        self._inverse = None if matrix is None else cv2.invertAffineTransform(matrix)

    def box(self, box: Sequence[float]) -> Box:
        left, top, right, bottom = box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)
        if self._inverse is not None:
            corners = corners @ self._inverse[:, :2].T + self._inverse[:, 2]
        (x0, y0), (x1, y1) = corners.min(axis=0) / self._scale, corners.max(axis=0) / self._scale
        return (round(float(x0), 1), round(float(y0), 1), round(float(x1), 1), round(float(y1), 1))


def _table(table: RuledTable, texts: Sequence[CellText], number: int, back: _Back) -> Table:
    rows: dict[int, list[Cell]] = {}
    for cell, text in zip(table.cells, texts, strict=True):
        row = rows.setdefault(cell.row, [])
        place = Place(back.page, number, cell.row + 1, len(row) + 1, box=back.box(cell.box))
        row.append(Cell(text.text, cell.column, place))
    return Table(tuple(tuple(rows[row]) for row in sorted(rows)))


def _paragraphs(rest: Pixels, back: _Back) -> list[tuple[float, Block]]:
    """One paragraph for each line of text outside the tables."""
    corners = find_text(rest)
    texts = read_prose([cut_out(rest, quad) for quad in corners])
    legible = [(quad, text) for quad, text in zip(corners, texts, strict=True) if text]
    placed: list[tuple[float, Block]] = []
    for number, line in enumerate(_level(legible), start=1):
        points = np.concatenate([quad for quad, _ in line])
        box = (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
        words = " ".join(text for _, text in line)
        placed.append((box[1], Paragraph(words, Place(page=back.page, line=number, box=back.box(box)))))
    return placed


_Run = tuple[NDArray[np.float32], str]


def _level(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Runs of text gathered into lines: those whose middles lie within half a line height, left to right."""
    lines: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: float(run[0][:, 1].mean())):
        middle = float(run[0][:, 1].mean())
        if lines:
            last = lines[-1][-1][0]
            height = float(last[:, 1].max() - last[:, 1].min())
            if middle - float(last[:, 1].mean()) <= height / 2:
                lines[-1].append(run)
                continue
        lines.append([run])
    return [sorted(line, key=lambda run: float(run[0][:, 0].min())) for line in lines]
