"""The figures: real where the report is real, consistent everywhere but where the real report is not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from practice.form import edition
from practice.publishers import BUREAU_CODES, NEIGHBOUR, Publisher, ReportYear, figures, publisher

EXPECTED = Path(__file__).parents[3] / "shared" / "seeds" / "expected"
REAL = {
    "hrss-410105": (2023, "000_*"),
    "hrss-371500": (2023, "001_*"),
    "hrss-340603": (2020, "002_*"),
    "hrss-330600": (2022, "003_*"),
    "hrss-440113": (2023, "004_*"),
}
WRONG_AS_PRINTED = {
    ("applicant_total", "granted", "total"),
    ("applicant_total", "partly_granted", "total"),
    ("applicant_total", "unavailable_not_held", "total"),
    ("applicant_total", "unavailable_needs_creation", "total"),
    ("outcome_total", "processed_total", "total"),
}
REPORTS = [(code, year) for code in BUREAU_CODES for year in publisher(code).years]


def report(code: str, year: int) -> ReportYear:
    return publisher(code).years[year]


def number(of: ReportYear, section: str, line: str, column: str) -> Decimal:
    return Decimal(of.figures.get((section, line, column), "0"))


def failing(edition_code: str, cells: dict) -> set[tuple[str, str, str]]:
    """The identities of parsing/form/identities.csv that do not hold, as (check, line, column)."""
    form = edition(edition_code)
    columns = [code for code, _ in form.columns["applications"]]
    outcomes = [line.code for line in form.section("applications") if line.parent]

    def at(section: str, line: str, column: str) -> Decimal:
        return Decimal(cells.get((section, line, column), "0"))

    found = set()
    for section, check in (("applications", "applicant_total"), ("appeals", "appeal_total")):
        parts = [code for code, _ in form.columns[section] if code != "total"]
        for line in form.section(section):
            if sum(at(section, line.code, part) for part in parts) != at(section, line.code, "total"):
                found.add((check, line.code, "total"))
    for column in columns:
        processed = at("applications", "processed_total", column)
        if sum(at("applications", outcome, column) for outcome in outcomes) != processed:
            found.add(("outcome_total", "processed_total", column))
        taken_in = at("applications", "received_new", column) + at("applications", "carried_in", column)
        if taken_in != processed + at("applications", "carried_out", column):
            found.add(("balance", "balance", column))
    return found


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_a_report_adds_up_unless_the_real_one_does_not(code: str, year: int) -> None:
    of = report(code, year)
    wrong = WRONG_AS_PRINTED if (code, year) == ("hrss-371500", 2023) else set()
    assert failing(of.edition, dict(of.figures)) == wrong


def test_the_neighbours_reports_add_up() -> None:
    for cells in figures(NEIGHBOUR).values():
        assert failing("2021", dict(cells)) == set()


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_every_stored_figure_is_a_cell_of_the_edition_and_not_zero(code: str, year: int) -> None:
    of = report(code, year)
    assert set(of.figures) <= set(edition(of.edition).cells())
    assert all(Decimal(value) != 0 for value in of.figures.values())
    assert of.edition == ("2019" if year < 2021 else "2021")


@pytest.mark.skipif(not EXPECTED.is_dir(), reason="the expected readings of the real reports are not here")
@pytest.mark.parametrize("code", BUREAU_CODES)
def test_the_real_years_carry_the_published_figures(code: str) -> None:
    year, pattern = REAL[code]
    (path,) = EXPECTED.glob(pattern)
    expected = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    of = report(code, year)
    published = {(f["section"], f["line"], f["column"]): Decimal(f["value"]) for f in expected["figures"]}
    assert published == {cell: number(of, *cell) for cell in edition(of.edition).cells()}
    assert of.edition == expected["form_edition"]
    assert publisher(code).agency_name == expected["agency_name"]


def test_liaocheng_2023_is_printed_with_its_wrong_totals() -> None:
    of = report("hrss-371500", 2023)
    assert number(of, "applications", "granted", "natural_person") == 6
    assert number(of, "applications", "granted", "total") == 0
    assert number(of, "applications", "received_new", "total") == 11
    assert number(report("hrss-371500", 2022), "applications", "received_new", "total") == 15


def test_only_the_five_published_years_are_real() -> None:
    real = {(code, year) for code, year in REPORTS if report(code, year).origin == "real"}
    assert real == {(code, year) for code, (year, _) in REAL.items()}


def test_each_bureau_has_six_years_in_a_row() -> None:
    for code in BUREAU_CODES:
        assert list(publisher(code).years) == [2019, 2020, 2021, 2022, 2023, 2024]


def test_some_year_begins_from_zero_applications_within_one_edition() -> None:
    received = [number(report("hrss-410105", year), "applications", "received_new", "total") for year in (2022, 2023)]
    assert received == [0, 1]


def neighbours_in_time(of: Publisher) -> list[tuple[ReportYear, ReportYear]]:
    return [(of.years[year], of.years[year + 1]) for year in of.years if year + 1 in of.years]


@pytest.mark.parametrize("code", BUREAU_CODES)
def test_what_one_year_carries_out_the_next_carries_in(code: str) -> None:
    for before, after in neighbours_in_time(publisher(code)):
        for column, _ in edition("2021").columns["applications"]:
            carried_out = number(before, "applications", "carried_out", column)
            assert carried_out == number(after, "applications", "carried_in", column), (after.year, column)


@pytest.mark.parametrize("code", BUREAU_CODES)
def test_rules_in_force_follow_from_those_issued_and_repealed(code: str) -> None:
    for before, after in neighbours_in_time(publisher(code)):
        if before.edition == "2021":
            issued, repealed, now = (
                number(after, "proactive", "normative_documents", column)
                for column in ("issued", "repealed", "in_force")
            )
            assert now == number(before, "proactive", "normative_documents", "in_force") + issued - repealed


@pytest.mark.parametrize("code", ["hrss-410105", "hrss-371500", "hrss-340603", "hrss-330600", "hrss-440113"])
def test_items_of_the_2019_edition_follow_from_last_years_change(code: str) -> None:
    before, after = report(code, 2019), report(code, 2020)
    for line in edition("2019").section("proactive"):
        if "items_change" in dict(edition("2019").columns[line.code]):
            items, change = (number(before, "proactive", line.code, c) for c in ("items_last_year", "items_change"))
            assert number(after, "proactive", line.code, "items_last_year") == items + change, line.code
