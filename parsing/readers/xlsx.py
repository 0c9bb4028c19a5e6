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
from parsing.readers.sheet import Area, Sheet, number_text, sheets_content
from parsing.readers.sheet_dates import Kind, date_text, format_kind
from parsing.readers.xls_records import Position
from parsing.text import LOST, mend_surrogates, struck
from parsing.zip_file import Zip

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_COLUMNS = 16_384
_STREAMED = frozenset({"col", "row", "mergeCell"})
_ON = ("1", "true")
_USUAL_SIZE, _SMALL = 10.0, 0.7
"""Points, and the share of the others' size down to which digits on the line may be the mark of a note."""
_POSITIONS = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT}


@dataclass(frozen=True, slots=True)
class _Workbook:
    """What cells of all sheets refer to."""

    strings: list[str]
    kinds: Mapping[int, Kind]
    """Cell styles (``s``) that show something else than the number in the cell, by their number."""
    struck: frozenset[int]
    """Cell styles whose font strikes out."""
    is_from_1904: bool
    is_to_be_calculated: bool
    """Whether the workbook asks to be calculated when it is opened: its formulas have no results yet, or zeros."""


def read_xlsx(package: Zip) -> Content:
    """Blocks of a workbook; raises ``ReadError`` if it is damaged or absurdly large."""
    main = _optional(package, "xl/workbook.xml")
    styles = _optional(package, "xl/styles.xml")
    workbook = _Workbook(
        _shared_strings(package),
        dict(_style_kinds(styles)),
        frozenset(_striking_styles(styles)),
        attribute(child(main, "workbookPr"), "date1904") in _ON,
        attribute(child(main, "calcPr"), "fullCalcOnLoad") in _ON,
    )
    sheets = [_sheet(package, name, workbook) for name in _sheet_names(package, main)]
    properties = _optional(package, "docProps/core.xml")
    title = child(properties, "title")
    return sheets_content(sheets, (title.text or "") if title is not None else "")


def _style_kinds(styles: Element | None) -> Iterator[tuple[int, Kind]]:
    codes = {
        attribute(code, "numFmtId"): attribute(code, "formatCode")
        for code in _children(child(styles, "numFmts"), "numFmt")
    }
    for number, style in enumerate(_children(child(styles, "cellXfs"), "xf")):
        name = attribute(style, "numFmtId")
        kind = format_kind(integer(name, 0), codes.get(name))
        if kind:
            yield number, kind


def _striking_styles(styles: Element | None) -> Iterator[int]:
    fonts = [is_on(child(font, "strike")) for font in _children(child(styles, "fonts"), "font")]
    for number, style in enumerate(_children(child(styles, "cellXfs"), "xf")):
        font = integer(attribute(style, "fontId"), 0)
        if font < len(fonts) and fonts[font]:
            yield number


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return children(element, name) if element is not None else iter(())


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


def _shared_strings(package: Zip) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in package.names:
        return []
    strings = []
    for item in stream_xml(package.read(name), f"{name} in the workbook", frozenset({"si"})):
        strings.append(_string(item))
        if len(strings) > MAX_CELLS:
            raise ReadError(f"the tables have more than {MAX_CELLS} cells")
    return strings


def _string(item: Element) -> str:
    """Text of a string and its runs, without phonetic guides."""
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
            elif not position and _size(properties) <= _SMALL * largest:
                position = UNSEEN
            for text in children(part, "t"):
                runs.add(text.text or "", position)
    return mend_surrogates(runs.text())


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
    number = -1
    for element in stream_xml(package.read(name), f"{name} in the workbook", _STREAMED):
        kind = local(element)
        if kind == "col" and attribute(element, "hidden") in _ON:
            first, last = (integer(attribute(element, key), 0) for key in ("min", "max"))
            hidden.update(range(max(first, 1) - 1, min(last, _MAX_COLUMNS)))
        elif kind == "row":
            number = integer(attribute(element, "r"), number + 2) - 1
            if attribute(element, "hidden") not in _ON:
                _put_row(sheet, element, number, workbook, hidden)
        elif kind == "mergeCell":
            sheet.merged.append(_area(attribute(element, "ref") or ""))
    return sheet


def _put_row(sheet: Sheet, row: Element, number: int, workbook: _Workbook, hidden: set[int]) -> None:
    column = -1
    for cell in children(row, "c"):
        reference = attribute(cell, "r")
        column = _position(reference)[1] if reference else column + 1
        if column not in hidden:
            text = _text(cell, workbook)
            is_struck = bool(workbook.struck) and integer(cell.get("s"), 0) in workbook.struck
            sheet.put((number, column), struck(text) if is_struck else text)


def _text(cell: Element, workbook: _Workbook) -> str:
    kind = cell.get("t")
    parts = {local(part): part for part in cell}
    if kind == "inlineStr":
        return _string(parts["is"]) if "is" in parts else ""
    text = (parts["v"].text or "") if "v" in parts else ""
    if "f" in parts and _is_uncalculated(kind, text, has_value="v" in parts, workbook=workbook):
        return UNCALCULATED + (parts["f"].text or "")
    if kind == "s" and text:
        index = integer(text, -1)
        if not 0 <= index < len(workbook.strings):
            raise ReadError("a cell of the workbook refers to a text that is not there")
        return workbook.strings[index]
    if kind in ("str", "b", "e", "d"):
        return mend_surrogates(text)
    style = cell.get("s") if workbook.kinds else None
    return _number(text, workbook, workbook.kinds.get(integer(style, 0), "") if style is not None else "")


def _is_uncalculated(kind: str | None, text: str, *, has_value: bool, workbook: _Workbook) -> bool:
    """Whether nobody has worked a formula out: it has no result, or the zero that some programs put there at first."""
    if kind == "str" and has_value:
        return False
    return not text.strip() or (workbook.is_to_be_calculated and text.strip() == "0")


def _number(text: str, workbook: _Workbook, kind: Kind) -> str:
    try:
        if not text.strip():
            return ""
        number = float(text)
        if kind == "date":
            return date_text(number, is_from_1904=workbook.is_from_1904)
        if kind == "percent" and number:
            return f"{number_text(number * 100)}%"
        return number_text(number) + (LOST if kind == "thousands" and number else "")
    except ValueError:
        return text


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
