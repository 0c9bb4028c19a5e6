"""What the portals saw of a guest, and which breach of good manners each sentence of the audit names."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from starlette.responses import PlainTextResponse

from practice.log import LONGEST_HOLD_S, Recorder, Rules, Visit, hold_until, violations

HOST = "127.0.2.1"
NOON = 1_735_704_000.0
"""12:00 in Beijing on 1 January 2025."""


def visit(at: float, path: str = "/a", status: int | None = 200, lasting: float = 0.01, **facts: object) -> Visit:
    started = NOON + at
    return Visit(HOST, "GET", path, started, started + lasting, "gongkai/0.1", status, path == "/robots.txt", **facts)


def breaches(*visits: Visit, **rules: object) -> list[str]:
    return violations(visits, {HOST: Rules(**rules)})


def test_a_guest_who_keeps_the_rules_is_not_named():
    seen = [visit(0, "/robots.txt"), visit(1.1), visit(2.2, "/b"), visit(3.3, "/c", status=404)]
    assert breaches(*seen, delay=1.0, daily_budget=4, disallowed=("/private",), cool_down=60) == []


def test_two_requests_at_a_time_are_one_too_many():
    assert breaches(visit(0, lasting=2), visit(1, "/b")) == [
        f"{HOST}: GET /b began while GET /a was being answered",
    ]


def test_requests_to_two_hosts_may_overlap():
    elsewhere = replace(visit(1, "/b"), address="127.0.2.2")
    assert violations([visit(0, lasting=2), elsewhere], {}) == []


def test_a_request_before_its_time_is_told_with_the_time_that_passed():
    seen = visit(0, lasting=0.25), visit(0.75, "/b")
    assert breaches(*seen, delay=2) == [f"{HOST}: GET /b came 0.500 s after GET /a, not 2 s"]


def test_what_robots_txt_forbids_may_not_be_asked_for_but_the_file_itself_may():
    assert breaches(visit(0, "/robots.txt"), visit(1, "/private/x"), disallowed=("/",)) == [
        f"{HOST}: GET /private/x is disallowed by robots.txt",
    ]


def test_the_budget_is_that_of_a_day_in_beijing():
    late = 11 * 3600.0
    seen = [visit(late), visit(late + 1, "/b"), visit(late + 3700, "/c")]
    assert breaches(*seen, daily_budget=2) == []
    assert breaches(*seen, daily_budget=1) == [f"{HOST}: 2 requests on 2025-01-01, where 1 are allowed"]


@pytest.mark.parametrize("asked", ["30", "Wed, 01 Jan 2025 04:00:30 GMT"])
def test_retry_after_is_kept_in_both_forms(asked):
    busy = visit(0, status=503, retry_after=asked)
    assert breaches(busy, visit(31, "/b")) == []
    assert breaches(busy, visit(29, "/b")) == [f"{HOST}: GET /b came in spite of Retry-After {asked} at GET /a"]


def test_a_retry_after_that_says_nothing_or_too_much_binds_for_no_time_or_a_day():
    busy = visit(0, status=503, retry_after="soon", lasting=0)
    assert hold_until(busy) == busy.ended
    assert hold_until(replace(busy, retry_after="99999999")) == busy.ended + LONGEST_HOLD_S


@pytest.mark.parametrize("status", [403, 429])
def test_a_host_that_says_stay_away_is_left_alone_for_the_cool_down(status):
    assert breaches(visit(0, status=status), visit(70), cool_down=60) == []
    assert breaches(visit(0, status=status), visit(50, "/b"), cool_down=60) == [
        f"{HOST}: GET /b came in spite of {status} at GET /a"
    ]


def test_a_cool_down_doubles_until_an_answer_is_good_again():
    refused = [visit(0, status=403), visit(61, status=403)]
    assert len(breaches(*refused, visit(150, "/b"), cool_down=60)) == 1
    assert breaches(*refused, visit(200), visit(201, status=403), visit(270), cool_down=60) == []


def test_errors_of_the_server_cool_down_after_the_third_in_a_row():
    failing = [visit(at, status=502) for at in range(3)]
    assert breaches(*failing[:2], visit(2), visit(3), cool_down=60) == []
    assert breaches(*failing, visit(3, "/b"), cool_down=60) == [f"{HOST}: GET /b came in spite of 502 at GET /a"]


def test_nothing_is_asked_of_a_host_behind_a_wall():
    assert breaches(visit(0, status=412, is_wall=True), visit(9999, "/b")) == [
        f"{HOST}: GET /b came in spite of the wall at GET /a"
    ]


def test_a_guest_without_a_name_is_named():
    assert breaches(replace(visit(0), user_agent="Mozilla/5.0")) == [f"{HOST}: GET /a did not say who asks"]


def test_an_application_is_recorded_with_status_and_retry_after():
    recorder = Recorder()
    application = recorder.recorded(PlainTextResponse("busy", 503, {"Retry-After": "7"}), HOST)
    scope = {
        "type": "http", "method": "GET", "path": "/a", "query_string": b"b=1", "headers": [(b"user-agent", b"gongkai/0.1")],
    }  # fmt: skip
    sent: list[object] = []

    async def send(message: object) -> None:
        sent.append(message)

    asyncio.run(application(scope, None, send))
    (record,) = recorder.as_records()
    told = Visit(**record)
    assert (told.address, told.path, told.status, told.retry_after) == (HOST, "/a?b=1", 503, "7")
    assert told.started <= told.ended
    assert len(sent) == 2
    recorder.clear()
    assert recorder.as_records() == []
