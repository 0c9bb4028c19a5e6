"""Raised note marks are no digits, in whatever way a format raises them."""

import struct

import pytest
from writer.formats.doc import Part, binary
from writer.registry import FORMATS

from parsing.compounds import Compound
from parsing.document import parse
from parsing.readers.doc import read_doc
from parsing.readers.html import read_html
from parsing.readers.rtf import read_rtf
from parsing.readers.runs import ON_THE_LINE, SHIFTED_UP, STRUCK, SUPERSCRIPT, Runs, shifted
from parsing.readers.small_marks import Character, text_with_marks, with_raised_lines
from parsing.readers.xls_styles import Styles
from tests.parsing.form_pages import figure, page, read, replaced

ABLE = [
    name
    for name, form in FORMATS.items()
    if form.weight and form.is_promised and not name.startswith("text") and name != "html_divs"
]


@pytest.mark.parametrize("form", ABLE)
def test_a_report_whose_numbers_carry_raised_marks_is_read_whole(report, assert_read_whole, form):
    assert_read_whole(report(form, seed=100, values="raised"))


def html_cell(markup, style=""):
    (table,) = read_html(f"<style>{style}</style><table><tr><td>{markup}</td></tr></table>".encode()).tables()
    return table.rows[0][0].text


@pytest.mark.parametrize(
    "markup",
    [
        "1234<sup>1</sup>",
        "<p>1234<sup><span>1</span></sup></p>",
        "1234<a href='#n'><sup>1</sup></a>",
        "1234<span style='vertical-align: super'>1</span>",
        "<span>1234</span><span style='position: relative; top: -4.0pt; mso-text-raise: 4.0pt'>1</span>",
        "1234<span style='vertical-align: 40%'>1</span>",
        "1234<span class='MsoFootnoteReference'>1</span>",
        "1234<span class='note'>1</span>",
        "1234<span style='top: -6pt; position: relative'>1</span>",
        "1234<span style='position: relative; bottom: 4px'>1</span>",
        "1234<span style='transform: translateY(-6px)'>1</span>",
        "<ruby>1234<rt>1</rt></ruby>",
    ],
)
def test_a_page_raises_a_mark_by_tag_style_or_class(markup):
    assert html_cell(markup, ".note { color: red; vertical-align: super }") == "1234¹"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (".note { position: relative; top: -0.5em }", "1234¹"),
        ("td sup, td .note { vertical-align: 30% }", "1234¹"),
        ("#n1 { vertical-align: super }", "1234¹"),
        ("td i { vertical-align: super }", "1234¹"),
        ("/* notes */ @media screen { i.note { vertical-align: super } }", "1234¹"),
        ("li i, .note b { vertical-align: super }", "12341"),
        (".note:hover { vertical-align: super }", "12341"),
        ("@media print { .note { vertical-align: super } }", "12341"),
        (".note { vertical-align: super } td .note { vertical-align: baseline }", "12341"),
    ],
)
def test_a_style_sheet_raises_what_its_selectors_name(style, text):
    assert html_cell("1234<i class='note' id='n1'>1</i>", style) == text


@pytest.mark.parametrize(
    "mark",
    [
        "<small>1</small>",
        "<font size='1'>1</font>",
        "<span style='font-size: 6pt'>1</span>",
        "<span style='font-size: 8px; vertical-align: top'>1</span>",
        "<a href='#n1'>1</a>",
        "<span aria-hidden='true'>1</span>",
        "<span style='color: #FFF'>1</span>",
    ],
)
def test_digits_that_only_look_different_are_kept_apart_from_the_number(mark):
    assert html_cell(f"1234{mark}") == "1234\n1"
    document = read(replaced(page(), (">31</td>", f">31{mark}</td>")))
    assert document.report.verdict == "uncertain"
    assert figure(document, "administrative_penalties", "decisions").state == "text"


