"""Reports as workbooks: .xlsx as SpreadsheetML, .xls as BIFF8 records; one sheet, or one for each table."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from random import Random
from xml.sax.saxutils import escape

from writer.formats.compound import compound
from writer.formats.package import xml_package
from writer.grids import Cell, Table, placed
from writer.raised import has_marks, pieces
from writer.report import Block

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,8})(?:\.\d{1,4})?")
_WIDTH = 10

Placed = tuple[int, int, str, int, int]
"""Row, column, text, rows and columns of one cell."""


_DATE = "@45311"
"""20 January 2024, in one of the formats that no file spells out."""
_DATE_FORMATS = (31, 57, 58)


def _placed(blocks: Sequence[Block], show: Callable[[Cell], str] = lambda cell: cell.text) -> Iterator[Placed]:
    """All blocks one below the other; a paragraph is one cell over the whole width, a date stands below all."""
    top = 0
    for block in blocks:
        if isinstance(block, Table):
            for row, column, cell in placed(block):
                yield top + row, column, show(cell), min(cell.rows, len(block.rows) - row), cell.columns
            top += len(block.rows)
        else:
            yield top, 0, block.text, 1, _WIDTH
            top += 1
    yield top, 0, _DATE, 1, 1


def _address(row: int, column: int) -> str:
    return f"{chr(ord('A') + column)}{row + 1}"


def _as_formula(cell: Cell) -> str:
    """Blank values are formulas that nobody has calculated."""
    return "=SUM(B2:B9)" if cell.key and not cell.text.strip() else cell.text


def xlsx_formulas(random: Random, blocks: Sequence[Block]) -> bytes:
    return xlsx_file([list(_placed(blocks, _as_formula))], random)


def xls_formulas(random: Random, blocks: Sequence[Block]) -> bytes:
    return _xls(sorted(_placed(blocks, _as_formula)))


def xlsx(random: Random, blocks: Sequence[Block]) -> bytes:
    """Numbers as numbers, some as Excel stores them (11.0); texts shared or inline."""
    return xlsx_file([list(_placed(blocks))], random)


def xlsx_file(sheets: Sequence[Sequence[Placed]], random: Random) -> bytes:
    shared: list[str] = []
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet(cells, shared, random) for n, cells in enumerate(sheets, start=1)}
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1))
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    strings = "".join(f"<si>{text}<rPh><t>1</t></rPh></si>" for text in shared)
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 0, *_DATE_FORMATS))
    parts |= {
        "[Content_Types].xml": f'<Types xmlns="{_P}/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_P}/relationships">{related}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_S}"><cellXfs>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_S}">{strings}</sst>',
    }
    return xml_package(parts)


def _sheet(cells: Sequence[Placed], shared: list[str], random: Random) -> str:
    rows: dict[int, str] = {}
    for row, column, text, _, _ in sorted(cells):
        rows[row] = rows.get(row, "") + _cell(_address(row, column), text, shared, random)
    body = "".join(f'<row r="{row + 1}">{text}</row>' for row, text in rows.items())
    merged = "".join(
        f'<mergeCell ref="{_address(row, column)}:{_address(row + rows - 1, column + columns - 1)}"/>'
        for row, column, _, rows, columns in cells
        if rows * columns > 1
    )
    return f'<worksheet xmlns="{_S}"><sheetData>{body}</sheetData><mergeCells>{merged}</mergeCells></worksheet>'


def _cell(address: str, text: str, shared: list[str], random: Random) -> str:
    if not text:
        return f'<c r="{address}" s="1"/>'
    if text == _DATE:
        return f'<c r="{address}" s="{random.randint(2, 4)}"><v>{text[1:]}</v></c>'
    if text.startswith("="):
        return f'<c r="{address}"><f>{text[1:]}</f></c>'
    if _NUMBER.fullmatch(text):
        stored = text + ".0" if "." not in text and random.random() < 0.5 else text
        return f'<c r="{address}"><v>{stored}</v></c>'
    if random.random() < 0.5:
        shared.append(_rich(text))
        return f'<c r="{address}" t="s"><v>{len(shared) - 1}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is>{_rich(text)}</is></c>'


def _rich(text: str) -> str:
    if not has_marks(text):
        return f"<t>{escape(text)}</t>"
    raised = '<rPr><vertAlign val="superscript"/></rPr>'
    return "".join(f"<r>{raised if mark else ''}<t>{escape(run)}</t></r>" for run, mark in pieces(text))


def xls(random: Random, blocks: Sequence[Block]) -> bytes:
    """Legacy records: LABEL for texts, LABELSST for those with marks, NUMBER for numbers, MERGECELLS for spans."""
    return _xls(sorted(_placed(blocks)))


def _xls(cells: Sequence[Placed]) -> bytes:
    marked = sorted({text for _, _, text, _, _ in cells if has_marks(text)})
    records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))]
    for row, column, text, _, _ in cells:
        if text == _DATE:
            records.append(_record(0x0203, struct.pack("<HHHd", row, column, 1 + row % 3, float(text[1:]))))
        elif text.startswith("="):
            result = b"\x03\0\0\0\0\0\xff\xff"
            records.append(_record(0x0006, struct.pack("<HHH8sHIH", row, column, 0, result, 0, 0, 3) + b"\x1e\0\0"))
        elif text in marked:
            records.append(_record(0x00FD, struct.pack("<HHHI", row, column, 0, marked.index(text))))
        elif _NUMBER.fullmatch(text):
            records.append(_record(0x0203, struct.pack("<HHHd", row, column, 0, float(text))))
        elif text:
            packed = text.encode("utf-16-le")
            records.append(_record(0x0204, struct.pack("<HHHHB", row, column, 0, len(packed) // 2, 1) + packed))
    merged = [(row, row + rows - 1, column, column + columns - 1) for row, column, _, rows, columns in cells]
    merged = [area for area in merged if area[:2] != area[1::-1] or area[2] != area[3]]
    for at in range(0, len(merged), 1000):
        areas = b"".join(struct.pack("<HHHH", *area) for area in merged[at : at + 1000])
        records.append(_record(0x00E5, struct.pack("<H", len(areas) // 8) + areas))
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + _record(0x42, b"\xb0\x04")
    start += b"".join(_font(1 if number == 5 else 0) for number in (0, 1, 2, 3, 5))
    start += b"".join(_record(0xE0, struct.pack("<2H16x", 0, number)) for number in (0, *_DATE_FORMATS))
    start += _shared(marked)
    end = _record(0x0A, b"")
    sheet_at = len(start) + 4 + 10 + len(end)
    listed = _record(0x85, struct.pack("<IBB", sheet_at, 0, 0) + b"\x02\x00ab")
    return compound({"Workbook": start + listed + end + b"".join(records) + end})


def _font(raised: int) -> bytes:
    return _record(0x31, struct.pack("<5H4xBB", 200, 0, 0x7FFF, 400, raised, 1, 0) + b"a")


def _shared(texts: Sequence[str]) -> bytes:
    """Shared texts whose marks are in font 5, the only raised one."""
    strings = b"".join(map(_rich_string, texts))
    return _record(0xFC, struct.pack("<2I", len(texts), len(texts)) + strings) if texts else b""


def _rich_string(text: str) -> bytes:
    runs, at = [], 0
    for run, mark in pieces(text):
        runs.append((at, 5 if mark else 0))
        at += len(run)
    plain = "".join(run for run, _ in pieces(text)).encode("utf-16-le")
    fonts = b"".join(struct.pack("<2H", *run) for run in runs)
    return struct.pack("<HBH", len(plain) // 2, 0x09, len(runs)) + plain + fonts


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
