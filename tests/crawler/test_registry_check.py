"""The whole registry, offline: every row is sound and builds its first request; a row that is not is named."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import practice
from crawler.registry import Bureau, BureauName, BureauStatus, KnownReport, dump, load
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
        (replace(LIAOCHENG, platform="geocities"), "platform geocities is not known"),
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


def in_region(
    code: str, name_zh: str, name_en: str, status: str = "active", since: str | None = None, **changes: Any
) -> Bureau:
    """A county's bureau on a plain portal."""
    stated = {
        "bureau_code": f"hrss-{code}", "names": (a_name(f"{name_zh}人力资源和社会保障局"),), "region_code": code, "level": "county",
        "region_name_zh": name_zh, "region_name_en": name_en, "known_reports": (), "platform": "links", "aliases": (),
        "portal": {"base_url": "http://www.example.gov.cn", "column": "/nb/"}, "status": BureauStatus(status, since, None),
        "first_expected_year": 2019, "confirmed": False,
    }  # fmt: skip
    return replace(LIAOCHENG, **{**stated, **changes})


XIACHENG = in_region("330103", "下城区", "Xiacheng District", "merged", "2021-04-09")
GONGSHU = in_region("330105", "拱墅区", "Gongshu District")
HUATING = in_region("620881", "华亭市", "Huating", first_expected_year=2010)
LIANGJIANG = in_region("500157", "两江新区", "Liangjiang New Area", first_expected_year=2025)


@pytest.mark.parametrize(
    "rows",
    [
        [XIACHENG],
        [replace(XIACHENG, successors=("hrss-330105",)), GONGSHU],
        [replace(XIACHENG, names=(a_name("杭州市下城区人社局", None, 2021),))],
        [in_region("371200", "莱芜市", "Laiwu", "merged", "2018-12-26", level="prefecture")],
        [in_region("371200", "莱芜市", "Laiwu", "abolished", "2019-01-09", level="prefecture")],
        [HUATING],
        [replace(HUATING, names=(a_name("华亭市人社局", 2018), a_name("华亭县人社局", None, 2018)))],
        [in_region("620824", "华亭县", "Huating County", "renamed", "2018-08-28")],
        [LIANGJIANG],
    ],
)
def test_a_bureau_of_a_region_that_has_ended_or_begun_is_sound_if_the_years_fit(rows: list[Bureau]) -> None:
    assert problems(rows) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (
            replace(XIACHENG, status=BureauStatus("active", None, None)),
            "ended in 2021 (now 330105 拱墅区), but the bureau is active",
        ),
        (replace(XIACHENG, status=BureauStatus("merged", None, None)), "merged since a day that is not known"),
        (replace(XIACHENG, status=BureauStatus("merged", "2024-01-01", None)), "merged since 2024-01-01"),
        (replace(XIACHENG, status=BureauStatus("merged", "2019-01-01", None)), "merged since 2019-01-01"),
        (replace(XIACHENG, names=(a_name("下城区人社局", None, 2024),)), "下城区人社局 is a name of 2024"),
        (
            replace(XIACHENG, known_reports=(KnownReport(2023, "http://www.example.gov.cn/1"),)),
            "a report of 2023 is known",
        ),
        (replace(XIACHENG, region_name_zh="拱墅区"), "region 330103 is 下城区, Xiacheng District"),
        (replace(XIACHENG, level="prefecture"), "region 330103 is a county"),
        (replace(LIANGJIANG, first_expected_year=2019), "is of 2025, but a report is expected for 2019"),
        (replace(XIACHENG, successors=("hrss-330105",)), "successor hrss-330105 is no other bureau"),
        (replace(GONGSHU, successors=("hrss-330105",)), "its status does not say since when"),
    ],
)
def test_years_that_do_not_fit_a_region_s_end_are_told(wrong: Bureau, words: str) -> None:
    found = problems([wrong])
    assert any(words in sentence for sentence in found), found


def test_a_renamed_bureau_is_followed_by_the_one_under_its_region_s_new_code(tmp_path: Path) -> None:
    county = in_region("620824", "华亭县", "Huating County", "renamed", "2018-08-28")
    city = replace(HUATING, names=(a_name("华亭市人力资源和社会保障局", 2018), *county.names))
    dump((county, city), tmp_path / "registry.yaml")
    found = load(tmp_path / "registry.yaml")
    assert [bureau.successors for bureau in found] == [("hrss-620881",), ()]
    assert problems(found) == []
    dump((county,), tmp_path / "alone.yaml")
    assert load(tmp_path / "alone.yaml") == (county,)


def test_successors_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    rows = (replace(XIACHENG, successors=("hrss-330105",)), GONGSHU)
    dump(rows, tmp_path / "registry.yaml")
    assert load(tmp_path / "registry.yaml") == rows
    assert "successors" not in GONGSHU.as_record()
