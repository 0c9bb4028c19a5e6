"""Portals from the command line: what the registry holds, a new source, a doctor's word; one clear line where it is none."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

import practice
from crawler.registry import Bureau, load
from tests.warehouse.nights import Run, document
from warehouse.load import load as load_run

LIAOCHENG = "hrss-371500"
ARTICLE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


@pytest.fixture(scope="module")
def liaocheng() -> Iterator[Bureau]:
    """The row of a bureau whose practice portal answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    with practice.running(port):
        yield next(bureau for bureau in practice.registry(port) if bureau.bureau_code == LIAOCHENG)


def test_the_bundled_registry_is_sound(gongkai: Any) -> None:
    outcome = gongkai("registry", "check")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith(f"{len(load())} bureaus, sound; ")


def test_each_fault_of_a_registry_is_one_line(gongkai: Any, tmp_path: Path) -> None:
    rows = [bureau.as_record() for bureau in load()[:2]]
    rows[0]["region_name_zh"], rows[1]["first_expected_year"] = "北京", 2024
    registry = tmp_path / "registry.yaml"
    registry.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    outcome = gongkai("registry", "check", "--registry", registry)
    assert outcome.status == 1
    assert [line.split(":")[1].strip() for line in outcome.err.splitlines()] == [row["bureau_code"] for row in rows]
    assert outcome.out.startswith("2 bureaus, 2 problems; ")


def test_the_list_names_what_is_still_unknown(gongkai: Any) -> None:
    (line,) = (line for line in gongkai("registry", "list").out.splitlines() if "hrss-340603" in line)
    assert "lonsun" in line and "parked: organ_id" in line and "https://www.hbxs.gov.cn" in line


def test_a_new_source_is_fetched_by_the_rules_of_a_crawl_and_written_down(
    gongkai: Any, liaocheng: Bureau, tmp_path: Path
) -> None:
    address = f"{liaocheng.base_url}/{liaocheng.portal['channel']}/"
    arguments = ("new-source", address, "--agency", "聊城市人力资源和社会保障局")
    places = ("--registry", tmp_path / "new.yaml", "--tests", tmp_path / "pages")
    practice.counts(int(address.rsplit(":", 1)[1].split("/")[0]), reset=True)
    outcome = gongkai(*arguments, *places)
    assert (outcome.status, outcome.err) == (0, "")
    (bureau,) = load(tmp_path / "new.yaml")
    assert (bureau.platform, bureau.portal["channel"]) == ("liaocheng", liaocheng.portal["channel"])
    assert "hrss-371500  聊城市人力资源和社会保障局 · liaocheng: has channel_ and doc_ in its address" in outcome.out
    test = (tmp_path / "pages" / LIAOCHENG / "test_hrss_371500.py").read_text(encoding="utf-8")
    assert '"title": "聊城市人力资源和社会保障局2023年' in test
    (log,) = (tmp_path / "home" / "archive" / "captures").glob("*.jsonl")
    kinds = [json.loads(line)["kind"] for line in log.read_text(encoding="utf-8").splitlines()]
    assert kinds == ["robots", "list"]
    asked = practice.counts(int(address.rsplit(":", 1)[1].split("/")[0]))
    again = gongkai(*arguments, "--registry", tmp_path / "other.yaml", "--tests", tmp_path / "others")
    assert again.status == 0
    assert practice.counts(int(address.rsplit(":", 1)[1].split("/")[0])) == asked  # the archive has it


