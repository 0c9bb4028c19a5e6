"""The comparison: places among peers with their number, no ranking of fewer than three, several bureaus side by side."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.dashboard.releases import HOSTILE, RECEIVED

Page = Callable[[str], str]
METRIC = "metric=applications_received&year=2023"


def peers(html: str) -> list[tuple[str, str, str]]:
    """Place, bureau and value of each row of the group's table."""
    table = html[html.index('<h2 id="peers">') :]
    return re.findall(
        r'<td class="n">(\d+|–)(?:<abbr[^>]*>=</abbr>)?</td><th[^>]*>\s*<a href="/en/bureaus/([^"]+)">.*?'
        r'<td class="n strong"><a [^>]*>([\d,.]+)</a>',
        table,
        re.DOTALL,
    )


def test_a_group_is_shown_by_place_and_who_is_in_doubt_has_none(get: Page) -> None:
    assert peers(get(f"/en/compare?{METRIC}&group=prefecture")) == [
        ("1", "hrss-330100", "40"),
        ("2", "hrss-330200", "20"),
        ("2", "hrss-330400", "20"),
        ("4", "hrss-370100", "7"),
        ("–", "hrss-371500", "11"),
    ]


def test_a_group_says_how_many_have_a_number_how_many_have_none_and_how_many_are_in_doubt(get: Page) -> None:
    html = get(f"/en/compare?{METRIC}&group=prefecture")
    assert "Of 6 bureaus, 4 have a number that is not in doubt; 1 have none, 1 one in doubt." in html
    assert "a quarter below 16.75, half below 20, three quarters below 25" in html


def test_fewer_than_three_are_not_ranked(get: Page) -> None:
    html = get(f"/en/compare?{METRIC}&group=prefecture-370000")
    assert {place for place, _, _ in peers(html)} == {"–"}
    assert "Fewer than three bureaus have a number: no place and no spread." in html
    assert 'class="band"' not in html


def test_chosen_bureaus_may_be_repeated_or_joined_by_commas(get: Page) -> None:
    joined = get(f"/en/compare?{METRIC}&bureau=hrss-330100,hrss-371500")
    repeated = get(f"/en/compare?{METRIC}&bureau=hrss-330100&bureau=hrss-371500")
    assert joined == repeated
    assert joined.count('name="bureau"') == joined.count("checked>") == 2
    assert joined.count("/charts/compared_trend.svg") == 2


def test_a_chosen_bureau_without_a_number_says_why(get: Page) -> None:
    html = get(f"/en/compare?{METRIC}&bureau=hrss-330300")
    assert '<span class="quiet">no report</span>' in html


def test_the_other_language_keeps_the_chosen_bureaus(get: Page) -> None:
    html = get(f"/en/compare?{METRIC}&bureau=hrss-330100&bureau=hrss-371500")
    assert "/zh/compare?metric=applications_received&amp;year=2023&amp;bureau=hrss-330100%2Chrss-371500" in html


def test_bureaus_are_found_by_name_without_script(get: Page) -> None:
    html = get(f"/en/compare?{METRIC}&bureau=hrss-330100&words=%E6%B5%8E%E5%8D%97")
    assert re.findall(r'name="bureau" value="([^"]+)"( checked)?', html) == [
        ("hrss-330100", " checked"),
        ("hrss-370100", ""),
    ]


def test_the_chart_has_a_dot_a_peer_and_a_row_a_chosen_bureau(visitor: TestClient) -> None:
    answer = visitor.get(f"/en/charts/peer_strip.svg?{METRIC}&group=prefecture&bureau=hrss-330400,hrss-330300")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.count('class="peer"') == len(RECEIVED) - 1
    assert answer.text.count('class="track"') == 2
    assert "20 (2/4)" in answer.text
    assert HOSTILE not in answer.text


def test_the_chart_can_be_had_as_a_picture(visitor: TestClient) -> None:
    answer = visitor.get(f"/zh/charts/compared_trend.png?{METRIC}&bureau=hrss-330100&bureau_code=hrss-330100")
    assert answer.content.startswith(b"\x89PNG")


def test_nothing_asked_for_still_shows_something(get: Page) -> None:
    assert "<svg" in get("/zh/compare")


@pytest.mark.parametrize(
    "query", ["metric=x", "year=1066", "group=x", "bureau=x", "bureau=" + ",".join("abcdefghijklm"), "page=x"]
)
def test_a_value_that_is_no_choice_is_answered_by_a_sentence(visitor: TestClient, query: str) -> None:
    answer = visitor.get(f"/zh/compare?{query}")
    assert answer.status_code == 404
    assert '<p class="lead">' in answer.text
