"""What the ink of a cell shows before anything is recognised."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsing.readers.ink import find_print, has_raised, ink_within, is_backslash, is_ring
from parsing.readers.ruled_lines import Lines, binarise
from tests.parsing.readers.sheets import font


def ink(*signs: tuple[int, int]) -> np.ndarray:
    """Signs side by side as black boxes, each from its top to its foot in pixels."""
    page = np.zeros((40, 30 * len(signs)), dtype=np.uint8)
    for index, (top, foot) in enumerate(signs):
        page[top:foot, 30 * index + 5 : 30 * index + 17] = 255
    return page


DIGIT, LOW_DIGIT, MARK = (10, 34), (11, 33), (6, 20)


@pytest.mark.parametrize("signs", [(DIGIT, MARK), (DIGIT, DIGIT, MARK), (LOW_DIGIT, DIGIT, (8, 24))])
def test_a_smaller_sign_above_the_foot_of_the_digits_is_raised(signs):
    assert has_raised(ink(*signs))


@pytest.mark.parametrize(
    "signs",
    [
        (DIGIT,),
        (DIGIT, LOW_DIGIT, DIGIT),
        (DIGIT, (30, 34), DIGIT),
        (DIGIT, (20, 23), DIGIT),
        (DIGIT, (28, 38), DIGIT),
    ],
    ids=["one digit", "digits", "point", "dash", "comma"],
)
def test_digits_points_dashes_and_commas_are_not_raised(signs):
    assert not has_raised(ink(*signs))


def test_no_ink_has_nothing_raised():
    assert not has_raised(np.zeros((20, 20), dtype=np.uint8))


def sealed(*, shows_print: bool) -> np.ndarray:
    """Where a red square of 100 pixels on a sheet with two rules may have swallowed print."""
    text, red = np.full((400, 400), 255, np.uint8), np.full((400, 400), 255, np.uint8)
    red[150:250, 150:250] = 110
    for top in (180, 220):
        text[top : top + 3] = red[top : top + 3] = 0
    if not shows_print:
        text[150:250, 150:250], red[150:250, 150:250] = 255, 110
    nothing = np.zeros_like(text)
    return find_print(red, text, Lines(nothing, nothing)).covered


def test_a_seal_through_which_rules_are_seen_covers_nothing():
    assert not sealed(shows_print=True).any()


def test_a_seal_through_which_nothing_is_seen_covers_all_of_its_patch():
    assert sealed(shows_print=False)[152:248, 152:248].all()


def test_only_a_stroke_that_leans_to_the_left_is_a_backslash():
    stroke = np.zeros((24, 24), dtype=np.uint8)
    for row in range(24):
        stroke[row, row // 2 + 4 : row // 2 + 7] = 255
    assert is_backslash(stroke)
    assert not is_backslash(np.ascontiguousarray(stroke[:, ::-1]))
    assert not is_backslash(np.ascontiguousarray(stroke[:, 4:7]))


def test_a_faint_minus_is_ink_and_a_speck_is_none():
    cell = np.zeros((47, 90), dtype=np.uint8)
    cell[25:28, 20:26] = 255
    cell[25, 20:25] = 0
    cell[10:13, 60:64] = 255
    kept = ink_within(cell, np.zeros_like(cell), (0, 0, 90, 47))
    assert kept[25:28, 20:26].any()
    assert not kept[:, 50:].any()


def printed(text: str, size: int, blur: float) -> np.ndarray:
    """The ink of a text in the middle of a cell."""
    image = Image.new("L", (120, 90), 255)
    ImageDraw.Draw(image).text((30, 20), text, font=font(size))
    return binarise(cv2.medianBlur(cv2.GaussianBlur(np.asarray(image), (0, 0), blur), 3))


@pytest.mark.parametrize("blur", [0.3, 1.0])
@pytest.mark.parametrize("size", [24, 30, 40])
def test_no_sign_but_a_zero_is_a_ring(size, blur):
    assert not any(is_ring(printed(text, size, blur)) for text in (*"123456789", "00", "10", "80", "—", ""))
    assert is_ring(printed("0", size, blur)) or (size, blur) == (24, 1.0)
