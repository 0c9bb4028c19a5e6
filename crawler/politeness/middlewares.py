"""Where politeness meets Scrapy's middlewares: robots.txt first, no queue for a host on hold, walls left alone."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.politeness.ledger import LedgerError
from crawler.politeness.robots import RobotsRules, read_robots, withheld
from crawler.politeness.rules import host_of
from crawler.politeness.session import session_of
from crawler.politeness.turns import Postponed
from crawler.purpose import PURPOSE, Purpose, purpose_of
from store.capture import Capture
from store.disk import is_full
from store.errors import NoStoreError

logger = logging.getLogger(__name__)

ANSWERS_WITHOUT_RULES = frozenset({"not_here", "soft_404", "empty", "wrong_type"})
"""Outcomes of a request for robots.txt that say that the portal has no robots.txt."""

REFUSALS_OF_A_PAGE = frozenset({"forbidden", "rate_limited"})
"""Labels of a refusal that is no wall: the host cools down, and may be asked again."""

WITHOUT_AN_ANSWER = frozenset({"timeout", "reset"})
"""Labels of a request for robots.txt that a server has heard; with any other failure there is no server to speak of."""


class RobotsRefusal(IgnoreRequest):
    """A request is not sent because robots.txt forbids it, or cannot be read."""

    label = "robots"


class _Middleware:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        session = session_of(crawler)
        self.turns, self.robots = session.turns, session.robots

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)


class RobotsMiddleware(_Middleware):
    """Asks each host's robots.txt before anything else, once a run (or not, while the archive has it).

    If not even that can be asked (a wall, no server, a bad certificate), each request to the host fails with the error
    that it met.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._dead_ends: dict[str, Exception] = {}

    async def process_request(self, request: Request) -> None:
        netloc = urlsplit(request.url).netloc
        self._stop_at_dead_end(netloc)
        rules = self.robots.get(netloc)
        if purpose_of(request).kind == "robots":
            # the file itself may always be read, but is not asked for again if that failed before
            if rules is not None and rules.withheld is not None:
                raise RobotsRefusal(rules.withheld)
            return
        if rules is None:
            async with self._locks[netloc]:
                rules = self.robots.get(netloc) or await self._ask(request, netloc)
        refusal = rules.refusal(request.url)
        if refusal is not None:
            raise RobotsRefusal(refusal)

    async def _ask(self, request: Request, netloc: str) -> RobotsRules:
        """The rules of a host; raises what was raised in their place if they are put off, or behind a wall."""
        self._stop_at_dead_end(netloc)
        try:
            rules = await self._fetch(f"{urlsplit(request.url).scheme}://{netloc}/robots.txt", request)
        except Postponed:
            raise
        except Exception as error:
            if is_full(error) or isinstance(error, (LedgerError, NoStoreError)):  # that is no word of the portal's
                raise
            rules = self._rules_without_answer(netloc, error)
        if rules.withheld is not None:
            logger.warning("%s: %s", netloc, rules.withheld)
        else:
            self.turns.set_crawl_delay(host_of(request.url), rules.crawl_delay)
        self.robots.keep(netloc, rules)
        return rules

    async def _fetch(self, url: str, request: Request) -> RobotsRules:
        meta = {PURPOSE: Purpose("robots", purpose_of(request).reason)}
        engine = self.crawler.engine
        if engine is None:
            raise RuntimeError("a request came before the engine had started")
        answer = await engine.download_async(Request(url, priority=1000, callback=NO_CALLBACK, meta=meta))
        return self._read(host_of(url), answer.status, answer.body)

    def _stop_at_dead_end(self, netloc: str) -> None:
        error = self._dead_ends.get(netloc)
        if error is not None:
            raise error.with_traceback(None)

    def _read(self, host: str, status: int, body: bytes = b"") -> RobotsRules:
        """The rules that an answer stands for; raises `Postponed` if it says no more than to come later."""
        label = self.turns.refusal(host)
        if status == 429 and label is not None:
            raise Postponed(host, label)
        return read_robots(status, body)

    def _rules_without_answer(self, netloc: str, error: Exception) -> RobotsRules:
        """The rules that a failure, or an answer refused as a bad one, stands for."""
        outcome, label = getattr(error, "outcome", None), getattr(error, "label", None)
        if outcome in ANSWERS_WITHOUT_RULES:
            return read_robots(404, b"")
        is_wall = outcome == "blocked" and label not in REFUSALS_OF_A_PAGE
        if is_wall or (outcome == "failed" and label not in WITHOUT_AN_ANSWER):
            self._dead_ends[netloc] = error
            raise error
        status = getattr(getattr(error, "capture", None), "status", None)
        if status is not None and not 200 <= status < 300:
            return self._read(host_of(f"//{netloc}"), status)
        return withheld(f"robots.txt cannot be read: {error}")


class HoldsMiddleware(_Middleware):
    """Spares a request that would be put off the way through its host's queue, and lets a redirect into no other's."""

    def process_request(self, request: Request) -> None:
        host = host_of(request.url)
        request.meta.pop(Downloader.DOWNLOAD_SLOT, None)
        label = self.turns.refusal(host)
        if label is not None:
            raise Postponed(host, label)


class WallsMiddleware(_Middleware):
    """Lets a host's next request go once its answer has been recorded, and leaves the host alone when that was a wall."""

    def process_request(self, request: Request) -> None:
        if request.meta.get("unconditional"):
            # asked again in place of a 304 that stood for nothing, which has been recorded and goes no further
            self.turns.judged(host_of(request.url))

    def process_response(self, request: Request, response: Response) -> Response:
        capture: Capture | None = request.meta.get("capture")
        host = host_of(request.url)
        if capture is not None and capture.outcome == "blocked" and capture.label not in REFUSALS_OF_A_PAGE:
            self.turns.leave(host, str(capture.label))
        self.turns.judged(host)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        self.turns.judged(host_of(request.url))
