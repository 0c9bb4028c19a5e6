"""A title that gives only the kind of an agency, and prose that says which one it is."""

from __future__ import annotations

import pytest

from parsing.prose.whole_name import whole_name
from parsing.text import squeeze


@pytest.mark.parametrize(
    ("printed", "prose", "whole"),
    [
        ("县人社局", "2021年，西山县人社局共收到申请5件。", "西山县人社局"),
        ("县人社局", "西山县人力资源和社会保障局主动公开信息9条。全年，西山县人社局收到申请5件。", "西山县人社局"),
        ("区人社局", "甲州市东湖区人社局共收到申请5件。东湖区人社局主动公开信息9条。", "东湖区人社局"),
        ("县人社局", "本报告由西山县人力资源和社会保障局编制。", "西山县人力资源和社会保障局"),
        ("县人社局", "2021年，西山县人社局（以下简称县人社局）全年收到申请5件。", "西山县人社局"),
        ("区人社局", "2021年，东湖区人社局在区委领导下，主动公开信息9条。", "东湖区人社局"),
        ("人力资源和社会保障局", "2021年西山县人力资源和社会保障局共收到申请5件。", "西山县人力资源和社会保障局"),
    ],
)
def test_the_prose_says_which_agency_it_is(printed: str, prose: str, whole: str) -> None:
    assert whole_name(printed, squeeze(prose)) == whole


@pytest.mark.parametrize(
    "prose",
    [
        "县人社局共收到申请5件。",
        "2021年，全县人社局共收到申请5件。",
        "按照县人社局公开要求，主动公开信息9条。",
        "2021年，配合县人社局公开信息9条。",
        "西山县人社局共收到申请5件。东山县人社局共收到申请6件。",
        "西山市人社局共收到申请5件。",
        "学习西山县人社局的做法。",
        "1件申请由西山县人社局受理。",
    ],
)
def test_words_that_name_none_or_several_leave_the_kind_as_it_is(prose: str) -> None:
    assert whole_name("县人社局", squeeze(prose)) == "县人社局"


def test_a_name_that_says_whose_it_is_stays() -> None:
    assert whole_name("聊城市人社局", "西山市人社局共收到申请5件。") == "聊城市人社局"
    assert whole_name(None, "西山县人社局共收到申请5件。") is None
