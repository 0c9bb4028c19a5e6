"""Blanks and a fault together: what the other sums of the table prove is not given up for one cell."""

from decimal import Decimal

import pytest

from tests.parsing.form_pages import figure, page, read, replaced

GRANTED = "予以公开</td><td>6</td>"


def zeros_as(text: str, shown: str) -> str:
    head, tables = text[: text.index("本年新收")], text[text.index("本年新收") :]
    return head + tables.replace("<td>0</td>", f"<td>{shown}</td>")


@pytest.mark.parametrize("shown", ["", "—", "/", "无"])
def test_blanks_that_every_sum_leaves_nothing_for_are_proved_zero(shown):
    document = read(zeros_as(page(), shown))
    assert document.report.verdict == "verified", document.error
    assert {check.status for check in document.report.checks} == {"pass"}
    assert figure(document, "partly_granted", "research_institution").proof == "proved_zero"


@pytest.mark.parametrize("shown", ["", "—"])
def test_one_wrong_number_among_blanks_is_the_sources_own(shown):
    wrong = replaced(zeros_as(page(), shown), (GRANTED, GRANTED.replace("6", "5")))
    document = read(wrong)
    assert document.report.verdict == "source_inconsistent", document.error
    failing = {(check.check, check.line, check.column) for check in document.report.checks if check.status == "fail"}
    assert failing == {
        ("applicant_total", "granted", "total"),
        ("outcome_total", "processed_total", "natural_person"),
    }
    assert {check.status for check in document.report.checks} == {"pass", "fail"}
    assert figure(document, "partly_granted", "natural_person").proof == "proved_zero"
    assert figure(document, "granted", "natural_person").proposed == Decimal(6)


def test_a_total_left_blank_is_no_zero_and_no_fault():
    row = "予以公开</td><td>6</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>6</td>"
    document = read(zeros_as(replaced(page(), (row, row.removesuffix("<td>6</td>") + "<td></td>")), ""))
    assert document.report.verdict == "verified", document.error
    found = figure(document, "granted", "total")
    assert (found.value, found.state, found.proof) == (None, "blank", None)


def test_two_wrong_numbers_among_blanks_settle_nothing():
    third = "保护第三方合法权益</td><td></td><td>3</td>"
    text = replaced(zeros_as(page(), ""), (GRANTED, GRANTED.replace("6", "5")), (third, third.replace("3", "4")))
    assert read(text).report.verdict == "uncertain"
