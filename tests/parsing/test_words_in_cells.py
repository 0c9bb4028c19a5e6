"""A word in the place of a number makes its own cell text; all others stand."""

import pytest

from tests.parsing.form_pages import figure, page, read, replaced

PENALTIES = "行政处罚</td><td>0</td><td>0</td><td>31</td>"


@pytest.mark.parametrize("word", ["增", "减", "0/0", "无", "略", "见附件", "详见门户网站", "不适用", "待核"])
def test_the_word_is_text_and_the_other_cells_of_its_row_are_numbers(word):
    document = read(
        replaced(page("2019"), (PENALTIES, PENALTIES.replace("<td>0</td><td>31", f"<td>{word}</td><td>31")))
    )
    assert document.report.verdict == "verified", document.error
    assert (figure(document, "administrative_penalties", "decisions").value) == 31
    found = figure(document, "administrative_penalties", "items_change")
    assert (found.value, found.raw, found.state) == (None, word, "text")


@pytest.mark.parametrize("word", ["略", "见附件"])
def test_a_line_of_words_only_is_a_line_and_no_header(word):
    row = '行政强制</td><td colspan="3">0</td>'
    document = read(replaced(page("2021"), (row, row.replace(">0<", f">{word}<"))))
    assert document.report.verdict == "verified", document.error
    assert figure(document, "administrative_coercion", "decisions").state == "text"
    assert figure(document, "administrative_fees", "fees_collected").value == 12.5


def test_digits_that_cannot_be_read_leave_the_report_in_doubt():
    document = read(replaced(page("2019"), (PENALTIES, PENALTIES.replace("31", "3l1"))))
    assert document.report.verdict == "uncertain"
    assert figure(document, "administrative_penalties", "decisions").value is None


def test_a_remark_beside_the_values_is_none_of_them():
    text = page("2021", "remark_column")
    assert read(text).report.verdict == "verified"


def test_two_digits_set_apart_are_no_number_of_which_the_sums_fail():
    cell = "予以公开</td><td>6</td>"
    document = read(replaced(page(), (cell, cell.replace("6", "6 1"))))
    assert document.report.verdict == "uncertain"
