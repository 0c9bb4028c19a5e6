"""The settings of a run say who asks, how slowly, and in which order an address is judged."""

from dataclasses import replace

import pytest

from crawler.registry import Bureau, load
from crawler.settings import MIDDLEWARES, settings, user_agent


def bureau(base_url: str, platform: str = "links", **portal: object) -> Bureau:
    row = next(row for row in load() if row.known_reports)
    return replace(row, platform=platform, portal={"base_url": base_url, "column": "/", **portal}, known_reports=())


def of(*bureaus: Bureau) -> dict[str, object]:
    return settings(bureaus, "WARNING")


def test_a_portal_is_told_who_asks_and_whom_to_ask():
    assert user_agent(" crawler@example.org ") == "gongkai/0.1 (annual disclosure reports; crawler@example.org)"
    assert user_agent() == "gongkai/0.1"
    assert of()["USER_AGENT"] == "gongkai/0.1"


def test_a_host_has_one_slot_and_the_pace_that_its_row_states():
    ours = of(bureau("http://127.0.0.11:8620", download_delay=0), bureau("http://www.a.gov.cn"))
    assert ours["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert ours["DOWNLOAD_DELAY"] == 3.0
    assert ours["DOWNLOAD_SLOTS"] == {"127.0.0.11": {"delay": 0, "concurrency": 1, "jitter": 0}}


def test_from_spider_to_network_hosts_come_before_robots_and_the_archive_before_holds():
    order = [
        name.rpartition(".")[2] for name, place in sorted(MIDDLEWARES.items(), key=lambda row: row[1] or 0) if place
    ]
    assert order == [
        "AnswerMiddleware",
        "HostsMiddleware",
        "RobotsMiddleware",
        "PatientRetry",
        "PageRedirects",
        "OfflineCookies",
        "WallsMiddleware",
        "ArchiveMiddleware",
        "HoldsMiddleware",
        "Decompression",
    ]


def test_nothing_goes_around_the_turn_and_no_certificate_around_the_check():
    ours = of()
    assert set(ours["DOWNLOAD_HANDLERS"].values()) == {"crawler.politeness.handler.PoliteHandler"}
    assert ours["DOWNLOAD_VERIFY_CERTIFICATES"] is True


@pytest.mark.parametrize(
    ("name", "most"), [("DOWNLOAD_MAXSIZE", 50 * 2**20), ("DOWNLOAD_TIMEOUT", 60), ("REDIRECT_MAX_TIMES", 5)]
)
def test_size_time_and_redirects_are_bounded(name, most):
    assert of()[name] == most
    assert "METAREFRESH_ENABLED" not in of()


def test_a_browser_is_there_only_where_a_row_asks_for_one():
    assert of(bureau("http://www.a.gov.cn"))["BROWSER_HANDLER"] is None
    rendered = of(bureau("http://www.a.gov.cn", platform="script", why_browser="its rows are drawn by a script"))
    assert rendered["BROWSER_HANDLER"] == "crawler.browser.handler.BrowserHandler"
