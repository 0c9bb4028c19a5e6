"""What every reader yields: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from parsing.model import Paragraph, Place


class ReadError(ValueError):
    """The bytes cannot be read as their format; the message is one sentence for the user."""


class Cell(NamedTuple):
    """One cell of a table where it begins; ``column`` counts grid columns from 0."""

    text: str
    column: int
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]

    def transposed(self) -> Table:
        """The same cells with rows and grid columns exchanged."""
        columns: dict[int, list[tuple[int, Cell]]] = {}
        for number, row in enumerate(self.rows):
            for cell in row:
                columns.setdefault(cell.column, []).append((number, cell))
        return Table(
            tuple(tuple(cell._replace(column=number) for number, cell in found) for _, found in sorted(columns.items()))
        )


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    """A whole document as blocks."""

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()
    """Titles that the format itself declares (meta data, headings), the surest first."""
    doubts: tuple[str, ...] = ()
    """What the format shows that keeps any reading of it from being settled, one sentence each."""
    candidates: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    """What a recogniser may have seen in cells that it could not read surely, the likeliest number first."""

    def transposed(self) -> Content:
        """The document with every table transposed: some bureaus print the lines of the form across."""
        blocks = tuple(block.transposed() if isinstance(block, Table) else block for block in self.blocks)
        return replace(self, blocks=blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
