"""Scans to blocks: ruled tables cell by cell, the text around them line by line.

Reads the pages of a PDF that show something but have no usable text (``text_layer``) and leaves the others to their
text. A report over several images is several pages. Every value has been looked at twice (``cell_reading``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, groupby
from types import MappingProxyType
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from parsing.blocks import Block, Cell, Content, Table
from parsing.model import Paragraph, Place
from parsing.readers.cell_reading import CellText, Words, prints_slashes, read_cells, read_prose
from parsing.readers.coloured_lines import with_coloured_lines
from parsing.readers.ink import find_print
from parsing.readers.laid_page import Back, LaidPage, lay
from parsing.readers.orientation import upright
from parsing.readers.page_image import DOTS_PER_INCH, PageImage, Pixels, image_pages, no_more_pages, pdf_pages
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_file import Pdf, once
from parsing.readers.pdf_text import read_pdf_text
from parsing.readers.recogniser import cut_out, find_text
from parsing.readers.ruled_grid import RuledTable
from parsing.readers.seen_cells import look_at
from parsing.readers.text_layer import TextLayer, text_layer

LARGER = 240
"""Dots an inch of the second opinion."""
_COARSE, _WIDER_THAN_TYPE = 8, 15
"""Pixels of a page in one of its coarse image, and pixels there across which something is paper (1.5 cm)."""


_Grid = tuple[tuple[int, int], ...]
"""Row and column of each cell."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a first reading is sure of on a page: how it lies, and of each table its grid and its labels."""

    quarters: int
    grids: tuple[_Grid, ...]
    words: tuple[Words, ...]


_Pages = Mapping[int, _Known]
"""By the number of the page."""
_NOTHING: _Pages = MappingProxyType({})


class _Scan(NamedTuple):
    content: Content
    pages: _Pages


def read_scan(pdf: Pdf) -> Content:
    """A PDF with its scanned pages read by OCR and all others by their text, in page order.

    Of a page that has text and pictures the tables in these are added to its text. Raises ``ReadError`` if a page cannot
    be read, or too many are scanned.
    """
    return _scan(pdf).content


@once
def _scan(pdf: Pdf) -> _Scan:
    layer = text_layer(pdf)
    text = [block for block in read_pdf_text(pdf).blocks if _page_number(block) not in layer.by_ocr]
    read, pages = _read_pages(pdf_pages(pdf, _seen(layer)))
    by_ocr = [block for block in read.blocks if isinstance(block, Table) or _page_number(block) in layer.by_ocr]
    blocks = without_page_numbers(sorted((*text, *by_ocr), key=_page_number))
    return _Scan(replace(read, blocks=blocks), pages)


def read_scan_larger(pdf: Pdf) -> Content:
    """The same with its tables at another size."""
    first = _scan(pdf)
    again = _read_pages(pdf_pages(pdf, _seen(text_layer(pdf)), LARGER), first.pages)
    return _with_tables(first.content, again.content)


def _seen(layer: TextLayer) -> list[int]:
    return sorted((*layer.by_ocr, *layer.pictured))


def read_image(data: bytes) -> Content:
    """An image file; raises ``ReadError`` if it is damaged or too large."""
    return read_images((data,))


def read_images(files: tuple[bytes, ...]) -> Content:
    """A report spread over several image files, in their order; each of their frames is a page."""
    return _scan_images(files).content


@lru_cache(maxsize=1)
def _scan_images(files: tuple[bytes, ...]) -> _Scan:
    read, pages = _read_pages(_frames(files, DOTS_PER_INCH))
    return _Scan(replace(read, blocks=without_page_numbers(read.blocks)), pages)


def read_images_larger(files: tuple[bytes, ...]) -> Content:
    """The same with its tables at another size."""
    first = _scan_images(files)
    return _with_tables(first.content, _read_pages(_frames(files, LARGER), first.pages).content)


def _frames(files: Sequence[bytes], dots_per_inch: int) -> Iterator[PageImage]:
    frames = chain.from_iterable(image_pages(data, dots_per_inch) for data in files)
    return (replace(page, number=number) for number, page in enumerate(no_more_pages(frames), start=1))


