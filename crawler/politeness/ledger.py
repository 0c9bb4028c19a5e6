"""The ledger of requests: what each host was asked, and when it may be asked again.

A request is entered before it goes out. So a run that is killed has always counted at least what it sent, and two
runs at the same time share one budget and one pace. The ledger is never rebuilt from captures: a request that
brought no answer left no capture. Moments are seconds since 1970.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from store.given import settings_with

SETTING = "ledger_url"


class LedgerError(OSError):
    """The ledger can be neither read nor written, or does not let this run ask; without it no request goes out."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the ledger says of one host; ``requests`` are those of one Beijing day."""

    last: float = 0.0
    hold_until: float = 0.0
    hold_reason: str = ""
    strikes: int = 0
    failures: int = 0
    crawl_delay: float = 0.0
    requests: int = 0


UNKNOWN = Account()
"""Of a host that has never been asked."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to ask the hosts of one shard of a run, until another worker takes it or the run ends."""

    run_id: str
    number: int
    token: str
    """Nobody else's."""


class Ledger(ABC):
    """A file of this machine (`LocalLedger`), or tables in PostgreSQL (`PostgresLedger`); each raises `LedgerError`.

    How a host's account changes stands here, in the SQL that both of them speak.
    """

    @abstractmethod
    def account(self, host: str, day: str) -> Account: ...

    @abstractmethod
    def enter(self, host: str, day: str, at: float, budget: int, after: Account) -> bool:
        """Enter one request that goes out at ``at``.

        ``False``, and it must not go out, if the host is no longer as ``after`` says (another run came first) or the
        day's budget is spent.
        """

    @abstractmethod
    def close(self) -> None: ...

    def answered(self, host: str, at: float) -> None:
        """The answer came at ``at``: the pause before the next request counts from here."""
        self._change(host, "last = case when :at > last then :at else last end", at=at)

    def clock_set_back(self, host: str, at: float) -> None:
        """It is ``at`` now: no request can have gone out later."""
        self._change(host, "last = case when :at < last then :at else last end", at=at)

    def hold(self, host: str, until: float, reason: str, strikes: int, failures: int) -> None:
        """No request before ``until``; an earlier hold that lasts longer stays."""
        self._change(
            host,
            "hold_reason = case when :until > hold_until then :reason else hold_reason end,"
            " hold_until = case when :until > hold_until then :until else hold_until end,"
            " strikes = :strikes, failures = :failures",
            until=until,
            reason=reason,
            strikes=strikes,
            failures=failures,
        )

    def clear(self, host: str) -> None:
        """A good answer: the next refusal is a first one again."""
        self._change(host, "strikes = 0, failures = 0")

    def set_crawl_delay(self, host: str, seconds: float) -> None:
        self._change(host, "crawl_delay = :seconds", seconds=seconds)

    @abstractmethod
    def _change(self, host: str, assignments: str, **values: float | str) -> None:
        """Change a host's account, which is made if need be; ``assignments`` name ``values`` with a colon. It may be made twice."""


def ledger_url(home: Path) -> str:
    """The address of the ledger that machines share, if the home names one; else nothing."""
    settings = settings_with(home, SETTING)
    return settings.ledger_url.get_secret_value() if settings and settings.ledger_url else ""
