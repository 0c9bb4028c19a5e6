"""robots.txt comes first: every state in which a portal may have it, by what the portal sees afterwards."""

import asyncio
from time import sleep
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.politeness.local_ledger import LocalLedger
from crawler.politeness.middlewares import HoldsMiddleware, RobotsMiddleware, RobotsRefusal
from crawler.politeness.robots import Robots
from crawler.politeness.session import PolitenessSession
from crawler.politeness.turns import Postponed, Turns
from crawler.purpose import PURPOSE, Purpose
from tests.crawler.politeness.conftest import ask
from tests.crawler.portal import NOT_HERE, SILENCE, answer

RULES = b"User-agent: *\nDisallow: /private/\n"
CRAWL_DELAY = answer("User-agent: *\nCrawl-delay: 0.3\n")
LIST, PRIVATE = "/list", "/private/list"
ROBOTS = {
    "rules": answer(RULES),
    "missing": NOT_HERE,
    "gone": answer("", 410),
    "page": answer("<html><title>404</title>\nUser-agent: *\nDisallow: /\n</html>"),
    "unauthorized": answer("", 401),
    "forbidden": answer("", 403),
    "broken": answer("", 500),
    "unavailable": answer("", 503),
    "silent": SILENCE,
    "slow": lambda visit: sleep(30) or answer(RULES),
    "moved": answer("", 301, Location="/rules.txt"),
    "round": answer("", 302, Location="/robots.txt"),
    "later": answer("", 429, Retry_After="500"),
}
"""What a portal answers to a request for robots.txt."""


@pytest.fixture(name="night", scope="module")
def _night(opened, tmp_path_factory) -> dict[str, SimpleNamespace]:
    """One run over a portal in each state: what came of its two pages, and the paths that it saw."""
    portals = {state: opened(f"127.0.3.{number}") for number, state in enumerate(ROBOTS, start=1)}
    for state, portal in portals.items():
        portal.answers |= {"/robots.txt": ROBOTS[state], "/rules.txt": answer(RULES)}
    urls = [portal.base_url + path for path in (LIST, PRIVATE) for portal in portals.values()]
    asked = ask(tmp_path_factory.mktemp("home"), urls, {"CONCURRENT_REQUESTS": 64, "DOWNLOAD_TIMEOUT": 3})
    return {
        state: SimpleNamespace(
            came=[asked.by_url[portal.base_url + path] for path in (LIST, PRIVATE)],
            paths=portal.paths(),
            pages=[path for path in portal.paths() if path in (LIST, PRIVATE)],
        )
        for state, portal in portals.items()
    }


@pytest.mark.parametrize("state", ["rules", "moved"])
def test_what_is_disallowed_is_not_asked_for(night, state):
    assert (night[state].came, night[state].pages) == ([200, "robots"], [LIST])


@pytest.mark.parametrize("state", ["missing", "gone", "page"])
def test_without_rules_everything_may_be_asked_for(night, state):
    assert night[state].came == [200, 200]


@pytest.mark.parametrize("state", ["unauthorized", "forbidden", "broken", "unavailable", "silent", "slow", "round"])
def test_a_portal_that_withholds_its_rules_is_asked_for_nothing_else(night, state):
    assert (night[state].came, night[state].pages) == (["robots", "robots"], [])


def test_a_file_that_is_put_off_puts_the_pages_off(night):
    assert (night["later"].came, night["later"].pages) == (["retry_after", "retry_after"], [])


@pytest.mark.parametrize("state", ROBOTS)
def test_the_file_is_asked_for_first_and_once_but_for_retries_and_redirects(night, state):
    asked = night[state].paths.count("/robots.txt")
    assert night[state].paths[0] == "/robots.txt"
    assert asked == {"broken": 3, "unavailable": 3, "silent": 3, "slow": 3, "round": 6}.get(state, 1)


def test_a_crawl_delay_is_kept_and_remembered_by_the_run_that_follows(portal, ask):
    portal.answers["/robots.txt"] = CRAWL_DELAY
    assert ask([portal.base_url + path for path in ("/0", "/1", "/2")]).all == [200, 200, 200]
    assert ask([portal.base_url + "/3"]).all == [200]
    assert len(portal.visits) == 6
    assert min(portal.gaps()) >= 0.3


class BadAnswer(IgnoreRequest):
    """As the archive's side of the downloader raises it in place of an answer."""

    def __init__(self, outcome: str, label: str | None = None, status: int | None = None) -> None:
        super().__init__(outcome)
        self.outcome, self.label, self.capture = outcome, label, SimpleNamespace(status=status)


