"""OFD: characters by their positions, tables by their rules."""

import pytest
from writer.formats import ofd

from parsing.blocks import ReadError
from parsing.document import parse
from parsing.readers.ofd import read_ofd, read_ofd_text
from parsing.zip_file import Zip
from practice.writers.packed import archive


def text(signs, x=10.0, y=10.0, extra=""):
    return (
        f'<ofd:TextObject Boundary="{x} {y} 50 5" Size="3" {extra}>'
        f'<ofd:TextCode X="0" Y="3">{signs}</ofd:TextCode></ofd:TextObject>'
    )


def lines(*objects):
    return [paragraph.text for paragraph in read_ofd(Zip(ofd.package([objects]))).paragraphs()]


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("values", ["plain", "some_zeros_blank"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, values):
    assert_read_whole(report("ofd", edition=edition, values=values), reader="ofd")


def test_a_table_without_rules_is_read_in_drawing_order(report, assert_read_whole):
    specimen = report("ofd")
    assert_read_whole(specimen, ofd.unruled(None, specimen.blocks), reader="ofd_text")


def test_lines_go_from_top_to_bottom_and_words_from_left_to_right():
    assert lines(text("丙", y=30), text("乙", x=40), text("甲")) == ["甲 乙", "丙"]


def test_what_is_printed_twice_to_look_bold_is_read_once():
    assert lines(text("11"), text("11", x=10.1)) == ["11"]


def test_a_slanted_watermark_is_left_out():
    assert lines(text("11"), text("样本", extra='CTM="0.7 0.7 -0.7 0.7 0 0"')) == ["11"]


@pytest.mark.parametrize("extra", ['Alpha="0"', 'Visible="false"'])
def test_what_is_drawn_in_no_colour_is_not_printed(extra):
    assert lines(text("9999", extra=extra), text("1234")) == ["1234"]
    clear = text("9999").replace("<ofd:TextCode", '<ofd:FillColor Value="0 0 0" Alpha="0"/><ofd:TextCode')
    assert lines(clear, text("1234")) == ["1234"]


def test_a_part_may_be_named_in_another_case():
    package = Zip(ofd.package([[text("甲")]]))
    parts = {name.replace("Pages", "pages"): package.read(name) for name in package.names}
    assert any("pages" in name for name in parts)
    assert [paragraph.text for paragraph in read_ofd(Zip(archive(parts))).paragraphs()] == ["甲"]


def test_steps_may_be_counted_and_coordinates_scaled():
    steps = '<ofd:TextObject Boundary="10 10 50 5" Size="1" CTM="3 0 0 3 0 0"><ofd:TextCode X="0" Y="1" DeltaX="g 2 1">'
    assert lines(steps + "甲乙丙</ofd:TextCode></ofd:TextObject>") == ["甲乙丙"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ofd.package([]), "has no pages"),
        (ofd.package([[]] * 201), "more than the 200 pages"),
        (ofd.package([[text("1", x="nan")]]), "lies outside any page"),
        (ofd.package([[text("1", x="left")]]), "no number"),
        (ofd.package([["<ofd:Layer>" * 300]]), "damaged|nested"),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    with pytest.raises(ReadError, match=reason):
        read_ofd(Zip(data))


def test_a_truncated_document_is_unreadable(report):
    data = report("ofd").data
    document = parse(data[: len(data) // 2], "a.ofd")
    assert (document.report.verdict, document.error) == ("unreadable", "the zip file is damaged or cut short")


@pytest.mark.parametrize("seed", [7, 8, 10, 11, 12])
def test_the_form_may_stand_in_template_pages(report, assert_read_whole, seed):
    assert_read_whole(report("ofd_templates", seed=seed), reader="ofd")


@pytest.mark.parametrize("order", ["Background", "Foreground", "Body"])
def test_a_page_shows_what_its_templates_hold(order):
    data = ofd.package([[text("12", x=40)]], [[(order, [text("规章")])]])
    assert [paragraph.text for paragraph in read_ofd(Zip(data)).paragraphs()] == ["规章 12"]
    assert [paragraph.text for paragraph in read_ofd_text(Zip(data)).paragraphs()] == ["规章 12"]


def test_a_page_may_have_several_templates():
    data = ofd.package([[text("12", x=40)]], [[("Background", [text("规章")]), ("Foreground", [text("件", x=60)])]])
    assert [paragraph.text for paragraph in read_ofd(Zip(data)).paragraphs()] == ["规章 12 件"]


def test_a_template_that_no_page_names_is_not_shown():
    data = ofd.package([[text("12")], [text("13")]], [[("Background", [text("规章", y=30)])], []])
    assert [paragraph.text for paragraph in read_ofd(Zip(data)).paragraphs()] == ["12", "规章", "13"]
