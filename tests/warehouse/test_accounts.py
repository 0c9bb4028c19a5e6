"""A run's counts agree with what lies on disk, in the warehouse and in the release; where they do not, it is said."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from store.home import RELEASE_FILE, Home
from store.summary import CrawlSummary
from tests.warehouse.nights import LIAOCHENG, PARSER_VERSION, Run, document, sha256_of
from warehouse.accounts import Accounts, account, account_release
from warehouse.load import load

RUN = "20240201T180000Z-0001"
CODE = "hrss-371500"


def crawled(requests: int, refused: int = 0) -> CrawlSummary:
    return CrawlSummary(RUN, requests, requests + refused, 0, 0, refused, 0)


def other(outcome: str, number: int, **facts: object) -> dict[str, object]:
    url = f"https://example.gov.cn/{outcome}/{number}"
    return {
        "capture_id": sha256_of(url)[:32], "run_id": RUN, "bureau_code": CODE, "kind": "list", "url": url,
        "method": "GET", "captured_at": "2024-02-01T18:00:00Z", "outcome": outcome,
    } | facts  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A night that saw two documents and asked for six other things."""
    run = Run(RUN)
    run.sees(document("a", LIAOCHENG, 2023), CODE)
    run.sees(document("b", LIAOCHENG, 2022, verdict="uncertain"), CODE)
    run.other_captures = [
        other("ok", 1, sha256="11"),
        other("ok", 2, sha256="11", before_sha256="11"),
        other("ok", 3, sha256="12", before_sha256="11"),
        other("not_modified", 4, sha256="11"),
        other("blocked", 5, label="captcha"),
        other("refused", 6, label="robots"),
    ]
    run.write(tmp_path)
    load(tmp_path, RUN)
    return tmp_path


def released(home: Path, published: list[str], unpublished: list[str]) -> None:
    """A release that is nothing but what the accounts look up."""
    Home(home).release(1).mkdir(parents=True)
    with duckdb.connect(str(Home(home).release(1) / RELEASE_FILE)) as release:
        release.execute("create table fct_report_version as select unnest($1) as sha256", [published])
        release.execute(
            "create table unpublished_document as select unnest($1) as sha256, 'uncertain' as reason_code",
            [unpublished],
        )
    Home(home).current.symlink_to("1")


def accounts(home: Path, requests: int = 7, refused: int = 1) -> Accounts:
    return account(home, RUN, crawled(requests, refused), PARSER_VERSION)


def test_a_request_is_counted_once_by_what_came(home: Path) -> None:
    found = accounts(home)
    assert found.objections == ()
    # the two documents are new, too
    assert found.bureaus[CODE].requests == {"new": 3, "revised": 1, "unchanged": 2, "blocked": 1, "refused": 1}
    assert found.bureaus[CODE].documents == {"verified": 1, "uncertain": 1}


def test_an_import_asked_for_nothing(home: Path) -> None:
    assert account(home, RUN, None, PARSER_VERSION).total("requests").total() == 0


def test_a_request_that_the_crawler_did_not_count_is_an_objection(home: Path) -> None:
    (objection,) = accounts(home, requests=6).objections
    assert objection == "requests by the log: 8, by the crawler: 7"


def test_a_capture_that_was_not_loaded_is_an_objection(home: Path) -> None:
    with duckdb.connect(str(Home(home).warehouse)) as warehouse:
        warehouse.execute("delete from staging.capture where outcome = 'blocked'")
    (objection,) = accounts(home).objections
    assert objection == "captures in the log: 8, rows of the warehouse: 7"


def test_a_document_that_was_never_read_is_an_objection(home: Path) -> None:
    with duckdb.connect(str(Home(home).warehouse)) as warehouse:
        warehouse.execute("delete from staging.document where verdict = 'uncertain'")
    (objection,) = accounts(home).objections
    assert objection.startswith("1 documents were seen and never read")


def test_each_document_is_published_or_named_with_its_reason(home: Path) -> None:
    released(home, published=[sha256_of("a")], unpublished=[sha256_of("b")])
    found = account_release(home, accounts(home))
    assert found.objections == ()
    assert found.bureaus[CODE].published == {"published": 1, "uncertain": 1}


def test_a_document_that_a_release_knows_nothing_of_is_an_objection(home: Path) -> None:
    released(home, published=[sha256_of("a")], unpublished=[])
    (objection,) = account_release(home, accounts(home)).objections
    assert objection.startswith("1 documents were seen and neither published nor named as unpublished")


def test_a_document_that_is_published_and_named_as_unpublished_is_an_objection(home: Path) -> None:
    released(home, published=[sha256_of("a"), sha256_of("b")], unpublished=[sha256_of("b")])
    (objection,) = account_release(home, accounts(home)).objections
    assert objection.startswith("1 documents were both published and named as unpublished")
