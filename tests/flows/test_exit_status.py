"""Each kind of outcome ends a command with a status of its own, and one line; the runbook has an entry for each."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows import steps
from flows.errors import AccountsError, NightError
from flows.exit_status import ExitStatus, status_of, status_of_night
from flows.night import run_night
from flows.reached import no_portal_answered
from flows.summary import NightSummary
from store.disk import LEAST_SETTING
from store.errors import AnotherRunError, FullDiskError, StoreError
from store.home import Home
from store.lock import made, writing
from store.summary import BureauTally, CrawlSummary
from tests.conftest import ROOT
from warehouse.accounts import Accounts
from warehouse.errors import WarehouseError
from warehouse.release import ReleaseSummary

RUN = "20250131T023000Z-0a1b"


def crawled(*states: str | None, sightings: int = 0) -> CrawlSummary:
    """What a crawl ends with whose bureaus came to these states."""
    tallies = {f"hrss-{number}": BureauTally(state=state) for number, state in enumerate(states)}
    return CrawlSummary(RUN, 0, 0, 0, sightings, 0, 0, tallies)


@pytest.mark.parametrize(
    ("states", "is_nobody"),
    [
        (("failed", "blocked"), True),
        (("failed", "not_due", "parked"), True),
        (("failed", "empty"), False),
        (("failed", "quiet"), False),
        (("not_due", "parked", "postponed"), False),
        ((), False),
    ],
)
def test_a_night_reached_nobody_if_every_portal_that_was_asked_failed(states: Any, is_nobody: bool) -> None:
    assert no_portal_answered(crawled(*states)) is is_nobody


def test_a_night_that_saw_a_document_has_reached_somebody() -> None:
    assert not no_portal_answered(crawled("failed", sightings=1))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NightError("no"), ExitStatus.FAILED),
        (StoreError("no"), ExitStatus.FAILED),
        (AnotherRunError("no"), ExitStatus.ANOTHER_RUN),
        (FullDiskError("no"), ExitStatus.DISK_FULL),
        (OSError(errno.ENOSPC, "No space left on device"), ExitStatus.DISK_FULL),
        (WarehouseError("Run 1 cannot be loaded: IO Error: No space left on device"), ExitStatus.DISK_FULL),
        (AccountsError("no"), ExitStatus.NOT_ADDED_UP),
        (KeyboardInterrupt(), ExitStatus.INTERRUPTED),
    ],
)
def test_an_error_has_the_status_of_its_kind(error: BaseException, status: ExitStatus) -> None:
    assert status_of(error) is status


def summary(crawl: CrawlSummary | None, status: Any) -> NightSummary:
    built = ReleaseSummary(status, None, None, {}, None)
    return NightSummary(RUN, crawl, steps.ParseSummary(0, 0), (), built, Accounts(RUN, {}))


def test_a_night_that_reached_nobody_is_no_success_whatever_became_of_the_release() -> None:
    assert status_of_night(summary(crawled("failed"), "unchanged")) is ExitStatus.NO_PORTAL
    assert status_of_night(summary(crawled("failed"), "refused")) is ExitStatus.NO_PORTAL
    assert status_of_night(summary(crawled("new", sightings=1), "refused")) is ExitStatus.REFUSED
    assert status_of_night(summary(crawled("quiet"), "unchanged")) is ExitStatus.GOOD
    assert status_of_night(summary(None, "released")) is ExitStatus.GOOD
    lacking = replace(crawled("quiet", "postponed"), lacking="this machine has no Chromium")
    assert status_of_night(summary(lacking, "released")) is ExitStatus.MACHINE_LACKS
    assert status_of_night(summary(lacking, "refused")) is ExitStatus.REFUSED


@pytest.mark.parametrize(
    ("states", "status"),
    [(("failed", "failed"), ExitStatus.NO_PORTAL), (("not_due", "empty"), ExitStatus.REFUSED)],
)
def test_nothing_is_published_before_anything_was_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, states: tuple[str, ...], status: ExitStatus
) -> None:
    def crawl(home: Path, run_id: str, *_: Any, **__: Any) -> CrawlSummary:
        landing = Home(home).landing(run_id)
        made(landing.folder)
        landing.sightings.touch()
        return crawled(*states)

    monkeypatch.setattr(steps, "crawl", crawl)
    monkeypatch.setattr(steps, "release", lambda *_, **__: pytest.fail("an empty release is built"))
    night = run_night(tmp_path)
    assert night.release.status == "refused" and status_of_night(night) is status
    assert not Home(tmp_path).current.exists()


def test_a_home_that_another_run_writes_to(gongkai: Any, tmp_path: Path) -> None:
    with writing(tmp_path / "home", "a night") as held:
        outcome = gongkai("build")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (ExitStatus.ANOTHER_RUN, "", 1)
    assert f"run {held.run_id} (a night) has been writing since" in outcome.err


def test_a_disk_without_room_is_one_line_before_anything_is_asked(
    gongkai: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LEAST_SETTING, str(2**40))
    monkeypatch.setattr(steps, "_followed", lambda *_: pytest.fail("a portal is asked"))
    outcome = gongkai("run", "--plain")
    assert (outcome.status, outcome.out, outcome.err.count("\n")) == (ExitStatus.DISK_FULL, "", 1)
    assert f"a night needs {2**40} (GONGKAI_MIN_FREE_MB)" in outcome.err


def test_a_disk_that_fills_up_during_the_crawl_ends_the_night(gongkai: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEAST_SETTING, "0")
    monkeypatch.setattr(steps, "_followed", lambda *_: (ExitStatus.DISK_FULL, "the disk is full (it is)."))
    outcome = gongkai("run", "--plain")
    assert (outcome.status, outcome.err) == (ExitStatus.DISK_FULL, "gongkai: the disk is full (it is).\n")


def test_an_error_of_a_library_that_says_so_is_no_traceback(gongkai: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(*_: Any) -> None:
        raise RuntimeError("IO Error: No space left on device\n\nLINE 1: …")

    monkeypatch.setattr(steps, "load_landed", load)
    outcome = gongkai("build")
    assert (outcome.status, outcome.err.count("\n")) == (ExitStatus.DISK_FULL, 1)


NIGHT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what is in its background with SIGINT ignored
from flows import steps
from flows.cli import main
def crawl(*_, **__):
    print("asking", flush=True)
    time.sleep(60)
steps.crawl = crawl
sys.argv = ["gongkai", "run", "--plain"]
main()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_night_that_is_interrupted_says_so_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = os.environ | {"GONGKAI_HOME": str(tmp_path)}
    with subprocess.Popen([sys.executable, "-c", NIGHT], text=True, env=environment, **pipes) as night:
        assert night.stdout is not None and night.stdout.readline() == "asking\n"
        night.send_signal(number)
        _, said = night.communicate(timeout=60)
    assert (night.returncode, said.count("\n")) == (ExitStatus.INTERRUPTED, 1), said
    assert "the next run goes on from there" in said
    assert not Home(tmp_path).lease.exists()
    (record,) = (json.loads(file.read_text()) for file in tmp_path.glob("landing/*/night.json"))
    assert record["status"] == "interrupted"


def test_the_runbook_has_an_entry_for_every_status() -> None:
    text = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| \[.+?\]\(#(.+?)\) \|", text, flags=re.MULTILINE)
    assert [int(number) for number, _ in table] == [status.value for status in ExitStatus if status]
    headings = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^### (.+)$", text, re.M)
    }
    assert {anchor for _, anchor in table} <= headings
