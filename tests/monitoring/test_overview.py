"""``gongkai doctor`` without a bureau: what all bureaus need, grouped."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from crawler.registry import Bureau, load
from monitoring.overview import lines, overview
from store.home import RELEASE_FILE, Home
from store.landed import Outcome
from warehouse.read import gaps

CODES = ("hrss-371500", "hrss-330100", "hrss-330600")


@pytest.fixture(scope="module")
def bureaus() -> tuple[Bureau, ...]:
    return tuple(bureau for bureau in load() if bureau.bureau_code in CODES)


def came_out(home: Path, day: int, **states: tuple[str, str | None]) -> None:
    run_id = f"202601{day:02}T173000Z-0000"
    landing = Home(home).landing(run_id)
    landing.folder.mkdir(parents=True)
    landing.outcomes.write_bytes(
        b"".join(
            Outcome(run_id, code.replace("_", "-"), f"2026-01-{day:02}T17:31:00.000Z", "bureau", *state).as_line()
            for code, state in states.items()
        )
    )


def release(home: Path, *years: str) -> None:
    folder = Home(home).release(1)
    folder.mkdir(parents=True)
    Home(home).current.symlink_to("1")
    with duckdb.connect(str(folder / RELEASE_FILE)) as connection:
        connection.execute(
            "create table coverage (bureau_code varchar, report_year integer, state varchar, is_expected boolean,"
            " is_parsed boolean, due_on date, looked_on date, blocked_reason varchar)"
        )
        connection.execute(
            "create table unpublished_document (bureau_code varchar, report_year integer, source_url varchar,"
            " reason_code varchar, reason_en varchar, detail varchar)"
        )
        for row in years:
            connection.execute(f"insert into coverage values {row}")  # noqa: S608  # of this file
        connection.execute(
            "insert into unpublished_document values"
            " ('hrss-371500', 2021, 'http://a/1', 'not_a_report', 'It is no report.', 'the page lists reports')"
        )


def test_bureaus_that_need_the_same_are_one_group(tmp_path: Path, bureaus: tuple[Bureau, ...]) -> None:
    came_out(tmp_path, 1, hrss_371500=("blocked", "jsl"), hrss_330600=("failed", "dns"), hrss_330100=("new", None))
    came_out(tmp_path, 2, hrss_371500=("quiet", None), hrss_330600=("blocked", "jsl"), hrss_330100=("blocked", "jsl"))
    came_out(tmp_path, 3, hrss_330100=("not_due", None))
    found = overview(tmp_path, bureaus)
    assert [(group.what, group.bureaus) for group in found.groups] == [
        ("blocked (jsl)", ("hrss-330100", "hrss-330600"))
    ]
    assert next(lines(found)) == "3 bureaus: 1 need nothing, 2 need something"
    assert "try      gongkai doctor hrss-330100 --practice" in list(lines(found, " --practice"))


def test_a_bureau_that_no_run_has_come_to_is_in_a_group(tmp_path: Path, bureaus: tuple[Bureau, ...]) -> None:
    found = overview(tmp_path / "nowhere", bureaus)
    assert [(group.what, len(group.bureaus)) for group in found.groups] == [("never run", 3)]


def test_years_that_are_not_there_are_counted_by_state(tmp_path: Path, bureaus: tuple[Bureau, ...]) -> None:
    came_out(tmp_path, 1, **{code.replace("-", "_"): ("quiet", None) for code in CODES})
    release(
        tmp_path,
        "('hrss-371500', 2021, 'fetched', true, false, '2022-01-31', null, null)",
        "('hrss-371500', 2022, 'missing', true, false, '2023-01-31', '2023-02-01', null)",
        "('hrss-330600', 2022, 'missing', true, false, '2023-01-31', '2023-02-01', null)",
        "('hrss-330600', 2021, 'missing', true, false, '2022-01-31', '2022-02-01', null)",
        "('hrss-330600', 2020, 'parsed', true, true, '2021-01-31', null, null)",
        "('hrss-000000', 2022, 'missing', true, false, '2023-01-31', '2023-02-01', null)",
    )
    found = {group.what: (group.bureaus, group.years) for group in overview(tmp_path, bureaus).groups}
    assert found == {
        "missing years": (("hrss-330600", "hrss-371500"), 3),
        "fetched years": (("hrss-371500",), 1),
    }


def test_a_year_whose_page_was_read_as_no_report_says_what_was_read(tmp_path: Path) -> None:
    release(tmp_path, "('hrss-371500', 2021, 'fetched', true, false, '2022-01-31', null, null)")
    (gap,) = gaps(tmp_path, "hrss-371500")
    assert gap.facts == "due on 2022-01-31, http://a/1: It is no report. (the page lists reports)"
    assert gaps(tmp_path, "hrss-330600") == ()


def test_without_a_release_there_are_no_gaps_to_tell(tmp_path: Path) -> None:
    assert gaps(tmp_path) == ()