@pytest.mark.parametrize(
    "markup",
    [
        "<span style='font-size: 10.5pt'>12</span><span style='font-size: 14px'>34</span>",
        "<span style='font-size: 9pt'>12</span><span style='font-size: 10.5pt'>34</span>",
        "12<span style='font-size: 14px'>34</span>",
        "<span style='font-size: 6pt'><b>12</b>34</span>",
        "<a href='#n1'>1234</a>",
        "12<wbr>34",
        "<span style='font-family: SimSun'>12</span><span style='font-family: Arial'>34</span>",
    ],
)
def test_a_number_whose_pieces_hardly_differ_is_one(markup):
    assert html_cell(markup) == "1234"


@pytest.mark.parametrize("markup", ["<s>12</s>", "<strike>12</strike>", "<del>12</del>", "<b class='old'>12</b>"])
def test_a_number_that_is_struck_out_does_not_run_into_the_new_one(markup):
    style = ".old { text-decoration: line-through }"
    assert html_cell(f"{markup}34", style) == "1\u03362\u033634"
    document = read(replaced(page(), (">31</td>", f"><style>{style}</style>{markup}31</td>")))
    assert document.report.verdict == "uncertain"
    assert figure(document, "administrative_penalties", "decisions").value is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<td colspan="3">31</td>', '<td colspan="3" class="old">31</td>'),
        ('<td colspan="3">31</td>', '<td colspan="3"><p style="text-decoration: line-through">31</p></td>'),
        ('<td colspan="3">31</td>', '<td colspan="3"><u class="old"><b>31</b></u></td>'),
        ('<td colspan="3">31</td>', '<td colspan="3"><s><p>31</p></s></td>'),
        ("<tr><td>行政处罚", '<tr class="old"><td>行政处罚'),
    ],
)
def test_a_whole_cell_or_row_may_be_struck_out(old, new):
    style = "<style>.old { text-decoration: line-through }</style>"
    document = read(style + replaced(page(), (old, new)))
    assert document.report.verdict == "uncertain"
    assert figure(document, "administrative_penalties", "decisions").raw == "3\u03361\u0336"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("1234<sup>[1]</sup>", "1234[1]"),
        ("1234<sup>注1</sup>", "1234[注1]"),
        ("1234<sup>[</sup><sup>1</sup><sup>]</sup>", "1234[¹]"),
        ("100m<sup>2</sup>", "100m²"),
        ("第1<sup>st</sup>", "第1[st]"),
        ("H<sub>2</sub>O", "H₂O"),
        ("12<span style='vertical-align: 1px'>3</span>", "123"),
        ("<span style='mso-text-raise: 4pt'>12</span>", "12"),
        ("<sup>12</sup>", "¹²"),
        ("<sup>行政许可事项的处理决定</sup>", "行政许可事项的处理决定"),
    ],
)
def test_what_else_is_raised_or_lowered_on_a_page(markup, text):
    assert html_cell(markup) == text


def test_raised_marks_in_prose_leave_the_number_of_the_sentence():
    (paragraph,) = read_html("<p>收到申请12<sup>1</sup>件。</p>".encode()).paragraphs()
    assert paragraph.text == "收到申请12¹件。"


def joined(*found):
    runs = Runs()
    for text, position in found:
        runs.add(text, position)
    return runs.text()


def test_what_is_shifted_alone_has_been_centred():
    assert joined(("12", SHIFTED_UP)) == "12"
    assert joined(("12", ON_THE_LINE), ("3", SHIFTED_UP)) == "12³"
    assert joined(("12", SUPERSCRIPT)) == "¹²"
    assert shifted(2) == 0


@pytest.mark.parametrize("way", [r"{\super 1}", r"{\up8 1}", r"\super 1\nosupersub ", r"\up6 1\plain "])
def test_rtf_raises_by_name_or_by_half_points(way):
    (paragraph,) = read_rtf(rf"{{\rtf1\ansi 1234{way}5\par}}".encode()).paragraphs()
    assert paragraph.text == "1234¹5"


@pytest.mark.parametrize(
    "way", [r"{\strike 1230}", r"\strike 1230\strike0 ", r"{\striked1 1230}", r"\strike 1230\plain "]
)
def test_rtf_strikes_out_what_does_not_count(way):
    (paragraph,) = read_rtf(rf"{{\rtf1\ansi {way}1234\par}}".encode()).paragraphs()
    assert paragraph.text == "1234"


