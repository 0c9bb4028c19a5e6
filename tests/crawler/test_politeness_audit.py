"""Politeness as the servers saw it: a run that is killed and started again breaks no rule of any host."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from deck.guest import free_port
from deck.kills import SETTLING_S
from deck.nights import command, run_id

import practice
from crawler.registry import Bureau
from practice import faults
from practice.faults.control import rules
from practice.log import Rules, Visit, moment, violations

DELAY_S, BUDGET = 0.25, 9
COOL_DOWN_S, SHORT_COOL_DOWN_S = 3600.0, 0.25
"""The one is a reason to leave a host for another night, the other one to wait."""
SHORT = ("permanent_503", "permanent_500", "forbidden", "maintenance_503")
REAL_CRAWLER = (sys.executable, "-m", "crawler")
WALLS_BEFORE_THE_KILL = 3
UNHEARD_S = 1.0
"""An answer that had left its server so shortly before the kill may never have been heard."""
HEALTHY = ("hrss-410105", "hrss-371500", "hrss-340603", "hrss-330600", "hrss-440113", "hrss-410000", "hrss-441400")
FAULTY = (
    *("burst_5xx", "permanent_503", "permanent_500", "retry_after_503", "retry_after_503_long", "retry_after_429"),
    *("retry_after_429_date", "bare_429", "article_429", "wall_ruishu", "wall_geo", "captcha", "wall_in_the_middle"),
    *(
        "cookie_wall",
        "forbidden",
        "maintenance_503",
        "endless_same",
        "look_alikes",
        "one_name_two_files",
        "redirect_loop",
    ),
    *("robots_disallow", "robots_disallow_articles", "robots_403", "robots_401", "robots_5xx", "robots_crawl_delay"),
    *("robots_own_agent", "robots_other_agent", "robots_huge", "reset_in_body", "truncated_pdf", "moved_article"),
)
CASES = {case.name: case for case in faults.CASES}


@dataclass(frozen=True)
class Audited:
    """``killed`` and ``resumed`` are the visits before and after the kill; what was not heard asks for nothing."""

    rules: dict[str, Rules]
    killed: list[Visit]
    resumed: list[Visit]

    @property
    def visits(self) -> list[Visit]:
        return self.killed + self.resumed


def rows(port: int) -> tuple[Bureau, ...]:
    """Bureaus whose hosts ask for a delay, a budget of a day and a cool-down."""
    names = {CASES[name].bureau_code: name for name in FAULTY}
    healthy = practice.registry(port, bureaus=HEALTHY)
    faulty = [row for row in faults.registry(port) if row.bureau_code in names]
    return tuple(
        replace(row, portal={**row.portal, **_limits(names.get(row.bureau_code))}) for row in (*healthy, *faulty)
    )


def _limits(name: str | None) -> dict[str, float]:
    cool_down = SHORT_COOL_DOWN_S if name in SHORT else COOL_DOWN_S
    return {"download_delay": DELAY_S, "daily_budget": BUDGET, "cool_down": cool_down}


def rules_of(port: int) -> dict[str, Rules]:
    """By address, what its rows ask for and what its robots.txt asks for beyond that."""
    found = {}
    for row in rows(port):
        portal = row.portal
        asked = Rules(portal["download_delay"], portal["daily_budget"], cool_down=portal["cool_down"])
        found[urlsplit(row.base_url).hostname or ""] = asked
    for case, own in ((CASES[name], rules(CASES[name])) for name in FAULTY):
        asked = found[case.address]
        found[case.address] = replace(asked, delay=max(asked.delay, own.delay), disallowed=own.disallowed)
    return found


@pytest.fixture(name="audited", scope="module")
def _audited(tmp_path_factory) -> Iterator[Audited]:
    home = tmp_path_factory.mktemp("audit")
    with practice.running(free_port(), faults=True) as port:
        chosen = rows(port)
        with (
            (home / "said.txt").open("w") as said,
            subprocess.Popen(_command(home, 1, chosen), stderr=said, stdout=said) as run,
        ):
            _wait_for_walls(port, run, home / "said.txt")
            run.kill()
            killed_at = moment()
        time.sleep(SETTLING_S)
        killed = [_heard(visit, killed_at) for visit in practice.visits(port, reset=True)]
        done = subprocess.run(_command(home, 2, chosen), capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        yield Audited(rules_of(port), killed, practice.visits(port))


def _heard(visit: Visit, killed_at: float) -> Visit:
    if visit.ended < killed_at - UNHEARD_S:
        return visit
    return replace(visit, status=None, retry_after=None, is_wall=False)


def _command(home: Path, number: int, chosen: tuple[Bureau, ...]) -> list[str]:
    return command(home, run_id(number), chosen, "--any-hour", program=REAL_CRAWLER)


def _wait_for_walls(port: int, run: subprocess.Popen[Any], said: Path) -> None:
    """Until so many walls have been put up that the crawler must have heard of them."""
    deadline = time.monotonic() + 60
    while (
        sum(visit.is_wall and visit.ended < moment() - UNHEARD_S for visit in practice.visits(port))
        < WALLS_BEFORE_THE_KILL
    ):
        assert run.poll() is None, said.read_text()
        assert time.monotonic() < deadline, "the crawl does not come on"
        time.sleep(0.02)


def test_a_run_that_is_killed_and_started_again_breaks_no_rule(audited):
    assert violations(audited.visits, audited.rules) == []


def test_the_run_was_killed_in_the_middle_of_its_work(audited):
    before, after = ({visit.address for visit in visits} for visits in (audited.killed, audited.resumed))
    assert len(before & after) > 5


def test_the_audit_would_have_told(audited):
    stricter = {
        "came": {address: replace(asked, delay=5.0) for address, asked in audited.rules.items()},
        "are allowed": {address: replace(asked, daily_budget=2) for address, asked in audited.rules.items()},
        "disallowed": {address: replace(asked, disallowed=("/",)) for address, asked in audited.rules.items()},
        "in spite of": {address: replace(asked, cool_down=1e6) for address, asked in audited.rules.items()},
    }
    for word, asked in stricter.items():
        assert any(word in sentence for sentence in violations(audited.visits, asked)), word
    busy = [visit for visit in audited.visits if visit.retry_after is not None]
    again = [replace(visit, started=visit.ended + 0.3, ended=visit.ended + 0.4, retry_after=None) for visit in busy]
    assert any("in spite of" in sentence for sentence in violations([*busy, *again], audited.rules))


def test_a_days_budget_is_spent_once_over_both_runs(audited):
    spent = Counter(visit.address for visit in audited.visits)
    assert max(spent.values()) == BUDGET
    assert sum(count == BUDGET for count in spent.values()) >= 4


def test_a_wall_that_stood_before_the_kill_is_not_tried_after_it(audited):
    walled = {visit.address for visit in audited.killed if visit.is_wall}
    assert walled
    assert walled.isdisjoint(visit.address for visit in audited.resumed)


def test_every_request_says_who_asks(audited):
    assert {visit.user_agent.split("/")[0] for visit in audited.visits} == {"gongkai"}
