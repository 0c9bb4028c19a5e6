"""The registry: five bureaus as bundled, and rows that must not pass."""

from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from crawler.platforms import PLATFORMS
from crawler.registry import Bureau, RegistryError, dump, load
from crawler.registry.block import block
from crawler.registry.portal import HOST_LIMITS, unconfirmed
from crawler.registry.schema import schema

SCHEMA = schema()


def bundled(code: str) -> Bureau:
    (bureau,) = (bureau for bureau in load() if bureau.bureau_code == code)
    return bureau


def row(**changes):
    return {**bundled("hrss-410105").as_record(), **changes}


def portal(platform: str, **parameters):
    return row(platform=platform, portal={"base_url": "https://www.example.gov.cn", **parameters})


def allows(rows: list) -> bool:
    return jsonschema.Draft202012Validator(SCHEMA).is_valid(rows)


def refused(tmp_path: Path, rows: object) -> str:
    path = tmp_path / "registry.yaml"
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        load(path)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_the_five_bureaus_stand_under_their_region_codes():
    five = {"hrss-410105", "hrss-371500", "hrss-340603", "hrss-330600", "hrss-440113"}
    assert {bureau.bureau_code: bureau.platform for bureau in load() if bureau.bureau_code in five} == {
        "hrss-410105": "jeecms",
        "hrss-371500": "liaocheng",
        "hrss-340603": "lonsun",
        "hrss-330600": "hanweb",
        "hrss-440113": "gkmlpt",
    }


def test_what_nobody_has_confirmed_is_marked_and_null():
    assert not any(bureau.confirmed for bureau in load())
    for code, parameters in (("hrss-340603", ("organ_id",)), ("hrss-371500", ()), ("hrss-410105", ("department",))):
        bureau = bundled(code)
        assert unconfirmed(bureau.platform, bureau.portal) == parameters


def test_a_forerunner_is_a_name_of_the_bureau_not_a_bureau_of_its_own():
    shanghai = bundled("hrss-310000")
    forerunner = shanghai.names[1]
    assert (forerunner.name_zh, forerunner.to_year) == ("上海市劳动和社会保障局", 2008)
    assert shanghai.known_reports[0].report_year == 2008


def test_a_bureau_is_expected_from_its_first_known_report_on():
    for bureau in load():
        known = [report.report_year for report in bureau.known_reports]
        assert bureau.first_expected_year == min([2019, *known])


def test_the_bundled_registry_keeps_its_published_schema():
    jsonschema.validate([bureau.as_record() for bureau in load()], SCHEMA)


def test_a_registry_survives_the_way_to_a_file_and_back(tmp_path):
    practice = tuple(
        replace(bureau, portal={**bureau.portal, "base_url": "http://127.0.0.11:8620", "download_delay": 0})
        for bureau in load()
    )
    dump(practice, tmp_path / "registry.yaml")
    assert load(tmp_path / "registry.yaml") == practice


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"platform": "wordpress"}, "platform 'wordpress'"),
        ({"level": "district"}, "level 'district'"),
        ({"region_code": "41010"}, "six digits"),
        ({"bureau_code": "hrss-410106"}, "hrss-410105"),
        ({"bureau_code": "hrss-410105-2"}, "hrss-410105"),
        ({"names": []}, "names is empty"),
        ({"first_expected_year": 2007}, "2008"),
        ({"known_reports": [{"report_year": "2020", "url": "https://www.zhengzhou.gov.cn/1"}]}, "report_year"),
        ({"known_reports": [{"report_year": 2020, "url": "https://rngsoft.cn/1"}]}, ".gov.cn"),
        ({"nickname": "x"}, "nickname"),
        ({"portal": {"base_url": "https://public.jinshui.gov.cn"}}, "department"),
        ({"portal": {"base_url": "https://public.jinshui.gov.cn/", "department": 1, "directory": "D"}}, "slash"),
        ({"portal": {"base_url": "https://rngsoft.cn", "department": 1, "directory": "D"}}, ".gov.cn"),
        ({"portal": {"base_url": "http://10.0.0.1", "department": 1, "directory": "D"}}, ".gov.cn"),
        ({"status": {"code": "asleep", "since": None, "reason": None}}, "asleep"),
    ],
)
def test_a_wrong_row_is_refused_in_one_sentence(tmp_path, changes, word):
    message = refused(tmp_path, [row(**changes)])
    assert word in message
    assert "registry row hrss-" in message


