"""Who may ask which host when: told with a clock that moves only when somebody waits."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from crawler.clock import BEIJING
from crawler.politeness.local_ledger import LocalLedger
from crawler.politeness.rules import HostLimits
from crawler.politeness.turns import SILENCES_IN_A_ROW, WALL_SECONDS, Postponed, Turns

HOST = "www.a.gov.cn"
START = datetime(2026, 1, 15, 23, 0, tzinfo=BEIJING)
DAY = 24 * 3600.0


class Clock:
    """``waits`` are the seconds that somebody has waited."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start.astimezone(UTC)
        self.waits: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += timedelta(seconds=seconds)

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Guest:
    """Asks one host; ``label`` is that of the refusal, or ``None`` where the request was sent."""

    def __init__(self, home, clock: Clock | None = None, **limits: object) -> None:
        self.clock = clock or Clock()
        self.turns = Turns(LocalLedger(home), {HOST: HostLimits(**limits)}, now=self.clock, sleep=self.clock.sleep)

    def ask(
        self, status: int | None = 200, named_wait: float | None = None, took: float = 0.0, **kind: bool
    ) -> str | None:
        async def asking() -> None:
            async with self.turns.turn(HOST):
                self.clock.pass_by(took)
                if status is None:
                    self.turns.silent(HOST)
                else:
                    self.turns.heard(HOST, status, named_wait, **kind)
            self.turns.judged(HOST)

        try:
            asyncio.run(asking())
        except Postponed as postponed:
            return postponed.label
        return None

    def waited(self) -> float:
        total, self.clock.waits = sum(self.clock.waits), []
        return pytest.approx(total, abs=0.001)


def test_the_first_request_goes_at_once_and_the_next_after_the_pause(tmp_path):
    guest = Guest(tmp_path, delay=3.0)
    guest.ask()
    assert guest.waited() == 0
    guest.ask()
    assert guest.waited() == 3.0


def test_the_pause_counts_from_the_answer(tmp_path):
    guest = Guest(tmp_path, delay=3.0)
    guest.ask(took=20.0)
    guest.ask()
    assert guest.waited() == 3.0


def test_the_pause_is_kept_by_the_run_that_follows(tmp_path):
    clock = Clock()
    Guest(tmp_path, clock, delay=3.0).ask()
    clock.pass_by(1.0)
    Guest(tmp_path, clock, delay=3.0).ask()
    assert clock.waits == [pytest.approx(2.0, abs=0.001)]


def test_a_portal_may_ask_for_a_longer_pause_and_not_for_a_shorter_one(tmp_path):
    guest = Guest(tmp_path, delay=3.0)
    guest.ask()
    guest.turns.set_crawl_delay(HOST, 10.0)
    guest.ask()
    assert guest.waited() == 10.0
    guest.turns.set_crawl_delay(HOST, 1.0)
    guest.ask()
    assert guest.waited() == 3.0


def test_a_pause_longer_than_patience_is_a_pause_all_the_same(tmp_path):
    guest = Guest(tmp_path, delay=300.0, patience=120.0)
    assert [guest.ask(), guest.ask()] == [None, None]
    assert guest.waited() == 300.0


def test_without_a_delay_nothing_waits(tmp_path):
    guest = Guest(tmp_path, delay=0.0)
    assert [guest.ask() for _ in range(50)] == [None] * 50
    assert guest.clock.waits == []


def test_two_requests_are_never_under_way_at_once(tmp_path):
    turns = Turns(LocalLedger(tmp_path), {HOST: HostLimits(delay=0.0, window=None)})
    under_way, most = 0, 0

    async def ask() -> None:
        nonlocal under_way, most
        async with turns.turn(HOST):
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1
        turns.judged(HOST)

    async def all_at_once() -> None:
        await asyncio.gather(*(ask() for _ in range(20)))

    asyncio.run(all_at_once())
    assert most == 1


def test_parts_of_a_page_are_counted_and_paced_too(tmp_path):
    guest = Guest(tmp_path, delay=3.0, daily_budget=3)

    async def page() -> None:
        async with guest.turns.turn(HOST):
            await guest.turns.spend(HOST)
            await guest.turns.spend(HOST)
            with pytest.raises(Postponed, match="budget"):
                await guest.turns.spend(HOST)

    asyncio.run(page())
    assert guest.waited() == 6.0


def test_a_budget_ends_the_day_and_the_next_day_begins_another(tmp_path):
    guest = Guest(tmp_path, delay=0.0, daily_budget=3)
    assert [guest.ask() for _ in range(5)] == [None, None, None, "budget", "budget"]
    guest.clock.pass_by(3600.0)
    assert guest.ask() is None


def test_a_budget_that_is_renewed_within_patience_is_waited_for(tmp_path):
    guest = Guest(tmp_path, Clock(START.replace(hour=23, minute=59)), delay=0.0, daily_budget=1)
    assert [guest.ask(), guest.ask()] == [None, None]
    assert guest.waited() == 60.0


def test_a_closed_window_postpones_and_one_that_opens_soon_is_waited_for(tmp_path):
    guest = Guest(tmp_path, Clock(START.replace(hour=12)))
    assert guest.ask() == "night_window"
    guest.clock.pass_by(10 * 3600 - 60)
    assert guest.ask() is None
    assert guest.waited() == 60.0


def test_a_named_wait_is_kept_or_postpones(tmp_path):
    guest = Guest(tmp_path, delay=0.0)
    guest.ask(429, named_wait=100.0)
    assert guest.ask(503, named_wait=121.0) is None
    assert guest.waited() == 100.0
    assert guest.ask() == "retry_after"
    guest.clock.pass_by(1.0)
    assert guest.ask() is None
    assert guest.waited() == 120.0


