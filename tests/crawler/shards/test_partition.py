"""A host belongs to exactly one shard, and stays there when others come."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

import practice
from crawler.politeness.rules import host_of
from crawler.registry import Bureau, load
from crawler.shards.partition import shards

ROWS = practice.load_test_rows(200, 80)


def places(rows: tuple[Bureau, ...], count: int, seen: tuple[tuple[str, str], ...] = ()) -> dict[str, int]:
    return {row.bureau_code: number for number, part in enumerate(shards(rows, count, seen)) for row in part}


def tied(row: Bureau, *others: Bureau) -> Bureau:
    return replace(row, portal={**row.portal, "other_hosts": [other.base_url for other in others]})


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("rows", [ROWS, load()], ids=["practice", "bundled"])
def test_each_bureau_and_each_host_is_in_one_shard(rows, count):
    parts = shards(rows, count)
    assert sorted(row.bureau_code for part in parts for row in part) == sorted(row.bureau_code for row in rows)
    hosts = Counter(host for part in parts for host in {host_of(url) for row in part for url in row.hosts})
    assert set(hosts.values()) == {1}


def test_shards_are_of_a_size():
    assert max(map(len, shards(ROWS, 4))) < 2 * len(ROWS) / 4


def test_bureaus_that_share_a_host_with_a_third_are_together():
    first, second, third = ROWS[:3]
    rows = (tied(first, second), second, tied(third, second), *ROWS[3:])
    found = places(rows, 50)
    assert found[first.bureau_code] == found[second.bureau_code] == found[third.bureau_code]


def test_a_bureau_whose_reports_lie_on_anothers_host_is_with_it():
    first, *others = ROWS
    found = places(ROWS, 50)
    elsewhere = next(row for row in others if found[row.bureau_code] != found[first.bureau_code])
    seen = ((first.bureau_code, f"{elsewhere.base_url}/a.html"), (first.bureau_code, "http://unregistered.gov.cn/"))
    found = places(ROWS, 50, seen)
    assert found[first.bureau_code] == found[elsewhere.bureau_code]


def test_a_bureau_more_moves_no_other():
    before, after = places(ROWS[:150], 8), places(ROWS, 8)
    assert all(after[code] == number for code, number in before.items())
