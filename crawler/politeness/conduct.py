"""The politeness of one night, shared by all parts of the process: its turns, and what the portals' robots.txt say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler

from crawler.politeness.robots import Robots
from crawler.politeness.turns import Turns

if TYPE_CHECKING:
    from crawler.night import Night


@dataclass(frozen=True, slots=True)
class Conduct:
    turns: Turns
    robots: Robots


_CONDUCTS: WeakKeyDictionary[object, Conduct] = WeakKeyDictionary()


def conduct_of(night: Night) -> Conduct:
    """The one `Conduct` of a night."""
    if night not in _CONDUCTS:
        _CONDUCTS[night] = Conduct(Turns(night.ledger, night.manners), Robots())
    return _CONDUCTS[night]


def conduct_of_crawler(crawler: Crawler) -> Conduct:
    """The `Conduct` of the night that a crawler's spider belongs to."""
    return conduct_of(crawler.spider.night)  # type: ignore[union-attr]
