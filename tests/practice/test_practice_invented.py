"""Invented bureaus: figures that hold together but where it is planted, and prose that says what the tables say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from crawler.registry import load
from parsing.document import parse
from practice.form import NO_FORM, edition, invented_mark
from practice.history import Year, chance, history, shared
from practice.invented import Plant, bureaus, invented, plants
from practice.publishers import BUREAU_CODES, ReportYear
from practice.report import Paragraph, Table
from practice.writers import html
from tests.practice.test_practice_figures import failing, number

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


def test_there_are_old_and_new_bureaus_of_every_level_and_none_of_the_published_five() -> None:
    assert not set(CODES) & set(BUREAU_CODES)
    assert {facts["level"] for facts in bureaus().values()} == {"county", "prefecture", "province"}
    years = {year for _, year in REPORTS}
    assert years == set(range(2008, 2026))


def test_levels_and_names_are_those_of_the_registry() -> None:
    rows = {bureau.bureau_code: bureau for bureau in load()}
    for code, facts in bureaus().items():
        assert rows[code].level == facts["level"], code
        assert {invented(code).agency_name, *facts.get("former", {}).values()} <= set(rows[code].printed_names), code


def test_statistics_have_peers_of_one_province_and_level() -> None:
    peers: dict[tuple[str, str], int] = {}
    for code, facts in bureaus().items():
        key = (code[5:7], facts["level"])
        peers[key] = peers.get(key, 0) + 1
    assert sum(count >= 3 for count in peers.values()) >= 2


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_a_report_adds_up_unless_a_typing_error_is_planted(code: str, year: int) -> None:
    report = of(code, year)
    if report.edition == NO_FORM:
        assert report.figures == {}
    else:
        assert bool(failing(report.edition, dict(report.figures))) == (plant(code, year) == "typing_error")
        assert all(Decimal(value) != 0 for value in report.figures.values())


@pytest.mark.parametrize("code", CODES)
def test_what_one_year_carries_out_the_next_carries_in_unless_a_break_is_planted(code: str) -> None:
    years = invented(code).years
    for year in years:
        if years[year].edition == NO_FORM or year + 1 not in years:
            continue
        same = all(
            number(years[year], "applications", "carried_out", column)
            == number(years[year + 1], "applications", "carried_in", column)
            for column, _ in edition("2021").columns["applications"]
        )
        assert same == (plant(code, year + 1) != "carry_break"), year + 1


@pytest.mark.parametrize("code", CODES)
def test_the_stock_of_rules_follows_from_those_issued_and_repealed(code: str) -> None:
    years = invented(code).years
    for year in range(2022, 2026):
        if year in years and year - 1 in years:
            now, before, issued, repealed = (
                number(years[of_year], "proactive", "normative_documents", column)
                for of_year, column in (
                    (year, "in_force"),
                    (year - 1, "in_force"),
                    (year, "issued"),
                    (year, "repealed"),
                )
            )
            assert now == before + issued - repealed


@pytest.mark.parametrize(("code", "year"), REPORTS)
def test_a_report_says_that_it_is_invented_and_has_tables_only_since_the_form(code: str, year: int) -> None:
    assert invented_mark() in text(code, year)
    tables = [block for block in of(code, year).report.blocks if isinstance(block, Table)]
    assert len(tables) == (0 if year < 2019 else 3)
    assert of(code, year).edition == (NO_FORM if year < 2019 else "2019" if year < 2021 else "2021")


@pytest.mark.parametrize(("code", "year"), REPORTS)
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


@pytest.mark.parametrize("code", CODES)
def test_parts_add_up_and_changes_are_those_between_two_years(code: str) -> None:
    known = _history(code)
    for before, after in zip((None, *known), known, strict=False):
        stated = after.stated
        assert stated["proactive_items"] == sum(stated[name] for name in ("website", "gov_platform", "wechat", "weibo"))
        assert stated["received"] == sum(stated[name] for name in ("online", "by_post", "in_person"))
        if before is None:
            assert not {"more", "fewer", "rise_pct", "fall_pct"} & set(stated)
        else:
            assert stated["received"] - before.stated["received"] == stated.get("more", 0) - stated.get("fewer", 0)


def test_some_reports_are_late_some_years_missing_and_some_names_former() -> None:
    late = [(code, year) for code, year in REPORTS if year >= 2019 and of(code, year).published_on.month > 1]
    assert len(late) >= 3
    missing = [
        (code, year)
        for code, facts in bureaus().items()
        for year in range(facts["first_year"], 2026)
        if year not in invented(code).years
    ]
    assert 2 <= len(missing) <= 5
    assert any(of(code, year).report.title.split(str(year))[0] != invented(code).agency_name for code, year in REPORTS)


def test_every_plant_is_of_a_report_that_there_is() -> None:
    assert set(PLANTED) <= set(REPORTS)
    assert {one.kind for one in plants()} == {"typing_error", "carry_break", "contradiction"}


def test_a_history_is_the_same_whoever_asks_and_whenever() -> None:
    first = history("hrss-330300", "prefecture", 2008)
    history.cache_clear()
    assert history("hrss-330300", "prefecture", 2008) == first
    assert (chance("a", 1), chance("a", 2)) == (0.46560970971150084, 0.0021165023295814933)


def test_a_total_is_cut_into_whole_parts() -> None:
    for total in (0, 1, 7, 1000):
        parts = shared(total, {"a": 0.7, "b": 0.2, "c": 0.1}, "x", total)
        assert sum(parts.values()) == total
        assert all(part >= 0 for part in parts.values())
