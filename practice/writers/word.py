"""Reports as Word files (.docx) with merged cells."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn

from practice.report import Paragraph, Report, Table, placed
from practice.writers.packed import archive

FONT = "FangSong"


def document(report: Report) -> bytes:
    """The bytes of a .docx file; equal reports give equal bytes."""
    word = docx.Document()
    moment = datetime.combine(report.published_on, time(9))
    properties = word.core_properties
    properties.title, properties.author = report.title, ""
    properties.created = properties.modified = moment
    normal = word.styles["Normal"]
    normal.font.name = FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for block in report.blocks:
        if isinstance(block, Table):
            _add_table(word, block)
        else:
            _add_paragraph(word, block)
    buffer = io.BytesIO()
    word.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _add_paragraph(word: docx.document.Document, block: Paragraph) -> None:
    paragraph = word.add_paragraph()
    run = paragraph.add_run(block.text)
    run.bold = block.style in ("title", "heading")
    if block.style in ("title", "note"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_table(word: docx.document.Document, block: Table) -> None:
    table = word.add_table(rows=len(block.rows), cols=block.width, style="Table Grid")
    grid = [list(row.cells) for row in table.rows]
    for top, left, cell in placed(block):
        target = grid[top][left]
        if cell.rows > 1 or cell.columns > 1:
            target = target.merge(grid[top + cell.rows - 1][left + cell.columns - 1])
        target.text = cell.text
    word.add_paragraph()


def _with_fixed_times(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        names = sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        return archive({name: source.read(name) for name in names})
