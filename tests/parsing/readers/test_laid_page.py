"""Sheets that lie badly: turned, bent, boldly headed, broken over pages. What is printed comes back all the same."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from parsing.model import UNREAD
from parsing.readers.ruled_lines import binarise, skew, turn, type_heights, upright_matrix
from tests.parsing.readers.sheets import ROWS, bent, cells, content, sheet, written
from tests.thinning import each


@pytest.mark.parametrize("quarters", each(3, [1, 2, 3]))
def test_a_sheet_on_its_side_or_upside_down_is_read_as_if_it_stood_upright(quarters: int) -> None:
    turned = np.ascontiguousarray(np.rot90(sheet(), quarters))
    [table] = content(turned).tables()
    assert [tuple(cell.text for cell in row) for row in table.rows] == list(ROWS)
    left, top, right, bottom = table.rows[0][1].place.box or (0, 0, 0, 0)
    inside = turned[round(top) : round(bottom), round(left) : round(right)]
    assert min(inside.shape) in range(40, 60)
    assert (inside < 128).any(), "the place is where 12 stands on the sheet as it lay"


@pytest.mark.parametrize("degrees", [-5.5, -1.0, 0.2, 3.0])
def test_a_turned_sheet_is_level_again_to_a_twentieth_of_a_degree(degrees: float) -> None:
    page = sheet()
    assert skew(page) == 0.0
    assert abs(skew(turn(page, upright_matrix(page.shape, degrees))) + degrees) < 0.05


def test_a_page_without_rules_is_level() -> None:
    assert skew(written(np.full((2339, 1654), 255, np.uint8), (120, 350), "2024年度同期情况")) == 0.0


def test_a_sheet_that_sags_is_laid_flat() -> None:
    assert cells(bent(sheet(), 22)) == list(ROWS)


def test_strokes_of_a_bold_title_are_no_rules() -> None:
    titled = sheet(title="二〇二一年某某市人力资源和社会保障局工作报告")
    assert type_heights(binarise(titled)).tallest > 60
    assert cells(titled) == list(ROWS)


def test_a_row_that_the_end_of_the_page_leaves_open_is_a_row() -> None:
    assert cells(sheet(is_open_below=True)) == list(ROWS)


def test_thin_grey_rules_are_rules() -> None:
    assert cells(sheet(grey=150, thick=1)) == list(ROWS)


@pytest.mark.parametrize(("thick", "inset"), each(3, [(2, 5), (1, 4), (2, 6)]))
def test_the_second_stroke_of_a_double_rule_is_no_ink_even_if_a_seal_has_broken_it(thick: int, inset: int) -> None:
    page = sheet(title="二〇二一年某某市人力资源和社会保障局工作报告", thick=thick, inset=inset).copy()
    for border in (540, 740, 940):
        cv2.line(page, (border - 40, 390), (border + 60, 590), (255,), 9)
    assert cells(page) == list(ROWS)


def test_a_caption_alone_on_the_grey_of_a_photograph_is_read() -> None:
    light = np.tile(np.linspace(1.0, 0.7, 1654), (2339, 1))
    page = np.concatenate([np.roll(sheet(), -260, axis=0)[:350], np.roll(sheet(), 10, axis=0)[350:]])
    captioned = written(page, (120, 350), "2024年度同期情况")
    [caption] = content((captioned * light).astype(np.uint8)).paragraphs()
    assert caption.text == "2024年度同期情况"


def test_digits_right_beside_their_border_keep_all_their_strokes() -> None:
    rows = (("行政许可决定数量", "6", "0", "66"), *ROWS[1:])
    read = cells(sheet(rows, close=True))
    assert all(
        text in (want, UNREAD)
        for row, wanted in zip(read, rows, strict=True)
        for text, want in zip(row, wanted, strict=True)
    )
    assert (
        sum(
            text == want for row, wanted in zip(read, rows, strict=True) for text, want in zip(row, wanted, strict=True)
        )
        >= 10
    )


def test_one_backslash_is_a_dash_for_no_digit_leans_that_way() -> None:
    assert cells(sheet((("行政许可决定数量", "\\", "1", "7"), *ROWS[1:])))[0][1:] == ("/", "1", "7")


def test_a_slash_is_a_dash_and_no_one() -> None:
    rows = (("行政许可决定数量", "/", "1", "/"), ("行政处罚决定数量", "\\", "/", "11"), ROWS[2])
    read = cells(sheet(rows))
    assert [row[1:] for row in read[:2]] == [("/", "1", "/"), ("/", "/", "11")]


def test_short_dashes_are_dashes() -> None:
    rows = (("行政许可决定数量", "-", "—", "--"), *ROWS[1:])
    assert set(cells(sheet(rows))[0][1:]) == {"—"}
