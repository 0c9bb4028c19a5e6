"""What the ink of a cell shows before anything is recognised."""

import numpy as np
import pytest

from parsing.readers.ink import has_raised


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
