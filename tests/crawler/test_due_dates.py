"""When lists are walked, reports looked at again, and bad addresses tried once more."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.due_dates import RECHECK, WINDOWS, discovery_is_due, next_try, recheck_is_due, window

JANUARY = datetime(2025, 1, 20, 18, tzinfo=UTC)
JULY = datetime(2025, 7, 1, 18, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "ago", "is_due"),
    [
        (JANUARY, 11 * HOUR, False),
        (JANUARY, 12 * HOUR, True),
        (JULY, 6 * DAY, False),
        (JULY, 7 * DAY, True),
        # 31 March 16:00 UTC is April in Beijing
        (datetime(2025, 3, 31, 16, tzinfo=UTC), DAY, False),
        (datetime(2025, 3, 31, 15, tzinfo=UTC), DAY, True),
    ],
)
def test_discovery_is_daily_from_january_to_march_and_weekly_otherwise(now, ago, is_due):
    assert discovery_is_due(now - ago, now) is is_due


def test_what_was_never_done_is_due():
    assert discovery_is_due(None, JULY)
    assert recheck_is_due(None, JULY)


def test_a_recheck_comes_every_thirty_days():
    assert not recheck_is_due(JULY - 29 * DAY, JULY)
    assert recheck_is_due(JULY - 30 * DAY, JULY)


def test_a_moment_that_is_still_to_come_puts_nothing_off():
    assert discovery_is_due(JULY + 60 * DAY, JULY)
    assert recheck_is_due(JULY + 60 * DAY, JULY)
    assert not recheck_is_due(JULY + HOUR / 2, JULY)


def test_not_here_is_believed_no_longer_than_a_list():
    assert window("report") == 30 * DAY
    assert window("report", "not_here") == window("list") == 12 * HOUR
    assert window("robots", "not_here") == window("robots") == 24 * HOUR


def test_every_kind_of_request_has_its_window():
    assert set(WINDOWS) == {"robots", "list", "shell", "report", "attachment", "sitemap"}


@pytest.mark.parametrize("outcome", ["failed", "blocked", "http_error", "truncated", "maintenance"])
def test_what_may_pass_is_tried_again_the_next_night(outcome):
    assert next_try(outcome, 9, JULY) == JULY


def test_what_is_an_answer_of_sorts_is_asked_about_ever_less_often_but_never_given_up():
    pauses = [next_try("not_here", tries, JULY) - JULY for tries in range(1, 20)]
    assert pauses[:3] == [12 * HOUR, DAY, 2 * DAY]
    assert pauses == sorted(pauses)
    assert pauses[-1] == RECHECK