def test_a_named_wait_is_kept_by_the_run_that_follows(tmp_path):
    clock = Clock()
    Guest(tmp_path, clock).ask(429, named_wait=3600.0)
    assert Guest(tmp_path, clock).ask() == "retry_after"


@pytest.mark.parametrize("status", [403, 429])
def test_each_refusal_in_a_row_doubles_the_cool_down_up_to_a_day(tmp_path, status):
    guest = Guest(tmp_path, delay=0.0, cool_down=3600.0, patience=DAY, window=None)
    waits = []
    for _ in range(8):
        assert guest.ask(status) is None
        waits.append(guest.waited())
    assert waits == [0, 3600, 7200, 14400, 28800, 57600, DAY, DAY]


def test_a_good_answer_forgives_and_a_page_that_is_not_there_does_not(tmp_path):
    guest = Guest(tmp_path, delay=0.0, cool_down=100.0)
    guest.ask(403)
    guest.ask(200)
    guest.ask(403)
    assert guest.waited() == 100.0
    guest.ask(404)
    guest.ask(403)
    assert guest.waited() == 100.0
    assert guest.ask() == "cool_down"


def test_a_robots_file_that_is_served_forgives_nothing(tmp_path):
    guest = Guest(tmp_path, delay=0.0, cool_down=100.0)
    guest.ask(403)
    guest.ask(200, is_robots=True)
    guest.ask(403)
    assert guest.waited() == 100.0
    assert guest.ask() == "cool_down"


def test_a_server_that_fails_three_times_in_a_row_is_left_alone(tmp_path):
    guest = Guest(tmp_path, delay=0.0)
    assert [guest.ask(500), guest.ask(503), guest.ask(200)] == [None] * 3
    assert [guest.ask(500), guest.ask(502), guest.ask(503)] == [None] * 3
    assert guest.ask() == "cool_down"


def test_failures_in_a_row_are_counted_over_runs(tmp_path):
    clock = Clock()
    for _ in range(3):
        assert Guest(tmp_path, clock, delay=0.0).ask(500) is None
    assert Guest(tmp_path, clock, delay=0.0).ask() == "cool_down"


def test_a_server_that_always_names_a_short_wait_is_left_alone_in_the_end(tmp_path):
    guest = Guest(tmp_path, delay=0.0)
    assert [guest.ask(429, named_wait=1.0) for _ in range(3)] == [None] * 3
    assert guest.ask() == "cool_down"


def test_a_host_that_does_not_answer_is_left_alone(tmp_path):
    guest = Guest(tmp_path, delay=0.0)
    assert [guest.ask(None) for _ in range(SILENCES_IN_A_ROW)] == [None] * SILENCES_IN_A_ROW
    assert guest.ask() == "cool_down"


def test_one_host_on_hold_holds_up_no_other(tmp_path):
    guest = Guest(tmp_path)
    guest.ask(403)
    assert guest.turns.refusal(HOST) == "cool_down"
    assert guest.turns.refusal("127.0.0.11") is None


def test_a_wall_is_left_alone_for_the_run_and_by_a_run_of_the_same_night(tmp_path):
    clock = Clock()
    guest = Guest(tmp_path, clock, delay=0.0, cool_down=1.0, window=None)
    guest.ask(200)
    guest.turns.leave(HOST, "captcha")
    assert guest.ask() == "cool_down"
    clock.pass_by(WALL_SECONDS - 200)
    assert Guest(tmp_path, clock, window=None).ask() == "cool_down"
    clock.pass_by(200)
    assert guest.ask() == "cool_down"
    assert Guest(tmp_path, clock, window=None).ask() is None


def test_a_clock_that_was_set_back_stops_nothing(tmp_path):
    ahead = Clock(START + timedelta(days=30))
    Guest(tmp_path, ahead, delay=3.0).ask(403)
    guest = Guest(tmp_path, Clock(), delay=3.0)
    assert guest.ask() is None
    assert guest.waited() == 3.0


def test_a_request_hears_first_whether_the_answer_before_it_was_a_wall(tmp_path):
    turns = Turns(LocalLedger(tmp_path), {HOST: HostLimits(delay=0.0, window=None)})

    async def queue() -> None:
        async with turns.turn(HOST):
            pass
        asyncio.get_running_loop().call_later(0.05, judge)
        with pytest.raises(Postponed):
            async with turns.turn(HOST):
                pytest.fail("the request was sent")

    def judge() -> None:
        turns.leave(HOST, "captcha")
        turns.judged(HOST)

    asyncio.run(queue())


def test_a_request_goes_as_soon_as_the_answer_before_it_has_been_judged(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.politeness.turns.VERDICT_SECONDS", 3600.0)
    turns = Turns(LocalLedger(tmp_path), {HOST: HostLimits(delay=0.0, window=None)})

    async def queue() -> None:
        for _ in range(3):
            async with turns.turn(HOST):
                asyncio.get_running_loop().call_later(0.01, turns.judged, HOST)

    asyncio.run(asyncio.wait_for(queue(), timeout=30))


def test_a_verdict_that_never_comes_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.politeness.turns.VERDICT_SECONDS", 0.01)
    turns = Turns(LocalLedger(tmp_path), {HOST: HostLimits(delay=0.0, window=None)})

    async def ask_twice() -> None:
        for _ in range(2):
            async with turns.turn(HOST):
                pass

    asyncio.run(ask_twice())
    assert turns.ledger.account(HOST, turns._now().astimezone(BEIJING).date().isoformat()).requests == 2
