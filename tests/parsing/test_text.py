"""Text as labels and names are compared: characters read as what they show."""

import re
import sys
import unicodedata

import pytest

from parsing.numerals import fold
from parsing.text import HAN, han, is_ordinary, lowered, narrowed, normalise, raised, without_raised


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("⻄山县", "西山县"),
        ("⻓⻔镇⻋站", "长门镇车站"),
        ("⼈⼒资源", "人力资源"),
        ("１２件", "12件"),
        ("\ue81e\ue831", "龴𡗗"),
        ("报告¹", "报告"),
        ("100m²", "100m"),
    ],
)
def test_a_sign_is_read_as_what_it_stands_for(printed, meant):
    assert normalise(printed) == meant


def test_of_ordinary_text_narrow_signs_are_all_that_nfkc_changes():
    ordinary = [sign for sign in map(chr, range(sys.maxunicode + 1)) if is_ordinary(sign)]
    assert "年" in ordinary and "，" in ordinary
    assert all(narrowed(sign) == unicodedata.normalize("NFKC", sign) for sign in ordinary)
    assert not any(unicodedata.combining(sign) for sign in ordinary)


@pytest.mark.parametrize("name", ["〇", "㐀", "西", "豈", "𠮷", "𬭎", "\U0002ebf0", "\U000323af"])
def test_every_ideograph_is_han(name):
    assert re.fullmatch(f"[{HAN}]", name)
    assert han(f"1、{name}（2）") == han(name)


@pytest.mark.parametrize("sign", ["1", "a", "（", "あ", "한", "¹", "⻄"])
def test_nothing_else_is_han(sign):
    assert not re.fullmatch(f"[{HAN}]", sign)


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("1", "¹"),
        (" 12 ", " ¹² "),
        ("１", "¹"),
        ("①", "①"),
        ("*", "*"),
        ("[1]", "[1]"),
        ("注1", "[注1]"),
        ("st", "[st]"),
        ("", ""),
        ("行政许可事项处理决定数量", "行政许可事项处理决定数量"),
    ],
)
def test_a_raised_mark_stays_visible_and_is_no_digit(printed, kept):
    assert raised(printed) == kept


def test_lowered_digits_are_kept_apart_too():
    assert lowered("2") == "₂"
    assert without_raised("收到12¹件，CO₂") == "收到12件，CO"


def test_numbers_are_folded_with_radicals_but_raised_digits_stay():
    assert fold("⻓１２¹") == "长12¹"
