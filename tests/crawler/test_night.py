"""Nights on the practice portals: every report of every bureau once, and nothing twice."""

from collections import Counter
from types import SimpleNamespace

import pytest

import practice
from crawler.archive import Archive
from parsing.prose.titles import read_title
from practice.invented import publisher_of
from practice.publishers import BUREAU_CODES

FIRST, SECOND, THIRD = "20250131T023000Z-0a1b", "20250131T033000Z-0a1c", "20250131T043000Z-0a1d"
WEEK = 7 * 86_400
PLATFORMS_READ_BY_A_BROWSER = ("script",)


def healthy(port: int) -> tuple:
    """Every practice bureau that is read without a browser."""
    return tuple(row for row in practice.registry(port) if row.platform not in PLATFORMS_READ_BY_A_BROWSER)


@pytest.fixture(name="port", scope="module")
def _port(free_port):
    with practice.running(free_port):
        yield free_port


@pytest.fixture(name="nights", scope="module")
def _nights(port, crawl, tmp_path_factory):
    """Three runs: two in the same night, one a week later; and what the portals themselves had counted after each."""
    home = tmp_path_factory.mktemp("home")
    practice.counts(port, reset=True)
    first = crawl(home, FIRST, healthy(port))
    after_first = asked(port)
    second = crawl(home, SECOND, healthy(port), discover="always")
    after_second = asked(port)
    third = crawl(home, THIRD, healthy(port), later=WEEK)
    return SimpleNamespace(
        home=home, first=first, second=second, third=third,
        after_first=after_first, after_second=after_second, after_third=asked(port),
    )  # fmt: skip


def asked(port: int) -> Counter[str]:
    """What the portals were asked for since the last time."""
    counts = practice.counts(port)
    practice.counts(port, reset=True)
    return Counter({f"{host} {what}": number for host, found in counts.items() for what, number in found.items()})


def years_of(sightings: list[dict], bureau_code: str) -> Counter[int | None]:
    return Counter(
        read_title(sighting["list_title"]).report_year
        for sighting in sightings
        if sighting["bureau_code"] == bureau_code and sighting["kind"] == "report"
    )


@pytest.mark.parametrize("bureau", healthy(8620), ids=lambda row: f"{row.platform}-{row.bureau_code}")
def test_every_report_of_a_bureau_is_found_once(nights, bureau):
    assert years_of(nights.first.sightings, bureau.bureau_code) == Counter(list(publisher_of(bureau.bureau_code).years))
    assert nights.first.summary["by_bureau"][bureau.bureau_code]["state"] == "new"


def test_no_look_alike_and_no_other_organisations_report_is_sighted(nights):
    assert all(read_title(sighting["list_title"]).is_annual_report for sighting in nights.first.sightings)
    for code in BUREAU_CODES:
        states = Counter(outcome["state"] for outcome in nights.first.outcomes if outcome["bureau_code"] == code)
        assert states["look_alike"] > 0 < states["other_agency"]
        assert nights.first.summary["by_bureau"][code]["failed"] == 0


def test_reports_kept_in_files_bring_their_files(nights):
    kinds = Counter(
        (sighting["bureau_code"], sighting["media_type"].rsplit(".", 1)[-1])
        for sighting in nights.first.sightings
        if sighting["kind"] == "attachment" and sighting["bureau_code"] in BUREAU_CODES
    )
    assert kinds == {
        ("hrss-340603", "document"): len(publisher_of("hrss-340603").years),
        ("hrss-440113", "application/pdf"): len(publisher_of("hrss-440113").years) + 1,
    }


def test_two_files_of_one_name_are_two_objects(nights):
    names = {}
    for sighting in nights.first.sightings:
        if sighting["kind"] == "attachment":
            names.setdefault(sighting["url"].rsplit("/", 1)[1], set()).add(sighting["sha256"])
    assert sorted(map(len, names.values()))[-1] == 2


def test_the_portals_are_asked_for_nothing_twice(nights):
    assert max(nights.after_first.values()) == 1
    assert sum(nights.after_first.values()) == nights.first.summary["requests"]


def test_a_second_run_of_the_same_night_is_answered_from_the_archive(nights):
    assert nights.after_second == Counter()
    assert (nights.second.captures, nights.second.sightings) == ([], [])


def test_a_quiet_night_asks_each_bureau_for_one_list_and_robots_and_nothing_else(nights):
    lists = Counter(capture["bureau_code"] for capture in nights.third.captures if capture["kind"] != "robots")
    assert max(lists.values()) == 1
    assert {capture["kind"] for capture in nights.third.captures} <= {"robots", "list"}
    assert nights.third.sightings == []
    assert {tally["state"] for tally in nights.third.summary["by_bureau"].values()} == {"quiet"}
    assert sum(nights.after_third.values()) == nights.third.summary["requests"]


def test_every_capture_names_bytes_that_are_there(nights):
    archive = Archive(nights.home)
    captures = [capture for capture in archive.all_captures() if capture.sha256]
    ids = Counter(capture.capture_id for capture in archive.all_captures())
    assert max(ids.values()) == 1
    for capture in captures:
        assert len(archive.get(capture.object_name)) == capture.size
        assert capture.requested_at <= capture.captured_at


def test_a_date_is_the_one_the_list_prints_even_of_a_report_imported_again(nights):
    (liaocheng_2020,) = (
        sighting
        for sighting in nights.first.sightings
        if sighting["bureau_code"] == "hrss-371500" and "2020年" in sighting["list_title"]
    )
    assert liaocheng_2020["published_on"] == "2023-04-26"


def test_the_landing_folder_keeps_the_registry_that_was_used(nights, port):
    text = (nights.home / "landing" / FIRST / "bureaus.jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(healthy(port))
    assert f"127.0.0.11:{port}" in text


def test_every_bureau_of_every_run_has_its_outcome(nights, port):
    for night in (nights.first, nights.second, nights.third):
        codes = Counter(outcome["bureau_code"] for outcome in night.outcomes if outcome["scope"] == "bureau")
        assert codes == Counter(row.bureau_code for row in healthy(port))
