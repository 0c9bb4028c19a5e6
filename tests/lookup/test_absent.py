"""A report that is not there: what is known of the year, and whether the bureau is known at all."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from lookup.explain.absent import absent
from lookup.explain.asked import Release


@pytest.fixture
def release() -> Iterator[Release]:
    with duckdb.connect() as connection:
        connection.execute("create table dim_bureau as select 'b' as bureau_code, '某局' as name_zh")
        connection.execute(
            "create table coverage (bureau_code varchar, report_year integer, state varchar, due_on date, looked_on date,"
            " first_observed_on date, blocked_reason varchar, portal_state varchar, portal_since_on date)"
        )
        connection.execute(
            "insert into coverage values"
            " ('b', 2019, 'missing', '2020-01-31', '2020-02-01', null, null, 'read', '2020-02-01'),"
            " ('b', 2020, 'blocked', '2021-01-31', null, null, 'a captcha is asked for', 'blocked', '2021-01-02'),"
            " ('b', 2021, 'fetched', '2022-01-31', null, '2022-01-30', null, null, null)"
        )
        yield Release(connection)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (
            2019,
            "missing (its lists were read after the deadline and offer none; due on 2020-01-31; looked for on 2020-02-01;"
            " portal read since 2020-02-01)",
        ),
        (
            2020,
            "blocked (nobody can say whether there is one; due on 2021-01-31; portal blocked since 2021-01-02;"
            " a captcha is asked for)",
        ),
        (2021, "fetched (a page was fetched, and read as no report; due on 2022-01-31; first seen on 2022-01-30)"),
    ],
)
def test_a_year_without_a_report_says_its_state_and_when_it_was_looked_for(
    release: Release, year: int, said: str
) -> None:
    assert absent(release, "b", year) == f"the release has no report of b 某局 for {year}: {said}"


def test_a_year_outside_of_the_calendar_names_the_calendar(release: Release) -> None:
    assert absent(release, "b", 1999).endswith("for 1999: its calendar has 2019 to 2021")


def test_an_unknown_bureau_is_no_missing_year(release: Release) -> None:
    assert absent(release, "c", 2019).startswith("the release knows no bureau c; ")
