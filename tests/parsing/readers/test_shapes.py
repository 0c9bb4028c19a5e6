"""The measures of shapes are those that OpenCV finds, which counts the paper as well."""

import cv2
import numpy as np

from parsing.readers.shapes import shapes

_MASK = (np.random.default_rng(3).random((60, 90)) < 0.3).astype(np.uint8) * 255


def test_shapes_are_measured_as_by_opencv() -> None:
    count, _, stats, centres = cv2.connectedComponentsWithStats(_MASK)
    found = shapes(_MASK)
    boxes = found.boxes()
    assert found.count == count - 1
    assert np.array_equal(np.stack([boxes.left, boxes.top, boxes.wide, boxes.high, found.areas], axis=1), stats[1:])
    assert np.array_equal(found.middles, centres[1:, 1])


def test_some_shapes_are_kept_or_met_and_the_others_not() -> None:
    found = shapes(_MASK)
    for number in (0, found.count - 1):
        alone = found.kept(np.arange(found.count) == number)
        assert np.array_equal(alone > 0, found.part(number, (0, 0, 90, 60)))
        assert np.flatnonzero(found.meet(alone)).tolist() == [number]


def test_a_line_of_pixels_has_its_slope_and_none_lies_off_it() -> None:
    mask = np.zeros((40, 100), np.uint8)
    mask[np.arange(90) // 3 + 2, np.arange(90)] = 255
    mask[38, 5:60] = 255
    slopes, off = shapes(mask).slopes()
    assert np.allclose(slopes, [1 / 3, 0], atol=0.002)
    assert (off < 0.5).all()


def test_paper_has_no_shapes() -> None:
    found = shapes(np.zeros((8, 9), np.uint8))
    assert found.count == 0
    assert not found.kept(np.zeros(0, np.bool_)).any()
    assert found.slopes()[0].size == found.boxes().left.size == 0
