"""Word documents (.docx) to blocks, merged cells once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from lxml import etree

from parsing.blocks import Block, Cell, Content, ReadError, Table
from parsing.model import Paragraph
from parsing.model import Place


def read_docx(data: bytes) -> Content:
    """Blocks of a .docx; raises ``ReadError`` where it is damaged or no Word document."""
    try:
        document = open_docx(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError, OSError) as error:
        raise ReadError("the Word document is damaged or is none") from error
    title = (document.core_properties.title or "").strip()
    return Content(tuple(_blocks(document)), (title,) if title else ())


def _blocks(document: object) -> Iterator[Block]:
    table_number = line_number = 0
    for item in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(item, DocxParagraph):
            for text in item.text.splitlines():
                if text.strip():
                    line_number += 1
                    yield Paragraph(" ".join(text.split()), Place(line=line_number))
        elif isinstance(item, DocxTable):
            table_number += 1
            yield _table(item, table_number)


def _table(table: DocxTable, number: int) -> Table:
    """Cells where they begin: a cell merged downwards goes on as ``w:vMerge`` without ``restart`` and is left out."""
    rows = []
    for row_number, row in enumerate(table._tbl.tr_lst, start=1):
        column = _grid_before(row)
        cells = []
        for cell in row.tc_lst:
            if cell.vMerge != "continue":
                text = " ".join("".join(node.text or "" for node in cell.iter(qn("w:t"))).split())
                cells.append(Cell(text, column, Place(table=number, row=row_number, cell=len(cells) + 1)))
            column += cell.grid_span
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _grid_before(row: object) -> int:
    found = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")  # type: ignore[attr-defined]
    return int(found.get(qn("w:val"), "0")) if found is not None else 0
