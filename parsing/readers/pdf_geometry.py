"""PDF tables by their ruled lines (pdfplumber): slower than text by a factor of thirty, but it knows each cell's box."""

from __future__ import annotations

import io

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.page import Page
from pdfplumber.table import Table as RuledTable
from pdfplumber.utils.exceptions import PdfminerException

from parsing.blocks import Block, Cell, Content, ReadError, Table
from parsing.model import Paragraph, Place
from parsing.readers.page_numbers import without_page_numbers
from parsing.readers.pdf_text import open_pdf

Box = tuple[float, float, float, float]


def read_pdf_geometry(data: bytes) -> Content:
    """Tables as grids and the lines of text around them, page by page."""
    open_pdf(data).close()
    blocks: list[Block] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                blocks += _page_blocks(page, sum(isinstance(block, Table) for block in blocks))
                page.close()
    except (PDFException, PdfminerException) as error:
        raise ReadError("a page of the PDF cannot be read") from error
    return Content(without_page_numbers(blocks))


def _page_blocks(page: Page, tables_before: int) -> list[Block]:
    found = page.find_tables()
    placed: list[tuple[float, Block]] = [
        (table.bbox[1], _table(page, table, tables_before + index)) for index, table in enumerate(found, start=1)
    ]
    outside = page
    for table in found:
        outside = outside.outside_bbox(table.bbox, relative=False, strict=False)
    for number, line in enumerate(outside.extract_text_lines(return_chars=False), start=1):
        place = Place(page=page.page_number, line=number)
        placed.append((line["top"], Paragraph(line["text"], place)))
    return [block for _, block in sorted(placed, key=lambda pair: pair[0])]


def _rounded(box: Box) -> Box:
    left, top, right, bottom = box
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def _table(page: Page, table: RuledTable, number: int) -> Table:
    edges = sorted({round(cell[0]) for cell in table.cells})
    texts = table.extract()
    rows = []
    for row_number, (row, row_texts) in enumerate(zip(table.rows, texts, strict=True), start=1):
        cells: list[Cell] = []
        for box, text in zip(row.cells, row_texts, strict=True):
            if box is None:
                continue
            place = Place(page.page_number, number, row_number, len(cells) + 1, box=_rounded(box))
            cells.append(Cell(" ".join((text or "").split()), edges.index(round(box[0])), place))
        rows.append(tuple(cells))
    return Table(tuple(rows))
