"""The limits towards a host: the crawler's own, what rows ask for, the strictest of several."""

from dataclasses import replace

import pytest

from crawler.politeness.rules import UNCOUNTED, HostLimits, host_of, limits_by_host, limits_of_host
from crawler.registry import Bureau, load


def bureau(base_url: str, **portal: object) -> Bureau:
    row = next(row for row in load() if row.platform == "liaocheng")
    return replace(row, portal={"base_url": base_url, "channel": "c", **portal}, known_reports=())


def test_a_host_of_which_nothing_is_said_is_treated_with_the_usual_care():
    usual = HostLimits(delay=3.0, daily_budget=400, cool_down=3600.0, patience=120.0, window="22:00-07:00")
    assert limits_by_host([bureau("http://rsj.a.gov.cn")]) == {"rsj.a.gov.cn": usual}
    assert limits_of_host("www.b.gov.cn") == usual


def test_a_row_states_its_own():
    row = bureau("http://a.gov.cn", download_delay=10, daily_budget=50, cool_down=60, night_window="01:00-03:00")
    stated = HostLimits(delay=10, daily_budget=50, cool_down=60, patience=120.0, window="01:00-03:00")
    assert limits_by_host([row])["a.gov.cn"] == stated


def test_a_practice_portal_has_no_hours_and_no_budget_unless_its_row_states_them():
    limits = limits_by_host([bureau("http://127.0.0.11:8620", download_delay=0)])["127.0.0.11"]
    assert (limits.delay, limits.daily_budget, limits.window) == (0, UNCOUNTED, None)
    row = bureau("http://127.0.0.11:8620", daily_budget=7, night_window="01:00-03:00")
    limits = limits_by_host([row])["127.0.0.11"]
    assert (limits.daily_budget, limits.window) == (7, "01:00-03:00")


def test_the_strictest_of_several_rows_holds_for_their_host():
    slow = bureau("http://www.a.gov.cn", download_delay=20, daily_budget=900, night_window=None)
    narrow = bureau("https://www.a.gov.cn", daily_budget=50, cool_down=7200, night_window="23:00-05:00")
    assert limits_by_host([slow, narrow, bureau("http://www.a.gov.cn")]) == {
        "www.a.gov.cn": HostLimits(delay=20, daily_budget=50, cool_down=7200, window="23:00-05:00")
    }


def test_http_and_https_and_every_port_are_one_host():
    hosts = limits_by_host([bureau("http://a.gov.cn"), bureau("https://A.gov.cn"), bureau("http://a.gov.cn:8080")])
    assert list(hosts) == ["a.gov.cn"]


def test_the_further_hosts_of_a_bureau_are_treated_as_its_own():
    row = bureau("http://a.gov.cn", other_hosts=["http://files.a.gov.cn"], download_delay=9)
    assert {host: limits.delay for host, limits in limits_by_host([row]).items()} == {
        "a.gov.cn": 9,
        "files.a.gov.cn": 9,
    }


def test_at_any_hour_all_windows_are_open_and_nothing_else_changes():
    row = bureau("http://a.gov.cn", night_window="01:00-03:00", daily_budget=5)
    assert limits_by_host([row], any_hour=True) == {"a.gov.cn": HostLimits(daily_budget=5, window=None)}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.A.gov.cn/x", "www.a.gov.cn"),
        ("http://www.a.gov.cn:8080/", "www.a.gov.cn"),
        ("http://www.a.gov.cn./", "www.a.gov.cn"),
        ("http://127.0.0.11:8620/robots.txt", "127.0.0.11"),
    ],
)
def test_a_host_is_known_by_its_name_alone(url, host):
    assert host_of(url) == host
