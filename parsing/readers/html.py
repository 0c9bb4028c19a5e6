"""HTML pages to blocks. Layout tables are walked through; only a table without a table inside is a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from parsing.blocks import Block, Cell, Content, ReadError, Table
from parsing.bounded import bounded, too_many_cells
from parsing.grid import SpannedCell, place_cells
from parsing.limits import MAX_CELLS, MAX_DEPTH
from parsing.model import Paragraph, Place
from parsing.readers.decode import decode
from parsing.readers.html_hidden import leave_out_hidden
from parsing.readers.html_looks import differ
from parsing.readers.html_raised import set_apart
from parsing.readers.html_styles import INLINE, write_sheets
from parsing.readers.safe_xml import Element, refuse_to_blame, text_of
from parsing.readers.text_dump import cells_of
from parsing.text import LOST

_IGNORED = {"script", "style", "noscript", "template", "head", "select", "option", "button", "svg", "rp"}
_PLAIN = {"p", "div", "span"}
"""What most cells have around their text."""
_CELLS = ("td", "th")
_DIGITS = frozenset("0123456789")
_PARTED_YEAR = re.compile(rf"(?<![\d{LOST}])2{LOST}?0{LOST}?\d{LOST}?\d(?=年)")
"""A year whose digits do not look alike: no note stands within one."""
_TITLE_META = ("articletitle", "og:title", "title")
_PIPES = 20
"""Pipes in a line from which on it holds tables; menus and breadcrumbs have fewer."""
_MAX_SPAN = 1000
_MAX_TITLES = 50
_LONG = 50_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}")
_ATTRIBUTE = re.compile(r"\s[^\s=]+\s*=")
_MAX_ATTRIBUTES = 1_000
"""Attributes of one element: libxml2 compares each with all before it."""


def read_html(data: bytes, charset: str | None = None) -> Content:
    """Blocks of a page; ``charset`` is what its carrier says; raises ``ReadError`` if there is no markup or it nests endlessly."""
    root = _tree(decode(data, charset))
    return Content(bounded(_blocks(root)), tuple(islice(_titles(root), _MAX_TITLES)))


def _tree(text: str) -> Element:
    # An XML declaration with an encoding would make lxml refuse text that is decoded already.
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :]
    if len(text) > _LONG and any(len(_ATTRIBUTE.findall(tag[0])) > _MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(text)):
        raise ReadError("an element of the page has too many attributes to be read")
    try:
        # Elements of lxml.html would be made by a function of Python each, at three times the cost.
        root = etree.fromstring(text.replace("\x00", ""), etree.HTMLParser(huge_tree=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        refuse_to_blame(error)
        raise ReadError("the page holds no readable markup") from error
    if root is None:
        raise ReadError("the page holds no readable markup")
    # The letters of ASCII alone are made small: those of a whole page of Han characters would take as long as parsing it.
    small = text.encode("utf-8", "replace").lower()
    leave_out_hidden(root, small, write_sheets(root))
    set_apart(root, small)
    return root


def _titles(root: Element) -> Iterator[str]:
    meta = {
        (element.get("name") or element.get("property") or "").lower(): (element.get("content") or "").strip()
        for element in root.iter("meta")
    }
    yield from (meta[name] for name in _TITLE_META if meta.get(name))
    for tag in ("h1", "h2", "title"):
        for element in root.iter(tag):
            text = " ".join(text_of(element).split())
            if text:
                yield text


def _blocks(root: Element) -> Iterator[Block]:
    """Blocks in document order, without recursion: hostile pages nest deeply."""
    buffer: list[str] = []
    owners: list[tuple[Element, bool]] = []
    counts = {"table": 0, "line": 0}

    def keep(text: str | None, element: Element, *, is_behind: bool = False) -> None:
        if text:
            buffer.append(text)
            owners.append((element, is_behind))

    def flush() -> Iterator[Block]:
        text = " ".join("".join(_apart(buffer, owners, LOST)).split())
        if LOST in text:
            text = _PARTED_YEAR.sub(lambda year: year[0].replace(LOST, ""), text)
        buffer.clear()
        owners.clear()
        if text.count("|") >= _PIPES:
            counts["table"] += 1
            yield _piped(text, counts["table"])
        elif text:
            counts["line"] += 1
            yield Paragraph(text, Place(line=counts["line"]))

    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    depth = 0
    for event, element in walker:
        if event in ("comment", "pi"):
            keep(element.tail, element, is_behind=True)
            continue
        tag = element.tag
        if event == "start":
            depth += 1
            if depth > MAX_DEPTH:
                raise ReadError("the page is nested too deeply to be read")
            if tag in _IGNORED:
                walker.skip_subtree()
                continue
            if tag == "table" and next(element.iterdescendants("table"), None) is None:
                yield from flush()
                counts["table"] += 1
                yield _table(element, counts["table"])
                walker.skip_subtree()
                continue
            if tag not in INLINE:
                yield from flush()
            keep(element.text, element)
        else:
            depth -= 1
            if tag not in INLINE and tag not in _IGNORED:
                yield from flush()
            keep(element.tail, element, is_behind=True)
    yield from flush()


def _piped(text: str, number: int) -> Table:
    """Tables that a portal has written as one run of cells between pipes: a row in which labels and values take turns."""
    cells = enumerate(cells_of(text, "|"))
    return Table((tuple([Cell(piece.strip(), at, Place(None, number, 1, at + 1)) for at, piece in cells]),))


def _span(printed: str) -> int:
    digits = "".join(character for character in printed if character in "0123456789")
    return min(max(int(digits[:6] or "1"), 1), _MAX_SPAN)


def _cell_text(cell: Element) -> str:
    """What a reader sees of a cell: nothing hidden, no comments; lines stay apart."""
    inner = cell
    if len(cell):
        inner = cell[0]
        is_alone = len(cell) == 1 and not (len(inner) or cell.text or inner.tail)
        if not is_alone or inner.tag not in _PLAIN:
            return _walked_text(cell)
    text = inner.text or ""
    return " ".join(text.split()) if "\n" not in text else _walked_text(cell)


def _walked_text(cell: Element) -> str:
    pieces: list[str] = []
    owners: list[tuple[Element, bool]] = []
    walker = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if element is not cell and element.tag in _IGNORED:
                walker.skip_subtree()
                continue
            pieces.append((element.text or "") if element.tag in INLINE else "\n" + (element.text or ""))
            owners.append((element, False))
        elif element is not cell:
            closing = "" if event != "end" or element.tag in INLINE or element.tag in _IGNORED else "\n"
            pieces.append(closing + (element.tail or ""))
            owners.append((element, True))
    lines = (" ".join(line.split()) for line in "".join(_apart(pieces, owners, "\n")).split("\n"))
    return "\n".join(line for line in lines if line)


def _apart(pieces: Sequence[str], owners: Sequence[tuple[Element, bool]], between: str) -> Iterator[str]:
    """Digits that run into each other but do not look alike are kept apart: they may be a number and the mark of a note."""
    last, before = "", 0
    for at, piece in enumerate(pieces):
        if not piece:
            continue
        if piece[0] in _DIGITS and last in _DIGITS and differ(_owner(*owners[before]), _owner(*owners[at])):
            yield between
        yield piece
        last, before = piece[-1], at


def _owner(element: Element, is_behind: bool) -> Element | None:
    return element.getparent() if is_behind else element


def _table(element: Element, number: int) -> Table:
    rows: list[list[SpannedCell]] = []
    left = MAX_CELLS
    for row in element.iter("tr"):
        rows.append([_cell(cell) for cell in row if cell.tag in _CELLS])
        left -= len(rows[-1])
        if left < 0:
            raise too_many_cells()
    placed = enumerate(place_cells(rows), start=1)
    return Table(tuple([tuple(_placed(cells, number, row_number)) for row_number, cells in placed]))


def _placed(cells: Sequence[tuple[str, int]], table: int, row: int) -> list[Cell]:
    return [Cell(text, column, Place(None, table, row, index)) for index, (text, column) in enumerate(cells, start=1)]


def _cell(cell: Element) -> SpannedCell:
    rows, columns = cell.get("rowspan"), cell.get("colspan")
    return SpannedCell(_cell_text(cell), _span(rows) if rows else 1, _span(columns) if columns else 1)
