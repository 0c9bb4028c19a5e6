"""Spreadsheets to blocks: .xlsx here, legacy .xls (and .et) through calamine. Hidden sheets, rows and columns are not printed.

A place counts as the sheet does: ``page`` is the sheet, ``row`` and ``cell`` are its rows and columns from 1.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from parsing.blocks import Block, Cell, Content, ReadError, Table
from parsing.compounds import BROKEN, Compound
from parsing.formats import formats
from parsing.limits import MAX_CELLS, MAX_GRID_STEPS
from parsing.model import Paragraph, Place
from parsing.readers.sheet_styles import PLAIN, font_shown, number_shown, text_shown
from parsing.readers.xls_extent import check_extent
from parsing.readers.xls_records import Corrections, Position, corrections
from parsing.text import han, tidy_lines

Area = tuple[Position, Position]
"""First and last cell."""

_PROSE = 40
"""A lone cell with more Han characters than this is prose; the longest label of the form has 32."""


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet that have a value, as printed."""

    texts: dict[Position, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)

    def put(self, position: Position, text: str) -> None:
        if len(self.texts) >= MAX_CELLS:
            raise ReadError(f"the tables have more than {MAX_CELLS} cells")
        if text.strip():
            self.texts[position] = tidy_lines(text)


def read_xls(compound: Compound) -> Content:
    """Blocks of a legacy workbook; raises ``ReadError`` if it is damaged, locked or absurdly large."""
    streams = _streams(compound)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(compound.data)) as workbook:
            shown = [meta for meta in workbook.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
            found = corrections(streams[0] if streams else b"")
            corrected = dict(zip((meta.name for meta in workbook.sheets_metadata), found, strict=False))
            names = [meta.name for meta in shown or workbook.sheets_metadata]
            sheets = [_legacy(workbook.get_sheet_by_name(name), corrected.get(name, Corrections())) for name in names]
    except PasswordError as error:
        raise ReadError("the workbook is locked by a password") from error
    except ReadError:
        raise
    except (CalamineError, OSError, ValueError, OverflowError, struct.error) as error:
        raise ReadError("the workbook is damaged or cut short") from error
    except BaseException as error:
        # A panic of the Rust library is no Exception and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError("the workbook is damaged or cut short") from error
    return sheets_content(sheets)


def _streams(compound: Compound) -> list[bytes]:
    """The streams that hold a workbook, each found to reach no further than is read."""
    streams: list[bytes] = []
    try:
        for name in formats()["xls"].inside:
            if name in compound:
                streams.append(compound.read(name))
                check_extent(streams[-1])
    except BROKEN as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError("the workbook is damaged or cut short") from error
    return streams


def _legacy(sheet: CalamineSheet, corrected: Corrections) -> Sheet:
    """The cells of a sheet as they are shown."""
    found = Sheet()
    for position, text in corrected.texts.items():
        _put(found, position, text, corrected)
    if sheet.start is None or sheet.end is None:
        return found
    if sheet.height * sheet.width > MAX_GRID_STEPS:
        raise ReadError(f"a sheet of {sheet.height} rows and {sheet.width} columns is more than is read")
    top, left = sheet.start
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=top):
        for column, value in enumerate(values, start=left):
            if (row, column) not in corrected.texts:
                _put(found, (row, column), value, corrected)
    found.merged += sheet.merged_cell_ranges or []
    return found


def _put(sheet: Sheet, position: Position, value: object, corrected: Corrections) -> None:
    if value == "" or corrected.hides(position):
        return
    style = corrected.styles.get(position, PLAIN)
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = number_shown(value, style, is_from_1904=corrected.is_from_1904, shows_zeros=corrected.shows_zeros)
    else:
        text = text_shown(str(value).upper() if isinstance(value, bool) else str(value), style)
    sheet.put(position, font_shown(text, style))


def sheets_content(sheets: Iterable[Sheet], title: str = "") -> Content:
    """Every sheet's tables and the prose between them."""
    blocks: list[Block] = []
    numbers = count(1)
    cells = 0
    for page, sheet in enumerate(sheets, start=1):
        rows = _rows(sheet)
        cells += sum(map(len, rows.values()))
        if cells > MAX_CELLS:
            raise ReadError(f"the tables have more than {MAX_CELLS} cells")
        blocks += _blocks(rows, page, numbers)
    return Content(tuple(blocks), (title,) if title.strip() else ())


def _rows(sheet: Sheet) -> dict[int, dict[int, str]]:
    """Rows that have a value, over the full width of the sheet: text by column, cells merged into another left out."""
    if not sheet.texts:
        return {}
    columns = {column for _, column in sheet.texts}
    first, last = min(columns), max(columns)
    used = sorted({row for row, _ in sheet.texts})
    if len(used) * (last - first + 1) > MAX_GRID_STEPS:
        raise ReadError(f"a sheet of {len(used)} rows and {last - first + 1} columns is more than is read")
    covered = set(_covered(sheet.merged, used, first, last))
    return {
        row: {
            column: sheet.texts.get((row, column), "")
            for column in range(first, last + 1)
            if (row, column) not in covered
        }
        for row in used
    }


def _covered(merged: Iterable[Area], used: list[int], first: int, last: int) -> Iterator[Position]:
    steps = 0
    for (top, left), (bottom, right) in merged:
        for row in range(max(top, used[0]), min(bottom, used[-1]) + 1):
            for column in range(max(left, first), min(right, last) + 1):
                steps += 1
                if steps > MAX_GRID_STEPS:
                    raise ReadError("the merged cells of a sheet overlap beyond measure")
                if (row, column) != (top, left):
                    yield row, column


def _blocks(rows: Mapping[int, Mapping[int, str]], page: int, numbers: Iterator[int]) -> Iterator[Block]:
    """Prose is what stands alone in its row above or below all tables, or is longer than any label."""
    filled = {row: [text for text in cells.values() if text] for row, cells in rows.items()}
    grid = [row for row, texts in filled.items() if len(texts) > 1]
    table: list[tuple[Cell, ...]] = []
    number = next(numbers)
    for row, cells in rows.items():
        texts = filled[row]
        is_lone = len(texts) == 1 and (not grid or not grid[0] <= row <= grid[-1] or len(han(texts[0])) > _PROSE)
        if not is_lone:
            table.append(
                tuple(Cell(text, column, Place(page, number, row + 1, column + 1)) for column, text in cells.items())
            )
            continue
        if table:
            yield Table(tuple(table))
            table, number = [], next(numbers)
        yield from (Paragraph(line, Place(page=page, row=row + 1)) for line in texts[0].split("\n"))
    if table:
        yield Table(tuple(table))
