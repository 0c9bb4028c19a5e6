"""The edition is a property of a table: table two of one year's form may stand beside table three of another's."""

import re

import pytest

from tests.parsing.form_pages import figure, page, read

TABLE_TWO = re.compile("<table.*?</table>", re.DOTALL)


def mixed(proactive: str, others: str) -> str:
    theirs = TABLE_TWO.search(page(proactive))
    assert theirs
    return TABLE_TWO.sub(lambda _: theirs[0], page(others), count=1)


@pytest.mark.parametrize(("proactive", "others"), [("2021", "2019"), ("2019", "2021")])
def test_each_table_is_read_by_its_own_edition(proactive, others):
    document = read(mixed(proactive, others))
    assert (document.report.verdict, document.report.form_edition) == ("verified", "mixed"), document.error
    assert document.report.editions == (proactive, others)
    lines = {found.line for found in document.report.figures}
    assert ("other_handling" in lines) is (others == "2019")
    assert ("government_procurement" in lines) is (proactive == "2019")
    assert figure(document, "administrative_penalties", "decisions").value == 31
    assert not [found for found in document.report.figures if found.state == "missing"]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_form_of_one_edition_is_not_mixed(edition):
    report = read(page(edition)).report
    assert (report.form_edition, report.editions) == (edition, (edition, edition))


def test_a_form_that_lacks_a_line_is_not_taken_for_another_edition():
    text = re.sub(r"<tr>(?:(?!<tr>).)*申请人逾期未按收费.*?</tr>\n?", "", page("2021"), count=1, flags=re.DOTALL)
    document = read(text)
    assert (document.report.verdict, document.report.form_edition) == ("uncertain", "2021")


def moved(*headers: str) -> str:
    """A text dump of table two whose first block has its columns in another order."""
    lines = ["白鹿区人力资源和社会保障局2022年政府信息公开工作年度报告", "第二十条第（一）项", "信息内容", *headers]
    rows = ["规章", "152", "3", "2", "行政规范性文件", "0", "0", "0"]
    others = re.sub(r"<[^>]+>", "\n", page("2021").split("第二十条第（五）项")[1])
    return "\n".join([*lines, *rows, "第二十条第（五）项", *(line for line in others.split("\n") if line.strip())])


def test_headers_with_a_year_in_parted_brackets_still_name_their_columns():
    document = read(moved("现行有效件数", "本年（2022 年）制发件数", "本年（ 2022年 ）废止件数"))
    assert [figure(document, "regulations", column).value for column in ("issued", "repealed", "in_force")] == [
        3,
        2,
        152,
    ]


def test_columns_of_which_only_some_are_named_are_in_doubt():
    document = read(moved("现行有效件数", "本年度新出台件数", "本年废止件数"))
    assert document.report.verdict == "uncertain"
    assert "columns in doubt of regulations" in (document.error or "")
