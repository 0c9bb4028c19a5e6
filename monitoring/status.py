"""How a home is, a line each: good, look, or broken, with the command that mends it. It only looks, also while a night runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.clock import utc_now
from monitoring.check import Check, Level, worst
from monitoring.machine import machine_checks
from monitoring.portals import portal_checks
from monitoring.release import release_checks
from monitoring.runs import run_checks
from monitoring.server import server_checks
from store.beijing import SAID, beijing
from store.home import home_folder
from store.settings import read_settings
from warehouse.read import current_release

LABEL = 9
"""Columns of a line's name."""
_WORD = 8
"""Columns of the level."""


@dataclass(frozen=True, slots=True)
class HomeStatus:
    home: Path
    is_practice: bool
    at: datetime
    checks: Sequence[Check]
    remark: str | None = None
    """Why it is about another home than the one that was asked about."""

    @property
    def level(self) -> Level:
        return worst(list(self.checks))

    def as_record(self) -> dict[str, Any]:
        """One object; docs/operations.md lists its keys. Moments are UTC."""
        return {
            "home": str(self.home),
            "is_practice": self.is_practice,
            "at": self.at.isoformat(),
            "level": self.level,
            "checks": {check.name: check.as_record() for check in self.checks},
        }


def status(*, practice: bool = False) -> HomeStatus:
    """The status of the home; of its practice home if only that has ever run. Raises ``StoreError`` for settings."""
    home, played, remark = home_folder(practice=practice), home_folder(practice=True), None
    if not practice and not _has_run(home) and current_release(played):
        remark = f"no run and no release in {home} yet; this is the practice release (gongkai status --practice)"
        home, practice = played, True
    now = utc_now()
    return HomeStatus(home, practice, now, tuple(_checks(home, now, is_practice=practice)), remark)


def _has_run(home: Path) -> bool:
    return current_release(home) is not None or any(home.glob("landing/*"))


def _checks(home: Path, now: datetime, *, is_practice: bool) -> Iterator[Check]:
    settings = read_settings(home)

    def command(words: str) -> str:
        return f"gongkai {words} --practice" if is_practice else f"gongkai {words}"

    yield from release_checks(home, now, command)
    yield from run_checks(home, now, command)
    yield from server_checks(home, settings.ui_port, now, command)
    yield from portal_checks(home, now, command)
    yield from machine_checks(home, settings, command, is_practice=is_practice)


def lines(found: HomeStatus) -> Iterator[str]:
    """The status for people: a label, the level, what it is about, and the command on a line of its own."""
    if found.remark:
        yield found.remark
        yield ""
    practice = ", practice data (invented)" if found.is_practice else ""
    yield f"{'home':<{LABEL}}{found.home}{practice}"
    yield f"{'now':<{LABEL}}{beijing(found.at)}, {SAID}"
    for check in found.checks:
        yield f"{check.name:<{LABEL}}{check.level:<{_WORD}}{check.text}"
        yield from check.details
        if check.command and check.level != "good":
            yield f"{'':<{LABEL}}{'try':<{_WORD}}{check.command}"
