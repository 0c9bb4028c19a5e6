"""The load test: many bureaus, each on its own address, with reports that differ by name alone."""

from __future__ import annotations

from urllib.request import urlopen

import pytest

import practice
from crawler.registry import dump, load
from parsing.document import parse
from practice.load_test import COLUMN, YEARS, load_test_hosts

COUNT = 260


def read(url: str) -> str:
    with urlopen(url, timeout=20) as answer:  # noqa: S310 - loopback
        return answer.read().decode()


def test_rows_are_valid_and_each_has_an_address_and_a_name_of_its_own(tmp_path) -> None:
    rows = practice.load_test_rows(COUNT, 8620)
    dump(rows, tmp_path / "bureaus.yaml")
    assert load(tmp_path / "bureaus.yaml") == rows
    for values in ({row.base_url for row in rows}, {row.names for row in rows}, {row.bureau_code for row in rows}):
        assert len(values) == COUNT
    assert [row.base_url for row in rows] == [f"http://{host.address}:8620" for host in load_test_hosts(COUNT)]


def test_the_load_test_serves_a_list_and_three_reports_on_every_address(unused_port: int) -> None:
    rows = practice.load_test_rows(COUNT, unused_port)
    with practice.running(unused_port, load_test=COUNT) as port:
        for row in (rows[0], rows[-1]):
            listing = read(row.base_url + COLUMN)
            assert listing.count(row.names[0].name_zh) >= len(YEARS)
            for year in YEARS:
                text = read(f"{row.base_url}{COLUMN}{year}.shtml")
                report = parse(text.encode(), "report").report
                assert (report.agency_name, report.report_year) == (row.names[0].name_zh, year)
                assert report.verdict == "verified"
        assert len(practice.visits(port)) == 2 * (1 + len(YEARS))


def test_the_load_test_has_an_end() -> None:
    with pytest.raises(practice.PracticeError, match="between 1 and"):
        load_test_hosts(0)
