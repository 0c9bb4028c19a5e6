"""The registry: five bureaus as bundled, and rows that must not pass."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from crawler.registry import BUNDLED, RegistryError, dump, load
from crawler.registry.portal import unconfirmed

SCHEMA = json.loads(BUNDLED.with_name("bureaus.schema.json").read_text(encoding="utf-8"))


def row(**changes):
    (first, *_) = load()
    return {**first.as_record(), **changes}


def refused(tmp_path: Path, rows: object) -> str:
    path = tmp_path / "registry.yaml"
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        load(path)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_the_five_bureaus_stand_under_their_region_codes():
    assert {bureau.bureau_code: bureau.platform for bureau in load()} == {
        "hrss-410105": "jeecms",
        "hrss-371500": "liaocheng",
        "hrss-340603": "lonsun",
        "hrss-330600": "hanweb",
        "hrss-440113": "gkmlpt",
    }


def test_what_nobody_has_confirmed_is_marked_and_null():
    assert not any(bureau.confirmed for bureau in load())
    open_parameters = {bureau.platform: unconfirmed(bureau.platform, bureau.portal) for bureau in load()}
    assert open_parameters["lonsun"] == ("organ_id",)
    assert open_parameters["liaocheng"] == ()


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
        ({"platform": "jpaas"}, "platform 'jpaas'"),
        ({"level": "district"}, "level 'district'"),
        ({"region_code": "41010"}, "six digits"),
        ({"bureau_code": "hrss-410106"}, "hrss-410105"),
        ({"names": []}, "names is empty"),
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
