"""Reports as PDF files, laid out like the Panyu originals.

Table three runs over three pages with its header repeated. Group labels are cut at the page break, and the narrow
columns force header labels into one or two characters a line.
"""

from __future__ import annotations

import io
from html import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from practice.report import Paragraph, Report, Table, placed, split
from practice.writers.font import register

MARGIN = 70
WIDTHS = {4: [150, 100, 100, 100], 10: [20, 44, 176, 24, 32, 32, 32, 32, 32, 24], 15: [30] * 15}
"""Column widths in points, by the number of grid columns."""
CUTS = (9, 25)
"""Rows of table three (header included) before which a new page begins."""
PAGED_WIDTH = 10


def document(report: Report) -> bytes:
    """The bytes of a PDF file; equal reports give equal bytes. Raises `PracticeError` if the font is missing."""
    styles = _styles(register())
    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=report.title,
        invariant=1,
    )
    story: list[Flowable] = []
    for block in report.blocks:
        story += _table(block, styles) if isinstance(block, Table) else _paragraph(block, styles)
    template.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return buffer.getvalue()


def _styles(font: str) -> dict[str, ParagraphStyle]:
    base = ParagraphStyle("base", fontName=font, fontSize=12, leading=22, wordWrap="CJK")
    return {
        "title": ParagraphStyle("title", base, fontSize=18, leading=28, alignment=TA_CENTER, spaceAfter=8),
        "note": ParagraphStyle("note", base, fontSize=10, alignment=TA_CENTER, textColor=colors.firebrick),
        "heading": ParagraphStyle("heading", base, fontSize=13, firstLineIndent=26, spaceBefore=4),
        "body": ParagraphStyle("body", base, firstLineIndent=24),
        "cell": ParagraphStyle("cell", base, fontSize=10, leading=12.5, alignment=TA_CENTER),
    }


def _paragraph(block: Paragraph, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    return [Text(escape(block.text, quote=False), styles[block.style])]


def _table(table: Table, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    if table.width != PAGED_WIDTH:
        return [_grid(table, styles), Spacer(1, 10)]
    story: list[Flowable] = []
    rest, above = table, 0
    for cut in CUTS:
        if cut < len(table.rows):
            part, rest = split(rest, cut - above, repeat_header=True, continued="rest")
            story += [_grid(part, styles), PageBreak()]
            above = cut - table.header_rows
    return [*story, _grid(rest, styles), Spacer(1, 10)]


def _grid(table: Table, styles: dict[str, ParagraphStyle]) -> Grid:
    content: list[list[object]] = [[""] * table.width for _ in table.rows]
    commands: list[tuple[object, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for top, left, cell in placed(table):
        content[top][left] = Text(escape(cell.text, quote=False), styles["cell"])
        if cell.rows > 1 or cell.columns > 1:
            commands.append(("SPAN", (left, top), (left + cell.columns - 1, top + cell.rows - 1)))
    return Grid(content, colWidths=WIDTHS[table.width], style=commands, splitByRow=0)


def _page_number(canvas: Canvas, template: SimpleDocTemplate) -> None:
    canvas.setFont(register(), 9)
    canvas.drawCentredString(A4[0] / 2, MARGIN / 2, f"- {template.page} -")
