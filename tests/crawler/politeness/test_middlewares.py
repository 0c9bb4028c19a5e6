"""robots.txt comes first: every state in which a portal may have it, by what the portal sees afterwards."""

import pytest

from tests.crawler.politeness.conftest import Answer

RULES = b"User-agent: *\nDisallow: /private/\n"
LIST, PRIVATE = "/list", "/private/list"


def asked(ask, portal, robots, settings=None, paths=(LIST, PRIVATE), **manners):
    portal.answers["/robots.txt"] = robots
    night = ask([portal.base_url + path for path in paths], settings, **manners)
    return night.all, [path for path in portal.paths() if path != "/robots.txt"]


def test_what_is_disallowed_is_not_asked_for(portal, ask):
    assert asked(ask, portal, Answer(200, RULES)) == ([200, "robots"], [LIST])
    assert portal.paths()[0] == "/robots.txt"


@pytest.mark.parametrize("status", [404, 410])
def test_without_a_file_everything_may_be_asked_for(portal, ask, status):
    assert asked(ask, portal, Answer(status)) == ([200, 200], [LIST, PRIVATE])


def test_a_page_in_place_of_the_file_forbids_nothing(portal, ask):
    page = Answer(200, b"<html><title>404</title>\nUser-agent: *\nDisallow: /\n</html>")
    assert asked(ask, portal, page) == ([200, 200], [LIST, PRIVATE])


@pytest.mark.parametrize("robots", [Answer(401), Answer(403), Answer(500), Answer(503), Answer(0)])
def test_a_portal_that_withholds_the_file_is_asked_for_nothing_else(portal, ask, robots):
    assert asked(ask, portal, robots) == (["robots", "robots"], [])


def test_a_file_that_does_not_come_in_time_allows_nothing(portal, ask):
    assert asked(ask, portal, Answer(200, RULES, seconds=5), {"DOWNLOAD_TIMEOUT": 0.2}) == (["robots", "robots"], [])


def test_a_file_behind_a_redirect_is_read(portal, ask):
    portal.answers["/rules.txt"] = Answer(200, RULES)
    moved = Answer(301, headers={"Location": "/rules.txt"})
    assert asked(ask, portal, moved) == ([200, "robots"], ["/rules.txt", LIST])


def test_a_redirect_that_goes_round_allows_nothing(portal, ask):
    round_and_round = Answer(302, headers={"Location": "/robots.txt"})
    assert asked(ask, portal, round_and_round) == (["robots", "robots"], [])
    assert len(portal.visits) == 6


def test_the_file_is_asked_for_once_a_run(portal, ask):
    asked(ask, portal, Answer(200, RULES), paths=[f"/{number}" for number in range(8)])
    assert portal.paths().count("/robots.txt") == 1


def test_a_crawl_delay_is_kept(portal, ask):
    rules = Answer(200, b"User-agent: *\nCrawl-delay: 0.3\n")
    assert asked(ask, portal, rules, paths=("/0", "/1", "/2"))[0] == [200, 200, 200]
    assert min(portal.gaps()) >= 0.3


def test_a_crawl_delay_is_remembered_by_the_run_that_follows(portal, ask):
    rules = Answer(200, b"User-agent: *\nCrawl-delay: 0.3\n")
    asked(ask, portal, rules, paths=("/0",))
    portal.visits.clear()
    asked(ask, portal, rules, paths=("/1", "/2"))
    assert min(portal.gaps()) >= 0.3


def test_a_file_that_is_put_off_puts_the_pages_off(portal, ask):
    robots = Answer(429, headers={"Retry-After": "500"})
    assert asked(ask, portal, robots) == (["retry_after", "retry_after"], [])
