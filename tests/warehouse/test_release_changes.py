# ruff: noqa: S608  # statements of our own
"""What a release says of its difference to the one before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.home import Home
from tests.warehouse.conftest import Release
from tests.warehouse.releases import second_night
from warehouse import release_folders
from warehouse.changes import Changes, CoverageChange, FigureChange, ReportChange, compare
from warehouse.changes_page import CHANGES, address, page, text

LIAOCHENG_2023 = "where bureau_code = 'hrss-371500' and report_year = 2023"
RECEIVED_CELL = "and line_code = 'received_new' and column_code = 'total'"


def test_a_report_that_is_new_is_added(homes: tuple[Path, Path]) -> None:
    found = compare(Home(homes[1]).release(1), Home(homes[1]).release(2))
    assert found.counts() == {"new_report": 1, "withdrawn": 0, "revision": 0, "reading": 0}
    assert [(change.report_year, change.cause) for change in found.reports] == [(2022, "new_report")]
    said = (Home(homes[1]).current / CHANGES).read_text(encoding="utf-8")
    assert said.startswith("# Practice data (invented): Release 2, built ") and "- 1 reports added" in said
    assert "| `hrss-371500` | 聊城市人力资源和社会保障局 | 2022 | `new_report` |" in said


def test_the_first_release_has_nothing_to_compare_with(homes: tuple[Path, Path]) -> None:
    said = (Home(homes[0]).release(1) / CHANGES).read_text(encoding="utf-8")
    assert "The first release" in said


def test_an_edited_report_names_the_figures_that_it_changed(release: Release, home: Path) -> None:
    release(
        f"update fct_report set sha256 = 'edited' {LIAOCHENG_2023}",
        f"update fct_figure set value = 12, raw_text = '12' {LIAOCHENG_2023} {RECEIVED_CELL}",
        f"update fct_claim set value = 12, raw_text = '12' {LIAOCHENG_2023} and claim_number = 1",
        f"delete from fct_claim {LIAOCHENG_2023} and claim_number = 3",
    )
    found = compare(Home(home).release(1), Home(home).release(2))
    assert found.counts()["revision"] == 1
    assert [(f.cause, f.line_code, f.value_before, f.value_now) for f in found.figures] == [
        ("revision", "received_new", 11.0, 12.0)
    ]
    assert (found.figure_count, found.claims_added, found.claims_withdrawn) == (1, 1, 2)
    assert "| 11 | 12 |" in (Home(home).current / CHANGES).read_text(encoding="utf-8")
    record = release_folders.current_record(home)
    assert record is not None and record["changes"]["revision"] == 1


def test_the_same_bytes_read_anew_are_no_edit_of_the_bureau(release: Release, home: Path) -> None:
    release(
        f"update fct_report set parser_version = 'newer' {LIAOCHENG_2023}",
        f"update fct_figure set value = null, raw_text = '', state = 'blank' {LIAOCHENG_2023} {RECEIVED_CELL}",
    )
    found = compare(Home(home).release(1), Home(home).release(2))
    assert found.counts() == {"new_report": 0, "withdrawn": 0, "revision": 0, "reading": 1}
    assert [(f.cause, f.raw_before, f.value_now) for f in found.figures] == [("reading", "11", None)]


def test_a_withdrawn_report_and_bureau_are_named(release: Release, home: Path) -> None:
    release(
        "delete from fct_report where bureau_code like 'unattributed%'",
        "delete from dim_bureau where bureau_code like 'unattributed%'",
        allow_fewer=True,
    )
    found = compare(Home(home).release(1), Home(home).release(2))
    assert found.counts()["withdrawn"] == 1
    assert [(change.name_before, change.name_now) for change in found.bureaus] == [
        ("某市人力资源和社会保障局（归属不明 5f54227b74fb）", None)
    ]


def test_a_metric_of_a_report_that_was_not_read_anew_changed_by_rule(release: Release, home: Path) -> None:
    release(f"update yoy_metric set value = 99 {LIAOCHENG_2023} and metric_code = 'reviews'")
    found = compare(Home(home).release(1), Home(home).release(2))
    assert [(m.metric_code, m.cause, m.value_before, m.value_now) for m in found.metrics] == [
        ("reviews", "rule", 0, 99)
    ]
    assert found.metric_count == 1


def test_tables_and_columns_that_come_and_go_are_named(release: Release, home: Path) -> None:
    release("create table extra (n integer)", "alter table coverage add column news varchar")
    found = compare(Home(home).release(1), Home(home).release(2))
    assert found.tables == ("`extra` is new", "`coverage` has other columns: + `news VARCHAR`")


def test_an_old_release_of_another_shape_keeps_nothing_from_being_published(release: Release, home: Path) -> None:
    assert release("alter table fct_report rename parser_version to reader_version").status == "released"
    assert release("alter table fct_report rename reader_version to parser_version").status == "released"
    assert "cannot be compared" in (Home(home).current / CHANGES).read_text(encoding="utf-8")


def test_a_release_in_which_only_coverage_changed_says_so(release: Release, home: Path) -> None:
    release(
        "update coverage set state = 'late', days_late = 3 where bureau_code = 'hrss-371500' and report_year = 2023"
    )
    found = compare(Home(home).release(1), Home(home).release(2))
    assert [(c.bureau_code, c.report_year, c.state_now) for c in found.coverage] == [("hrss-371500", 2023, "late")]
    said = (Home(home).current / CHANGES).read_text(encoding="utf-8")
    assert "- 1 bureau-years in another state of `coverage`" in said and "\nOnly coverage changed: " in said
    assert "| `hrss-371500` | 2023 | " in said and " | `late` |" in said


def test_what_changed_beside_coverage_is_not_said_to_be_coverage_alone() -> None:
    coverage = (CoverageChange("b", 2023, None, "missing"),)
    said = page(2, "now", 1, Changes(coverage=coverage, coverage_count=1, metric_count=1))
    assert "| `b` | 2023 | none | `missing` |" in said and "Only coverage" not in said


def test_what_is_left_out_of_a_long_list_is_counted() -> None:
    report = ReportChange("b", 2023, "某局", "new_report", None, "verified", "https://example.gov.cn/")
    said = page(2, "now", 1, Changes(reports=(report,) * 200, report_counts=(("new_report", 1234),)))
    assert "- 1234 reports added" in said and "and 1034 more" in said


def page_about(printed: str) -> list[str]:
    """The lines of a page on which somebody else's words stand in every place that there is for them."""
    report = ReportChange("b", 2023, printed, "revision", "verified", "verified", printed)
    figure = FigureChange("b", 2023, "s", "l", "c", "revision", printed, None, printed, None)
    return page(2, "now", 1, Changes((report,), (("revision", 1),), (figure,), 1)).split("\n")


