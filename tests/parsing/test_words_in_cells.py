"""A word in the place of a number makes its own cell text; all others stand."""

import pytest

from tests.parsing.form_pages import figure, page, read, replaced

PENALTIES = "行政处罚</td><td>0</td><td>0</td><td>31</td>"


@pytest.mark.parametrize("word", ["增", "减", "增/减", "0/0", "无", "略", "见附件", "详见门户网站", "不适用", "待核"])
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


@pytest.mark.parametrize("sign", ["×", "·", "*", "○", "O", "～", "N/A", "null", "未发生"])
def test_a_sign_for_nothing_in_the_place_of_every_zero_leaves_each_line_its_row(sign):
    before, after = page().split("予以公开<", 1)
    document = read(before + "予以公开<" + after.replace("<td>0</td>", f"<td>{sign}</td>"))
    assert document.report.verdict == "verified", document.error
    found = figure(document, "refused_third_party", "natural_person")
    assert (found.value, found.proof) == (None, "proved_zero")
    assert figure(document, "refused_third_party", "total").value == 3


@pytest.mark.parametrize("header", ["同比", "较上年增减", "比上年增减（%）", "变化率", "上年本单位数"])
def test_a_column_that_compares_with_last_year_is_none_of_the_form(header):
    start = page().index("<table")
    end = page().index("</table>", start)
    rows = page()[start:end].split("</tr>")
    names = {row: header if "信息内容" in row else "" if "第二十条" in row else "7" for row in rows[:-1]}
    wider = [f"{row}<td>{name}</td>" if name else row for row, name in names.items()] + rows[-1:]
    document = read(page()[:start] + "</tr>".join(wider) + page()[end:])
    assert document.report.verdict == "verified", document.error
    assert figure(document, "administrative_penalties", "decisions").value == 31


@pytest.mark.parametrize("mark", ["- 3 -", "3 / 5"])
def test_a_page_number_between_the_halves_of_a_table_is_no_row(mark):
    third = "</tr>\n<tr>", "</tr></table><p>{}</p><table><tr>"
    before, after = page().split("保护第三方合法权益", 1)
    document = read(f"{before}保护第三方合法权益{after.replace(third[0], third[1].format(mark), 1)}")
    assert document.report.verdict == "verified", document.error


def test_a_row_of_other_numbers_between_the_halves_of_a_table_is_in_doubt():
    before, after = page().split("保护第三方合法权益", 1)
    document = read(f"{before}保护第三方合法权益{after.replace('</tr>', '</tr></table><p>3 5 4</p><table>', 1)}")
    assert document.report.verdict == "uncertain"
