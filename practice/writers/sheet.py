"""Reports as workbooks (.xlsx): one sheet, paragraphs and tables one below the other, spans as merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from practice.report import Report, Table, placed
from practice.writers.packed import archive

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_NAME = "年度报告"
WIDTH = 10
"""Grid columns that a paragraph spans."""
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")

Placed = tuple[int, int, str, int, int]
"""Row and column from 0, text, spanned rows and columns."""


def document(report: Report) -> bytes:
    """The bytes of an .xlsx file; equal reports give equal bytes."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            f'<sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(list(_placed(report))),
    }
    return archive({name: f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode() for name, text in parts.items()})


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'
    )


def _placed(report: Report) -> Iterator[Placed]:
    top = 0
    for block in report.blocks:
        if isinstance(block, Table):
            for row, column, cell in placed(block):
                yield top + row, column, cell.text, cell.rows, cell.columns
            top += len(block.rows)
        else:
            yield top, 0, block.text, 1, WIDTH
            top += 1


def _sheet(cells: list[Placed]) -> str:
    rows: dict[int, list[str]] = {}
    for row, column, text, _, _ in sorted(cells):
        rows.setdefault(row, []).append(_cell(_address(row, column), text))
    body = "".join(f'<row r="{row + 1}">{"".join(found)}</row>' for row, found in rows.items())
    merged = "".join(
        f'<mergeCell ref="{_address(row, column)}:{_address(row + down - 1, column + across - 1)}"/>'
        for row, column, _, down, across in cells
        if down * across > 1
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData><mergeCells>{merged}</mergeCells></worksheet>'


def _cell(address: str, text: str) -> str:
    if NUMBER.fullmatch(text):
        return f'<c r="{address}"><v>{text}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _address(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"
