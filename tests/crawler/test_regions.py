"""China's regions: every code has its place in the tree, every name its kind, and what has ended says what came of it."""

from collections import Counter

import pytest

from crawler.registry.region import REGIONS, former_regions, gone, regions, renumbered


def test_the_list_has_every_level() -> None:
    assert Counter(region.level for region in regions().values()) == {"province": 34, "prefecture": 333, "county": 2847}


def test_a_code_stands_below_its_parents() -> None:
    above = {"province": ("",), "prefecture": ("province",), "county": ("prefecture", "province")}
    levels = {"": "", **{code: region.level for code, region in regions().items()}}
    for region in regions().values():
        assert levels[region.parent_code] in above[region.level]
        assert region.region_code.startswith(region.parent_code.rstrip("0")[:4])


def test_one_edition_and_nothing_else_in_the_folder_that_the_warehouse_reads() -> None:
    assert {region.edition for region in regions().values()} == {"2026-09-11"}
    assert sorted(path.name for path in REGIONS.parent.iterdir()) == ["region_history.csv", "regions.csv"]


@pytest.mark.parametrize(
    ("code", "name_zh", "name_en"),
    [
        ("610000", "陕西省", "Shaanxi"),
        ("140000", "山西省", "Shanxi"),
        ("540000", "西藏自治区", "Tibet"),
        ("500000", "重庆市", "Chongqing"),
        ("341500", "六安市", "Lu'an"),
        ("330382", "乐清市", "Yueqing"),
        ("370285", "莱西市", "Laixi"),
        ("371522", "莘县", "Shen County"),
        ("410621", "浚县", "Xun County"),
        ("131025", "大城县", "Daicheng County"),
        ("441900", "东莞市", "Dongguan"),
        ("150600", "鄂尔多斯市", "Ordos"),
        ("152526", "西乌珠穆沁旗", "West Ujimqin Banner"),
        ("152500", "锡林郭勒盟", "Xilingol League"),
        ("513400", "凉山彝族自治州", "Liangshan Yi Autonomous Prefecture"),
        ("622926", "东乡族自治县", "Dongxiang Autonomous County"),
        ("410104", "管城回族区", "Guancheng Hui District"),
        ("429021", "神农架林区", "Shennongjia Forestry District"),
        ("310115", "浦东新区", "Pudong New Area"),
    ],
)
def test_a_region_has_its_english_name(code: str, name_zh: str, name_en: str) -> None:
    assert (regions()[code].name_zh, regions()[code].name_en) == (name_zh, name_en)


def test_english_names_are_latin_and_the_kind_of_a_county_is_said() -> None:
    kinds = {"区": ("District", "New Area"), "县": ("County",), "旗": ("Banner",)}
    for region in regions().values():
        assert region.name_en[0].isupper()
        assert all(ord(letter) < 0x2E80 for letter in region.name_en)
        if region.level == "county" and region.name_zh[-1] in kinds:
            assert region.name_en.endswith(kinds[region.name_zh[-1]]), region


def test_what_has_ended_leads_to_regions_that_are_known() -> None:
    known = {*regions(), *gone()}
    for row in former_regions():
        assert {*row.successor_codes, row.parent_code} <= known, row
        assert row.source in ("editions", "notice")
        assert 2008 <= row.to_year <= 2026
        assert row.from_year is None or row.from_year <= row.to_year
        successors = [regions().get(code) or gone()[code] for code in row.successor_codes]
        assert all((successor.from_year or 0) <= row.to_year for successor in successors), row


def test_no_code_ends_twice_under_one_name() -> None:
    named = [(row.region_code, row.name_zh) for row in former_regions()]
    assert len(set(named)) == len(named)
    assert all(
        regions()[row.region_code].name_zh != row.name_zh for row in former_regions() if row.region_code in regions()
    )


@pytest.mark.parametrize(
    ("code", "name_zh", "to_year", "successors"),
    [
        ("371200", "莱芜市", 2018, ("370100",)),
        ("330103", "下城区", 2021, ("330105",)),
        ("330104", "江干区", 2021, ("330102", "330114")),
        ("620824", "华亭县", 2018, ("620881",)),
        ("500112", "渝北区", 2025, ("500157",)),
        ("341400", "巢湖市", 2011, ("340100", "340200", "340500")),
        ("522200", "铜仁地区", 2011, ("520600",)),
    ],
)
def test_a_region_that_is_gone_says_until_when_and_what_came_of_it(
    code: str, name_zh: str, to_year: int, successors: tuple[str, ...]
) -> None:
    row = gone()[code]
    assert (row.name_zh, row.to_year, row.successor_codes) == (name_zh, to_year, successors)


@pytest.mark.parametrize(
    ("code", "new"), [("620824", "620881"), ("371202", "370116"), ("232723", "232701"), ("522200", "520600")]
)
def test_a_county_that_became_a_city_is_the_same_under_another_code(code: str, new: str) -> None:
    assert renumbered()[code] == new


@pytest.mark.parametrize("code", ["371200", "330103", "330104", "500112", "320611", "130521", "341400", "360105"])
def test_what_was_merged_or_divided_is_not_the_same_any_more(code: str) -> None:
    assert code not in renumbered()


def test_a_region_that_was_renamed_keeps_its_code() -> None:
    row = next(row for row in former_regions() if row.name_zh == "襄樊市")
    assert (row.region_code, row.to_year, row.successor_codes) == ("420600", 2010, ("420600",))
    assert "420600" not in gone() and "420600" not in renumbered()
