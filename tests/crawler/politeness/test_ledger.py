"""The ledger outlives whoever writes it, and never lets two runs spend one budget twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.politeness.ledger import Account, LedgerError
from crawler.politeness.local_ledger import LocalLedger

HOST, DAY = "www.a.gov.cn", "2026-01-15"


@pytest.fixture(name="ledger")
def _ledger(tmp_path):
    ledger = LocalLedger(tmp_path)
    yield ledger
    ledger.close()


def spend(ledger: LocalLedger, at: float, budget: int = 400, day: str = DAY) -> bool:
    return ledger.enter(HOST, day, at, budget, after=ledger.account(HOST, day))


def test_nothing_is_known_of_a_host_that_was_never_asked(ledger):
    assert ledger.account(HOST, DAY) == Account()


def test_requests_are_counted_by_host_and_day(ledger):
    assert spend(ledger, 10.0) and spend(ledger, 20.0) and spend(ledger, 30.0, day="2026-01-16")
    assert ledger.account(HOST, DAY) == Account(last=30.0, requests=2)
    assert ledger.account(HOST, "2026-01-16").requests == 1
    assert ledger.account("www.b.gov.cn", DAY).requests == 0


@pytest.mark.parametrize("budget", [0, 1, 3])
def test_a_budget_is_never_exceeded(ledger, budget):
    assert [spend(ledger, float(at), budget) for at in range(1, 6)] == [number <= budget for number in range(1, 6)]
    assert ledger.account(HOST, DAY).requests == budget


def test_of_two_runs_that_saw_the_same_account_one_sends(ledger, tmp_path):
    other = LocalLedger(tmp_path)
    seen = other.account(HOST, DAY)
    assert ledger.enter(HOST, DAY, 10.0, 400, after=ledger.account(HOST, DAY))
    assert not other.enter(HOST, DAY, 10.1, 400, after=seen)
    assert other.account(HOST, DAY) == Account(last=10.0, requests=1)


def test_a_request_is_not_entered_over_a_hold_that_it_did_not_see(ledger):
    seen = ledger.account(HOST, DAY)
    ledger.hold(HOST, 99.0, "cool_down", strikes=1, failures=0)
    assert not ledger.enter(HOST, DAY, 10.0, 400, after=seen)


def test_the_longer_of_two_holds_stays_with_its_reason(ledger):
    ledger.hold(HOST, 50.0, "retry_after", strikes=0, failures=1)
    ledger.hold(HOST, 30.0, "cool_down", strikes=1, failures=2)
    assert ledger.account(HOST, DAY) == Account(hold_until=50.0, hold_reason="retry_after", strikes=1, failures=2)
    ledger.hold(HOST, 70.0, "cool_down", strikes=2, failures=3)
    assert ledger.account(HOST, DAY) == Account(hold_until=70.0, hold_reason="cool_down", strikes=2, failures=3)


def test_a_good_answer_clears_strikes_and_keeps_the_crawl_delay(ledger):
    ledger.set_crawl_delay(HOST, 5.0)
    ledger.hold(HOST, 30.0, "cool_down", strikes=3, failures=3)
    ledger.clear(HOST)
    assert ledger.account(HOST, DAY) == Account(hold_until=30.0, hold_reason="cool_down", crawl_delay=5.0)


def test_an_answer_never_moves_the_last_moment_back(ledger):
    spend(ledger, 10.0)
    ledger.answered(HOST, 12.0)
    ledger.answered(HOST, 11.0)
    assert ledger.account(HOST, DAY).last == 12.0


SPENDER = """
import os, pathlib, signal, sys
from crawler.politeness.local_ledger import LocalLedger
ledger = LocalLedger(pathlib.Path(sys.argv[1]))
for at in range(1, 8):
    assert ledger.enter("www.a.gov.cn", "2026-01-15", float(at), 400, after=ledger.account("www.a.gov.cn", "2026-01-15"))
ledger.hold("www.a.gov.cn", 1e9, "retry_after", 2, 1)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_is_entered_outlives_kill_9(tmp_path):
    root = Path(__file__).resolve().parents[3]
    killed = subprocess.run(
        [sys.executable, "-c", SPENDER, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    account = LocalLedger(tmp_path).account(HOST, DAY)
    assert account == Account(7.0, 1e9, "retry_after", strikes=2, failures=1, requests=7)


def test_a_ledger_that_cannot_be_read_is_an_error_and_is_not_replaced(tmp_path):
    path = tmp_path / "archive" / "ledger.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"this is no database, whatever its name says" * 40)
    with pytest.raises(LedgerError, match=r"ledger\.sqlite cannot be used"):
        LocalLedger(tmp_path)
    assert path.read_bytes().startswith(b"this is no database")
