"""What a cell holds: a number, its notes, or something that cannot be told."""

from decimal import Decimal

import pytest

from parsing.alignment.slots import value_of
from parsing.readers.html import read_html
from parsing.reading import interpret


@pytest.mark.parametrize("is_cell", [True, False])
@pytest.mark.parametrize(
    "text",
    ["1234¹", "1234[1]", "1234①", "1234*", "1234注1", "1234〔注2〕", "1234件②", "1234¹[2]", "1234。", "1234件。"],
)
def test_the_mark_of_a_note_is_no_part_of_the_number(text, is_cell):
    found = value_of(text, is_cell=is_cell)
    assert (found.value, found.state) == (Decimal(1234), "number")


@pytest.mark.parametrize(
    "text",
    [
        "1234 1",
        "5 12",
        "¹",
        "¹234",
        "12₃",
        "*12",
        "①12",
        "[1]12",
        "1234.",
        "12……",
        "12\ufffd3",
        "\ufffd",
        "12\ufffd",
        "12\ufffd件",
    ],
)
def test_what_cannot_be_told_is_no_number_and_no_label(text):
    found = value_of(text, is_cell=True)
    assert (found.value, found.state) == (None, "text")


@pytest.mark.parametrize("text", ["行政许可¹", "面积（m²）", "第①项", "①"])
def test_a_mark_at_a_label_leaves_it_a_label(text):
    assert value_of(text, is_cell=True) is None


def test_a_dash_with_a_mark_is_a_dash():
    assert value_of("—①", is_cell=True).state == "dash"


def test_a_formula_that_nobody_has_calculated_is_blank():
    found = value_of("=SUM(B2:B9)", is_cell=True)
    assert (found.value, found.state) == (None, "blank")


@pytest.mark.parametrize("text", ["十二", "减少3", "新增5件", "无", "不涉及", "详见附件", "件\ufffd"])
def test_words_that_begin_like_a_label_may_be_values(text):
    assert value_of(text, is_cell=True) is not None


ROWS = "".join(
    f"<tr><td>{label}</td><td>{{{name}}}</td></tr>"
    for label, name in (("行政许可", "licensing"), ("行政处罚", "penalties"), ("行政强制", "coercion"))
)


def decisions(**values):
    page = f"<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>{ROWS.format(**values)}</table>"
    figures = interpret(read_html(page.encode()), "html").figures
    return [
        figures["proactive", line, "decisions"].value
        for line in ("administrative_licensing", "administrative_penalties", "administrative_coercion")
    ]


def test_two_digits_set_apart_may_be_a_number_and_a_mark():
    assert decisions(licensing="5 1", penalties="12", coercion="0") == [None, 12, 0]


def test_two_digits_set_apart_are_one_number_where_longer_ones_are_set_so():
    assert decisions(licensing="5 1", penalties="1 2 3 4", coercion="0") == [51, 1234, 0]
