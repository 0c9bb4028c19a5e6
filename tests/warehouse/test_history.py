"""History: which document held a report when, what an edit changed, and what was known at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from parsing.model import Document
from tests.warehouse.nights import LIAOCHENG, SHAOXING, Run, bureau, document
from tests.warehouse.replay import marts_builder
from warehouse.connection import open_database
from warehouse.load import load

RECEIVED = ("applications", "received_new", "total")
GRANTED = ("applications", "granted", "total")
PAGE = "https://example.gov.cn/report"


def report(name: str, received: str, agency: str = LIAOCHENG, prose: str = "as it was", **options: Any) -> Document:
    return document(name, agency, 2023, {RECEIVED: received}, prose=prose, **options)


FIRST, EDITED = report("first", "11"), report("edited", "12")
REWORDED, RESTYLED = report("reworded", "11", prose="as it is"), report("restyled", "11", prose="as it is")
NIGHTS = [(FIRST, True), (EDITED, True), (FIRST, True), (REWORDED, True), (RESTYLED, True), (RESTYLED, False),
          (RESTYLED, True)]  # fmt: skip
"""What the bureau's page held in each of seven months, and whether it was there."""


def moment(month: int) -> str:
    return f"2024-{month:02}-03T18:00:00Z"


def a_month(month: int) -> Run:
    return Run(
        f"2024{month:02}03T170000Z-0001", bureaus=[bureau("hrss-371500", LIAOCHENG), bureau("hrss-330600", SHAOXING)]
    )


def another_bureau(run: Run, month: int) -> None:
    """A page with its file, which is edited in May; a correction beside it in June; a doubtful edit of that in July."""
    page, file = report("page", "5", SHAOXING), report("file", "6", SHAOXING)
    attached = {"kind": "attachment", "url": f"{PAGE}.pdf", "found_on": f"{PAGE}/shaoxing"}
    if month == 2:
        run.sees(page, "hrss-330600", moment(2), f"{PAGE}/shaoxing")
        run.sees(file, "hrss-330600", "2024-02-03T18:09:00Z", **attached)
    elif month == 5:
        run.sees(report("another file", "7", SHAOXING), "hrss-330600", moment(5), **attached)
    elif month == 6:
        run.sees(report("correction", "8", SHAOXING), "hrss-330600", moment(6), f"{PAGE}/correction")
    elif month == 7:
        doubtful = report("doubtful", "9", SHAOXING, verdict="uncertain")
        run.sees(doubtful, "hrss-330600", moment(7), f"{PAGE}/correction")


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("home")
    for month, (held, is_present) in enumerate(NIGHTS, start=1):
        run = a_month(month)
        run.sees(held, "hrss-371500", moment(month), PAGE, is_present=is_present)
        another_bureau(run, month)
        if month == 1:
            run.sees(report("copy", "3", "西山县人社局"), None, moment(1), "import:copy")
            run.sees(report("of one", "3", "北山县人社局"), None, moment(1), "import:one")
        elif month == 2:
            run.sees(report("other copy", "4", "西山县人社局"), None, moment(2), "import:copy")
            run.sees(report("of another", "4", "北山县人社局"), None, moment(2), "import:another")
        run.write(home)
        load(home, run.run_id)
    outcome = marts_builder(tmp_path_factory)(home, home / "marts.duckdb")
    assert outcome.problems == ()
    with open_database(home / "marts.duckdb", read_only=True) as connection:
        yield connection


def versions(marts: duckdb.DuckDBPyConnection, bureau_code: str) -> list[tuple[Any, ...]]:
    return marts.execute(
        "select strftime(observed_from_at, '%m-%d %H:%M'), change_class, title, is_present from fct_report_version"
        " where bureau_code = ? order by version_number",
        [bureau_code],
    ).fetchall()


def test_every_change_of_a_report_is_a_version_of_its_class(marts: duckdb.DuckDBPyConnection) -> None:
    assert versions(marts, "hrss-371500") == [
        ("01-03 18:00", "first", "first", True),
        ("02-03 18:00", "numbers", "edited", True),
        ("03-03 18:00", "numbers", "first", True),
        ("04-03 18:00", "prose", "reworded", True),
        ("05-03 18:00", "cosmetic", "restyled", True),
        ("06-03 18:00", "vanished", "restyled", False),
        ("07-03 18:00", "back", "restyled", True),
    ]


