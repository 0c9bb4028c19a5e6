"""What each answer to a request for robots.txt stands for."""

import pytest
from protego import Protego

from crawler.manners import robots_body

RULES = b"User-agent: *\nDisallow: /private/\n"


def is_allowed(status: int, body: bytes, url: str = "http://127.0.0.11/list") -> bool:
    return Protego.parse(robots_body(status, body).decode()).can_fetch(url, "gongkai")


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_file_allows_everything(status):
    assert is_allowed(status, RULES, "http://127.0.0.11/private/list")


@pytest.mark.parametrize("status", [401, 403, 500, 503])
def test_a_portal_that_withholds_its_rules_is_left_alone(status):
    assert not is_allowed(status, b"")


def test_rules_are_kept_to_the_letter():
    assert is_allowed(200, RULES)
    assert not is_allowed(200, RULES, "http://127.0.0.11/private/list")


def test_a_page_in_place_of_the_rules_forbids_nothing():
    assert is_allowed(200, b"<html><body>not found</body></html>")
