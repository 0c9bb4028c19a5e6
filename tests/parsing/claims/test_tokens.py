"""A sentence as tokens: every number once, with unit and precision; words by the lexicon; the rest kept as unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsing.prose.claims.lexicon import lexicon
from parsing.prose.claims.tokens import Token, tokenise


def tags(text: str) -> list[str]:
    return [token.tag for token in tokenise(text)]


def only_number(text: str) -> Token:
    (number,) = [token for token in tokenise(text) if token.tag == "number"]
    return number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("公开信息两万三千条", "23000", "条"),
        ("接听1万2千个", "12000", "个"),
        ("发放十万零一千份", "101000", "份"),
        ("办理廿三件", "23", "件"),
        ("收到一百零二件", "102", "件"),
        ("约11.2万通", "112000", "通"),
        ("增长百分之十二点五", "12.5", "%"),
        ("占八成", "80", "%"),
        ("信息1,386条(篇)", "1386", "条"),
        ("平均8.5个工作日", "8.5", "个工作日"),
        ("收到11件,20件办结"[4:], "20", "件"),
    ],
)
def test_a_number_has_its_value_and_its_unit(text: str, value: str, unit: str) -> None:
    found = only_number(text.removeprefix("件,"))
    assert found.number is not None
    assert (found.number.value, found.unit) == (Decimal(value), unit)


def test_a_number_behind_a_comma_is_one_and_the_digits_of_another_are_not() -> None:
    numbers = [token.number.value for token in tokenise("收到11件,20件办结") if token.number]
    assert numbers == [11, 20]


@pytest.mark.parametrize("text", ["约30件", "30余件", "近30件", "三十多件"])
def test_what_is_about_a_number_is_known_as_such(text: str) -> None:
    found = only_number(f"收到{text}")
    assert found.number is not None and found.number.value == 30 and found.number.is_approximate


@pytest.mark.parametrize(
    "text",
    [
        "加强统一管理",
        "一是健全制度",
        "第二十条",
        "《2022年度要点》",
        "国办公开办函〔2021〕30号",
        "0571-12345678",
        "三审三校",
        "十届",
    ],
)
def test_what_is_no_number_of_things(text: str) -> None:
    assert "number" not in tags(text)


def test_a_hotline_is_a_name_unless_a_measure_word_follows() -> None:
    assert tags("12345热线690件") == ["hotline_12345", "number"]
    assert tags("公开信息12345条") == ["disclose", "info", "number"]


@pytest.mark.parametrize(
    ("text", "year", "extent"),
    [
        ("2023年度", 2023, "year"),
        ("2023年1月1日至12月31日", 2023, "year"),
        ("2023年1月至2023年12月", 2023, "year"),
        ("2013年至2017年", 2017, "years"),
        ("2023年6月", 2023, "part"),
        ("2023年12月31日", 2023, "day"),
        ("2023年底", 2023, "day"),
    ],
)
def test_a_date_knows_how_much_of_a_year_it_is(text: str, year: int, extent: str) -> None:
    (token,) = tokenise(text)
    assert (token.tag, token.year, token.extent) == ("date", year, extent)


def test_the_longest_word_wins_and_what_nobody_knows_is_kept() -> None:
    found = [(token.tag, token.text) for token in tokenise("收到工伤认定申请、依申请公开申请")]
    assert found == [
        ("receive", "收到"),
        ("other_application", "工伤认定申请"),
        ("pause", "、"),
        ("application", "依申请公开申请"),
    ]
    assert [(token.tag, token.text) for token in tokenise("公开招商信息")][1] == ("unknown", "招商")


def test_tokens_leave_no_gap_but_spaces_and_quotes() -> None:
    text = "全年通过“甲市人社”微信公众号推送惠民信息636条(含转载12条),较上年增长约3.5%。"
    covered = "".join(token.text for token in tokenise(text))
    assert covered == text.replace("“", "").replace("”", "")


def test_every_word_of_the_lexicon_is_found_as_itself() -> None:
    words = lexicon()
    for word, cue in words.cues.items():
        assert words.longest(word, 0) == (cue, len(word)), word
        assert cue.kind in ("noun", "verb", "place", "topic", "mark", "filler", "other", "unknown"), cue


@pytest.mark.parametrize(
    "text", ["收到申请12\ufffd件", "收到申请\ufffd12件", "收到申请1\ufffd2件", "下降10\ufffd%", "办结十\ufffd件"]
)
def test_what_a_lost_sign_touches_is_no_number(text: str) -> None:
    assert [token for token in tokenise(text) if token.kind == "number"] == []