def test_a_legacy_document_raises_by_the_properties_of_its_characters():
    (paragraph,) = read_doc(Compound(binary([Part("1234¹5²6\r")]))).paragraphs()
    assert paragraph.text == "1234¹5²6"


@pytest.mark.parametrize("stroke", [b"\x37\x08\x01", b"\x53\x2a\x01"])
def test_a_legacy_document_strikes_out_by_the_properties_of_its_characters(stroke):
    raised = binary([Part("²1234\r")])
    assert b"\x48\x2a\x01" in raised
    (paragraph,) = read_doc(Compound(raised.replace(b"\x48\x2a\x01", stroke))).paragraphs()
    assert paragraph.text == "1234"


@pytest.mark.parametrize(("flags", "raised", "position"), [(0, 0, ON_THE_LINE), (0, 1, SUPERSCRIPT), (8, 0, STRUCK)])
def test_a_font_of_a_legacy_workbook_raises_or_strikes_out(flags, raised, position):
    styles = Styles()
    styles.take(0x31, struct.pack("<5H", 200, flags, 0, 400, raised))
    assert styles.position(0) == position


def page_line(*characters):
    found = sorted((Character(*one) for one in characters), key=lambda one: (one.y, one.x))
    lines = [[one for one in found if one.y == y] for y in sorted({one.y for one in found})]
    (line,) = with_raised_lines(lines)
    return text_with_marks(sorted(line, key=lambda one: one.x), lambda group: "".join(one.text for one in group))


def html_line(markup):
    (line,) = read_html(f"<p>{markup}</p>".encode()).paragraphs()
    return line.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("信息123<sup>1</sup>条", "信息123¹条"),
        ("信息<sup>1</sup>123条", "信息¹123条"),
        ("信息123<a href='#n1'>1</a>条", "信息123\ufffd1条"),
        ("信息<a href='#n1'>1</a>123条", "信息1\ufffd123条"),
        ("信息123<small>1</small>条", "信息123\ufffd1条"),
        ("信息12<span style='color: white'>1</span>3条", "信息12\ufffd1\ufffd3条"),
        ("信息<b>12</b>3条<!-- 4 -->", "信息123条"),
        ("<span style='font-size: 12px'>2</span><span style='font-size: 20px'>023</span>年", "2023年"),
    ],
)
def test_digits_of_prose_that_do_not_look_alike_are_no_one_number(markup, text):
    assert html_line(markup) == text


def test_a_small_character_that_stands_higher_behind_a_larger_one_is_a_mark():
    assert page_line(("5", 0, 10, 10), ("1", 5, 6, 6), ("2", 8, 6, 6)) == "5¹²"


def test_a_much_smaller_digit_on_the_line_of_a_number_cannot_be_read():
    assert page_line(("5", 0, 10, 10), ("1", 5, 10, 6), ("2", 8, 10, 6)) == "5\ufffd\ufffd"
    assert page_line(("5", 0, 10, 10), ("1", 5, 10, 8)) == "51"
    assert page_line(("5", 0, 10, 10), ("1", 8, 10, 6)) == "51"


def test_a_small_character_that_stands_lower_is_lowered():
    assert page_line(("O", 0, 10, 10), ("2", 5, 12, 6)) == "O₂"


def test_a_number_in_smaller_type_on_the_same_line_is_a_number():
    line = [Character("5", 0, 10, 10), Character("1", 5, 10, 7.5)]
    assert text_with_marks(line, lambda group: "".join(one.text for one in group)) == "51"


def test_a_small_number_far_away_is_no_mark():
    lines = [[Character("1", 60, 6, 6)], [Character("5", 0, 10, 10)]]
    assert len(with_raised_lines(lines)) == 2


def test_a_printed_space_between_digits_is_kept(report):
    """Whether 1234 1 is one number cannot be told where nothing is raised."""
    for form in ("pdf", "ofd"):
        specimen = report(form, seed=102, values="raised_somewhere")
        marked = {key for key, printed in specimen.truths[0].sheet.items() if printed.state == "text"}
        assert marked
        assert _values(specimen.data, marked) == {None}


def _values(data, keys):
    figures = parse(data, "report").report.figure_by_key()
    return {figures[key].value for key in keys}
