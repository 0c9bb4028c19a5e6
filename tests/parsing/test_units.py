"""Amounts in the unit of their column, whatever unit the report prints and wherever it says so."""

from decimal import Decimal

import pytest

from tests.parsing.form_pages import figure, page, read, replaced

HEADER, LABEL, TABLE = "本年收费金额（单位：万元）", "行政事业性收费<", "<table"


def fees(header: str, cell: str, label: str = "", caption: str = ""):
    text = replaced(page(), (HEADER, header), (LABEL, f"行政事业性收费{label}<"), (">12.5<", f">{cell}<"))
    document = read(replaced(text, (TABLE, f"<p>{caption}</p>{TABLE}")) if caption else text)
    return document, figure(document, "administrative_fees", "fees_collected")


@pytest.mark.parametrize(
    ("header", "cell", "label", "caption", "unit"),
    [
        ("本年收费金额（单位：万元）", "12.5", "", "", "万元"),
        ("本年收费金额（单位：元）", "125000", "", "", "元"),
        ("本年收费金额(元)", "125,000", "", "", "元"),
        ("本年收费金额（计量单位：人民币元）", "125000", "", "", "元"),
        ("本年收费金额（千元）", "125", "", "", "千元"),
        ("本年收费金额（单位：亿元）", "0.00125", "", "", "亿元"),
        ("本年收费金额", "12.5", "", "", None),
        ("本年收费金额", "125000", "（元）", "", "元"),
        ("本年收费金额", "125000", "", "单位：元", "元"),
        ("本年收费金额", "125000", "", "（单位：件、元）", "元"),
        ("本年收费金额", "125000", "", "单位：件、元</p><p>第二十条第（一）项", "元"),
        ("本年收费金额（单位：万元）", "12.5", "", "单位：元", "万元"),
        ("本年收费金额（单位：万元）", "125000元", "", "", "元"),
        ("本年收费金额（单位：元）", "12.5万元", "", "", "万元"),
        ("本年收费金额", "12.5", "", "本单位由多元主体组成", None),
        ("本年收费金额（单位：万元）", "12.5万", "", "", "元"),
        ("本年收费金额（单位：万元）", "0.00125亿", "", "", "元"),
        ("本年收费金额（单位：元）", "十二万五千", "", "", "元"),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_the_nearest_unit(header, cell, label, caption, unit):
    document, found = fees(header, cell, label, caption)
    assert document.report.verdict == "verified", document.error
    assert (found.value, found.raw, found.printed_unit) == (Decimal("12.5"), cell, unit)


@pytest.mark.parametrize("header", ["本年收费金额（单位：美元）", "本年收费金额（单位：笔）"])
def test_a_unit_that_is_not_known_leaves_the_amount_without_a_number(header):
    document, found = fees(header, "125000")
    assert (document.report.verdict, found.value, found.state) == ("uncertain", None, "text")


def test_a_column_whose_unit_the_form_leaves_open_stays_as_printed():
    cell = "政府集中采购</td><td>0</td>"
    text = page("2019")
    start = text.index(cell) + len(cell)
    end = text.index("</tr>", start)
    document = read(text[:start] + '<td colspan="2">251000元</td>' + text[end:])
    found = figure(document, "government_procurement", "procurement_amount")
    assert (found.value, found.printed_unit) == (Decimal(251000), "元")


@pytest.mark.parametrize("cell", ["1.234", "31.5", "-31", "31元", "3.1万元"])
def test_what_no_count_can_be_is_no_number(cell):
    document = read(replaced(page(), (">31<", f">{cell}<")))
    found = figure(document, "administrative_penalties", "decisions")
    assert (document.report.verdict, found.value, found.raw, found.state) == ("uncertain", None, cell, "text")


def test_an_application_below_zero_is_no_number_though_all_sums_hold():
    cells = "予以公开</td><td>6</td><td>0</td>", "予以公开</td><td>7</td><td>-1</td>"
    document = read(replaced(page(), cells))
    assert document.report.verdict == "uncertain"
    assert figure(document, "granted", "business_enterprise").value is None


@pytest.mark.parametrize(("cell", "value"), [("31.0", 31), ("0.31万", 3100), ("31件", 31)])
def test_a_whole_number_is_a_count_however_it_is_written(cell, value):
    document = read(replaced(page(), (">31<", f">{cell}<")))
    assert document.report.verdict == "verified", document.error
    assert figure(document, "administrative_penalties", "decisions").value == value


def test_a_change_may_be_below_zero():
    penalties = "行政处罚</td><td>0</td><td>0</td>"
    document = read(
        replaced(page("2019"), (penalties, penalties.replace("<td>0</td><td>0</td>", "<td>3</td><td>-2</td>")))
    )
    assert document.report.verdict == "verified", document.error
    assert figure(document, "administrative_penalties", "items_change").value == -2