def test_a_page_somebody_saved_is_enough(gongkai: Any, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(ARTICLE.format("喀喇沁旗人力资源和社会保障局2024年政府信息公开工作年度报告"), encoding="utf-8")
    address = "http://www.klq.gov.cn/xxgk/gknb/202501/t20250117_1617338.html"
    places = ("--registry", tmp_path / "new.yaml", "--tests", tmp_path / "pages")
    outcome = gongkai("new-source", address, "--page", saved, *places)
    assert (outcome.status, outcome.err) == (0, "")
    assert load(tmp_path / "new.yaml")[0].portal == {"base_url": "http://www.klq.gov.cn", "column": "/xxgk/gknb/"}
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("https://rngsoft.cn/gknb/",), "neither on a .gov.cn host nor on a practice portal"),
        (("gknb",), "neither on a .gov.cn host nor on a practice portal"),
        (("http://127.0.0.1:9/gknb/",), "http://127.0.0.1:9/gknb/: "),
        (("https://www.example.gov.cn/gknb/", "--page", "no-such-page.html"), "no-such-page.html: No such file"),
        (
            ("https://www.example.gov.cn/gknb/", "--page", Path(__file__).parents[2] / "LICENSE"),
            "no system is recognised",
        ),
    ],
)
def test_what_is_no_source_is_said_in_one_line(gongkai: Any, tmp_path: Path, arguments: Any, sentence: str) -> None:
    places = ("--registry", tmp_path / "new.yaml", "--tests", tmp_path / "pages")
    outcome = gongkai("new-source", *arguments, *places)
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and sentence in outcome.err
    assert not (tmp_path / "new.yaml").exists() and not (tmp_path / "pages").exists()


def test_a_page_that_the_portal_does_not_have_is_no_source(gongkai: Any, liaocheng: Bureau, tmp_path: Path) -> None:
    outcome = gongkai("new-source", f"{liaocheng.base_url}/no-such-page", "--tests", tmp_path / "pages")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "/no-such-page: not_here" in outcome.err


def test_the_doctor_says_what_ails_a_portal_and_since_when(gongkai: Any, tmp_path: Path) -> None:
    for day in (1, 2):
        folder = tmp_path / "home" / "landing" / f"2026010{day}T173000Z-0000"
        folder.mkdir(parents=True)
        line = {
            "run_id": folder.name,
            "bureau_code": LIAOCHENG,
            "at": f"2026-01-0{day}T17:31:00.000Z",
            "scope": "bureau",
        }
        facts = {
            "state": "blocked",
            "label": "jsl",
            "reason": "a wall",
            "url": None,
            "capture_id": None,
            "strategy": None,
        }
        (folder / "outcomes.jsonl").write_text(json.dumps(line | facts) + "\n", encoding="utf-8")
    outcome = gongkai("doctor", LIAOCHENG)
    assert outcome.status == 0
    assert "blocked (jsl) since 2026-01-02 01:31, 2 runs in a row" in outcome.out
    assert "A wall is left alone" in outcome.out


def test_the_doctor_does_not_call_a_portal_well_while_a_page_of_it_is_read_as_no_report(
    gongkai: Any, tmp_path: Path
) -> None:
    run = Run("20260101T173000Z-0000")
    run.finds(LIAOCHENG, "quiet", "2026-01-01T17:31:00.000Z")
    run.sees(document("聊城市人社局2024年年度报告", None, None, verdict="not_a_report"), LIAOCHENG)
    run.write(tmp_path / "home")
    load_run(tmp_path / "home", run.run_id)
    outcome = gongkai("doctor", LIAOCHENG)
    assert "unsettled  not_a_report https://example.gov.cn/" in outcome.out
    assert "is not read as one: open it by hand" in outcome.out and "needed     Nothing." not in outcome.out
    with duckdb.connect(tmp_path / "home" / "warehouse.duckdb"):
        # as a night does that loads what it has read
        assert "cannot be looked at now" in gongkai("doctor", LIAOCHENG).out


def test_the_doctor_knows_only_bureaus_of_the_registry(gongkai: Any) -> None:
    outcome = gongkai("doctor", "hrss-000000")
    assert (outcome.status, outcome.err) == (1, "gongkai: bureau hrss-000000 is not in the registry\n")


@pytest.mark.parametrize("arguments", [("check",), ("list",)])
def test_a_registry_that_cannot_be_read_is_said_so(gongkai: Any, tmp_path: Path, arguments: Any) -> None:
    outcome = gongkai("registry", *arguments, "--registry", tmp_path / "absent.yaml")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1 and "absent.yaml cannot be read" in outcome.err
