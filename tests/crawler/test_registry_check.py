"""The whole registry, offline: every row is sound and builds its first request; a row that is not is named."""

from dataclasses import replace

import pytest

import practice
from crawler.registry import Bureau, BureauName, KnownReport, load
from crawler.registry.check import problems
from crawler.registry.portal import unconfirmed

BUREAUS = {bureau.bureau_code: bureau for bureau in load()}
LIAOCHENG = BUREAUS["hrss-371500"]


def a_name(name_zh: str, from_year: int | None = None, to_year: int | None = None) -> BureauName:
    return BureauName(name_zh, "A Bureau", from_year, to_year)


@pytest.mark.parametrize("bureau", BUREAUS.values(), ids=lambda bureau: bureau.bureau_code)
def test_a_registered_bureau_is_sound_and_builds_its_first_request(bureau: Bureau) -> None:
    assert problems([bureau]) == []


def test_the_registry_is_sound_as_a_whole() -> None:
    assert problems(list(BUREAUS.values())) == []


def test_the_practice_portals_rows_are_sound_rows() -> None:
    assert problems(practice.registry(8620)) == []


def test_most_bureaus_have_a_list_and_nearly_all_of_the_others_a_known_report() -> None:
    parked = [bureau for bureau in BUREAUS.values() if unconfirmed(bureau.platform, bureau.portal)]
    assert len(parked) < len(BUREAUS) / 3
    assert {bureau.bureau_code for bureau in parked if not bureau.known_reports} == {
        "hrss-340603",
        "hrss-410105",
        "hrss-440113",
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(LIAOCHENG, bureau_code="hrss-999999", region_code="999999"), "not in the list of regions"),
        (replace(LIAOCHENG, region_name_zh="聊城"), "region 371500 is 聊城市, Liaocheng"),
        (replace(LIAOCHENG, region_name_en="Laocheng"), "region 371500 is 聊城市, Liaocheng"),
        (replace(LIAOCHENG, level="county"), "level is county, but region 371500 is a prefecture"),
        (replace(LIAOCHENG, bureau_code="hrss-371500-zone"), "one level below it, not a prefecture"),
        (replace(LIAOCHENG, known_reports=(KnownReport(2090, "http://rsj.liaocheng.gov.cn/1"),)), "still to come"),
        (replace(LIAOCHENG, known_reports=(KnownReport(2012, "http://rsj.liaocheng.gov.cn/1"),)), "for 2019"),
        (replace(LIAOCHENG, known_reports=LIAOCHENG.known_reports * 2), "stands twice"),
        (replace(LIAOCHENG, names=(a_name("聊城市人事局", 2011, 2009),)), "from 2011 to 2009"),
        (replace(LIAOCHENG, portal={**LIAOCHENG.portal, "cool_down": -1}), "portal.cool_down is against the schema"),
        (replace(LIAOCHENG, portal={**LIAOCHENG.portal, "channel": None}, confirmed=True), "channel is null"),
        (replace(LIAOCHENG, platform="geocities"), "platform geocities has no spider"),
        (replace(LIAOCHENG, platform="trs"), "no first request can be built"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_code(wrong: Bureau, words: str) -> None:
    found = problems([wrong])
    assert any(words in sentence for sentence in found), found
    assert all(sentence.startswith(f"{wrong.bureau_code}: ") for sentence in found)


def test_no_two_bureaus_bear_one_name() -> None:
    namesake = replace(LIAOCHENG, bureau_code="hrss-371500-zone", level="county")
    assert problems([LIAOCHENG, namesake]) == [
        "hrss-371500-zone: name 聊城市人力资源和社会保障局 is that of hrss-371500, too"
    ]


def test_no_code_is_given_twice() -> None:
    twin = replace(LIAOCHENG, names=(a_name("聊城市另一局"),))
    assert problems([LIAOCHENG, twin]) == ["hrss-371500: code hrss-371500 is that of hrss-371500, too"]
