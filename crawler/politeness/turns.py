"""Whose turn it is: one request at a time to a host, when its pace, its budget, its hours and its own word allow it.

All that goes on the wire takes a turn here: pages, robots.txt, redirects, retries, and what a browser asks for beside
its page. One `Turns` serves the whole process; what must outlast it is in the `Ledger`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from math import inf

from scrapy.exceptions import IgnoreRequest

from crawler.clock import utc_now
from crawler.politeness.ledger import Account, Ledger
from crawler.politeness.retry_after import LONGEST_SECONDS
from crawler.politeness.rules import HostLimits, limits_of_host
from crawler.politeness.window import Window, beijing_day, next_day

logger = logging.getLogger(__name__)

REFUSALS = frozenset({403, 429})
"""Statuses that ask to be left alone."""

FAILURES_IN_A_ROW = 3
"""So many answers in a row that the server has failed (5xx), or is asked too much (429), make a refusal."""

SILENCES_IN_A_ROW = 6
"""So many requests in a row without an answer make a refusal: two pages with all their retries."""

WALL_SECONDS = 12 * 3600.0
"""A portal that has put up a wall is not asked again in the same night, also not by a run that is started anew."""

CLOCK_SECONDS = 3600.0
"""How far a clock may be set back without a hold being taken for one of another time."""

VERDICT_SECONDS = 60.0
"""How long a request waits until the answer before it is on disk, and known to be no wall; a bound for broken disks."""


class Postponed(IgnoreRequest):
    """A request is not sent in this run; ``label`` is ``budget``, ``night_window``, ``retry_after``, ``cool_down`` or ``stopped``."""

    def __init__(self, host: str, label: str) -> None:
        super().__init__(f"{host} is not asked now: {label}")
        self.label = label


def wait_seconds(account: Account, limits: HostLimits, now: datetime) -> tuple[float, float, str]:
    """How long a host is to be left alone: for its pace, for anything else, and what that else is.

    A hold that is longer than any that is ever set was set before the clock was set back, and does not count.
    """
    at = now.timestamp()
    pace = account.last + max(limits.delay, account.crawl_delay) - at
    reasons = [(0.0, "")]
    if 0 < account.hold_until - at <= LONGEST_SECONDS + CLOCK_SECONDS:
        reasons.append((account.hold_until - at, account.hold_reason))
    if limits.window is not None:
        opening = Window.parse(limits.window).opening(now)
        reasons.append(((opening - now).total_seconds(), "night_window"))
    if account.requests >= limits.daily_budget:
        reasons.append(((next_day(now) - now).total_seconds(), "budget"))
    return pace, *max(reasons)


class Turns:
    """Grants turns; ``now`` and ``sleep`` are the clock of the process."""

    def __init__(
        self,
        ledger: Ledger,
        limits: Mapping[str, HostLimits],
        now: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.ledger = ledger
        self._limits = limits
        self._now = now
        self._sleep = sleep
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._verdicts: dict[str, asyncio.Event] = {}
        self._silences: defaultdict[str, int] = defaultdict(int)
        self._left: set[str] = set()
        self._is_closed = False
        self._seen: dict[str, tuple[str, Account]] = {}
        """What this process has last read of each host, and on which day; before a request goes out, the ledger is asked."""

    def limits(self, host: str) -> HostLimits:
        return self._limits.get(host) or limits_of_host(host)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """The time from a request to its answer; raises `Postponed` instead of a wait beyond the host's patience."""
        async with self._locks[host]:
            await self._verdict(host)
            account = await self.spend(host)
            self._verdicts[host] = asyncio.Event()
            try:
                yield
            finally:
                if self.limits(host).delay or account.crawl_delay:
                    self.ledger.answered(host, self._now().timestamp())

    async def spend(self, host: str) -> Account:
        """Wait for the host's pace and enter one request; gives the account before it, raises `Postponed`.

        By itself it is for what a browser asks for while its page has the turn.
        """
        while True:
            now = self._now()
            account = self._account(host, now)
            wait = self._wait(host, now, account)
            if account.last > now.timestamp():
                self.ledger.clock_set_back(host, now.timestamp())
            elif wait > 0:
                await self._sleep(wait)
            elif self.ledger.enter(
                host, beijing_day(now), now.timestamp(), self.limits(host).daily_budget, after=account
            ):
                return account

    def refusal(self, host: str) -> str | None:
        """The label with which a request to ``host`` would be postponed now, as far as this process knows."""
        now = self._now()
        try:
            self._wait(host, now, self._last_seen(host, now))
        except Postponed as postponed:
            return postponed.label
        return None

    def heard(self, host: str, status: int, named_wait: float | None = None, is_robots: bool = False) -> None:
        """An answer came; ``named_wait`` is what its ``Retry-After`` asks for, in seconds.

        A page is good for more than robots.txt: a portal that serves nothing else has not forgiven anything.
        """
        self._silences[host] = 0
        if status < 400:
            account = self._last_seen(host, self._now())
            if (account.strikes or account.failures) and not is_robots:
                self.ledger.clear(host)
                self._seen.pop(host)
            return
        account = self._account(host, self._now())
        failures = account.failures + 1 if status >= 500 or status == 429 else 0
        if named_wait is not None:
            self._hold(host, named_wait, "retry_after", account.strikes, failures)
        if failures >= FAILURES_IN_A_ROW or (status in REFUSALS and named_wait is None):
            self._strike(host, account.strikes, failures, f"status {status}")
        elif named_wait is None and failures != account.failures:
            self.ledger.hold(host, 0.0, "", account.strikes, failures)
            self._seen.pop(host)

    def silent(self, host: str) -> None:
        """A request brought no answer."""
        self._silences[host] += 1
        if self._silences[host] >= SILENCES_IN_A_ROW:
            account = self._account(host, self._now())
            self._strike(host, account.strikes, account.failures, "no answer")

    def leave(self, host: str, label: str) -> None:
        """Leave a host alone for the rest of the run, and of the night: it has put up the wall ``label``."""
        if host in self._left:
            return
        account = self._account(host, self._now())
        self._left.add(host)
        self._hold(host, WALL_SECONDS, "cool_down", max(account.strikes, 1), account.failures)
        logger.warning("%s has put up a wall (%s) and is left alone", host, label)

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        """What the host's robots.txt asks for; 0 for nothing. It holds from the answer that says so."""
        now = self._now()
        if self._account(host, now).crawl_delay != seconds:
            self.ledger.set_crawl_delay(host, seconds)
            self.ledger.answered(host, now.timestamp())

    def close(self) -> None:
        """No host is asked any more: the run is being stopped. Nobody waits for what comes of the answers under way."""
        self._is_closed = True
        for verdict in self._verdicts.values():
            verdict.set()

    def judged(self, host: str) -> None:
        """The last answer of ``host`` has been recorded and looked at, and `leave` called if it was a wall."""
        verdict = self._verdicts.get(host)
        if verdict is not None:
            verdict.set()

    async def _verdict(self, host: str) -> None:
        verdict = self._verdicts.get(host)
        if verdict is not None and not verdict.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(VERDICT_SECONDS):
                    await verdict.wait()

    def _wait(self, host: str, now: datetime, account: Account) -> float:
        """The seconds until a host's turn; raises `Postponed`."""
        limits = self.limits(host)
        pace, seconds, label = wait_seconds(account, limits, now)
        if host in self._left:
            seconds, label = inf, "cool_down"
        if self._is_closed:
            seconds, label = inf, "stopped"
        if seconds > limits.patience:
            raise Postponed(host, label)
        return max(pace, seconds)

    def _account(self, host: str, now: datetime) -> Account:
        day = beijing_day(now)
        account = self.ledger.account(host, day)
        self._seen[host] = day, account
        return account

    def _last_seen(self, host: str, now: datetime) -> Account:
        day, account = self._seen.get(host, ("", None))
        return account if account is not None and day == beijing_day(now) else self._account(host, now)

    def _strike(self, host: str, strikes: int, failures: int, why: str) -> None:
        seconds = min(self.limits(host).cool_down * 2.0 ** min(strikes, 32), LONGEST_SECONDS)
        self._hold(host, seconds, "cool_down", strikes + 1, failures)
        logger.warning("%s is left alone for %.0f s: %s", host, seconds, why)

    def _hold(self, host: str, seconds: float, reason: str, strikes: int, failures: int) -> None:
        self.ledger.hold(host, self._now().timestamp() + seconds, reason, strikes, failures)
        self._seen.pop(host, None)
