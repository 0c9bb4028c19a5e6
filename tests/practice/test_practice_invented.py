"""Invented bureaus: figures that hold together but where it is planted, and prose that says what the tables say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from crawler.registry import load
from parsing.document import parse
from practice.form import NO_FORM
from practice.history import Year, chance, history
from practice.invented import Plant, bureaus, invented, plants
from practice.publishers import BUREAU_CODES, ReportYear
from practice.report import Paragraph
from practice.writers import html
from tests.practice.test_practice_figures import failing
from tests.thinning import thinned

CODES = tuple(bureaus())
REPORTS = [(code, year) for code in CODES for year in invented(code).years]
PLANTED = {(plant.bureau_code, plant.report_year): plant for plant in plants()}


def of(code: str, year: int) -> ReportYear:
    return invented(code).years[year]


def plant(code: str, year: int) -> str | None:
    found = PLANTED.get((code, year))
    return found.kind if found else None


def text(code: str, year: int) -> str:
    return "\n".join(block.text for block in of(code, year).report.blocks if isinstance(block, Paragraph))


def test_a_bureau_of_which_nothing_is_said_reports_under_its_own_name_from_the_first_year_expected() -> None:
    row = next(bureau for bureau in load() if bureau.bureau_code not in (*bureaus(), *BUREAU_CODES))
    found = invented(row.bureau_code)
    assert (found.agency_name, min(found.years)) == (row.names[0].name_zh, row.first_expected_year)


def test_levels_and_names_are_those_of_the_registry() -> None:
    rows = {bureau.bureau_code: bureau for bureau in load()}
    for code, facts in bureaus().items():
        assert rows[code].level == facts["level"], code
        assert {invented(code).agency_name, *facts.get("former", {}).values()} <= set(rows[code].printed_names), code


def test_a_report_adds_up_unless_a_typing_error_is_planted() -> None:
    for code, year in REPORTS:
        report = of(code, year)
        if report.edition == NO_FORM:
            assert report.figures == {}
        else:
            assert bool(failing(report.edition, report.figures)) == (plant(code, year) == "typing_error"), (code, year)


def is_quick(report: tuple[str, int]) -> bool:
    """The planted reports, and the newest of each bureau."""
    code, year = report
    return report in PLANTED or year == max(invented(code).years)


@pytest.mark.parametrize(("code", "year"), thinned(REPORTS, is_quick))
def test_a_reader_finds_year_agency_and_true_claims(code: str, year: int) -> None:
    found = parse(html.document(of(code, year).report).encode(), "report").report
    wrong = plant(code, year)
    assert found.verdict == ("source_inconsistent" if wrong == "typing_error" else "verified")
    assert (found.report_year, found.agency_name) == (year, invented(code).years[year].report.title.split(str(year))[0])
    stated = {claim.metric: claim.value for claim in found.claims if claim.kind == "count"}
    known = known_of(code, year)
    assert stated["proactive_items"] == known["proactive_items"]
    if wrong != "contradiction":
        assert stated.get("applications_received", known["received"]) == known["received"]
        assert stated.get("applications_processed", known["processed"]) == known["processed"]


@pytest.mark.parametrize("planted", [one for one in plants() if one.kind == "contradiction"])
def test_a_planted_contradiction_is_in_the_prose(planted: Plant) -> None:
    true = known_of(planted.bureau_code, planted.report_year)[planted.stated]
    wrong = planted.value or true + planted.by
    assert wrong != true
    assert re.search(rf"(?<!\d){re.escape(str(wrong))}[件%]", text(planted.bureau_code, planted.report_year))


def known_of(code: str, year: int) -> Mapping[str, Any]:
    """What is so in a year, whatever the report states."""
    (known,) = (one for one in _history(code) if one.year == year)
    return known.stated


def _history(code: str) -> tuple[Year, ...]:
    facts = bureaus()[code]
    carry = tuple((one.report_year, one.by) for one in plants() if (one.bureau_code, one.kind) == (code, "carry_break"))
    return history(code, facts["level"], facts["first_year"], carry)


def test_every_plant_is_of_a_report_that_there_is() -> None:
    assert set(PLANTED) <= set(REPORTS)
    assert {one.kind for one in plants()} == {"typing_error", "carry_break", "contradiction"}


def test_a_history_is_the_same_whoever_asks_and_whenever() -> None:
    first = history("hrss-330300", "prefecture", 2008)
    history.cache_clear()
    assert history("hrss-330300", "prefecture", 2008) == first
    assert (chance("a", 1), chance("a", 2)) == (0.46560970971150084, 0.0021165023295814933)
