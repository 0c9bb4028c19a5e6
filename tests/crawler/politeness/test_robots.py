"""What each answer to a request for robots.txt stands for, and what the file itself asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.robots import LONGEST_CRAWL_DELAY, Robots, read_robots

RULES = b"User-agent: *\nDisallow: /private/\n"
LIST, PRIVATE = "http://www.a.gov.cn/list", "http://www.a.gov.cn/private/list"


def is_allowed(status: int, body: bytes, url: str = LIST) -> bool:
    return read_robots(status, body).refusal(url) is None


def test_rules_are_kept_to_the_letter():
    assert is_allowed(200, RULES)
    assert not is_allowed(200, RULES, PRIVATE)


@pytest.mark.parametrize("status", [400, 404, 410, 451])
def test_a_missing_file_allows_everything(status):
    assert is_allowed(status, RULES, PRIVATE)


@pytest.mark.parametrize("status", [301, 401, 403, 429, 500, 502, 503, 521])
def test_a_portal_that_withholds_its_rules_is_left_alone(status):
    assert read_robots(status, b"").refusal(LIST) is not None
    assert str(status) in read_robots(status, b"").withheld


@pytest.mark.parametrize(
    "page",
    [
        b"<html><body>not found</body></html>",
        b"\xef\xbb\xbf\n <!DOCTYPE html>\n<pre>\nUser-agent: *\nDisallow: /\n</pre>",
    ],
)
def test_a_page_in_place_of_the_rules_forbids_nothing(page):
    assert is_allowed(200, page, PRIVATE)


@pytest.mark.parametrize(
    "body", [b"", b"# nothing\n", b"User-agent: *\nDisallow:\n", b"User-agent: other\nDisallow: /\n"]
)
def test_a_file_that_forbids_us_nothing(body):
    assert is_allowed(200, body, PRIVATE)


@pytest.mark.parametrize(
    "body",
    [
        b"User-agent: gongkai\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
        b"user-agent: GongKai/0.1\ndisallow: /\n",
        b"User-agent: *\r\nDisallow: /\r\n",
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n",
        "User-agent: *\nDisallow: /\n".encode("utf-16"),
        "# 本站规则\nUser-agent: *\nDisallow: /\n".encode("gb18030"),
        b"User-agent: other\nUser-agent: gongkai\nDisallow: /\n",
    ],
)
def test_a_file_that_forbids_us_everything_in_whatever_form(body):
    assert not is_allowed(200, body)


def test_a_group_of_our_own_stands_in_place_of_everybodys():
    body = b"User-agent: *\nDisallow: /\n\nUser-agent: gongkai\nDisallow: /private/\n"
    assert is_allowed(200, body)
    assert not is_allowed(200, body, PRIVATE)


def test_the_longest_rule_decides_with_wildcards_and_line_ends():
    body = b"User-agent: *\nDisallow: /*.pdf$\nAllow: /open/*.pdf$\nDisallow: /list?page=\n"
    urls = {path: is_allowed(200, body, f"http://www.a.gov.cn{path}") for path in ("/a.pdf", "/a.pdf?x", "/open/a.pdf")}
    assert urls == {"/a.pdf": False, "/a.pdf?x": True, "/open/a.pdf": True}
    assert not is_allowed(200, body, "http://www.a.gov.cn/list?page=2")


def test_a_rule_holds_for_an_address_in_both_its_spellings():
    body = "User-agent: *\nDisallow: /信息/\n".encode()
    assert not is_allowed(200, body, "http://www.a.gov.cn/信息/1")
    assert not is_allowed(200, body, "http://www.a.gov.cn/%E4%BF%A1%E6%81%AF/1")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 5", 5.0),
        ("crawl-delay: 2.5", 2.5),
        ("Crawl-delay: 86400", LONGEST_CRAWL_DELAY),
        ("Crawl-delay: 1e999", 0.0),
        ("Crawl-delay: nan", 0.0),
        ("Crawl-delay: -5", 0.0),
        ("Crawl-delay: slow", 0.0),
        ("Request-rate: 1/20", 20.0),
        ("Request-rate: 1/10s\nCrawl-delay: 15", 15.0),
        ("", 0.0),
    ],
)
def test_a_pause_that_the_file_asks_for(line, seconds):
    assert read_robots(200, f"User-agent: *\nDisallow: /private/\n{line}\n".encode()).crawl_delay == seconds


def test_a_pause_for_others_is_not_for_us():
    body = b"User-agent: other\nCrawl-delay: 30\n\nUser-agent: *\nCrawl-delay: 4\n"
    assert read_robots(200, body).crawl_delay == 4.0


def test_sitemaps_are_kept_by_host():
    robots = Robots()
    lines = b"Sitemap: http://www.a.gov.cn/a.xml\nSitemap: /b.xml\nsitemap: http://www.a.gov.cn/a.xml\n"
    robots.keep("www.a.gov.cn:8080", read_robots(200, lines + RULES))
    assert robots.sitemaps("www.a.gov.cn") == ("http://www.a.gov.cn/a.xml",)
    assert robots.sitemaps("www.b.gov.cn") == ()


@given(st.integers(100, 599), st.binary())
def test_whatever_is_served_as_rules_can_be_read(status, body):
    rules = read_robots(status, body)
    assert rules.refusal(LIST) is None or rules.refusal(LIST)
    assert 0 <= rules.crawl_delay <= LONGEST_CRAWL_DELAY
    assert all(url.startswith("http") for url in rules.sitemaps)
