"""A label that says too little: order leaves one place for its row, and the sums bear it out."""

import re

import pytest

from tests.parsing.form_pages import figure, page, read, replaced

GRANTED = '<td colspan="2">予以公开</td>'
EMPTY = "<td></td>" * 7


def test_a_typing_error_between_two_good_labels_costs_nothing():
    document = read(replaced(page(), ("予以公开<", "予以公幵<"), ("保护第三方合法权益", "保护弟三方合法权益")))
    assert document.report.verdict == "verified", document.error
    assert figure(document, "granted", "total").value == 6
    assert figure(document, "refused_third_party", "business_enterprise").value == 3


def test_half_a_label_is_enough_if_the_sums_agree():
    document = read(replaced(page(), ("保护第三方合法权益", "保护第三方")))
    assert document.report.verdict == "verified", document.error
    assert figure(document, "refused_third_party", "total").value == 3


def test_values_whose_label_stands_below_them_are_its_values():
    values = "".join(f"<td>{value}</td>" for value in (6, 0, 0, 0, 0, 0, 6))
    row = re.search(re.escape(GRANTED) + r"(?:<td>\d</td>){7}</tr>", page())
    assert row
    apart = f'<td colspan="2"></td>{values}</tr><tr><td></td>{GRANTED}{EMPTY}</tr>'
    document = read(page().replace(row[0], apart))
    assert document.report.verdict == "verified", document.error
    assert figure(document, "granted", "natural_person").value == 6


def test_values_between_two_blank_lines_may_be_either_s():
    values = "".join(f"<td>{value}</td>" for value in (0, 3, 0, 0, 0, 0, 3))
    rows = "".join(f"<tr><td>{label}</td>{EMPTY}</tr>" for label in ("危及三安全一稳定", "保护第三方合法权益"))
    first, second = rows.split("</tr>")[:2]
    text = re.sub(
        r"<tr><td>危及.*?</tr>\n<tr><td>保护第三方.*?</tr>",
        f"{first}</tr><tr><td></td>{values}</tr>{second}</tr>",
        page(),
    )
    assert read(text).report.verdict == "uncertain"


def test_a_typing_error_in_table_two_counts_if_the_header_names_the_column():
    document = read(replaced(page(), ("行政处罚<", "行攻处罚<")))
    assert document.report.verdict == "verified", document.error
    assert figure(document, "administrative_penalties", "decisions").value == 31


@pytest.mark.parametrize("label", ["属于工作秘密", "属于内部管理信息", "无法联系到申请人"])
def test_a_line_that_the_form_does_not_have_is_no_typing_error(label):
    """Some bureaus put such lines in; one in the place of a line of the form is not that line."""
    assert read(replaced(page(), ("属于国家秘密", label))).report.verdict == "uncertain"


def test_order_without_sums_that_agree_is_no_proof():
    text = replaced(page(), ("予以公开<", "予以公幵<"))
    document = read(
        text.replace(f"{GRANTED}<td>6</td>".replace("开", "幵"), f"{GRANTED}<td>5</td>".replace("开", "幵"))
    )
    assert document.report.verdict == "uncertain"
    assert "a weak label of granted" in (document.error or "")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"),
        ("其他法律行政法规禁止公开", "保护第三方合法权益"),
        ("申请人无正当理由逾期不补正", "申请人逾期未按收费通知要求缴纳费用"),
    ],
)
def test_the_whole_label_of_another_line_is_never_a_typing_error(above, below):
    """Two rows that stand in another order: each is its own line's or nobody's."""
    rows = {label: re.search(rf"<tr>(?:(?!</tr>).)*?{label}.*?</tr>", page(), re.DOTALL) for label in (above, below)}
    texts = [re.search(r"<td[^>]*>[^<]*" + label + ".*", row[0], re.DOTALL)[0] for label, row in rows.items()]
    exchanged = page().replace(texts[0], "@").replace(texts[1], texts[0]).replace("@", texts[1])
    assert exchanged != page()
    printed = {found.key: found.value for found in read(page()).report.figures}
    found = read(exchanged)
    assert found.report.verdict == "uncertain"
    assert all(one.value in (None, printed[one.key]) for one in found.report.figures)


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("结转下年度继续办理", "四、结转2023年度继续办理"),
        ("行政强制", "行政强制（见注）"),
        ("行政强制", "行政强制（件）"),
        ("（七）总计", "（七）总计（单位：件）"),
    ],
)
def test_what_is_added_to_a_label_is_no_part_of_it(label, printed):
    line = label.removeprefix("（七）")
    document = read(re.sub(rf"(<td[^>]*>)[^<]*{line}(?=</td><td)", rf"\g<1>{printed}", page()))
    assert printed in re.sub(rf"(<td[^>]*>)[^<]*{line}(?=</td><td)", rf"\g<1>{printed}", page())
    assert document.report.verdict == "verified", document.error
