"""robots.txt comes first: every state in which a portal may have it, by what the portal sees afterwards."""

from types import SimpleNamespace

import pytest

from tests.crawler.politeness.conftest import Answer, ask

RULES = b"User-agent: *\nDisallow: /private/\n"
CRAWL_DELAY = Answer(200, b"User-agent: *\nCrawl-delay: 0.3\n")
LIST, PRIVATE = "/list", "/private/list"
ROBOTS = {
    "rules": Answer(200, RULES),
    "missing": Answer(404),
    "gone": Answer(410),
    "page": Answer(200, b"<html><title>404</title>\nUser-agent: *\nDisallow: /\n</html>"),
    "unauthorized": Answer(401),
    "forbidden": Answer(403),
    "broken": Answer(500),
    "unavailable": Answer(503),
    "silent": Answer(0),
    "slow": Answer(200, RULES, seconds=30),
    "moved": Answer(301, headers={"Location": "/rules.txt"}),
    "round": Answer(302, headers={"Location": "/robots.txt"}),
    "later": Answer(429, headers={"Retry-After": "500"}),
}
"""What a portal answers to a request for robots.txt."""


@pytest.fixture(name="night", scope="module")
def _night(opened, tmp_path_factory) -> dict[str, SimpleNamespace]:
    """One run over a portal in each state: what came of its two pages, and the paths that it saw."""
    portals = {state: opened(f"127.0.3.{number}") for number, state in enumerate(ROBOTS, start=1)}
    for state, portal in portals.items():
        portal.answers |= {"/robots.txt": ROBOTS[state], "/rules.txt": Answer(200, RULES)}
    urls = [portal.base_url + path for path in (LIST, PRIVATE) for portal in portals.values()]
    asked = ask(tmp_path_factory.mktemp("home"), urls, {"CONCURRENT_REQUESTS": 64, "DOWNLOAD_TIMEOUT": 3})
    return {
        state: SimpleNamespace(
            came=[asked.by_url[portal.base_url + path] for path in (LIST, PRIVATE)],
            paths=portal.paths(),
            pages=[path for path in portal.paths() if path in (LIST, PRIVATE)],
        )
        for state, portal in portals.items()
    }


@pytest.mark.parametrize("state", ["rules", "moved"])
def test_what_is_disallowed_is_not_asked_for(night, state):
    assert (night[state].came, night[state].pages) == ([200, "robots"], [LIST])


@pytest.mark.parametrize("state", ["missing", "gone", "page"])
def test_without_rules_everything_may_be_asked_for(night, state):
    assert night[state].came == [200, 200]


@pytest.mark.parametrize("state", ["unauthorized", "forbidden", "broken", "unavailable", "silent", "slow", "round"])
def test_a_portal_that_withholds_its_rules_is_asked_for_nothing_else(night, state):
    assert (night[state].came, night[state].pages) == (["robots", "robots"], [])


def test_a_file_that_is_put_off_puts_the_pages_off(night):
    assert (night["later"].came, night["later"].pages) == (["retry_after", "retry_after"], [])


@pytest.mark.parametrize("state", ROBOTS)
def test_the_file_is_asked_for_first_and_once_but_for_retries_and_redirects(night, state):
    asked = night[state].paths.count("/robots.txt")
    assert night[state].paths[0] == "/robots.txt"
    assert asked == {"broken": 3, "unavailable": 3, "silent": 3, "slow": 3, "round": 6}.get(state, 1)


def test_a_crawl_delay_is_kept_and_remembered_by_the_run_that_follows(portal, ask):
    portal.answers["/robots.txt"] = CRAWL_DELAY
    assert ask([portal.base_url + path for path in ("/0", "/1", "/2")]).all == [200, 200, 200]
    assert ask([portal.base_url + "/3"]).all == [200]
    assert len(portal.visits) == 6
    assert min(portal.gaps()) >= 0.3
