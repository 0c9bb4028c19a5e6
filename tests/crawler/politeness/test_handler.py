"""What a portal sees of us, by its own log: everything that goes on the wire has waited for its turn."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from crawler.clock import BEIJING
from crawler.politeness.local_ledger import LocalLedger
from crawler.politeness.window import beijing_day
from practice.faults.certificate import untrusted
from tests.crawler.portal import NOT_HERE, SILENCE, Visit, answer

PAGES = [f"/{number}" for number in range(6)]
QUEUED = {"CONCURRENT_REQUESTS": 64}
"""Everything is in the queue of its host at once."""


def urls(portal, paths=PAGES) -> list[str]:
    return [portal.base_url + path for path in paths]


def after(seconds: float):
    """A page that takes its time."""

    def said(visit: Visit) -> bytes:
        time.sleep(seconds)
        return answer("a page")

    return said


def entered(home, portal) -> int:
    return LocalLedger(home).account(portal.address, beijing_day(datetime.now(UTC))).requests


def test_between_two_requests_lies_the_pause_for_robots_redirects_and_retries_too(portal, ask):
    portal.answers |= {
        "/0": answer("", 302, Location="/moved"),
        "/1": lambda visit: answer("", 503 if visit.number == 1 else 200),
        "/2": NOT_HERE,
        "/3": after(0.3),
    }
    night = ask(urls(portal), delay=0.25)
    assert night.all == [200, 200, 404, 200, 200, 200]
    assert sorted(portal.paths()) == sorted(["/robots.txt", "/moved", "/1", *PAGES])
    assert min(portal.gaps()) >= 0.25


def test_two_requests_are_never_under_way_at_once_whatever_the_port(portal, opened, ask):
    other = opened(portal.address)
    for number, path in enumerate(PAGES):
        portal.answers[path] = other.answers[path] = after(0.02 * (number % 3))
    night = ask([url for pair in zip(urls(portal), urls(other), strict=True) for url in pair], QUEUED)
    assert set(night.all) == {200}
    visits = sorted(portal.visits + other.visits, key=lambda visit: visit.started)
    assert len(visits) == 2 * len(PAGES) + 2
    assert all(later.started >= earlier.ended > 0 for earlier, later in pairwise(visits))


def test_everything_on_the_wire_is_in_the_ledger(portal, ask, tmp_path):
    portal.answers |= {
        "/0": answer("", 302, Location="/moved"),
        "/1": lambda visit: answer("", 500 if visit.number == 1 else 200),
        "/2": SILENCE,
    }
    ask(urls(portal, PAGES[:3]))
    assert entered(tmp_path, portal) == len(portal.visits) == 1 + 2 + 2 + 3


def test_hosts_do_not_wait_for_each_other(portal, opened, ask):
    other = opened("127.0.0.2")
    portal.answers["/0"] = answer("", 429, Retry_After="3600")
    night = ask([*urls(portal), *urls(other)])
    assert night.all == [429, *["retry_after"] * 5, *[200] * 6]


def test_nothing_comes_while_a_wait_in_seconds_lasts(portal, ask):
    portal.answers["/0"] = lambda visit: answer("", 429, Retry_After="2") if visit.number == 1 else answer("a page")
    assert ask(urls(portal)).all == [200] * 6
    asked = next(visit for visit in portal.visits if visit.path == "/0")
    after = [visit.started for visit in portal.visits if visit.started > asked.started]
    assert len(after) == 6
    assert min(after) >= asked.ended + 2


@pytest.mark.parametrize("portal_clock", [0, -86400])
def test_nothing_comes_before_a_date_that_is_named(portal, ask, portal_clock):
    named: list[float] = []

    def said(visit: Visit) -> bytes:
        if visit.number > 1:
            return answer("a page")
        named.append(time.time() + 2)
        now, then = (datetime.fromtimestamp(at + portal_clock, UTC) for at in (time.time(), named[0]))
        return answer("", 503, Date=format_datetime(now, usegmt=True), Retry_After=format_datetime(then, usegmt=True))

    portal.answers["/0"] = said
    assert ask(urls(portal)).all == [200] * 6
    assert portal.visits[2].started >= int(named[0])


def test_a_long_wait_puts_the_rest_off_and_the_next_run_keeps_it(portal, ask):
    portal.answers["/2"] = answer("", 503, Retry_After="600")
    assert ask(urls(portal)).all == [200, 200, 503, *["retry_after"] * 3]
    assert portal.paths() == ["/robots.txt", "/0", "/1", "/2"]
    assert ask(urls(portal)).all == ["retry_after"] * 6
    assert len(portal.visits) == 4


def test_each_refusal_in_a_row_doubles_the_cool_down_until_an_answer_is_good(portal, ask):
    statuses = {"/0": 403, "/1": 403, "/2": 403, "/3": 200, "/4": 403, "/5": 200}
    portal.answers |= {path: answer("", status) for path, status in statuses.items()}
    assert ask(urls(portal), cool_down=0.3).all == list(statuses.values())
    assert portal.paths() == ["/robots.txt", *statuses]
    waited = [after.started - before.ended for before, after in pairwise(portal.visits[1:])]
    assert all(seconds >= least for seconds, least in zip(waited, [0.3, 0.6, 1.2, 0, 0.3], strict=True))


def test_a_server_that_fails_is_asked_three_times_and_left_alone(portal, ask):
    portal.answers["/1"] = answer("", 500)
    assert ask(urls(portal, ["/0", "/1"])).all == [200, 500]
    assert portal.paths() == ["/robots.txt", "/0", "/1", "/1", "/1"]
    assert ask(urls(portal)).all == ["cool_down"] * 6


def test_a_budget_holds_over_a_run_that_is_killed_and_the_one_that_follows(portal, ask, start, tmp_path):
    many = urls(portal, [f"/{number}" for number in range(40)])
    portal.answers |= {f"/{number}": after(0.05) for number in range(40)}
    killed = start(many, daily_budget=12)
    while len(portal.visits) < 6:
        assert killed.poll() is None, killed.stderr.read()
        time.sleep(0.01)
    killed.kill()
    killed.wait()
    seen = len(portal.visits)
    assert entered(tmp_path, portal) >= seen
    labels = ask(many, daily_budget=12).all
    assert labels[-1] == "budget"
    assert seen < len(portal.visits) <= 12 == entered(tmp_path, portal)


def test_outside_of_its_hours_a_portal_sees_nothing(portal, ask):
    there = datetime.now(UTC).astimezone(BEIJING)
    opens, closes = there + timedelta(hours=2), there + timedelta(hours=3)
    assert ask(urls(portal), window=f"{opens:%H:%M}-{closes:%H:%M}").all == ["night_window"] * 6
    assert portal.visits == []
    assert ask(urls(portal), window=f"{there - timedelta(hours=1):%H:%M}-{closes:%H:%M}").all == [200] * 6


def test_behind_a_wall_nothing_more_is_asked_not_even_what_waits_in_the_queue(portal, ask):
    portal.answers |= {path: answer("please solve this captcha") for path in PAGES}
    assert sorted(map(str, ask(urls(portal), QUEUED, cool_down=0.0).all)) == ["200", *["cool_down"] * 5]
    assert len(portal.visits) == 2
    assert ask(urls(portal), cool_down=0.0).all == ["cool_down"] * 6


def test_a_hold_is_seen_by_what_waits_in_the_queue(portal, ask):
    portal.answers |= {path: answer("", 403) for path in PAGES}
    assert sorted(map(str, ask(urls(portal), QUEUED).all)) == ["403", *["cool_down"] * 5]
    assert len(portal.visits) == 2


def test_a_truncated_answer_is_asked_for_again(portal, ask):
    portal.answers["/0"] = lambda visit: answer("cut off" if visit.number == 1 else "whole")
    assert ask(urls(portal, ["/0"])).all == [200]
    assert portal.paths() == ["/robots.txt", "/0", "/0"]


def test_what_a_browser_renders_takes_its_turn(portal, ask, tmp_path):
    night = ask(urls(portal), {"BROWSER_HANDLER": "guest"}, delay=0.1)
    assert night.all == ["browser", 200] * 3
    assert min(portal.gaps()) >= 0.1
    assert entered(tmp_path, portal) == 7


def test_a_certificate_that_does_not_hold_is_an_error_and_not_tried_again(opened, ask, tmp_path):
    portal = opened(tls=untrusted("127.0.0.1"))
    night = ask(urls(portal, PAGES[:2]))
    assert night.all == ["robots", "robots"]
    assert portal.visits == []
    assert entered(tmp_path, portal) == 1
    assert "certificate verify failed" in night.log
