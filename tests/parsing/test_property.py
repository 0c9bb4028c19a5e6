"""Reports made from known figures come back exactly, or the reader says that they may not have.

``tests/writer`` makes the reports; ``python tests/writer`` shows what this test only counts.
"""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from writer import run
from writer.compose import fill, ordinary, random_recipe, write
from writer.figures import EDITIONS, consistent_figures, of_one_kind, random_figures
from writer.registry import FORMATS, PICTURES
from writer.report import Recipe
from writer.score import score

from parsing.document import parse

_LONG = int(os.environ.get("GONGKAI_REPORTS", "6000"))


def _read(recipe):
    specimen = write(recipe)
    return score(specimen, parse(specimen.data, str(recipe.seed)))


def _silent(scores):
    return "\n".join(run.describe(found) for found in scores if found.is_silent)


def test_no_generated_report_is_misread_in_silence():
    scores = run.run(random_recipe(seed) for seed in range(130))
    assert not _silent(scores)


@pytest.mark.long
def test_no_generated_report_is_misread_in_silence_in_a_long_run(capsys):
    scores = run.run(random_recipe(seed) for seed in range(10_000, 10_000 + _LONG))
    with capsys.disabled():
        print("", run.table(scores), run.flags(scores), sep="\n\n")
    assert not _silent(scores)


@pytest.mark.long
@pytest.mark.parametrize("layout", ["official", "split_pages", "prior_year_after", "code_column"])
@pytest.mark.parametrize("name", PICTURES)
def test_no_picture_is_misread_in_silence(name, layout):
    values = ("plain", "totals_blank", "zeros_dash")
    recipes = [random_recipe(seed, format=name, layout=layout, values=values[seed % 3]) for seed in range(3)]
    assert not _silent(run.run(recipes))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.weight and form.is_promised])
def test_an_ordinary_report_is_read_whole_in_every_format(name, edition):
    found = _read(ordinary(3, name, edition=edition))
    assert (found.verdict, found.wrong, found.heading) == ("verified", (), ()), run.describe(found)


@pytest.mark.parametrize("edition", EDITIONS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_figures_that_add_up_are_read_and_proved(edition, data):
    figures = data.draw(consistent_figures(edition))
    specimen = fill(ordinary(1, "html", edition=edition), figures)
    found = score(specimen, parse(specimen.data, "page.html"))
    assert (found.verdict, found.wrong, found.heading) == ("verified", (), ()), run.describe(found)


def test_a_serial_number_after_each_row_and_one_line_off_do_not_turn_the_columns():
    """The last row alone has no serial number after it; shifted by the source's fault, it once spoke for the whole table."""
    found = _read(Recipe(9702460, "2021", "text_token_lines", "serial_column", "expanded", "plain", "line_shifted"))
    assert not found.is_silent and not found.wrong


def test_values_without_a_label_between_a_blank_line_and_a_blank_total_are_in_doubt():
    """Labels below their values, zeros blank, a page's end between: the total's values once went to the line above."""
    found = _read(Recipe(9701816, "2019", "pdf_labels_first", "values_before_label", "right", "zeros_blank", "none"))
    assert not found.is_silent


def test_a_digit_is_no_note_mark_though_thin_spaces_above_it_have_no_glyph():
    """Behind such glyphs a page's text and its characters were counted apart: the 3 of 23 was taken for a raised mark."""
    found = _read(Recipe(9900806, "2021", "pdf", "note_rows", "right", "thinly_separated", "none"))
    assert found.verdict == "verified" and not found.wrong


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(9852211, "2021", "pdf_furniture", "applications_total_first", "expanded", "commented", "none"),
        Recipe(9820004, "2019", "text_spaces", "applications_total_first", "right", "plain", "none"),
        Recipe(9820240, "2019", "pdf_unruled", "applications_total_first", "right", "wide", "none"),
        Recipe(9820240, "2019", "html", "applications_total_first", "left_out", "plain", "none"),
    ],
    ids=str,
)
def test_rows_that_add_up_either_way_prove_no_order_against_headers_that_name_the_total_first(recipe):
    """All applicants are of the last kind: 3 0 0 0 0 0 3 is three natural persons if the total stands last."""
    figures = of_one_kind(random_figures(recipe.random(), recipe.edition), "other_organization")
    specimen = fill(recipe, figures)
    found = score(specimen, parse(specimen.data, "report"))
    assert not found.is_silent, run.describe(found)


@pytest.mark.parametrize("name", ["html", "pdf", "text_pipe", "docx"])
def test_applicants_of_one_kind_are_read_and_proved_if_the_headers_stand_as_on_the_form(name):
    recipe = random_recipe(84, format=name, spans="rows_only" if name == "html" else "right")
    specimen = fill(recipe, of_one_kind(random_figures(recipe.random(), recipe.edition), "natural_person"))
    found = score(specimen, parse(specimen.data, "report"))
    assert (found.verdict, found.wrong) == ("verified", ()), run.describe(found)


def test_a_page_number_below_a_blank_line_is_not_its_value():
    """The last line of table two is blank, and the number of its page the next text: it once became the fees."""
    found = _read(Recipe(9908886, "2021", "text_markdown", "page_numbers", "expanded", "zeros_blank", "none"))
    assert found.verdict == "verified" and not found.wrong


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(5000906, "2019", "pdf_kangxi", "serial_column", "padded", "few_zeros_blank", "totals_left_zero"),
        Recipe(9850111, "2021", "pdf", "prior_total_column", "expanded", "few_zeros_blank", "none"),
        Recipe(9850385, "2021", "text_fixed_width", "serial_column", "right", "few_zeros_blank", "one_cell_lost"),
    ],
    ids=str,
)
def test_a_number_too_many_does_not_fill_the_place_of_a_blank_that_text_cannot_show(recipe):
    """Serial numbers, or last year's totals, stand after each row: with a blank in it a row has seven numbers all the same."""
    assert not _read(recipe).is_silent


def test_two_equal_digits_on_a_line_of_text_are_not_taken_for_one_number():
    """1 1 may be eleven, or one and the mark of a note; a merged cell that is written out stands there three times."""
    found = _read(Recipe(9871054, "2021", "pdf_unruled", "one_typing_error", "right", "raised_somewhere", "none"))
    assert not found.is_silent


def test_a_total_that_carries_the_mark_of_its_part_proves_no_digits_set_apart():
    """Pending 2 1 and total 2 1: twenty-one, or two and its mark; the sum holds for both."""
    found = _read(Recipe(5012552, "2021", "docx_runs", "typing_errors", "right", "raised_somewhere", "none"))
    assert not found.is_silent


def test_a_number_that_runs_over_the_rule_between_two_cells_is_in_doubt():
    found = _read(Recipe(9935624, "2019", "ofd_templates", "one_table", "right", "mixed", "one_cell_changed"))
    assert not found.is_silent and not found.is_trusted


def test_one_row_with_a_number_too_many_is_no_table_with_such_a_column():
    found = _read(Recipe(9949490, "2021", "text_spaces", "note_rows", "right", "raised_somewhere", "totals_left_zero"))
    assert not found.is_silent and not found.is_trusted


def test_words_among_zeros_stand_under_another_kind_if_the_total_comes_first():
    """No application at all, some cells with 无: no sum tells which cell of the row is the total's."""
    recipe = Recipe(
        5011899, "2021", "text_spaces", "applications_total_first", "expanded", "some_zeros_nothing", "none"
    )
    assert not _read(recipe).is_silent
