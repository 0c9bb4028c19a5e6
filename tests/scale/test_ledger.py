"""The ledger in PostgreSQL keeps what the ledger of one machine promises, and what comes of a connection that is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.politeness.ledger import Account, Claim, LedgerError
from crawler.politeness.session import ledger_of
from store.settings import listed
from tests.crawler.politeness.test_ledger import (  # noqa: F401  the same promises
    DAY,
    HOST,
    spend,
    test_a_budget_is_never_exceeded,
    test_a_good_answer_clears_strikes_and_keeps_the_crawl_delay,
    test_a_request_is_not_entered_over_a_hold_that_it_did_not_see,
    test_an_answer_never_moves_the_last_moment_back,
    test_nothing_is_known_of_a_host_that_was_never_asked,
    test_requests_are_counted_by_host_and_day,
    test_the_longer_of_two_holds_stays_with_its_reason,
)

pytestmark = pytest.mark.scale

KILL_OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gongkai'"


@contextmanager
def connected(postgres: str) -> Iterator[Any]:
    import psycopg  # installed for these tests only

    with psycopg.connect(postgres, autocommit=True) as database:
        yield database


def opened(postgres: str, claim: Claim | None = None) -> Any:
    from crawler.politeness.postgres_ledger import PostgresLedger  # psycopg is installed for these tests only

    return PostgresLedger(postgres, claim)


@pytest.fixture(name="ledger")
def _ledger(postgres: str) -> Iterator[Any]:
    with connected(postgres) as database:
        database.execute("drop schema if exists ledger cascade")
    ledger = opened(postgres)
    yield ledger
    ledger.close()


def kill_connections(postgres: str) -> None:
    with connected(postgres) as database:
        database.execute(KILL_OTHERS)


def test_of_two_machines_that_saw_the_same_account_one_sends(ledger, postgres):
    other = opened(postgres)
    seen = other.account(HOST, DAY)
    assert ledger.enter(HOST, DAY, 10.0, 400, after=ledger.account(HOST, DAY))
    assert not other.enter(HOST, DAY, 10.1, 400, after=seen)
    assert other.account(HOST, DAY) == Account(last=10.0, requests=1)


def test_a_dropped_connection_is_made_anew(ledger, postgres):
    assert spend(ledger, 10.0)
    kill_connections(postgres)
    assert ledger.account(HOST, DAY) == Account(last=10.0, requests=1)
    kill_connections(postgres)
    ledger.hold(HOST, 30.0, "cool_down", strikes=1, failures=0)
    assert ledger.account(HOST, DAY).strikes == 1


def test_nothing_goes_out_on_an_entry_whose_answer_was_lost(ledger, postgres):
    seen = ledger.account(HOST, DAY)
    kill_connections(postgres)
    assert not ledger.enter(HOST, DAY, 10.0, 400, after=seen), "it was not made, or nobody knows"
    assert spend(ledger, 11.0)


def test_an_entry_whose_answer_was_lost_counts(ledger, monkeypatch, postgres):
    """The connection ends between the entry and its answer."""
    execute = ledger._db._execute

    def cut(statements, values):
        rows = execute(statements, values)
        if "counted as" in statements:
            kill_connections(postgres)
            return execute("select 1", None)
        return rows

    monkeypatch.setattr(ledger._db, "_execute", cut)
    assert not ledger.enter(HOST, DAY, 10.0, 2, after=ledger.account(HOST, DAY))
    monkeypatch.undo()
    assert ledger.account(HOST, DAY) == Account(last=10.0, requests=1)
    assert spend(ledger, 13.0, budget=2)
    assert not spend(ledger, 16.0, budget=2)


def test_whoever_has_lost_the_shard_enters_nothing(ledger, postgres):
    with connected(postgres) as database:
        database.execute("insert into ledger.shard (run_id, number, token) values ('r', 3, 'ours')")
        claimed = opened(postgres, Claim("r", 3, "ours"))
        assert spend(claimed, 10.0)
        database.execute("update ledger.shard set token = 'theirs'")
    with pytest.raises(LedgerError, match="shard 3 of run r is not this worker's any more"):
        spend(claimed, 20.0)
    assert ledger.account(HOST, DAY) == Account(last=10.0, requests=1)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://reader:secret@127.0.0.1:9/gongkai",
        "postgresql://reader:secret@127.0.0.1:not-a-port/gongkai",
        "postgresql://reader:sec%ret@127.0.0.1:9/gongkai?sslmode=odd",
        "mysql://reader:secret@127.0.0.1/gongkai",
    ],
)
def test_a_ledger_that_is_away_is_named_without_its_password(url, tmp_path: Path, monkeypatch):
    monkeypatch.setenv("GONGKAI_LEDGER_URL", url)
    with pytest.raises(LedgerError, match="ledger") as caught:
        ledger_of(tmp_path)
    assert "sec" not in str(caught.value)
    assert caught.value.__cause__ is None
    shown = {setting.name: setting.value for setting in listed(tmp_path)}
    assert "sec" not in shown["ledger_url"]


def test_a_database_that_is_not_there_is_named(postgres):
    url = f"postgresql://postgres@127.0.0.1:{urlsplit(postgres).port}/elsewhere"
    with pytest.raises(LedgerError, match='database "elsewhere" does not exist'):
        opened(url)