@given(st.text())
def test_what_a_report_prints_cannot_leave_its_cell(printed: str) -> None:
    plain = page_about("x")
    assert [len(_bars(line)) for line in page_about(printed)] == [len(_bars(line)) for line in plain]


def _bars(line: str) -> list[int]:
    """Places of the bars that part cells: those that no backslash stands before."""
    bars, escaped = [], False
    for place, sign in enumerate(line):
        if sign == "|" and not escaped:
            bars.append(place)
        escaped = sign == "\\" and not escaped
    return bars


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("[x](javascript:x)", "\\[x\\]\\(javascript\\:x\\)"),
        ("one\n\n# two", "one \\# two"),
        ("`x`", "\\`x\\`"),
        (None, ""),
    ],
)
def test_signs_of_markdown_are_shown(printed: str | None, shown: str) -> None:
    assert text(printed) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.gov.cn/a_b?x=1", "<https://example.gov.cn/a_b?x=1>"),
        ("javascript:alert(1)", "javascript\\:alert\\(1\\)"),
        ("https://example.gov.cn/>|<b>", "https\\://example.gov.cn/\\>\\|\\<b\\>"),
        ("import:a b.pdf", "import\\:a b.pdf"),
    ],
)
def test_only_a_plain_address_becomes_a_link(url: str, shown: str) -> None:
    assert address(url) == shown


def test_the_night_after_compares_with_the_release_that_people_have(home: Path, release: Release) -> None:
    release()
    second_night(home)
    release()
    said = (Home(home).current / CHANGES).read_text(encoding="utf-8")
    assert said.startswith("# Practice data (invented): Release 3") and "Against release 2:" in said
