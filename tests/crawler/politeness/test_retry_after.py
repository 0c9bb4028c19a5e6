"""How long a portal asks not to be asked, in every form that it may say it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness.retry_after import LONGEST_SECONDS, retry_after

NOW = datetime(2026, 1, 15, 16, 0, tzinfo=UTC)


def http_date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(("value", "seconds"), [("1", 1.0), ("120", 120.0), (" 30 ", 30.0), ("086400", 86400.0)])
def test_seconds(value, seconds):
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    "value",
    [
        "Thu, 15 Jan 2026 16:02:00 GMT",
        "Thursday, 15-Jan-26 16:02:00 GMT",
        "Thu Jan 15 16:02:00 2026",
        "Fri, 16 Jan 2026 00:02:00 +0800",
        "Thu, 15 Jan 2026 16:02:00",
    ],
)
def test_a_date_in_each_of_its_forms(value):
    assert retry_after(value, NOW) == 120.0


def test_a_date_is_meant_by_the_clock_of_the_portal():
    portal_is_an_hour_ahead = http_date(3600)
    assert retry_after(http_date(3600 + 90), NOW, date=portal_is_an_hour_ahead) == 90.0
    assert retry_after(http_date(-3600 + 90), NOW, date=http_date(-3600)) == 90.0


def test_a_date_header_that_is_none_leaves_our_own_clock():
    assert retry_after(http_date(90), NOW, date="yesterday") == 90.0


@pytest.mark.parametrize("value", ["0", "00", http_date(0), http_date(-1), "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_no_wait_is_named_by_zero_or_the_past(value):
    assert retry_after(value, NOW) is None


@pytest.mark.parametrize(
    "value",
    [None, "", "soon", "-5", "1.5", "1e3", "60s", "60, 120", "１２０", "Thu, 99 Jan 2026 16:02:00 GMT", "2026-01-15"],
)
def test_no_wait_is_named_by_what_is_neither_number_nor_date(value):
    assert retry_after(value, NOW) is None


@pytest.mark.parametrize(
    "value", ["86401", "99999999999", "9" * 5000, http_date(86401), "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_nobody_is_left_alone_for_longer_than_a_day(value):
    assert retry_after(value, NOW) == LONGEST_SECONDS == 86400


@given(st.text())
def test_whatever_a_portal_says_is_a_wait_within_a_day_or_none(value):
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 < seconds <= LONGEST_SECONDS
