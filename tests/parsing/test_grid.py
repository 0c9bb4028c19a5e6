"""Spans to grid columns, as browsers and Word place them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from parsing.grid import SpannedCell, place_cells


def test_a_cell_from_above_pushes_the_next_row_to_the_right() -> None:
    rows = [[SpannedCell("a", rowspan=2), SpannedCell("b", colspan=2)], [SpannedCell("c"), SpannedCell("d")]]
    assert place_cells(rows) == [[("a", 0), ("b", 1)], [("c", 1), ("d", 2)]]


def test_a_span_ends_where_it_says() -> None:
    rows = [[SpannedCell("a", rowspan=2)], [SpannedCell("b")], [SpannedCell("c")]]
    assert place_cells(rows) == [[("a", 0)], [("b", 1)], [("c", 0)]]


spanned = st.builds(SpannedCell, st.just("x"), st.integers(1, 4), st.integers(1, 4))


@given(st.lists(st.lists(spanned, max_size=5), max_size=6))
def test_no_two_cells_share_a_place(rows: list[list[SpannedCell]]) -> None:
    taken: set[tuple[int, int]] = set()
    for number, (row, placed) in enumerate(zip(rows, place_cells(rows), strict=True)):
        for cell, (_, column) in zip(row, placed, strict=True):
            assert (number, column) not in taken
            taken |= {(number + down, column) for down in range(cell.rowspan)}
