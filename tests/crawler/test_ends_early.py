"""A crawl that ends before its end: with whoever started it, and with the first sign of a full disk."""

import json
import subprocess
import sys
import time

import pytest

from store import processes
from store.disk import FULL_STATUS, MIB
from tests.crawler.portal import answer

RUN, NEXT_RUN = "20250131T023000Z-0a1b", "20250201T023000Z-0a1b"
COLUMN = "/col/"
PARENT = """
import subprocess, sys, threading
from crawler.parent import watch_parent
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
watch_parent(print, 0.2)
threading.Event().wait()
"""

AWAY = """
import runpy, sys
from crawler.politeness.ledger import LedgerError
from crawler.politeness.local_ledger import LocalLedger
left, enter = [int(sys.argv[1])], LocalLedger.enter
def away(*entry, **after):
    left[0] -= 1
    if left[0] < 0:
        raise LedgerError("ledger postgresql://ledger/gongkai cannot be used: it does not answer")
    return enter(*entry, **after)
LocalLedger.enter = away
sys.argv = sys.argv[2:]
runpy.run_module("crawler", run_name="__main__", alter_sys=True)
"""
"""A crawler whose ledger is away after so many entries."""

FULL = """
import errno, os, runpy, stat, sys
left, write = [int(sys.argv[1])], os.write
def full(descriptor, data):
    left[0] -= stat.S_ISREG(os.fstat(descriptor).st_mode)
    if left[0] < 0:
        raise OSError(errno.ENOSPC, "No space left on device")
    return write(descriptor, data)
os.write = full
sys.argv = sys.argv[2:]
runpy.run_module("crawler", run_name="__main__", alter_sys=True)
"""
"""A crawler that finds the disk full after so many lines."""


@pytest.fixture(name="portal")
def _portal(new_portal):
    """A list of twenty reports, a tenth of a second each."""
    portal = new_portal()
    links = "".join(
        f'<li><a href="/r/{number}.html">{2004 + number}年政府信息公开工作年度报告</a></li>' for number in range(20)
    )
    portal.page(COLUMN, f"<html><body><ul>{links}</ul></body></html>")

    def slow(_):
        time.sleep(0.1)
        return answer("<html><body><p>" + "报告" * 4000 + "</p></body></html>")

    for number in range(20):
        portal.answers[f"/r/{number}.html"] = slow
    return portal


@pytest.fixture(name="start")
def _start(tmp_path, portal, crawl_command):
    """Starts a crawl of the portal; the caller ends its standard input."""
    started = []

    def start(run_id, *extra, writes=None, entries=None):
        command = crawl_command(tmp_path, run_id, (portal.bureau(column=COLUMN),), "--until-input-closes", *extra)
        if writes is not None:
            command[1:2] = ["-c", FULL, str(writes)]
        if entries is not None:
            command[1:2] = ["-c", AWAY, str(entries)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        started.append(subprocess.Popen(command, text=True, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def asked(portal):
    return sum(count for path, count in portal.asked.items() if path.startswith("/r/"))


def test_a_crawl_ends_when_whoever_started_it_is_gone_and_the_next_one_goes_on(portal, start):
    crawl = start(RUN)
    while asked(portal) < 3:
        assert crawl.poll() is None, crawl.stderr.read()
        time.sleep(0.02)
    crawl.stdin.close()
    begun = time.monotonic()
    assert crawl.wait(30) == 1
    assert time.monotonic() - begun < 8, "what is under way is waited for, and no more is asked"
    before = asked(portal)
    assert before < 20
    time.sleep(0.3)
    assert asked(portal) == before
    crawl = start(NEXT_RUN)
    assert crawl.stdout.read().startswith('{"run_id"')
    assert crawl.wait(30) == 0, crawl.stderr.read()
    assert max(portal.asked.values()) <= 2 and asked(portal) <= 21, "what was kept is not asked for again"


def test_what_does_not_end_by_itself_is_ended_with_all_that_came_of_it():
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", PARENT], text=True, **pipes) as parent:
        child = int(parent.stdout.readline())
        parent.stdin.close()
        assert parent.wait(20) == 1
        assert "whoever started this crawl is gone" in parent.stdout.read()
    assert processes.process(child).started is None


@pytest.mark.parametrize("writes", [0, 5])
def test_the_first_error_of_a_full_disk_ends_the_crawl_and_is_held_against_nobody(portal, start, tmp_path, writes):
    crawl = start(RUN, writes=writes)
    said = crawl.stdout.read()
    assert crawl.wait(30) == FULL_STATUS, crawl.stderr.read()
    assert said.count("\n") == 1 and "No space left on device" in said
    assert crawl.stderr.read().count("\n") <= 1, "no more than that nobody is named who answers for the requests"
    assert asked(portal) <= writes, "what was under way, and no more"
    assert (tmp_path / "landing" / RUN / "outcomes.jsonl").read_text() == ""
    assert list((tmp_path / "archive").rglob("*.tmp")) == []
    crawl = start(NEXT_RUN)
    summary = crawl.stdout.read()
    assert crawl.wait(30) == 0, crawl.stderr.read()
    assert asked(portal) <= 21 and json.loads(summary)["by_bureau"]["hrss-371500"]["state"] == "new"


def test_a_crawl_ends_before_the_disk_is_full(portal, start):
    crawl = start(RUN, "--keep-free", str(2**62))
    assert f"less than {2**62 // MIB} MiB free" in crawl.stdout.read()
    assert crawl.wait(30) == FULL_STATUS
    assert asked(portal) < 20


@pytest.mark.parametrize("entries", [0, 5])
def test_a_ledger_that_is_away_ends_the_crawl_and_is_held_against_nobody(portal, start, tmp_path, entries):
    crawl = start(RUN, entries=entries)
    assert crawl.wait(30) == 1
    said = crawl.stderr.read()
    assert said.count("it does not answer") == 1 and "Traceback" not in said
    assert sum(portal.asked.values()) == entries, "nothing goes out without an entry"
    assert (tmp_path / "landing" / RUN / "outcomes.jsonl").read_text() == ""
    log = tmp_path / "archive" / "captures" / f"{RUN}.jsonl"
    assert (log.read_text().count("\n") if log.exists() else 0) == entries
    crawl = start(NEXT_RUN)
    assert json.loads(crawl.stdout.read())["by_bureau"]["hrss-371500"]["state"] == "new"
    assert crawl.wait(30) == 0, crawl.stderr.read()
