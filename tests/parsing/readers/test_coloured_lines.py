"""Headings in red, or in white on red, are read; seals are looked through as before."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsing.readers.coloured_lines import with_coloured_lines
from parsing.readers.ocr import read_image
from tests.parsing.readers.sheets import font, png, sheet

RED = (200, 16, 16)
TITLE = "东陵市人社局年度报告"


def headed(draw) -> np.ndarray:
    image = Image.fromarray(sheet()).convert("RGB")
    draw(ImageDraw.Draw(image))
    return np.asarray(image)


def in_red(pen: ImageDraw.ImageDraw) -> None:
    pen.text((420, 150), TITLE, font=font(80), fill=RED)


def on_a_red_band(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 130, 1654, 260), fill=RED)
    pen.text((420, 150), TITLE, font=font(80), fill="white")


@pytest.mark.parametrize("draw", [in_red, on_a_red_band])
def test_a_heading_may_be_red_or_on_red(draw):
    assert TITLE in [line.text for line in read_image(png(headed(draw))).paragraphs()]


def planes(draw) -> tuple[np.ndarray, np.ndarray]:
    """The plane without red, which is all paper, and that of brightness."""
    ink = np.full((2339, 1654), 255, np.uint8)
    draw(ink)
    return np.full_like(ink, 255), ink


def test_a_seal_with_its_words_is_no_line():
    def seal(ink: np.ndarray) -> None:
        cv2.circle(ink, (1200, 1800), 160, 80, 6)
        cv2.rectangle(ink, (1090, 1850), (1310, 1875), 80, -1)

    text, ink = planes(seal)
    assert (with_coloured_lines(text, ink) == text).all()


def test_a_line_of_red_is_shown_and_a_seal_beside_it_is_not():
    def both(ink: np.ndarray) -> None:
        cv2.circle(ink, (1200, 1800), 160, 80, 6)
        for left in range(200, 1400, 60):
            cv2.rectangle(ink, (left, 200), (left + 40, 245), 80, -1)

    text, ink = planes(both)
    shown = with_coloured_lines(text, ink)
    assert (shown[:400] == ink[:400]).all()
    assert (shown[400:] == 255).all()
