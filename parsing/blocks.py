"""What every reader yields: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsing.model import Paragraph, Place


class ReadError(ValueError):
    """The bytes cannot be read as their format; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table where it begins; ``column`` counts grid columns from 0."""

    text: str
    column: int
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    """A whole document as blocks."""

    blocks: tuple[Block, ...]
    titles: tuple[str, ...] = ()
    """Titles that the format itself declares (meta data, headings), the surest first."""

    def paragraphs(self) -> Iterator[Paragraph]:
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))
