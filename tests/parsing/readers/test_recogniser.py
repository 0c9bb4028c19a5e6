"""What is searched, and how narrow words may be looked at."""

import cv2
import numpy as np
import pytest

from parsing.readers import looks
from parsing.readers.recogniser import cut_out, find_text, recognise
from tests.parsing.readers.sheets import written

BLANK = np.full((2339, 1654), 255, np.uint8)
TITLE, LAST = (120, 300), (120, 2200)


def _noisy(page):
    return np.clip(page + np.random.default_rng(1).normal(0, 10, page.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("worn", [np.asarray, _noisy])
def test_lines_far_apart_are_found_at_their_own_places(worn):
    page = worn(written(written(BLANK, TITLE, "二、主动公开情况"), LAST, "2022年"))
    found = find_text(page)
    assert [text.text for text in recognise([cut_out(page, corners) for corners in found])] == [
        "二、主动公开情况",
        "2022年",
    ]
    for corners, (left, top) in zip(found, (TITLE, LAST), strict=True):
        assert np.abs(corners[0] - (left, top)).max() < 25


def test_a_page_without_print_is_not_searched(monkeypatch):
    monkeypatch.setattr("parsing.readers.recogniser._engine", None)
    assert find_text(_noisy(BLANK)) == []


def test_a_wide_line_is_looked_at_in_full_unless_it_is_words():
    page = written(written(BLANK, TITLE, "1234567890123"), LAST, "行政许可决定数量")
    crops = [cut_out(page, corners) for corners in find_text(page)]
    assert all(map(looks.is_wide, crops))
    assert [text.text for text in looks.first_look(crops)] == ["1234567890123", "行政许可决定数量"]


def test_a_digit_is_never_narrowed_at_first():
    crop = np.full((48, 40), 255, np.uint8)
    cv2.putText(crop, "6", (6, 40), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (0,), 3)
    assert looks.narrowed(crop, 0.5) is crop
