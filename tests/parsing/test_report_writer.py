"""The report writer itself: what the other tests hold the reader against must be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writer.compose import random_recipe, write
from writer.figures import EDITIONS, cannot_hold, random_figures
from writer.grids import Table, placed
from writer.layouts import LAYOUTS
from writer.registry import FORMATS

WITH_OTHER_COPIES = {"blank_form_first", "prior_year_after", "prior_year_annex", "prior_year_before", "two_reports"}
WITHOUT_SOME_CELLS = {"line_missing", "proactive_in_prose", "table_missing", "zero_rows_merged"}


def _tables(layout, seed, spans="right"):
    recipe = random_recipe(seed, format="text_tab", layout=layout, spans=spans, values="plain")
    specimen = write(recipe)
    return specimen, [block for block in specimen.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("edition", EDITIONS)
@given(seed=st.integers(0, 10**9))
def test_the_writer_starts_from_figures_that_add_up(edition, seed):
    assert not cannot_hold(edition, random_figures(random_recipe(seed).random(), edition))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_cells_of_every_layout_fill_their_tables(layout):
    for seed in range(6):
        for table in _tables(layout, seed)[1]:
            covered = [
                (row, column)
                for top, left, cell in placed(table)
                for row in range(top, top + cell.rows)
                for column in range(left, left + cell.columns)
            ]
            assert sorted(covered) == [(row, column) for row in range(len(table.rows)) for column in range(table.width)]


@pytest.mark.parametrize("layout", sorted({*LAYOUTS} - WITH_OTHER_COPIES - WITHOUT_SOME_CELLS - {"twice"}))
def test_every_layout_prints_each_cell_of_the_form_once(layout):
    specimen, tables = _tables(layout, 3)
    printed = [cell.key for table in tables for _, _, cell in placed(table) if cell.key]
    assert sorted(printed) == sorted(specimen.truths[0].sheet)


@pytest.mark.parametrize(
    "spans", ["padded", "expanded", "expanded_down", "left_out", "rows_only", "columns_only", "wrong"]
)
def test_no_treatment_of_spans_loses_a_figure(spans):
    specimen, tables = _tables("official", 3, spans)
    printed = [cell.key for table in tables for row in table.rows for cell in row if cell.key]
    assert sorted(printed) == sorted(specimen.truths[0].sheet)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.weight])
def test_the_writer_writes_the_same_report_again(name):
    recipe = random_recipe(5, format=name)
    assert write(recipe).data == write(recipe).data
