"""What a page hides is not read; what a script may show again is, unless the page shows the same elsewhere."""

import re

import pytest

from parsing.readers.html import read_html
from tests.parsing.form_pages import figure, page, read, replaced

STYLE = (
    "<style>.old, tr.gone { display: none } .tab { display: none } .tab.active { display: block }"
    "@media (max-width: 600px) { .wide { display: none } } @media print { .wide { display: none } }</style>"
)
PENALTIES = re.compile(r"<tr>(?:(?!</tr>).)*行政处罚.*?</tr>", re.DOTALL)


def lines(markup):
    """The text of a page: its lines, and the rows of its tables."""
    content = read_html(f"{STYLE}{markup}".encode())
    return [paragraph.text for paragraph in content.paragraphs()] + [
        "|".join(cell.text for cell in row) for table in content.tables() for row in table.rows
    ]


def grid(*rows):
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


HIDING = [
    "style='display: none'",
    "style='VISIBILITY: hidden'",
    "style='opacity: 0'",
    "style='font-size: 0'",
    "style='position: absolute; left: -9999px'",
    "style='color: transparent'",
    "style='position: absolute; clip: rect(0, 0, 0, 0)'",
    "class='old'",
    "class='sr-only'",
    "hidden",
]


@pytest.mark.parametrize("how", HIDING)
def test_hidden_digits_do_not_run_into_those_that_are_seen(how):
    piece = f"<span {how}>5</span>"
    assert lines(grid(f"<td>许可</td><td>12{piece}</td>", f"<td>处罚</td><td>{piece}<b>34</b></td>")) == [
        "许可|12",
        "处罚|34",
    ]
    assert lines(f"<p>收到申请12{piece}件。</p>") == ["收到申请12件。"]


@pytest.mark.parametrize("how", ["class='old'", "style='opacity: 0'"])
def test_a_number_hidden_by_a_style_sheet_alone_in_its_cell_is_a_doubt(how):
    document = read(STYLE + replaced(page(), (">31</td>", f"><span {how}>31</span></td>")))
    assert document.report.verdict == "uncertain"
    assert figure(document, "administrative_penalties", "decisions").value is None


def test_text_of_no_size_whose_parts_have_one_is_seen():
    assert lines(grid("<td><p style='font-size: 0'><span style='font-size: 14px'>12</span></p></td>")) == ["12"]


@pytest.mark.parametrize("how", ["style='display: none'", "class='gone'", "hidden"])
def test_a_hidden_row_of_an_older_version_is_no_line_twice(how):
    text = page()
    row = PENALTIES.search(text)[0]
    older = replaced(row, ("<tr", f"<tr {how}"), ("31", "30"))
    document = read(STYLE + text.replace(row, older + row))
    assert document.report.verdict == "verified"
    assert figure(document, "administrative_penalties", "decisions").value == 31


@pytest.mark.parametrize("how", ["style='display: none'", "class='old'"])
def test_hidden_cells_take_no_column(how):
    assert lines(grid(f"<td>处罚</td><td {how}>30</td><td>31</td>", "<td>强制</td><td>0</td>")) == ["处罚|31", "强制|0"]


def test_a_cell_that_only_its_text_is_missing_from_keeps_its_place():
    assert lines(grid("<td>处罚</td><td style='visibility: hidden'>30</td><td>31</td>")) == ["处罚||31"]


def test_rows_of_which_most_are_hidden_are_those_that_a_script_shows():
    rows = "".join(f"<tr class='old'><td>{number}</td></tr>" for number in range(3))
    assert lines(f"<table><tr><td>更多</td></tr>{rows}</table>") == ["更多", "0", "1", "2"]


@pytest.mark.parametrize("how", ["style='display: none'", "class='tab'", "hidden"])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_hidden_report_of_another_year_is_not_read(how, is_first):
    text = page()
    body = re.search(r"<body>(.*)</body>", text, re.DOTALL)[1]
    other = f"<div {how}>{body.replace('2022', '2021').replace('>31<', '>30<')}</div>"
    document = read(STYLE + text.replace(body, other + body if is_first else body + other))
    assert (document.report.verdict, document.report.report_year) == ("verified", 2022)
    assert figure(document, "administrative_penalties", "decisions").value == 31


@pytest.mark.parametrize("how", ["style='display: none'", "class='tab'"])
def test_the_only_report_of_a_page_is_read_although_a_script_has_to_show_it(how):
    text = page()
    body = re.search(r"<body>(.*)</body>", text, re.DOTALL)[1]
    assert read(STYLE + text.replace(body, f"<p>请稍候</p><div {how}>{body}</div>")).report.verdict == "verified"


def test_a_page_that_a_script_has_to_show_as_a_whole_is_read():
    assert lines("<body style='display: none'><p>收到申请12件。</p></body>") == ["收到申请12件。"]


def test_what_a_style_sheet_shows_again_or_hides_elsewhere_only_is_seen():
    markup = "12<b class='tab active'>3</b><b class='wide'>4</b>"
    assert lines(f"<p>{markup}</p>") == ["1234"]
