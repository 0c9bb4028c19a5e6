"""A night on the practice portals: every report of the five bureaus once, and nothing twice."""

import subprocess
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

import practice
from crawler.archive import Archive
from parsing.prose.titles import read_title
from practice.publishers import BUREAU_CODES, publisher

FIRST, SECOND = "20250131T023000Z-0a1b", "20250131T033000Z-0a1c"


@pytest.fixture(name="port", scope="module")
def _port(free_port):
    with practice.running(free_port):
        yield free_port


@pytest.fixture(name="nights", scope="module")
def _nights(port, crawl, tmp_path_factory):
    """Two nights in a row, and what the portals themselves had counted after each."""
    home = tmp_path_factory.mktemp("home")
    practice.counts(port, reset=True)
    first = crawl(home, FIRST, practice.registry(port))
    after_first = asked(port)
    second = crawl(home, SECOND, practice.registry(port))
    return SimpleNamespace(home=home, first=first, second=second, after_first=after_first, after_second=asked(port))


def asked(port: int) -> Counter[str]:
    counts = practice.counts(port)
    return Counter({f"{host} {what}": number for host, found in counts.items() for what, number in found.items()})


def keys(sightings: list[dict]) -> Counter[tuple[str, str, str]]:
    return Counter((sighting["bureau_code"], sighting["url"], sighting["sha256"]) for sighting in sightings)


@pytest.mark.parametrize("bureau_code", BUREAU_CODES)
def test_every_report_of_a_bureau_is_found_once(nights, bureau_code):
    titles = Counter(
        sighting["list_title"]
        for sighting in nights.first.sightings
        if sighting["bureau_code"] == bureau_code and sighting["kind"] == "report"
    )
    assert titles == Counter(year.list_title for year in publisher(bureau_code).years.values())


def test_no_look_alike_and_no_other_organisations_report_is_fetched(nights):
    assert all(read_title(sighting["list_title"]).is_annual_report for sighting in nights.first.sightings)
    for code, tally in nights.first.summary["by_bureau"].items():
        assert tally["passed_over"] > len(publisher(code).years)
        assert tally["failed"] == 0


def test_reports_kept_in_files_bring_their_files(nights):
    kinds = Counter(
        (sighting["bureau_code"], sighting["media_type"].rsplit(".", 1)[-1])
        for sighting in nights.first.sightings
        if sighting["kind"] == "attachment"
    )
    assert kinds[("hrss-340603", "document")] == len(publisher("hrss-340603").years)
    assert kinds[("hrss-440113", "application/pdf")] == len(publisher("hrss-440113").years) + 1
    assert {code for code, _ in kinds} == {"hrss-340603", "hrss-440113"}


def test_two_files_of_one_name_are_two_objects(nights):
    names = {}
    for sighting in nights.first.sightings:
        if sighting["kind"] == "attachment":
            names.setdefault(sighting["url"].rsplit("/", 1)[1], set()).add(sighting["sha256"])
    assert sorted(map(len, names.values()))[-1] == 2


def test_the_portals_are_asked_for_nothing_twice(nights):
    assert max(nights.after_first.values()) == 1
    assert sum(nights.after_first.values()) == nights.first.summary["requests"]


def test_a_second_night_asks_the_portals_nothing_and_sees_the_same(nights):
    assert nights.after_second == nights.after_first
    assert nights.second.summary["requests"] == 0
    assert nights.second.captures == []
    assert keys(nights.second.sightings) == keys(nights.first.sightings)
    assert {sighting["capture_id"] for sighting in nights.second.sightings} <= {
        capture["capture_id"] for capture in nights.first.captures
    }


def test_every_capture_names_bytes_that_are_there(nights):
    archive = Archive(nights.home)
    captures = list(archive.records())
    assert len({capture["capture_id"] for capture in captures}) == len(captures) == nights.first.summary["captures"]
    for capture in captures:
        assert len(archive.get(capture["sha256"])) == capture["size"]
        assert capture["requested_at"] <= capture["captured_at"]


def test_a_date_is_the_one_the_list_prints_even_of_a_report_imported_again(nights):
    (liaocheng_2020,) = (
        sighting
        for sighting in nights.first.sightings
        if sighting["bureau_code"] == "hrss-371500" and "2020年" in sighting["list_title"]
    )
    assert liaocheng_2020["published_on"] == "2023-04-26"


def test_the_landing_folder_keeps_the_registry_that_was_used(nights, port):
    text = (nights.home / "landing" / FIRST / "bureaus.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(practice.registry(port))
    assert f"127.0.0.11:{port}" in text


def test_one_bureau_alone_can_be_crawled(port, crawl, tmp_path):
    bureau = next(bureau for bureau in practice.registry(port) if bureau.platform == "hanweb")
    night = crawl(tmp_path, FIRST, (bureau,))
    assert set(night.summary["by_bureau"]) == {bureau.bureau_code}
    assert night.summary["by_bureau"][bureau.bureau_code]["reports"] == len(publisher(bureau.bureau_code).years)


@pytest.mark.parametrize("captures_before", [3, 30])
def test_a_killed_night_is_finished_by_the_next_without_asking_again(
    nights, port, crawl, crawl_command, tmp_path, captures_before
):
    practice.counts(port, reset=True)
    with subprocess.Popen(crawl_command(tmp_path, FIRST, practice.registry(port))) as process:
        _wait_for(tmp_path / "archive" / "captures" / f"{FIRST}.jsonl", captures_before)
        process.kill()
    kept = list(Archive(tmp_path).records())
    resumed = crawl(tmp_path, SECOND, practice.registry(port))
    assert keys(resumed.sightings) == keys(nights.first.sightings)
    again = {capture["url"] for capture in kept} & {capture["url"] for capture in resumed.captures}
    assert again == set()
    # with no delay between requests a host may have one answer on its way to disk and the next request under way
    unrecorded = sum(asked(port).values()) - len(kept) - len(resumed.captures)
    assert 0 <= unrecorded <= 2 * len(practice.registry(port))


def _wait_for(log: Path, count: int) -> None:
    deadline = time.monotonic() + 30
    while not log.exists() or log.read_bytes().count(b"\n") < count:
        assert time.monotonic() < deadline, "the crawl does not come on"
        time.sleep(0.01)
