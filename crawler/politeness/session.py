"""The politeness of one crawl, shared by all parts of its process: its turns, and what the portals' robots.txt say.

Whoever starts a crawl composes it and hands it in; middlewares and handlers find it with the crawl that their spider
belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import Crawler

from crawler.politeness.ledger import Claim, Ledger, ledger_url
from crawler.politeness.local_ledger import LocalLedger
from crawler.politeness.robots import Robots
from crawler.politeness.rules import limits_by_host
from crawler.politeness.turns import Turns
from crawler.registry import Bureau


@dataclass(frozen=True, slots=True)
class PolitenessSession:
    turns: Turns
    robots: Robots


def politeness_towards(
    home: Path, bureaus: Iterable[Bureau], *, any_hour: bool = False, claim: Claim | None = None
) -> PolitenessSession:
    """The politeness towards the hosts of ``bureaus``, with the ledger of ``home``; ``any_hour`` opens all windows."""
    return PolitenessSession(Turns(ledger_of(home, claim), limits_by_host(bureaus, any_hour)), Robots())


def ledger_of(home: Path, claim: Claim | None = None) -> Ledger:
    """The ledger of a home: below it, or where its setting ``ledger_url`` says, then with ``claim`` as long as that stands."""
    url = ledger_url(home)
    if not url:
        return LocalLedger(home)
    from crawler.politeness.postgres_ledger import PostgresLedger  # psycopg, which one machine does without

    return PostgresLedger(url, claim)


def session_of(crawler: Crawler) -> PolitenessSession:
    """The session of the crawl that a crawler's spider belongs to."""
    session = getattr(getattr(crawler.spider, "crawl", None), "politeness", None)
    if not isinstance(session, PolitenessSession):
        raise TypeError("a spider of this project is started with a crawl that has its politeness")
    return session
