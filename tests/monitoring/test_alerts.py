"""Alerts come if somebody has to act, and not on an ordinary night."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitoring.alerts import alerts, days_left, no_night
from monitoring.news import Calendar, Gap, News
from store.night import NightRecord

NEEDED = 1000


def night(day: str, **facts: object) -> NightRecord:
    record = NightRecord(f"{day.replace('-', '')}T173000Z-0a1b", "night", f"{day}T17:30:00Z", f"{day}T18:30:00Z")
    return replace(record, status="released", release=2, free_mib=50_000, **facts)  # type: ignore[arg-type]


BEFORE = [night("2025-01-29"), night("2025-01-30")]
TONIGHT = night("2025-01-31")
CALENDAR = Calendar(2024, date(2025, 1, 31), expected=10, parsed=7)


def codes(record: NightRecord = TONIGHT, before=BEFORE, news: News | None = None) -> list[str]:
    return [alert.code for alert in alerts(record, before, news or News(), NEEDED)]


def test_an_ordinary_night_calls_for_nothing():
    assert codes(news=News(platforms=[("jeecms", 20, 2)], calendar=Calendar(2024, date(2026, 1, 31), 10, 7))) == []


@pytest.mark.parametrize(("status", "code"), [("refused", "gate-closed"), ("failed", "run-failed")])
def test_a_bad_end_says_why(status, code):
    record = replace(TONIGHT, status=status, reason="fewer reports than before")
    (alert,) = alerts(record, BEFORE, News(), NEEDED)
    assert alert.code == code
    assert "fewer reports than before" in alert.message


@pytest.mark.parametrize(("visited", "in_trouble", "is_alert"), [(6, 3, True), (7, 3, False), (2, 2, False)])
def test_a_platform_fails_if_half_of_several_portals_do(visited, in_trouble, is_alert):
    found = codes(news=News(platforms=[("jeecms", visited, in_trouble)]))
    assert found == (["platform-failing"] if is_alert else [])


def test_a_deadline_is_told_on_the_first_night_after_it():
    news = News(calendar=CALENDAR)
    # 17:30 in UTC is half past one of the next day in China
    assert codes(night("2025-01-31"), [night("2025-01-30")], news) == ["deadline-passed"]
    assert codes(night("2025-02-01"), [night("2025-01-31")], news) == []
    assert codes(night("2025-01-30"), [night("2025-01-29")], news) == []


def test_many_documents_of_the_newest_year_that_cannot_be_settled_may_be_a_new_form():
    def news(quarantined: int, parsed: int) -> News:
        gaps = [Gap(f"hrss-{number}", "", 2024, "quarantined", date(2025, 1, 31), "") for number in range(quarantined)]
        return News(gaps=gaps, calendar=Calendar(2024, date(2026, 1, 31), 20, parsed))

    assert codes(news=news(6, 2)) == ["new-form"]
    assert codes(news=news(6, 14)) == []
    assert codes(news=news(4, 0)) == []


def test_a_disk_is_low_by_what_is_left_or_by_how_it_fills():
    assert codes(replace(TONIGHT, free_mib=1500)) == ["disk-low"]
    filling = [replace(BEFORE[0], free_mib=60_000), replace(BEFORE[1], free_mib=55_000)]
    assert days_left([*filling, TONIGHT]) == pytest.approx(10)
    assert codes(TONIGHT, filling) == ["disk-low"]


def test_how_a_disk_fills_cannot_be_told_from_one_day():
    first = night(
        "2025-01-30",
    )
    assert days_left([first, replace(first, free_mib=10)]) is None


def test_nights_that_were_left_out_are_told_by_the_next_and_from_outside():
    assert codes(night("2025-02-04")) == ["no-night"]
    assert no_night(BEFORE, datetime(2025, 2, 1, 12, tzinfo=UTC)) is None
    assert (alert := no_night(BEFORE, datetime(2025, 2, 2, 12, tzinfo=UTC))) and alert.code == "no-night"
    imports = [replace(each, purpose="import") for each in BEFORE]
    assert no_night(imports, datetime(2026, 1, 1, tzinfo=UTC)) is None