WRONG_PORTALS = [
    ("trs", {}, "column"),
    ("trs", {"column": "zwgk/gknb/"}, "from the host's root"),
    ("trs", {"column": "//www.example.com/gknb/"}, "from the host's root"),
    ("trs", {"column": "/zwgk/../gknb/"}, "from the host's root"),
    ("links", {"column": "/zwgk/#/gknb"}, "from the host's root"),
    ("trs", {"column": "/gknb/", "category_id": 3}, "category_id"),
    ("lonsun", {"context": "zwgk", "organ_id": 1, "type": 3}, "context"),
    ("lonsun", {"context": "/zwgk", "organ_id": True, "type": 3}, "organ_id"),
    ("hanweb", {"column_id": None, "xxgk": []}, "xxgk"),
    ("hanweb", {"column_id": None, "xxgk": {"divid": None}}, "xxgk"),
    ("hanweb", {"column_id": None, "area": 11370800}, "area"),
    ("script", {"column": "/gknb/", "why_browser": " "}, "why_browser"),
    ("script", {"column": "/gknb/"}, "why_browser"),
    ("nfcms", {"column": "/gknb/", "download_delay": -1}, "download_delay"),
    ("nfcms", {"column": "/gknb/", "download_delay": None}, "download_delay"),
    ("nfcms", {"column": "/gknb/", "daily_budget": 0}, "daily_budget"),
    ("nfcms", {"column": "/gknb/", "daily_budget": 2.5}, "daily_budget"),
    ("nfcms", {"column": "/gknb/", "cool_down": "1h"}, "cool_down"),
    ("nfcms", {"column": "/gknb/", "night_window": "22-7"}, "night_window"),
    ("nfcms", {"column": "/gknb/", "night_window": "24:00-07:00"}, "night_window"),
    ("nfcms", {"column": "/gknb/", "other_hosts": "https://a.gov.cn"}, "other_hosts"),
    ("nfcms", {"column": "/gknb/", "other_hosts": ["https://a.gov.cn/"]}, "slash"),
]


@pytest.mark.parametrize(("platform", "parameters", "word"), WRONG_PORTALS)
def test_a_wrong_portal_is_refused_by_the_reader_and_by_the_schema(tmp_path, platform, parameters, word):
    wrong = portal(platform, **parameters)
    assert word in refused(tmp_path, [wrong])
    assert not allows([wrong]) or ".." in str(parameters)  # a path's segments are beyond a schema


@pytest.mark.parametrize("host", ["https://rngsoft.cn", "http://192.168.1.1", "ftp://www.example.gov.cn"])
def test_every_further_host_is_a_government_host(tmp_path, host):
    assert host in refused(tmp_path, [portal("trs", column="/gknb/", other_hosts=[host])])


RIGHT_PORTALS = [
    ("jpaas", {"column": "/col/col1229425785/index.html"}),
    ("vsb", {"column": "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=5069"}),
    ("script", {"column": "/web/#/gknb", "why_browser": "rows come from a signed API", "row_css": "li.item"}),
    ("lonsun", {"context": "", "organ_id": 138, "type": 4, "category_id": 7001}),
    ("hanweb", {"column_id": None, "area": "11370800004312490W"}),
    ("hanweb", {"column_id": 44, "xxgk": {"divid": "div44", "infotypeId": "A01", "jdid": 1}}),
    ("trs", {"column": None, "download_delay": 0.5, "daily_budget": 40, "cool_down": 600, "night_window": None}),
    ("trs", {"column": None, "night_window": "00:30-06:00", "other_hosts": ["http://xxgk.example.gov.cn"]}),
]


