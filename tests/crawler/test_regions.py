"""The list of China's regions: every code has its place in the tree, every name its kind."""

from collections import Counter

import pytest

from crawler.registry.region import REGIONS, regions


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
    assert [path.name for path in REGIONS.parent.iterdir()] == ["regions.csv"]


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
