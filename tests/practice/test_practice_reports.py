"""Reports: the official parts, what the prose states, tables whose spans fill their grid."""

from __future__ import annotations

import re

import pytest

from practice.form import edition, headings, invented_mark
from practice.publishers import BUREAU_CODES, ReportYear, publisher
from practice.report import Cell, Paragraph, Table, positions, split

REPORTS = [(code, year) for code in BUREAU_CODES for year in publisher(code).years]


def of(code: str, year: int) -> ReportYear:
    return publisher(code).years[year]


def prose(code: str, year: int) -> str:
    return "\n".join(block.text for block in of(code, year).report.blocks if isinstance(block, Paragraph))


def tables(code: str, year: int) -> list[Table]:
    return [block for block in of(code, year).report.blocks if isinstance(block, Table)]


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_a_report_names_its_agency_period_and_the_six_parts(code: str, year: int) -> None:
    text = prose(code, year)
    assert publisher(code).agency_name in text
    assert re.search(rf"统计期限.*{year}年1月1日", text)
    for heading in edition(of(code, year).edition).parts.values():
        assert heading in text.splitlines()


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_invented_years_say_so_and_real_ones_do_not(code: str, year: int) -> None:
    is_marked = invented_mark() in prose(code, year)
    assert is_marked == (of(code, year).origin == "invented")


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_the_three_tables_fill_their_rectangles(code: str, year: int) -> None:
    proactive, applications, appeals = tables(code, year)
    lines = 25 if of(code, year).edition == "2021" else 23
    assert (proactive.width, applications.width, appeals.width) == (4, 10, 15)
    assert len(applications.rows) == 3 + lines
    assert len(appeals.rows) == 4
    for table in (proactive, applications, appeals):
        assert sum(cell.rows * cell.columns for _, _, cell in positions(table)) == len(table.rows) * table.width


@pytest.mark.parametrize(("year", "rows"), [(2019, 20), (2024, 22)])
def test_the_processed_group_spans_every_outcome_and_its_total(year: int, rows: int) -> None:
    _, applications, _ = tables("hrss-340603", year)
    group = headings()["groups"]["processed_total"]
    assert [cell.rows for row in applications.rows for cell in row if cell.text == group] == [rows]


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_tables_print_every_figure_of_the_edition(code: str, year: int) -> None:
    report = of(code, year)
    form = edition(report.edition)
    printed = []
    for table in tables(code, year):
        printed += [cell.text for row in table.rows for cell in row if re.fullmatch(r"-?\d+(\.\d+)?", cell.text)]
    assert printed == [report.figures.get(cell, "0") for cell in form.cells()]


def test_liaocheng_states_a_fall_of_26_7_percent_in_2023() -> None:
    assert "收到政府信息公开申请11件，较上一年度下降26.7%" in prose("hrss-371500", 2023)
    assert "收到政府信息公开申请15件" in prose("hrss-371500", 2022)


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_a_stated_change_is_the_change_between_the_reports(code: str, year: int) -> None:
    stated = re.search(r"较上一年度(下降|增长)([\d.]+)%|比上年(减少|增加)(\d+)件", prose(code, year))
    if stated is None:
        return
    key = ("applications", "received_new", "total")
    now, before = (int(of(code, y).figures.get(key, "0")) for y in (year, year - 1))
    if stated[2]:
        sign = -1 if stated[1] == "下降" else 1
        assert f"{sign * float(stated[2]):.1f}" == f"{100 * (now - before) / before:.1f}"
    else:
        assert now - before == int(stated[4]) * (-1 if stated[3] == "减少" else 1)


def test_some_reports_state_a_change_in_percent_and_some_in_applications() -> None:
    texts = [prose(code, year) for code, year in REPORTS]
    assert sum("较上一年度" in text for text in texts) == 5
    assert sum("比上年" in text for text in texts) == 2


@pytest.mark.parametrize("code", [code for code in BUREAU_CODES if code != "hrss-330600"])
def test_prose_states_items_disclosed_and_applications_received(code: str) -> None:
    for year, report in publisher(code).years.items():
        text = prose(code, year)
        received = report.figures.get(("applications", "received_new", "total"), "0")
        assert re.search(r"主动公开(各类|政府)?信息\d+条", text)
        assert f"收到政府信息公开申请{received}件" in text or (received == "0" and "未收到政府信息公开申请" in text)


def test_shaoxing_gives_no_total_of_items_disclosed() -> None:
    for year in publisher("hrss-330600").years:
        assert "主动公开政府信息" not in prose("hrss-330600", year).replace("二、主动公开政府信息情况", "")


def test_the_parts_of_a_stated_total_add_up() -> None:
    for year in publisher("hrss-371500").years:
        numbers = [int(n) for n in re.findall(r"(\d+)条", prose("hrss-371500", year))[:6]]
        total, platform, website, media, wechat, toutiao = numbers
        assert total == platform + website + media
        assert media == wechat + toutiao


def test_overlapping_spans_and_holes_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fill"):
        list(positions(Table(((Cell("a"),), (Cell("b"), Cell("c"))), width=2)))
    with pytest.raises(ValueError, match="overlapping"):
        list(positions(Table(((Cell("a"), Cell("b", rows=2)), (Cell("c", columns=2),)), width=2)))


def test_a_split_table_repeats_its_header_and_continues_group_labels() -> None:
    rows = ((Cell("head", columns=2),), (Cell("abcdef", rows=3), Cell("1")), (Cell("2"),), (Cell("3"),))
    first, second = split(Table(rows, width=2, header_rows=1), at=(2,))
    assert [cell.text for _, _, cell in positions(first)] == ["head", "ab", "1"]
    assert [cell.text for _, _, cell in positions(second)] == ["head", "cdef", "2", "3"]
