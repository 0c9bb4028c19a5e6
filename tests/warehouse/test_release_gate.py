"""The gate: what it refuses, what it lets through, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.home import Home
from tests.warehouse.conftest import Release
from warehouse import gate, release_folders
from warehouse.build import BuildOutcome

UNSETTLED = (
    "update coverage set is_parsed = false where is_parsed and is_expected"
    " and (bureau_code, report_year) = (select min((bureau_code, report_year)) from coverage where is_parsed and is_expected)"
)


def test_fewer_published_reports_keep_the_release_before(home: Path, release: Release) -> None:
    only_2020 = "delete from fct_report where report_year <> 2020"
    refused = release(only_2020)
    assert (refused.status, refused.release) == ("refused", 1)
    assert refused.reason == "1 published bureau-years, against 4 in the current release."
    since = gate.read_gate(home)
    assert release(only_2020).status == "refused"
    assert gate.read_gate(home) == since
    assert release(only_2020, allow_fewer=True).release == 2
    passed = gate.read_gate(home)
    assert passed is not None and (passed.status, passed.reason, passed.release) == ("passed", None, 2)


def test_a_bureau_year_that_is_settled_no_more_keeps_the_release_before(home: Path, release: Release) -> None:
    refused = release(UNSETTLED)
    assert refused.status == "refused" and refused.reason is not None
    before = release_folders.current_record(home)
    assert before is not None and before["completeness"]["parsed"] > 0
    assert refused.reason.startswith("completeness would fall from ")
    assert "hrss-330600 2020 is the first that is settled no more" in refused.reason
    assert release(UNSETTLED, allow_fewer=True).status == "released"


def test_a_year_that_falls_due_and_a_bureau_that_is_added_do_not_close_the_gate(release: Release) -> None:
    due = "insert into coverage by name select * replace (2031 as report_year, false as is_parsed, true as is_expected) from coverage"
    assert release(f"{due} limit 1").status == "released"


def test_a_bureau_year_that_is_expected_no_more_does_not_close_the_gate(release: Release) -> None:
    assert release("update coverage set is_expected = false, is_parsed = false").status == "released"


def test_no_table_loses_more_than_a_tenth_of_its_rows(release: Release) -> None:
    ninth = (
        "delete from fct_figure where hash(section_code, line_code, column_code, bureau_code, report_year) % 100 < 15"
    )
    refused = release(ninth)
    assert refused.status == "refused" and refused.reason is not None
    assert refused.reason.startswith("fct_figure would fall from 798 rows to ")
    assert release(ninth, allow_fewer=True).status == "released"


@pytest.mark.parametrize(
    ("before", "now", "objection"),
    [
        (100, 90, None),
        (200, 179, "t would fall from 200 rows to 179."),
        (200, 180, None),
        (19, 0, None),
        (20, 0, "t would fall from 20 rows to 0."),
        (20, 300, None),
    ],
)
def test_a_drop_is_large_by_share_and_by_number(before: int, now: int, objection: str | None) -> None:
    assert gate.objection_to_counts({"t": now}, {"t": before}) == objection


@pytest.mark.parametrize("table", ["finding", "repeated_part", "digit_screen"])
def test_fewer_things_amiss_are_no_loss_but_their_table_stays(table: str) -> None:
    assert gate.objection_to_counts({table: 3}, {table: 92}) is None
    assert gate.objection_to_counts({}, {table: 92}) == f"{table} of the current release would be gone."


def test_a_table_that_goes_is_a_drop(release: Release) -> None:
    refused = release("drop table repeated_part")
    assert refused.reason == "repeated_part of the current release would be gone."


def test_a_build_that_fails_says_what_failed_and_how_much_more(release: Release) -> None:
    refused = release(outcome=BuildOutcome(False, ("dim_bureau: no such column", "fct_report: skipped"), {}))
    assert refused.reason == "dbt: dim_bureau: no such column (and 1 more)"


def test_the_first_release_needs_nothing_before_it(home: Path) -> None:
    record = json.loads((Home(home).current / "release.json").read_text())
    assert record["completeness"] == {"parsed": 3, "expected": 10}
    assert str(gate.Completeness(3, 10)) == "3 of 10 expected reports (30.0%)"


def test_warnings_are_on_record(home: Path, release: Release) -> None:
    assert release(outcome=BuildOutcome(True, (), {"every_carry_over_holds": 3})).status == "released"
    record = release_folders.current_record(home)
    assert record is not None and record["warnings"] == {"every_carry_over_holds": 3}


def test_a_release_whose_coverage_had_other_columns_is_no_measure(home: Path, release: Release) -> None:
    assert release("alter table coverage rename is_parsed to is_there").status == "released"
    assert release("alter table coverage rename is_there to is_parsed", UNSETTLED).status == "released"