@pytest.mark.parametrize(("platform", "parameters"), RIGHT_PORTALS)
def test_a_right_portal_is_read_and_allowed_by_the_schema(tmp_path, platform, parameters):
    right = portal(platform, **parameters)
    path = tmp_path / "registry.yaml"
    path.write_text(yaml.safe_dump([right], allow_unicode=True), encoding="utf-8")
    (bureau,) = load(path)
    assert bureau.portal == right["portal"]
    assert allows([right])


def test_the_schema_names_the_parameters_that_the_reader_knows():
    definitions = SCHEMA["$defs"]
    assert set(definitions["any_portal"]["properties"]) == {"base_url", *HOST_LIMITS}
    for name, platform in PLATFORMS.items():
        assert set(definitions[f"{name}_portal"]["properties"]) == {known.name for known in platform.parameters}
    assert SCHEMA["items"]["properties"]["platform"]["enum"] == list(PLATFORMS)


def test_an_annual_report_page_is_an_entry_of_its_own():
    assert unconfirmed("hanweb", {"column_id": None}) == ("column_id",)
    assert unconfirmed("hanweb", {"column_id": None, "area": "11370800004312490W"}) == ()
    assert unconfirmed("script", {"column": "/gknb/", "why_browser": None}) == ("why_browser",)


def test_a_bureaus_hosts_are_those_of_its_portal_and_of_its_reports(tmp_path):
    known = [
        {"report_year": 2010, "url": "http://Old.example.gov.cn/a/1.html"},
        {"report_year": 2023, "url": "https://www.example.gov.cn/b/2.html"},
    ]
    path = tmp_path / "registry.yaml"
    further = portal("trs", column=None, other_hosts=["https://xxgk.example.gov.cn"]) | {"known_reports": known}
    path.write_text(yaml.safe_dump([further]), encoding="utf-8")
    (bureau,) = load(path)
    assert bureau.hosts == (
        "https://www.example.gov.cn",
        "https://xxgk.example.gov.cn",
        "http://old.example.gov.cn",
    )


def test_an_area_without_a_code_of_its_own_stands_under_the_region_it_lies_in(tmp_path):
    path = tmp_path / "registry.yaml"
    path.write_text(yaml.safe_dump([row(), row(bureau_code="hrss-410105-newarea")]), encoding="utf-8")
    assert [bureau.bureau_code for bureau in load(path)] == ["hrss-410105", "hrss-410105-newarea"]


def test_a_folder_of_files_is_one_registry(tmp_path):
    dump([bundled("hrss-440113"), bundled("hrss-330600")], tmp_path / "a.yaml")
    dump([bundled("hrss-371500")], tmp_path / "b.yaml")
    assert [bureau.bureau_code for bureau in load(tmp_path)] == ["hrss-330600", "hrss-371500", "hrss-440113"]
    dump([bundled("hrss-330600")], tmp_path / "c.yaml")
    with pytest.raises(RegistryError, match="hrss-330600 more than once"):
        load(tmp_path)


def test_a_folder_without_files_is_no_registry(tmp_path):
    with pytest.raises(RegistryError, match=r"no \.yaml"):
        load(tmp_path)


def test_a_missing_field_is_named(tmp_path):
    incomplete = row()
    del incomplete["aliases"]
    assert "field aliases is missing" in refused(tmp_path, [incomplete])


def test_a_bureau_stands_in_the_registry_once(tmp_path):
    assert "hrss-410105 more than once" in refused(tmp_path, [row(), row()])


def test_a_file_that_is_no_registry_is_refused(tmp_path):
    assert "no list of bureaus" in refused(tmp_path, {"bureaus": []})
    with pytest.raises(RegistryError, match="cannot be read"):
        load(tmp_path / "absent.yaml")


@pytest.mark.parametrize("bureau", load(), ids=lambda bureau: bureau.bureau_code)
def test_a_row_written_as_a_block_is_the_row_it_was(tmp_path, bureau):
    path = tmp_path / "registry.yaml"
    path.write_text(block(bureau, "Where each of its parameters is from. " * 5), encoding="utf-8")
    assert load(path) == (bureau,)
    assert max(map(len, path.read_text(encoding="utf-8").splitlines()[:2])) <= 120
