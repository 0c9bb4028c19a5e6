"""What a reading says of itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from writer.compose import ordinary, write

from parsing.blocks import Cell, Content, Table
from parsing.model import UNREAD
from parsing.readers.html import read_html
from parsing.reading import interpret


def report(mistake: str = "none") -> Content:
    return read_html(write(ordinary(3, "html", mistake=mistake)).data)


def with_an_unread_cell(content: Content) -> Content:
    """The first cell that is a number cannot be read."""
    blocks, is_done = list(content.blocks), False
    for index, block in enumerate(blocks):
        if isinstance(block, Table) and not is_done:
            rows = [[*row] for row in block.rows]
            row, place = next(
                (r, c) for r, cells in enumerate(rows) for c, cell in enumerate(cells) if cell.text.isdigit()
            )
            cell = rows[row][place]
            rows[row][place] = Cell(UNREAD, cell.column, cell.place)
            blocks[index], is_done = Table(tuple(map(tuple, rows))), True
    return replace(content, blocks=tuple(blocks))


def test_figures_that_were_all_found_and_add_up_are_certain_whatever_the_title_says() -> None:
    assert interpret(
        replace(report(), titles=("2020年某某市人力资源和社会保障局工作计划",)), "html"
    ).has_certain_figures


@pytest.mark.parametrize(
    "content", [report("one_cell_changed"), with_an_unread_cell(report())], ids=["a sum fails", "a cell is unread"]
)
def test_figures_in_doubt_are_not_certain(content: Content) -> None:
    assert not interpret(content, "html").has_certain_figures
