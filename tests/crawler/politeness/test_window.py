"""The night as a portal's hours see it: Beijing time, over midnight."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import BEIJING
from crawler.politeness.window import Window, beijing_day, next_day

NIGHT = Window.parse("22:00-07:00")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
clock_times = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


def beijing(hour: int, minute: int = 0, day: int = 15) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"),
    [(21, 59, False), (22, 0, True), (23, 59, True), (0, 0, True), (6, 59, True), (7, 0, False), (12, 0, False)],
)
def test_a_window_over_midnight(hour, minute, is_open):
    assert NIGHT.is_open(beijing(hour, minute)) is is_open


def test_the_hours_are_those_of_beijing_wherever_the_crawler_runs():
    assert NIGHT.is_open(datetime(2026, 1, 15, 14, 0, tzinfo=UTC))
    assert not NIGHT.is_open(datetime(2026, 1, 15, 22, 0, tzinfo=UTC) + timedelta(hours=1))


@pytest.mark.parametrize(("hour", "opening_day"), [(12, 15), (7, 15), (21, 15)])
def test_a_closed_window_opens_in_the_evening(hour, opening_day):
    assert NIGHT.opening(beijing(hour)) == beijing(22, day=opening_day)


def test_a_window_that_has_closed_for_today_opens_tomorrow():
    assert Window.parse("01:00-03:00").opening(beijing(12)) == beijing(1, day=16)


@given(moments, clock_times, clock_times)
def test_an_opening_is_never_past_and_always_open(moment, opens, closes):
    if opens == closes:
        return
    window = Window.parse(f"{opens}-{closes}")
    opening = window.opening(moment)
    assert moment <= opening < moment + timedelta(days=1)
    assert window.is_open(opening)


@pytest.mark.parametrize(
    "text", ["", "22-07", "24:00-07:00", "22:00-07:60", "22:00-22:00", "22:00 - 07:00", "22:00-7:00"]
)
def test_what_is_no_window_is_refused(text):
    with pytest.raises(ValueError, match="night window"):
        Window.parse(text)


def test_a_window_knows_how_long_it_is_open():
    assert NIGHT.length == timedelta(hours=9)
    assert Window.parse("01:00-03:30").length == timedelta(hours=2, minutes=30)


def test_a_budget_is_for_a_day_of_beijing():
    assert beijing_day(datetime(2026, 1, 15, 15, 59, tzinfo=UTC)) == "2026-01-15"
    assert beijing_day(datetime(2026, 1, 15, 16, 0, tzinfo=UTC)) == "2026-01-16"


@given(moments)
def test_the_next_day_is_the_first_moment_of_another_budget(moment):
    midnight = next_day(moment)
    assert beijing_day(midnight) > beijing_day(moment) == beijing_day(midnight - timedelta(microseconds=1))
