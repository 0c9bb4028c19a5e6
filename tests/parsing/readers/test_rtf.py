"""RTF: code pages, Unicode escapes, tables by their row definitions; nothing that is not printed."""

import pytest

from parsing.blocks import ReadError
from parsing.document import parse
from parsing.limits import MAX_DEPTH
from parsing.readers.rtf import read_rtf


def lines(body, head=r"{\rtf1\ansi\ansicpg936 "):
    return [paragraph.text for paragraph in read_rtf((head + body + "}").encode("latin-1")).paragraphs()]


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("form", ["rtf", "rtf_unicode"])
@pytest.mark.parametrize("values", ["plain", "some_zeros_blank"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, form, values):
    assert_read_whole(report(form, edition=edition, values=values), reader="rtf")


def test_a_character_spread_over_escape_and_letter_is_one():
    # 丄 is 81 41 in GBK, and writers leave its second byte as the letter A.
    assert lines(r"\'81A\par") == ["丄"]


def test_the_font_says_in_which_code_page_its_text_is():
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset134 SimSun;}}"
    assert lines(r"\f0 caf\'e9 \f1\'d6\'d0\par", head) == ["café 中"]


def test_a_unicode_sign_replaces_as_many_characters_as_it_says():
    assert lines(r"\uc2\u20013\'d6\'d0\uc0\u22269 x\par") == ["中国x"]


def test_halves_of_a_rare_character_are_put_together():
    assert lines(r"\u-10187?\u-9075?\par") == ["\U0001d48d"]


@pytest.mark.parametrize(
    "unprinted",
    [
        r"{\v 88}",
        r"{\deleted 88}",
        r"{\*\unknown 88}",
        r"{\pict 88}",
        r"{\footnote 88}",
        r"{\info{\author 88}}",
        r"\bin2 88",
    ],
)
def test_what_is_not_printed_is_not_read(unprinted):
    assert lines("1" + unprinted + r"2\par") == ["12"]


def test_a_text_box_is_read_after_the_text():
    assert lines(r"a{\shp{\*\shpinst{\sp{\sn n}{\sv 5}}{\shptxt\pard b\par}}}c\par") == ["ac", "b"]


def test_the_number_of_a_list_is_text():
    assert lines(r"{\listtext\'d2\'bb\'a1\'a2}\'d6\'d0\par") == ["一、中"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (r"{\rtf1" + "{" * (MAX_DEPTH + 5), "nested too deeply"),
        (r"{\rtf1{\b abc", "cut short"),
        (r"{\rtf1\ansicpg99999 a}", "code page 99999"),
        (r"{\rtf1\trowd" + r"\cellx1" * 1001 + "}", "more than 1000 columns"),
        (r"{\rtf1\trowd\intbl " + r"\cell" * 200_001 + "}", "more than 200000 cells"),
    ],
)
def test_what_cannot_be_read_says_why(data, reason):
    with pytest.raises(ReadError, match=reason):
        read_rtf(data.encode("ascii"))


def test_rtf_named_doc_is_read_as_rtf(report):
    assert parse(report("rtf").data, "report.doc").source.media_type == "application/rtf"
