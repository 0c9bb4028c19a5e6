"""A shard may begin anew on any machine, and what it found is that of one crawl."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from crawler.frontier import Frontier
from crawler.politeness.ledger import Claim
from crawler.registry import load
from crawler.shards import handover
from store.capture import captures
from store.home import Home
from store.landed import sightings
from store.summary import CrawlSummary

BEFORE, RUN, NEXT = "20250130T023000Z-0a1b", "20250131T023000Z-0a1b", "20250201T023000Z-0a1b"
COLUMN = "/col/"
TEXT = "<html><body><p>" + "报告" * 4000 + "</p></body></html>"


@pytest.fixture(name="portals")
def _portals(new_portal, monkeypatch, tmp_path):
    """Two portals, with three reports each; the archive is in a folder that machines share."""
    monkeypatch.setenv("GONGKAI_ARCHIVE_URL", str(tmp_path / "shared"))
    portals = [new_portal("127.0.3.1"), new_portal("127.0.3.2")]
    for portal in portals:
        rows = (f'<li><a href="/r/{n}.html">{2020 + n}年政府信息公开工作年度报告</a></li>' for n in range(3))
        portal.page(COLUMN, f"<html><body><ul>{''.join(rows)}</ul></body></html>")
        for n in range(3):
            portal.page(f"/r/{n}.html", TEXT)
    return portals


@pytest.fixture(name="bureaus")
def _bureaus(portals):
    rows = [row for row in load() if row.bureau_code in ("hrss-371500", "hrss-330600")]
    return [portal.bureau(like=row, column=COLUMN) for portal, row in zip(portals, rows, strict=True)]


@pytest.fixture(name="ask")
def _ask(tmp_path, crawl_command):
    """Asks a shard as a worker does, in an empty home; ``is_killed`` before it could say what it found."""

    def ask(home: Path, number: int, token: str, *, is_killed: bool = False) -> CrawlSummary:
        claim, scratch = Claim(RUN, number, token), tmp_path / token
        registry, before = handover.begin(home, scratch, claim)
        command = crawl_command(tmp_path / "unused", RUN, (), "--shard", str(number), "--token", token)
        command[command.index("--home") + 1], command[command.index("--registry") + 1] = str(scratch), str(registry)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        summary = CrawlSummary.from_record(json.loads(done.stdout))
        if not is_killed:
            handover.end(home, scratch, claim, before, summary)
        return summary

    return ask


def seen(home: Path, run_id: str = RUN) -> list[str]:
    return sorted(sighting.url for sighting in sightings(Home(home).landing(run_id)))


def test_what_shards_found_is_that_of_one_crawl(portals, bureaus, crawl, ask, tmp_path):
    home, alone = tmp_path / "home", crawl(tmp_path / "alone", RUN, tuple(bureaus))
    for portal in portals:
        portal.visits.clear()
    handover.hand_out(home, RUN, [[bureau] for bureau in bureaus], ["--discover", "auto"])
    for number in range(2):
        ask(home, number, f"{BEFORE}-{number}")
    summary = handover.collect(home, RUN)
    assert seen(home) == sorted(line["url"] for line in alone.sightings)
    assert summary.by_bureau == CrawlSummary.from_record(alone.summary).by_bureau
    logged = [capture.capture_id for capture in captures(Home(home).capture_log(RUN))]
    assert len(logged) == len(set(logged)) == summary.captures == summary.requests + summary.refused
    with closing(Frontier(home)) as frontier:
        assert all(frontier.has_report(bureau.bureau_code) for bureau in bureaus)
    handover.drop(home, RUN)
    assert handover.left(home, NEXT) == [] and handover.plan_of(home, RUN) is None


def test_a_worker_goes_on_from_what_a_dead_one_has_shared(portals, bureaus, ask, tmp_path):
    home = tmp_path / "home"
    handover.hand_out(home, RUN, [bureaus], [])
    ask(home, 0, "first", is_killed=True)
    asked = [Counter(portal.asked) for portal in portals]
    ask(home, 0, "second")
    assert [Counter(portal.asked) for portal in portals] == asked, "the archive answers"
    summary = handover.collect(home, RUN)
    assert len(seen(home)) == len(set(seen(home))) == 6
    assert summary.captures == sum(map(Counter.total, asked))
    assert len(list(captures(Home(home).capture_log(RUN)))) == summary.captures


def test_of_two_workers_that_came_to_the_end_one_counts(bureaus, ask, tmp_path):
    home = tmp_path / "home"
    handover.hand_out(home, RUN, [bureaus], [])
    ask(home, 0, "first")
    ask(home, 0, "second")
    summary = handover.collect(home, RUN)
    assert len(seen(home)) == len(set(seen(home))) == summary.sightings == 6


def test_collecting_twice_is_collecting_once(bureaus, ask, tmp_path):
    home = tmp_path / "home"
    handover.hand_out(home, RUN, [bureaus], [])
    ask(home, 0, "first")
    handover.collect(home, RUN)
    files = (Home(home).landing(RUN).sightings, Home(home).landing(RUN).outcomes, Home(home).capture_log(RUN))
    before = [file.read_bytes() for file in files]
    handover.collect(home, RUN)
    assert [file.read_bytes() for file in files] == before


def test_of_a_shard_that_did_not_end_the_captures_stay(portals, bureaus, ask, tmp_path):
    home = tmp_path / "home"
    handover.hand_out(home, RUN, [[bureau] for bureau in bureaus], [])
    ask(home, 0, "first")
    ask(home, 1, "second", is_killed=True)
    assert handover.left(home, NEXT) == [RUN]
    handover.collect(home, RUN)
    assert len(seen(home)) == 3
    asked = {capture.bureau_code for capture in captures(Home(home).capture_log(RUN))}
    assert {bureau.bureau_code for bureau in bureaus} <= asked
    with closing(Frontier(home)) as frontier:
        assert [frontier.has_report(bureau.bureau_code) for bureau in bureaus] == [True, False]


def test_a_shard_knows_what_runs_before_have_asked(portals, bureaus, crawl, ask, tmp_path):
    home = tmp_path / "home"
    crawl(home, BEFORE, tuple(bureaus))
    asked = [Counter(portal.asked) for portal in portals]
    handover.hand_out(home, RUN, [[bureau] for bureau in bureaus], ["--discover", "always"])
    for number in range(2):
        assert ask(home, number, f"worker-{number}").requests == 0
    assert [Counter(portal.asked) for portal in portals] == asked
    handover.collect(home, RUN)
    assert seen(home) == []
