"""The hours in which a portal is asked: a daily window in Beijing time, which may reach over midnight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crawler.clock import BEIJING

_FORM = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Window:
    """Open from ``opens`` (included) to ``closes`` (not included), every day, Beijing time."""

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> Window:
        """The window that ``HH:MM-HH:MM`` states; raises `ValueError` for anything else, and for an empty window."""
        match = _FORM.fullmatch(text)
        if match is None or match[0][:5] == match[0][6:]:
            raise ValueError(f"night window {text!r} is not of the form 22:00-07:00")
        opens_hour, opens_minute, closes_hour, closes_minute = map(int, match.groups())
        return cls(time(opens_hour, opens_minute), time(closes_hour, closes_minute))

    @property
    def length(self) -> timedelta:
        return (_since_midnight(self.closes) - _since_midnight(self.opens)) % timedelta(days=1)

    def is_open(self, moment: datetime) -> bool:
        now = moment.astimezone(BEIJING).time()
        if self.opens < self.closes:
            return self.opens <= now < self.closes
        return now >= self.opens or now < self.closes

    def opening(self, moment: datetime) -> datetime:
        """The first moment from ``moment`` on at which the window is open."""
        if self.is_open(moment):
            return moment
        there = moment.astimezone(BEIJING)
        opening = datetime.combine(there.date(), self.opens, BEIJING)
        return opening if opening >= there else opening + timedelta(days=1)


def beijing_day(moment: datetime) -> str:
    """The day that ``moment`` counts for in a budget, as ``YYYY-MM-DD``."""
    return moment.astimezone(BEIJING).date().isoformat()


def next_day(moment: datetime) -> datetime:
    """The midnight, Beijing time, at which a new budget begins."""
    tomorrow = moment.astimezone(BEIJING).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), BEIJING)


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)
