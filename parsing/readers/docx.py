"""Word documents as XML to blocks: .docx, .docm and .dotx, transitional or strict, and Word's flat XML files.

Read as printed: deleted, hidden and struck-out text, field codes and the second copy of a text box (``mc:Fallback``) are left out.
Only a table without a table inside is a grid; others are layout and walked through.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from parsing.blocks import Block, Cell, Content, ReadError, Table
from parsing.bounded import bounded
from parsing.limits import MAX_BLOCKS, MAX_CELLS, MAX_GRID_COLUMNS
from parsing.model import Paragraph, Place
from parsing.readers.runs import ON_THE_LINE, STRUCK, SUBSCRIPT, SUPERSCRIPT, Runs
from parsing.readers.safe_xml import Element, attribute, child, children, integer, local, parse_xml
from parsing.readers.word_numbering import Numbering
from parsing.readers.word_styles import HIDDEN, Styles, by_name, may_switch, position_of, with_own
from parsing.text import han, tidy_lines
from parsing.zip_file import Zip

_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_UNPRINTED = {
    "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "Fallback", "del", "moveFrom",
    "instrText", "delText", "rt", "binData",
}  # fmt: skip
_MERGES = {"vMerge", "vmerge", "hMerge", "hmerge"}
"""How a cell says that it is merged; Word 2003 writes small letters."""
_FORMULA_PARTS = {"sup": SUPERSCRIPT, "sub": SUBSCRIPT}
"""Raised and lowered parts of an Office formula (``m:sup``, ``m:sub``)."""
_WRITTEN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(package: Zip) -> Content:
    """Blocks of a Word document; raises ``ReadError`` if it is damaged or no Word document."""
    main = _main_part(package)
    folder = posixpath.dirname(main)
    root = _part(package, main)
    styles = _styles(package, f"{folder}/styles.xml")
    numbering = Numbering(_optional(package, f"{folder}/numbering.xml"), lambda: styles.numbers)
    properties = _optional(package, "docProps/core.xml")
    title = child(properties, "title") if properties is not None else None
    return _content(root, numbering, styles, (title.text or "") if title is not None else "")


def _styles(package: Zip, name: str) -> Styles:
    """The styles of a document: hundreds, as a rule, of which none strikes out or hides, so they are searched before they are parsed."""
    return Styles(lambda: _optional(package, name), lambda: name in package.names and may_switch(package.read(name)))


def read_word_xml(data: bytes) -> Content:
    """Blocks of a Word document that is one XML file (WordprocessingML 2003 or Flat OPC)."""
    root = parse_xml(data, "the Word document")
    if local(root) == "package":
        parts = {attribute(part, "name"): child(part, "xmlData") for part in children(root, "part")}
        holder = parts.get(f"/{_MAIN}")
        if holder is None or len(holder) == 0:
            raise ReadError("the Word document has no main part")
        root = holder[0]
        styles = Styles(lambda: child(parts.get(f"/{_STYLES}"), "styles"))
    else:
        listed = child(root, "styles")
        styles = Styles(lambda: listed)
    return _content(root, Numbering(None, lambda: styles.numbers), styles, "")


def _main_part(package: Zip) -> str:
    relations = _optional(package, "_rels/.rels")
    for relation in relations if relations is not None else ():
        target = (attribute(relation, "Target") or "").lstrip("/")
        if (attribute(relation, "Type") or "").endswith("/officeDocument") and target in package.names:
            return target
    if _MAIN in package.names:
        return _MAIN
    raise ReadError("the Word document has no main part")


def _part(package: Zip, name: str) -> Element:
    return parse_xml(package.read(name), f"{name} in the Word document")


def _optional(package: Zip, name: str) -> Element | None:
    return _part(package, name) if name in package.names else None


def _content(root: Element, numbering: Numbering, styles: Styles, title: str) -> Content:
    body = child(root, "body")
    if body is None:
        raise ReadError("the Word document has no body")
    return Content(bounded(_Walk(numbering, styles).blocks(body)), (title.strip(),) if title.strip() else ())


class _Walk:
    """One walk through a document: it counts tables, lines and cells as it goes."""

    def __init__(self, numbering: Numbering, styles: Styles) -> None:
        self._numbering = numbering
        self._styles = styles
        self._tables = self._lines = self._cells = 0
        self._table_style: str | None = None

    def blocks(self, container: Element) -> Iterator[Block]:
        for item in container:
            name = local(item)
            if name == "p":
                yield from self._paragraph(item)
            elif name == "tbl":
                around = self._table_style
                self._table_style = attribute(child(item, "tblPr", "tblStyle"), "val")
                yield from self._table(item)
                self._table_style = around
            elif name not in _UNPRINTED:
                yield from self.blocks(item)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        text, boxes = self._written(paragraph)
        label = self._numbering.label(child(paragraph, "pPr"))
        for line in (label + text if text.strip() else "").splitlines():
            if line.strip():
                self._lines += 1
                if self._lines > MAX_BLOCKS:
                    raise ReadError(f"the document has more than {MAX_BLOCKS} paragraphs")
                yield Paragraph(" ".join(line.split()), Place(line=self._lines))
        for box in boxes:
            yield from self.blocks(box)

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [row for row in _inside(table, "tr") if child(row, "trPr", "del") is None]
        grid = [(row, list(_inside(row, "tc"))) for row in rows]
        if _holds_table(table) and any(
            next(_inside(cell, "tbl"), None) is not None for _, cells in grid for cell in cells
        ):
            for _, cells in grid:
                for cell in cells:
                    yield from self.blocks(cell)
            return
        self._tables += 1
        yield Table(tuple(self._row(row, cells, number) for number, (row, cells) in enumerate(grid, start=1)))

    def _row(self, row: Element, cells: list[Element], number: int) -> tuple[Cell, ...]:
        """Cells where they begin: one that goes on from above or from the left is left out."""
        column = _columns(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
        placed: list[Cell] = []
        for cell in cells:
            properties = by_name(child(cell, "tcPr"))
            if not _goes_on(properties):
                self._cells += 1
                if self._cells > MAX_CELLS:
                    raise ReadError(f"the tables have more than {MAX_CELLS} cells")
                place = Place(None, self._tables, number, len(placed) + 1)
                placed.append(Cell(self._cell_text(cell), column, place))
            column += _columns(attribute(properties["gridSpan"], "val"), 1) if "gridSpan" in properties else 1
        return tuple(placed)

    def _cell_text(self, cell: Element) -> str:
        lines = []
        for paragraph in _inside(cell, "p"):
            text, boxes = self._written(paragraph)
            label = self._numbering.label(child(paragraph, "pPr"))
            # A number that Word adds by itself belongs to a label; before a figure it would change the figure.
            lines.append(label + text if label and han(text) else text)
            lines += (block.text for box in boxes for block in self.blocks(box) if isinstance(block, Paragraph))
        return tidy_lines("\n".join(lines))

    def _written(self, paragraph: Element) -> tuple[str, list[Element]]:
        """The printed text of a paragraph, and the text boxes anchored in it."""
        runs = Runs()
        boxes: list[Element] = []
        style = attribute(child(paragraph, "pPr", "pStyle"), "val")
        self._write(paragraph, runs, boxes, ON_THE_LINE, (self._table_style, style))
        return runs.text(), boxes

    def _write(
        self, element: Element, runs: Runs, boxes: list[Element], position: int, styles: tuple[str | None, ...]
    ) -> None:
        """``styles`` are those of the table and the paragraph around a run."""
        for item in element:
            name = local(item)
            if name == "t":
                runs.add(item.text or "", position)
            elif name == "txbxContent":
                boxes.append(item)
            elif name in _WRITTEN:
                runs.add(_WRITTEN[name], position)
            elif name == "r":
                properties = by_name(child(item, "rPr"))
                style = attribute(properties.get("rStyle"), "val")
                switches = with_own(self._styles.switched_on(*styles, style), properties)
                if HIDDEN not in switches:
                    own = STRUCK if switches else self._position(properties, style)
                    self._write(item, runs, boxes, own or position, styles)
            elif name not in _UNPRINTED:
                self._write(item, runs, boxes, _FORMULA_PARTS.get(name, position), styles)

    def _position(self, properties: Mapping[str, Element], style: str | None) -> int:
        """Where the properties of a run put it: by themselves, or by its character style."""
        return position_of(properties) or (self._styles.positions.get(style, ON_THE_LINE) if style else ON_THE_LINE)


def _inside(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, cells of a row or paragraphs of a cell, through content controls and tracked insertions."""
    for item in element:
        found = local(item)
        if found == name:
            yield item
        elif found not in _UNPRINTED and found not in ("tbl", "tr", "tc", "p"):
            yield from _inside(item, name)


def _holds_table(table: Element) -> bool:
    return next(table.iterdescendants("{*}tbl"), None) is not None


def _goes_on(properties: Mapping[str, Element]) -> bool:
    """A merged cell that does not begin here: ``w:vMerge`` without ``restart``."""
    return any(attribute(properties[name], "val") != "restart" for name in _MERGES.intersection(properties))


def _columns(text: str | None, default: int) -> int:
    columns = integer(text, default)
    if columns > MAX_GRID_COLUMNS:
        raise ReadError(f"a table has more than {MAX_GRID_COLUMNS} columns")
    return max(columns, default)
