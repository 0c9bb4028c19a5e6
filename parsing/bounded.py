"""Blocks counted as they come, so that an endless document ends early and with a reason."""

from __future__ import annotations

from collections.abc import Iterable

from parsing.blocks import Block, ReadError, Table
from parsing.limits import MAX_BLOCKS, MAX_CELLS, MAX_CHARACTERS


def bounded(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """All blocks; raises ``ReadError`` at the first that exceeds the limits of paragraphs, cells or characters."""
    kept: list[Block] = []
    cells = characters = 0
    for block in blocks:
        kept.append(block)
        if isinstance(block, Table):
            cells += sum(map(len, block.rows))
            characters += sum([len(cell.text) for row in block.rows for cell in row])
        else:
            characters += len(block.text)
        if cells > MAX_CELLS:
            raise too_many_cells()
        if len(kept) > MAX_BLOCKS:
            raise ReadError(f"the document has more than {MAX_BLOCKS} paragraphs")
        if characters > MAX_CHARACTERS:
            raise ReadError(f"the document has more than {MAX_CHARACTERS} characters")
    return tuple(kept)


def too_many_cells() -> ReadError:
    return ReadError(f"the tables have more than {MAX_CELLS} cells")
