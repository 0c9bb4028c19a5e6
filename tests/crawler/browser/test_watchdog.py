"""When a page has to end: by what it was last given, in all, by the event loop's silence, by its memory."""

import threading

import pytest

from crawler.browser import watchdog
from crawler.browser.watchdog import Limits, Watch, Watchdog

LIMITS = Limits(idle_seconds=45, page_seconds=600, grace_seconds=15, silent_seconds=60, memory_bytes=1000)


@pytest.mark.parametrize(
    ("given", "beat", "now", "memory", "is_ended"),
    [
        (0, 59, 60, 1000, False),
        (0, 60, 61, 0, True),
        (30, 61, 61, 0, False),
        (600, 610, 614, 0, False),
        (600, 610, 616, 0, True),
        (50, 0, 61, 0, True),
        (0, 0, 1, 1001, True),
    ],
)
def test_a_page_ends_by_the_first_limit_that_it_passes(given, beat, now, memory, is_ended):
    assert (Watch(0, given, beat).verdict(LIMITS, now, memory) is not None) is is_ended


def test_the_event_loop_s_deadline_comes_before_the_watchdog_s():
    assert Watch(0, 0, 0).deadline(LIMITS) == 45
    assert Watch(0, 590, 590).deadline(LIMITS) == 600


def test_nothing_is_killed_between_pages(monkeypatch):
    monkeypatch.setattr(watchdog, "TICK_SECONDS", 0.01)
    killed, looked = threading.Event(), threading.Event()

    def memory() -> int:
        looked.set()
        return 10**9

    dog = Watchdog(LIMITS, killed.set, memory)
    dog.begin()
    assert killed.wait(5) and "memory" in (dog.reason or "")
    killed.clear()
    looked.clear()
    assert not looked.wait(0.2) and not killed.is_set()
    dog.stop()
