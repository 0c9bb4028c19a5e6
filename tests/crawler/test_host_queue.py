"""Hosts take turns; one that is being asked is passed over while another waits."""

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.squeues import LifoMemoryQueue
from scrapy.utils.test import get_crawler

from crawler.host_queue import HostQueue


@pytest.fixture(name="busy")
def _busy() -> dict[str, SimpleNamespace]:
    return {}


@pytest.fixture(name="queue")
def _queue(busy) -> HostQueue:
    crawler = get_crawler()
    downloader = SimpleNamespace(slots=busy, get_slot_key=lambda request: request.url.split("/")[2])
    crawler.engine = SimpleNamespace(downloader=downloader)
    return HostQueue.from_crawler(crawler, LifoMemoryQueue, "")


def popped(queue: HostQueue) -> str:
    return queue.pop().url.removeprefix("http://")


def test_hosts_take_turns_and_the_newest_request_of_each_comes_first(queue):
    for path in ("a/1", "a/2", "b/1", "c/1"):
        queue.push(Request(f"http://{path}"))
    assert [popped(queue) for _ in range(4)] == ["a/2", "b/1", "c/1", "a/1"]
    assert len(queue) == 0
    assert queue.pop() is None


def test_a_host_that_is_being_asked_waits_unless_all_are(queue, busy):
    for path in ("a/1", "b/1", "b/2"):
        queue.push(Request(f"http://{path}"))
    busy["a"] = SimpleNamespace(active={1})
    assert [popped(queue), popped(queue)] == ["b/2", "b/1"]
    assert popped(queue) == "a/1"