def test_a_page_and_its_file_are_one_place_and_a_correction_beside_them_is_a_later_one(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    assert versions(marts, "hrss-330600") == [
        ("02-03 18:09", "first", "page", True),
        ("06-03 18:00", "numbers", "correction", True),
    ]


def test_a_file_that_is_imported_again_with_other_numbers_is_no_edit_of_the_bureaus(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    (unknown,) = marts.execute("select bureau_code from dim_bureau where name_zh = '西山县人社局'").fetchone() or ("",)
    assert [(cause, title) for _, cause, title, _ in versions(marts, unknown)] == [
        ("first", "copy"), ("other_copy", "other copy"),
    ]  # fmt: skip


def test_two_files_of_one_unknown_agency_that_contradict_each_other_stand_alone(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    found = marts.execute(
        "select title, attribution, version_count, is_attributed from fct_report join dim_bureau using (bureau_code)"
        " where agency_name = '北山县人社局' order by title"
    ).fetchall()
    assert found == [("of another", "document", 1, False), ("of one", "document", 1, False)]


def test_a_revision_says_what_the_cell_said_before_and_what_it_says_since(marts: duckdb.DuckDBPyConnection) -> None:
    found = marts.execute(
        "select bureau_code, version_number, section_code, line_code, column_code, value_before, value,"
        " raw_text_before, raw_text, strftime(observed_from_at, '%m-%d') from fct_revision order by all"
    ).fetchall()
    assert found == [
        ("hrss-330600", 2, *RECEIVED, 5.0, 8.0, "5", "8", "06-03"),
        ("hrss-371500", 2, *RECEIVED, 11.0, 12.0, "11", "12", "02-03"),
        ("hrss-371500", 3, *RECEIVED, 12.0, 11.0, "12", "11", "03-03"),
    ]


BOUNDARY = datetime.fromisoformat("2024-02-03T18:00:00+00:00")


@pytest.mark.parametrize(
    ("at", "title", "received"),
    [
        (datetime.fromisoformat("2024-01-03T17:59:59.999999+00:00"), None, None),
        (datetime.fromisoformat("2024-01-03T18:00:00+00:00"), "first", 11),
        (BOUNDARY - timedelta(microseconds=1), "first", 11),
        (BOUNDARY, "edited", 12),
        (BOUNDARY + timedelta(days=10), "edited", 12),
        (datetime.fromisoformat("2024-03-03T18:00:00+00:00"), "first", 11),
        (datetime.fromisoformat("2024-04-30T00:00:00+08:00"), "reworded", 11),
        (datetime.fromisoformat("2024-06-30T00:00:00+00:00"), "restyled", 11),
        (datetime.fromisoformat("2030-01-01T00:00:00+00:00"), "restyled", 11),
    ],
)
def test_any_past_moment_can_be_asked_for(
    marts: duckdb.DuckDBPyConnection, at: datetime, title: str | None, received: int | None
) -> None:
    expected = [] if title is None else [(title,)]
    query = "select title from report_as_of(?) where bureau_code = 'hrss-371500'"
    assert marts.execute(query, [at]).fetchall() == expected
    figures = marts.execute(
        "select count(*), max(value) filter (where column_code = 'total' and line_code = 'received_new')"
        " from figure_as_of(?) where bureau_code = 'hrss-371500'",
        [at],
    ).fetchone()
    assert figures == ((0, None) if title is None else (200, received))


def test_a_vanished_report_stays_published_and_says_that_it_has_gone(marts: duckdb.DuckDBPyConnection) -> None:
    query = (
        "select is_present from report_as_of(timestamptz '2024-06-30 00:00:00+00') where bureau_code = 'hrss-371500'"
    )
    assert marts.execute(query).fetchall() == [(False,)]


def test_the_state_of_now_is_what_is_published(marts: duckdb.DuckDBPyConnection) -> None:
    now = datetime.fromisoformat("2030-01-01T00:00:00+00:00")
    key = "bureau_code, report_year, section_code, line_code, column_code, value, raw_text, state"
    told = marts.execute(f"select {key} from figure_as_of(?) order by all", [now]).fetchall()  # noqa: S608
    assert told == marts.execute(f"select {key} from fct_figure order by all").fetchall()  # noqa: S608
    assert told


def test_the_present_document_leads_to_the_capture_that_brought_it(marts: duckdb.DuckDBPyConnection) -> None:
    (found,) = marts.execute(
        "select version_count, is_present, source_url, document_count, location_count, capture_id"
        " from fct_report where bureau_code = 'hrss-371500'"
    ).fetchall()
    back = a_month(7)
    back.sees(RESTYLED, "hrss-371500", moment(7), PAGE)
    assert found == (7, True, PAGE, 4, 1, back.sightings[0]["capture_id"])


def test_an_edit_that_nobody_can_settle_is_said_and_changes_no_number(marts: duckdb.DuckDBPyConnection) -> None:
    query = "select title, is_present, strftime(unsettled_from_at, '%m-%d') from fct_report order by bureau_code"
    assert marts.execute(query).fetchall()[:2] == [("correction", True, "07-03"), ("restyled", True, None)]


def test_a_document_of_another_reading_is_only_read_by_the_present_parser(tmp_path: Path) -> None:
    for month, (version, received) in enumerate([("1", "11"), ("2", "12"), ("1", "11")], start=1):
        run = a_month(month)
        read = report("same bytes", received)
        if month == 1:
            run.sees(read, "hrss-371500", moment(month), PAGE)
        run.documents = [replace(read)] if month < 3 else []
        run.parser_version = version
        run.write(tmp_path)
        load(tmp_path, run.run_id)
    with open_database(tmp_path / "warehouse.duckdb", read_only=True) as warehouse:
        assert warehouse.execute("select parser_version from staging.document order by run_id").fetchall() == [
            ("1",),
            ("2",),
        ]
        assert warehouse.execute("from staging.current_parser").fetchall() == [("1",)]
