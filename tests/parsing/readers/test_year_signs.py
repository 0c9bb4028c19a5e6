"""Rings of years that a recogniser drops are put back where they are drawn, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from parsing.readers.year_signs import count_rings, with_rings
from tests.parsing.readers.sheets import Pixels, font


def line(text: str) -> Pixels:
    image = Image.new("L", (40 + 32 * len(text), 48), 255)
    ImageDraw.Draw(image).text((10, 6), text, font=font(30))
    return np.asarray(image)


@pytest.mark.parametrize(
    ("drawn", "recognised"),
    [
        ("二○二三年年度报告", "二二三年年度报告"),
        ("二○二○年年度报告", "二二年年度报告"),
        ("二○二○年年度报告", "二二○年年度报告"),
        ("二○二○年年度报告", "二○二年年度报告"),
        ("二○○九年年度报告", "二九年年度报告"),
        ("二○○九年年度报告", "二○九年年度报告"),
        ("二〇二一年。二〇二〇年。", "二二一年。二二年。"),
        ("〇年年度报告", "年年度报告"),
        ("〇年年度报告", "1 年年度报告"),
    ],
)
def test_dropped_rings_are_put_back(drawn: str, recognised: str) -> None:
    assert with_rings(recognised, line(drawn)).replace("○", "〇") == drawn.replace("○", "〇")


@pytest.mark.parametrize(
    "text", ["二二年年度报告", "二二三年年度报告。", "第一二三年级", "二〇二一年度", "年年度报告", "1年年度报告"]
)
def test_what_is_drawn_without_rings_stays_as_it_is(text: str) -> None:
    assert with_rings(text, line(text)) == text


def test_round_signs_are_no_rings() -> None:
    assert count_rings(line("8日回口0。6")) == 0
