"""Comma-separated dumps are sheets; prose with commas is not."""

import pytest

from parsing.readers.comma_dump import comma_sheet
from parsing.readers.text_dump import read_text_dump

ROWS = "\n".join(f"第{number}项,{number},,{number * 2}" for number in range(1, 14))


@pytest.mark.parametrize("edition", ["2021", "2019"])
@pytest.mark.parametrize("values", ["plain", "some_zeros_blank", "separated"])
def test_every_cell_of_a_report_comes_back(report, assert_read_whole, edition, values):
    assert_read_whole(report("text_comma", edition=edition, values=values), reader="text_dump")


def test_rows_are_cells_and_lines_between_stand_alone():
    sheet = comma_sheet(f"年度报告\n\n{ROWS}")
    assert sheet is not None
    assert (sheet.texts[0, 0], sheet.texts[2, 0], sheet.texts[2, 1], sheet.texts[2, 3]) == (
        "年度报告",
        "第1项",
        "1",
        "2",
    )
    assert (2, 2) not in sheet.texts


def test_a_quoted_field_keeps_its_commas_and_lines():
    sheet = comma_sheet(f'"甲,乙\n丙","1,234",5\n丁,6,7\n{ROWS}')
    assert sheet is not None
    assert (sheet.texts[0, 0], sheet.texts[0, 1], sheet.texts[2, 0]) == ("甲,乙\n丙", "1,234", "丁")


def test_a_sentence_with_commas_stays_one_piece():
    prose = "全年公开信息120条,其中网站80条,公众号40条。"
    sheet = comma_sheet(f"{prose}\n{ROWS}")
    assert sheet is not None
    assert (sheet.texts[0, 0], (0, 1) in sheet.texts) == (prose, False)


@pytest.mark.parametrize(
    "text",
    [
        "全年公开信息120条,其中网站80条,公众号40条。\n收到申请3件,办结3件,无结转。\n" * 20,
        "一、总体情况,主动公开,依申请公开\n" + "本机关认真落实,按时公开。\n" * 40,
        ROWS + "\n" + "没有逗号的一行\n" * 40,
        ROWS.replace(",", "\t", 1),
        "1,2,3\n4,5,6",
        "," * 5_000_000,
        "",
    ],
    ids=["prose", "few", "mostly_prose", "tabs", "short", "endless", "empty"],
)
def test_what_is_not_clearly_a_sheet_is_none(text):
    assert comma_sheet(text) is None


def test_a_field_beyond_all_bounds_is_no_cell():
    blocks = read_text_dump((f'"{"x" * 200_000}",1,2\n' * 2 + ROWS).encode()).blocks
    assert blocks
