"""What the portals saw: every request as a `Visit`, and an audit that says which of them a good guest had not made.

The server process keeps the visits (`Recorder`) and tells them at the control address; nothing here asks the crawler
what it believes to have done. The audit is pure: visits and the rules of each host in, sentences out.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import pairwise
from urllib.request import Request, urlopen

from starlette.types import ASGIApp, Message, Receive, Scope, Send

VISITS_PATH = "/__visits"
ROBOTS_PATH = "/robots.txt"
BEIJING = timezone(timedelta(hours=8))
LONGEST_HOLD_S = 24 * 3600.0
"""A portal may ask for more; nobody need stay away longer than a day."""

_STARTED_AT = time.time() - time.monotonic()


def moment() -> float:
    """Seconds since 1970 that never run backwards while the process lives."""
    return _STARTED_AT + time.monotonic()


@dataclass(frozen=True, slots=True)
class Visit:
    """One request; ``path`` has its query. ``status`` is ``None`` if no status line was sent.

    ``started`` is when the request had arrived, ``ended`` when the last byte of the answer was out or the guest gone
    (seconds since 1970). ``retry_after`` is that header as it was sent; ``is_wall`` says that the answer was a wall.
    """

    address: str
    method: str
    path: str
    started: float
    ended: float
    user_agent: str
    status: int | None
    is_robots: bool
    retry_after: str | None = None
    is_wall: bool = False


class Recorder:
    """The visits of one server process; portals of several threads may share it."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._lock = threading.Lock()

    def add(self, visit: Visit) -> None:
        with self._lock:
            self._visits.append(visit)

    def clear(self) -> None:
        with self._lock:
            self._visits.clear()

    def as_records(self) -> list[dict[str, object]]:
        """JSON-ready, in the order in which the answers ended."""
        with self._lock:
            return [asdict(visit) for visit in self._visits]

    def recorded(self, application: ASGIApp, address: str) -> ASGIApp:
        """``application``, every request to it recorded as a visit of ``address``."""

        async def recording(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await application(scope, receive, send)
                return
            started, answered = moment(), _Answered()
            try:
                await application(scope, receive, answered.through(send))
            finally:
                self.add(_visit(scope, address, started, answered))

        return recording


class _Answered:
    """Status and ``Retry-After`` of an answer as it passes."""

    def __init__(self) -> None:
        self.status: int | None = None
        self.retry_after: str | None = None

    def through(self, send: Send) -> Send:
        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.retry_after = dict(message.get("headers", [])).get(b"retry-after", b"").decode("latin-1") or None
            await send(message)

        return noting


def _visit(scope: Scope, address: str, started: float, answered: _Answered) -> Visit:
    headers, query = dict(scope["headers"]), scope["query_string"].decode("latin-1")
    return Visit(
        address=address,
        method=scope["method"],
        path=scope["path"] + (f"?{query}" if query else ""),
        started=started,
        ended=moment(),
        user_agent=headers.get(b"user-agent", b"").decode("latin-1"),
        status=answered.status,
        is_robots=scope["path"] == ROBOTS_PATH,
        retry_after=answered.retry_after,
    )


def fetch_visits(control_address: str, port: int, reset: bool = False) -> list[Visit]:
    """The visits since the start or the last reset, from the server at ``control_address``."""
    asked = Request(f"http://{control_address}:{port}{VISITS_PATH}", method="DELETE" if reset else "GET")
    with urlopen(asked, timeout=10) as answer:  # noqa: S310 - loopback
        return [Visit(**record) for record in json.load(answer)]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host may expect of a guest.

    ``delay``: seconds between the end of an answer and the next request. ``disallowed``: path prefixes that robots.txt forbids; the
    file itself may always be asked for. ``cool_down``: seconds without a request after 403 or 429 without a
    ``Retry-After``, or after the third 5xx in a row; twice as long each time until an answer is good again.
    """

    delay: float = 0.0
    daily_budget: int | None = None
    disallowed: tuple[str, ...] = ()
    cool_down: float = 0.0
    agent: str = "gongkai"


FAILURES_BEFORE_COOL_DOWN = 3


def violations(visits: Iterable[Visit], rules: Mapping[str, Rules], tolerance: float = 0.02) -> list[str]:
    """One sentence for each breach; visits of an address without rules are held to the default ones.

    ``tolerance`` in seconds is what two clocks and one event loop may be apart.
    """
    by_address: dict[str, list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.started):
        by_address.setdefault(visit.address, []).append(visit)
    return [
        f"{address}: {sentence}"
        for address, seen in sorted(by_address.items())
        for sentence in _breaches(seen, rules.get(address, Rules()), tolerance)
    ]


def _breaches(seen: list[Visit], rules: Rules, tolerance: float) -> Iterator[str]:
    for before, after in pairwise(seen):
        if after.started < before.ended - tolerance:
            yield f"{_named(after)} began while {_named(before)} was being answered"
        elif (waited := after.started - before.ended) < rules.delay - tolerance:
            yield f"{_named(after)} came {waited:.3f} s after {_named(before)}, not {rules.delay:g} s"
    for visit in seen:
        if not visit.is_robots and visit.path.startswith(rules.disallowed):
            yield f"{_named(visit)} is disallowed by robots.txt"
        if rules.agent not in visit.user_agent:
            yield f"{_named(visit)} did not say who asks"
    yield from _over_budget(seen, rules)
    yield from _unwelcome(seen, rules, tolerance)


def _over_budget(seen: list[Visit], rules: Rules) -> Iterator[str]:
    days = Counter(datetime.fromtimestamp(visit.started, BEIJING).date() for visit in seen)
    for day, count in days.items():
        if rules.daily_budget is not None and count > rules.daily_budget:
            yield f"{count} requests on {day}, where {rules.daily_budget} are allowed"


def _unwelcome(seen: list[Visit], rules: Rules, tolerance: float) -> Iterator[str]:
    """Requests that came although the host had asked not to, in a hold, a cool-down or behind a wall."""
    until, reason, strikes, failures = 0.0, "", 0, 0
    for visit in seen:
        if visit.started < until - tolerance:
            yield f"{_named(visit)} came in spite of {reason}"
        failures = failures + 1 if visit.status is not None and visit.status >= 500 else 0
        if visit.is_wall:
            until, reason = float("inf"), f"the wall at {_named(visit)}"
        elif visit.retry_after is not None:
            until, reason = max(until, hold_until(visit)), f"Retry-After {visit.retry_after} at {_named(visit)}"
        elif visit.status in (403, 429) or failures >= FAILURES_BEFORE_COOL_DOWN:
            hold = min(rules.cool_down * 2**strikes, LONGEST_HOLD_S)
            strikes, until, reason = strikes + 1, max(until, visit.ended + hold), f"{visit.status} at {_named(visit)}"
        elif visit.status is not None and visit.status < 400:
            strikes = 0


def hold_until(visit: Visit) -> float:
    """The moment before which a ``Retry-After`` (seconds or HTTP date) wants no request; ``None`` if it does not say."""
    asked = (visit.retry_after or "").strip()
    if asked.isdecimal():
        return visit.ended + min(float(asked), LONGEST_HOLD_S)
    try:
        stated = parsedate_to_datetime(asked)
    except ValueError:
        return visit.ended
    stated = stated if stated.tzinfo else stated.replace(tzinfo=UTC)
    return min(stated.timestamp(), visit.ended + LONGEST_HOLD_S)


def _named(visit: Visit) -> str:
    return f"{visit.method} {visit.path}"
