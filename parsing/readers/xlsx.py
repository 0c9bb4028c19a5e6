"""Workbooks as XML (.xlsx, .xlsm, transitional or strict) to the cells that are printed.

Read as a stream and sparse: one value in the last cell of a sheet of seventeen thousand million costs nothing. A formula that
nobody has calculated stands for itself (``=SUM(B2:B9)``): what the cell would show is not in the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parsing.blocks import Content, ReadError
from parsing.limits import MAX_CELLS
from parsing.model import UNCALCULATED
from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, UNSEEN, Runs
from parsing.readers.safe_xml import Element, attribute, child, children, integer, is_on, local, parse_xml, stream_xml
from parsing.readers.sheet import Area, Sheet, sheets_content
from parsing.readers.sheet_styles import PLAIN, WHITE, Style, font_shown, is_same_colour, number_shown, text_shown
from parsing.readers.xls_records import Position
from parsing.readers.xlsx_styles import font_colour, special_styles
from parsing.text import mend_surrogates
from parsing.zip_file import Zip

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_COLUMNS = 16_384
_STREAMED = frozenset({"sheetView", "col", "row", "mergeCell"})
_ON, _OFF = ("1", "true"), ("0", "false")
_NO_SIZE = ("0", "0.0")
_USUAL_SIZE, _SMALL = 10.0, 0.7
"""Points, and the share of the others' size down to which digits on the line may be the mark of a note."""
_POSITIONS = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT}


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What cells of all sheets refer to."""

    strings: list[Runs]
    styles: Mapping[int, Style]
    """Cell styles (``s``) that show something else than what is in the cell, by their number."""
    is_from_1904: bool
    is_to_be_calculated: bool
    """Whether the workbook asks to be calculated when it is opened: its formulas have no results yet, or zeros."""


def read_xlsx(package: Zip) -> Content:
    """Blocks of a workbook; raises ``ReadError`` if it is damaged or absurdly large."""
    main = _optional(package, "xl/workbook.xml")
    workbook = _Workbook(
        _shared_strings(package),
        special_styles(_optional(package, "xl/styles.xml")),
        attribute(child(main, "workbookPr"), "date1904") in _ON,
        attribute(child(main, "calcPr"), "fullCalcOnLoad") in _ON,
    )
    sheets = [_sheet(package, name, workbook) for name in _sheet_names(package, main)]
    properties = _optional(package, "docProps/core.xml")
    title = child(properties, "title")
    return sheets_content(sheets, (title.text or "") if title is not None else "")


def _optional(package: Zip, name: str) -> Element | None:
    return parse_xml(package.read(name), f"{name} in the workbook") if name in package.names else None


def _sheet_names(package: Zip, workbook: Element | None) -> Iterator[str]:
    """Parts of the visible sheets in order, or of all if every one is hidden."""
    relations = _optional(package, "xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        raise ReadError("the workbook lacks the list of its sheets")
    targets = {attribute(relation, "Id"): attribute(relation, "Target") or "" for relation in relations}
    listed = child(workbook, "sheets")
    sheets = list(children(listed, "sheet")) if listed is not None else []
    for sheet in [sheet for sheet in sheets if attribute(sheet, "state") in (None, "visible")] or sheets:
        target = targets.get(attribute(sheet, "id"), "")
        name = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        if name in package.names:
            yield name


def _shared_strings(package: Zip) -> list[Runs]:
    name = "xl/sharedStrings.xml"
    if name not in package.names:
        return []
    strings = []
    for item in stream_xml(package.read(name), f"{name} in the workbook", frozenset({"si"})):
        strings.append(_string(item))
        if len(strings) > MAX_CELLS:
            raise ReadError(f"the tables have more than {MAX_CELLS} cells")
    return strings


def _string(item: Element) -> Runs:
    """The runs of a string, without phonetic guides."""
    runs = Runs()
    largest = max((_size(child(part, "rPr")) for part in children(item, "r")), default=_USUAL_SIZE)
    for part in item:
        name = local(part)
        if name == "t":
            runs.add(part.text or "")
        elif name == "r":
            properties = child(part, "rPr")
            position = _POSITIONS.get(attribute(child(properties, "vertAlign"), "val") or "", ON_THE_LINE)
            if is_on(child(properties, "strike")):
                position = STRUCK
            elif is_same_colour(font_colour(child(properties, "color")), WHITE) or (
                not position and _size(properties) <= _SMALL * largest
            ):
                position = UNSEEN
            for text in children(part, "t"):
                runs.add(text.text or "", position)
    return runs


def _size(properties: Element | None) -> float:
    """Points of a run; one that says nothing has those of its cell."""
    size = attribute(child(properties, "sz"), "val")
    try:
        return float(size) if size else _USUAL_SIZE
    except ValueError:
        return _USUAL_SIZE


def _sheet(package: Zip, name: str, workbook: _Workbook) -> Sheet:
    sheet = Sheet()
    hidden: set[int] = set()
    shows_zeros = True
    number = -1
    for element in stream_xml(package.read(name), f"{name} in the workbook", _STREAMED):
        kind = local(element)
        if kind == "sheetView":
            shows_zeros = attribute(element, "showZeros") not in _OFF
        elif kind == "col" and _takes_no_room(element, "width"):
            first, last = (integer(attribute(element, key), 0) for key in ("min", "max"))
            hidden.update(range(max(first, 1) - 1, min(last, _MAX_COLUMNS)))
        elif kind == "row":
            number = integer(attribute(element, "r"), number + 2) - 1
            if not _takes_no_room(element, "ht"):
                _put_row(sheet, element, number, workbook, hidden, shows_zeros=shows_zeros)
        elif kind == "mergeCell":
            sheet.merged.append(_area(attribute(element, "ref") or ""))
    return sheet


def _takes_no_room(element: Element, size: str) -> bool:
    """Whether a row or a column is hidden, or has no height or width."""
    return attribute(element, "hidden") in _ON or attribute(element, size) in _NO_SIZE


def _put_row(
    sheet: Sheet, row: Element, number: int, workbook: _Workbook, hidden: set[int], *, shows_zeros: bool
) -> None:
    column = -1
    for cell in children(row, "c"):
        reference = attribute(cell, "r")
        column = _position(reference)[1] if reference else column + 1
        if column not in hidden:
            style = workbook.styles.get(integer(cell.get("s"), 0), PLAIN)
            sheet.put((number, column), font_shown(_text(cell, workbook, style, shows_zeros=shows_zeros), style))


def _text(cell: Element, workbook: _Workbook, style: Style, *, shows_zeros: bool) -> str:
    """What a cell shows by its format."""
    kind = cell.get("t")
    parts = {local(part): part for part in cell}
    if kind == "inlineStr":
        return _runs_shown(_string(parts["is"]), style) if "is" in parts else ""
    text = (parts["v"].text or "") if "v" in parts else ""
    if "f" in parts and _is_uncalculated(kind, text, has_value="v" in parts, workbook=workbook):
        return UNCALCULATED + (parts["f"].text or "")
    if kind == "s" and text:
        index = integer(text, -1)
        if not 0 <= index < len(workbook.strings):
            raise ReadError("a cell of the workbook refers to a text that is not there")
        return _runs_shown(workbook.strings[index], style)
    if kind in ("str", "b", "e", "d"):
        return text_shown(mend_surrogates(text), style)
    try:
        number = float(text) if text.strip() else None
        if number is None:
            return ""
        return number_shown(number, style, is_from_1904=workbook.is_from_1904, shows_zeros=shows_zeros)
    except ValueError:
        return text


def _runs_shown(runs: Runs, style: Style) -> str:
    return text_shown(mend_surrogates(runs.text(is_on_paper=style.is_on_paper)), style)


def _is_uncalculated(kind: str | None, text: str, *, has_value: bool, workbook: _Workbook) -> bool:
    """Whether nobody has worked a formula out: it has no result, or the zero that some programs put there at first."""
    if kind == "str" and has_value:
        return False
    return not text.strip() or (workbook.is_to_be_calculated and text.strip() == "0")


def _position(reference: str) -> Position:
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None:
        raise ReadError("a cell of the workbook has no address")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    return _position(first), _position(last or first)