class Engine:
    """Answers every request for robots.txt with one error, or one response."""

    def __init__(self, answer: Exception | Response) -> None:
        self.answer = answer
        self.asked = 0

    async def download_async(self, request: Request) -> Response:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def crawl_below(home) -> SimpleNamespace:
    """What the middlewares know of a crawl."""
    return SimpleNamespace(politeness=PolitenessSession(Turns(LocalLedger(home), {}), Robots()))


def test_a_redirect_waits_in_the_queue_of_the_host_that_it_leads_to(tmp_path):
    holds = HoldsMiddleware(SimpleNamespace(spider=SimpleNamespace(crawl=crawl_below(tmp_path))))
    redirected = Request("http://127.0.0.12/", meta={"download_slot": "127.0.0.11"})
    holds.process_request(redirected)
    assert "download_slot" not in redirected.meta


def test_a_request_that_would_be_put_off_is_not_queued(tmp_path):
    holds = HoldsMiddleware(SimpleNamespace(spider=SimpleNamespace(crawl=crawl_below(tmp_path))))
    holds.turns.heard("127.0.0.11", 403)
    with pytest.raises(Postponed, match="cool_down"):
        holds.process_request(Request("http://127.0.0.11/"))
    holds.process_request(Request("http://127.0.0.12/"))


def come_of(home, engine: Engine, requests: int = 2, kind: str = "list") -> list[object]:
    """What becomes of requests for a page: ``None`` where they may go on, else the error."""
    middleware = RobotsMiddleware(SimpleNamespace(spider=SimpleNamespace(crawl=crawl_below(home)), engine=engine))

    async def ask_one_after_the_other() -> list[object]:
        came: list[object] = []
        for number in range(requests):
            request = Request("http://www.a.gov.cn/list", meta={PURPOSE: Purpose("list" if number == 0 else kind)})
            try:
                came.append(await middleware.process_request(request))
            except IgnoreRequest as error:
                came.append(error)
        return came

    return asyncio.run(ask_one_after_the_other())


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("not_here", 404), ("soft_404", 200), ("wrong_type", 200), ("empty", 200), ("http_error", 400)],
)
def test_a_bad_answer_that_says_there_are_no_rules_allows_everything(tmp_path, outcome, status):
    assert come_of(tmp_path, Engine(BadAnswer(outcome, status=status))) == [None, None]


@pytest.mark.parametrize(
    ("outcome", "label", "status"),
    [
        ("blocked", "forbidden", 403),
        ("http_error", None, 500),
        ("maintenance", None, 200),
        ("truncated", None, 200),
        ("failed", "timeout", None),
        ("failed", "reset", None),
        ("refused", "host", None),
    ],
)
def test_a_bad_answer_that_leaves_the_rules_unknown_allows_nothing(tmp_path, outcome, label, status):
    engine = Engine(BadAnswer(outcome, label, status))
    assert [type(error) for error in come_of(tmp_path, engine)] == [RobotsRefusal, RobotsRefusal]
    assert engine.asked == 1


@pytest.mark.parametrize(("outcome", "label"), [("blocked", "captcha"), ("failed", "tls_error"), ("failed", "dns")])
def test_where_nothing_can_be_asked_each_request_fails_with_the_error_that_was_met(tmp_path, outcome, label):
    engine = Engine(BadAnswer(outcome, label, 412))
    assert come_of(tmp_path, engine) == [engine.answer, engine.answer]
    assert engine.asked == 1


def test_what_was_put_off_is_asked_again_when_its_time_has_come(tmp_path):
    engine = Engine(Postponed("www.a.gov.cn", "night_window"))
    assert [error.label for error in come_of(tmp_path, engine)] == ["night_window", "night_window"]
    assert engine.asked == 2


@pytest.mark.parametrize("answer", [Response("http://www.a.gov.cn/robots.txt", status=403), BadAnswer("failed", "dns")])
def test_a_spider_does_not_ask_again_for_a_file_that_could_not_be_read(tmp_path, answer):
    assert None not in come_of(tmp_path, Engine(answer), kind="robots")


def test_a_spider_may_read_a_file_that_forbids_it_everything_else(tmp_path):
    closed = Response("http://www.a.gov.cn/robots.txt", body=b"User-agent: *\nDisallow: /\n")
    page, robots = come_of(tmp_path, Engine(closed), kind="robots")
    assert (type(page), robots) == (RobotsRefusal, None)
