"""Word's own table model to blocks: a stream of paragraphs, each ended by a paragraph, cell or row mark at some depth.

Binary Word files and RTF both write tables this way. A row says where its cells begin and which of them only go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from parsing.blocks import Block, Cell, ReadError, Table
from parsing.grid import columns_by_edge
from parsing.limits import MAX_BLOCKS, MAX_CELLS
from parsing.model import Paragraph, Place
from parsing.text import tidy_lines

_TWIPS = 60
"""Edges nearer than this (3 points) are one: rows of a table differ by their padding."""
_MAX_NESTING = 50


@dataclass(frozen=True, slots=True)
class Shape:
    """Left edges of a row's cells in twips, and which of them only go on a cell above or to the left."""

    edges: tuple[int, ...]
    goes_on: tuple[bool, ...]


_UNKNOWN = Shape((), ())


class Mark(NamedTuple):
    """A paragraph with what ends it; ``depth`` counts the tables around it, ``shape`` belongs to a row."""

    text: str
    kind: Literal["paragraph", "cell", "row"]
    depth: int
    shape: Shape | None = None


@dataclass(slots=True)
class _Draft:
    """A table being read; a cell holds texts and the tables inside it."""

    rows: list[tuple[list[list[str | _Draft]], Shape | None]] = field(default_factory=list)
    cells: list[list[str | _Draft]] = field(default_factory=list)
    cell: list[str | _Draft] = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self, shape: Shape | None) -> None:
        self.rows.append((self.cells, shape))
        self.cells, self.cell = [], []

    def end(self) -> None:
        if any(not isinstance(item, str) or item.strip() for item in self.cell):
            self.end_cell()
        if self.cells:
            self.end_row(None)

    def inner(self) -> bool:
        """Whether there are tables inside, which makes this one mere layout."""
        return any(isinstance(item, _Draft) for cells, _ in self.rows for cell in cells for item in cell)


class Blocks:
    """Numbers lines and tables over all the streams of one document."""

    def __init__(self) -> None:
        self._lines = self._tables = self._cells = 0

    def read(self, marks: Iterable[Mark]) -> Iterator[Block]:
        """Blocks of one stream; the tables open at a time are a stack, the outermost first."""
        stack: list[_Draft] = []
        for mark in marks:
            if mark.depth > _MAX_NESTING:
                raise ReadError("the tables of the document are nested too deeply")
            yield from self._close(stack, mark.depth)
            stack += [_Draft() for _ in range(mark.depth - len(stack))]
            if stack:
                self._add(stack[-1], mark)
            else:
                yield from self._paragraphs(mark.text)
        yield from self._close(stack, 0)

    def _close(self, stack: list[_Draft], depth: int) -> Iterator[Block]:
        while len(stack) > depth:
            closed = stack.pop()
            closed.end()
            if stack:
                stack[-1].cell.append(closed)
            else:
                yield from self._table(closed)

    def _add(self, table: _Draft, mark: Mark) -> None:
        if mark.kind == "row":
            table.end_row(mark.shape)
            return
        table.cell.append(mark.text)
        if mark.kind == "cell":
            table.end_cell()
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise ReadError(f"the tables have more than {MAX_CELLS} cells")

    def _paragraphs(self, text: str) -> Iterator[Paragraph]:
        for line in text.split("\n"):
            if line.strip():
                self._lines += 1
                if self._lines > MAX_BLOCKS:
                    raise ReadError(f"the document has more than {MAX_BLOCKS} paragraphs")
                yield Paragraph(" ".join(line.split()), Place(line=self._lines))

    def _table(self, draft: _Draft) -> Iterator[Block]:
        """A grid, or the contents of its cells in order."""
        if draft.inner():
            for item in (item for cells, _ in draft.rows for cell in cells for item in cell):
                yield from self._table(item) if isinstance(item, _Draft) else self._paragraphs(item)
            return
        self._tables += 1
        columns = columns_by_edge((edge for _, shape in draft.rows if shape for edge in shape.edges), _TWIPS)
        yield Table(
            tuple(
                tuple(_placed(cells, shape or _UNKNOWN, columns, Place(table=self._tables, row=row)))
                for row, (cells, shape) in enumerate(draft.rows, start=1)
            )
        )


def _placed(cells: list[list[str | _Draft]], shape: Shape, columns: dict[float, int], place: Place) -> Iterator[Cell]:
    """The cells that begin in a row; a shape of another count of cells says nothing about them."""
    is_known = len(shape.edges) == len(cells)
    number = 0
    for index, cell in enumerate(cells):
        if is_known and shape.goes_on[index]:
            continue
        number += 1
        text = tidy_lines("\n".join(item for item in cell if isinstance(item, str)))
        column = columns[shape.edges[index]] if is_known else index
        yield Cell(text, column, Place(table=place.table, row=place.row, cell=number))
