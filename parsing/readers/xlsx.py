"""Workbooks as XML (.xlsx, .xlsm, transitional or strict) to the cells that are printed.

Read as a stream and sparse: one value in the last cell of a sheet of seventeen thousand million costs nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from parsing.blocks import Content, ReadError
from parsing.limits import MAX_CELLS
from parsing.readers.safe_xml import Element, attribute, child, children, integer, local, parse_xml, stream_xml
from parsing.readers.sheet import Area, Position, Sheet, number_text, sheets_content
from parsing.text import mend_surrogates
from parsing.zips import Zip

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_COLUMNS = 16_384
_STREAMED = frozenset({"col", "row", "mergeCell"})
_ON = ("1", "true")


def read_xlsx(data: bytes) -> Content:
    """Blocks of a workbook; raises ``ReadError`` where it is damaged or absurdly large."""
    package = Zip(data)
    strings = _shared_strings(package)
    sheets = [_sheet(package, name, strings) for name in _sheet_names(package)]
    properties = _optional(package, "docProps/core.xml")
    title = child(properties, "title")
    return sheets_content(sheets, (title.text or "") if title is not None else "")


def _optional(package: Zip, name: str) -> Element | None:
    return parse_xml(package.read(name), f"{name} in the workbook") if name in package.names else None


def _sheet_names(package: Zip) -> Iterator[str]:
    """Parts of the visible sheets in order, or of all where every one is hidden."""
    workbook = _optional(package, "xl/workbook.xml")
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
    pieces = [node.text or "" for part in item for node in _texts(part)]
    return mend_surrogates("".join(pieces))


def _texts(part: Element) -> Iterator[Element]:
    if local(part) == "t":
        yield part
    elif local(part) == "r":
        yield from children(part, "t")


def _sheet(package: Zip, name: str, strings: list[str]) -> Sheet:
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
                _put_row(sheet, element, number, strings, hidden)
        elif kind == "mergeCell":
            sheet.merged.append(_area(attribute(element, "ref") or ""))
    return sheet


def _put_row(sheet: Sheet, row: Element, number: int, strings: list[str], hidden: set[int]) -> None:
    column = -1
    for cell in children(row, "c"):
        reference = attribute(cell, "r")
        column = _position(reference)[1] if reference else column + 1
        if column not in hidden:
            sheet.put((number, column), _text(cell, strings))


def _text(cell: Element, strings: list[str]) -> str:
    kind = attribute(cell, "t")
    if kind == "inlineStr":
        inline = child(cell, "is")
        return _string(inline) if inline is not None else ""
    value = child(cell, "v")
    text = (value.text or "") if value is not None else ""
    if kind == "s" and text:
        index = integer(text, -1)
        if not 0 <= index < len(strings):
            raise ReadError("a cell of the workbook refers to a text that is not there")
        return strings[index]
    return mend_surrogates(text) if kind in ("str", "b", "e", "d") else _number(text)


def _number(text: str) -> str:
    try:
        return number_text(float(text)) if text.strip() else ""
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
