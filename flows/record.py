"""A run from its begin to its end, kept for those who were not there: its record, its log, its accounts, its digest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import duckdb

from crawler.archive import iso, utc_now
from flows.errors import AccountsError
from flows.summary import NightSummary
from monitoring.alerts import alerts
from monitoring.digest import Digest, html, markdown
from monitoring.news import news
from monitoring.send import send
from store import disk
from store.errors import StoreError
from store.home import Home
from store.log import logged, run_logger
from store.night import NightRecord, Status, nights, read_night, write_night
from store.settings import read_settings
from warehouse.accounts import Accounts
from warehouse.connection import first_line
from warehouse.errors import WarehouseError

_RUNS = 60
"""Runs that the growth of the disk is told from."""


@contextmanager
def recorded(home: Path, run_id: str, purpose: str, *, is_practice: bool = False) -> Iterator[NightRecord]:
    """The record of a run, written as it begins, and as ``failed`` or ``interrupted`` if it ends by an error.

    Whoever ends well calls `ended`. Of a run that asked portals a digest is written and sent, however it ended.
    """
    record = NightRecord(run_id, purpose, iso(utc_now()))
    write_night(home, record)
    with logged(home, run_id):
        run_logger.info("%s %s begins", purpose, run_id)
        try:
            yield record
        except BaseException as error:
            status: Status = "failed" if isinstance(error, Exception) else "interrupted"
            if read_night(Home(home).landing(run_id).night) == record:  # else `ended` has written what was wrong
                _write(home, replace(record, status=status, reason=_sentence(error)))
            run_logger.error("%s %s: %s", run_id, status, _sentence(error))
            raise
        finally:
            if purpose != "import":
                _tell(home, run_id, is_practice=is_practice)


def _tell(home: Path, run_id: str, *, is_practice: bool) -> None:
    """Write the digest beside what the run landed, and send it. What goes wrong here ends no night."""
    try:
        *before, record = (each for each in nights(home, _RUNS) if each.run_id <= run_id)
        settings = read_settings(home)
        changed = news(home, run_id, is_released=record.status == "released")
        digest = Digest(
            record,
            changed,
            alerts(record, before, changed, disk.needed_bytes(home, is_practice=is_practice) // disk.MIB),
            is_practice,
        )
        landing = Home(home).landing(run_id)
        landing.digest(".md").write_text(markdown(digest), encoding="utf-8")
        landing.digest(".html").write_text(html(digest), encoding="utf-8")
        for alert in digest.alerts:
            run_logger.warning("alert %s: %s", alert.code, alert.message)
        for failure in send(digest, settings):
            run_logger.warning("%s", failure)
    except (OSError, ValueError, StoreError, WarehouseError, duckdb.Error) as error:
        run_logger.error("the digest could not be made: %s", _sentence(error))


def ended(home: Path, record: NightRecord, summary: NightSummary) -> NightSummary:
    """The same summary, once the run's record and accounts are written; raises ``AccountsError`` if they do not add up."""
    built, accounts = summary.release, summary.accounts
    objection = "; ".join(accounts.objections)
    states = Counter(tally.state or "unfinished" for tally in summary.crawl.by_bureau.values()) if summary.crawl else {}
    _write(
        home,
        replace(
            record,
            status="failed" if objection else built.status,
            reason=objection or built.reason,
            release=built.release,
            requests=dict(accounts.total("requests")),
            documents=dict(accounts.total("documents")),
            published=dict(accounts.total("published")),
            bureaus=dict(sorted(states.items())),
            lacking=summary.crawl.lacking if summary.crawl else None,
        ),
    )
    _write_accounts(home, accounts)
    run_logger.info("%s ends: %s", record.run_id, built.status)
    if objection:
        raise AccountsError(f"run {record.run_id} does not add up: {objection}")
    return summary


def _write(home: Path, record: NightRecord) -> None:
    write_night(home, replace(record, ended_at=iso(utc_now()), free_mib=disk.free_bytes(home) // disk.MIB))


def _write_accounts(home: Path, accounts: Accounts) -> None:
    file = Home(home).landing(accounts.run_id).accounts
    file.write_text(json.dumps(asdict(accounts), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _sentence(error: BaseException) -> str:
    """Of an error, its first line; that of an interruption says nothing."""
    return first_line(error) if isinstance(error, Exception) else "it was ended from outside"