def _with_tables(first: Content, second: Content) -> Content:
    """The prose of one reading with the tables of another, each page's in the place of its first table there.

    Prose is not looked at again: a second opinion is asked for figures, and its lines cost the most.
    """
    tables: dict[int, list[Block]] = {}
    for table in second.blocks:
        tables.setdefault(_page_number(table), []).append(table)
    blocks: list[Block] = []
    for page, group in groupby(first.blocks, key=_page_number):
        of_page, ours = list(group), tables.pop(page, [])
        at = next((index for index, block in enumerate(of_page) if isinstance(block, Table)), len(of_page))
        rest = [block for block in of_page if not isinstance(block, Table)]
        blocks += [*rest[:at], *ours, *rest[at:]]
    blocks += chain.from_iterable(tables.values())
    return replace(first, blocks=tuple(sorted(blocks, key=_page_number)), candidates=second.candidates)


def _page_number(block: Block) -> int:
    place = next((cell.place for row in block.rows for cell in row), None) if isinstance(block, Table) else block.place
    return place.page or 0 if place else 0


def _read_pages(pages: Iterable[PageImage], before: _Pages = _NOTHING) -> _Scan:
    """``before`` are the pages of a first reading: what stands outside of their tables is known already."""
    blocks: list[Block] = []
    candidates: dict[Place, tuple[str, ...]] = {}
    known: dict[int, _Known] = {}
    quarters: int | None = None
    for page in pages:
        first = before.get(page.number)
        laid, quarters = (lay(page, first.quarters), first.quarters) if first else upright(page, quarters)
        read, words = _read_page(laid, sum(isinstance(block, Table) for block in blocks), first)
        known[page.number] = _Known(quarters, _grids(laid), words)
        blocks += read.blocks
        candidates |= read.candidates
    return _Scan(Content(tuple(blocks), candidates=candidates), known)


def _grids(laid: LaidPage) -> tuple[_Grid, ...]:
    return tuple(tuple((cell.row, cell.column) for cell in table.cells) for table in laid.tables)


def _read_page(laid: LaidPage, tables_before: int, first: _Known | None) -> tuple[Content, tuple[Words, ...]]:
    """What is on a page, and of each of its tables the labels that are sure."""
    found = find_print(laid.ink, laid.text, laid.lines)
    placed: list[tuple[float, Block]] = []
    candidates: dict[Place, tuple[str, ...]] = {}
    rest, paper = with_coloured_lines(laid.text, laid.ink), _paper(laid.text)
    seen = [look_at(laid.text, found, table) for table in laid.tables]
    has_slashes = prints_slashes(chain.from_iterable(seen))
    # Another grid is another table: nothing of it is known.
    words = first.words if first and first.grids == _grids(laid) else tuple({} for _ in laid.tables)
    sure: list[Words] = []
    for number, (table, cells, known) in enumerate(zip(laid.tables, seen, words, strict=True), start=tables_before + 1):
        texts = read_cells(cells, has_slashes=has_slashes, words=known)
        sure.append({(c.row, c.column): text.text for c, text in zip(table.cells, texts, strict=True) if text.is_words})
        block, places = _table(table, texts, number, laid.back)
        candidates |= {place: text.candidates for place, text in zip(places, texts, strict=True) if text.candidates}
        placed.append((table.box[1], block))
        left, top, right, bottom = table.box
        # A white patch on the grey of a photograph has edges, beside which the search for text overlooks a lone line.
        rest[top:bottom, left:right] = paper[top:bottom, left:right]
    if first is None:
        placed += _paragraphs(rest, laid.back)
    blocks = tuple(block for _, block in sorted(placed, key=lambda pair: pair[0]))
    return Content(blocks, candidates=candidates), tuple(sure)


def _paper(grey: Pixels) -> Pixels:
    """The page as it would be without any print: the tone of its paper, which a photograph's light changes from side to side."""
    coarse = cv2.resize(grey, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_AREA)
    bare = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, np.ones((_WIDER_THAN_TYPE, _WIDER_THAN_TYPE), np.uint8))
    return np.asarray(cv2.resize(bare, grey.shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _table(table: RuledTable, texts: Sequence[CellText], number: int, back: Back) -> tuple[Table, list[Place]]:
    """The table, and the places of its cells in their order."""
    rows: dict[int, list[Cell]] = {}
    places: list[Place] = []
    for cell, text in zip(table.cells, texts, strict=True):
        row = rows.setdefault(cell.row, [])
        places.append(Place(back.page, number, cell.row + 1, len(row) + 1, box=back.box(cell.box)))
        row.append(Cell(text.text, cell.column, places[-1]))
    return Table(tuple(tuple(rows[row]) for row in sorted(rows))), places


def _paragraphs(rest: Pixels, back: Back) -> list[tuple[float, Block]]:
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
