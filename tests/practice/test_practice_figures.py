"""The figures: real where the report is real, consistent everywhere but where the real report is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from writer.figures import CellKey, cannot_hold

from practice.form import edition
from practice.publishers import BUREAU_CODES, NEIGHBOUR, ReportYear, figures, publisher

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


def failing(code: str, cells: Mapping[CellKey, str]) -> set[CellKey]:
    """The sums of an edition that do not hold, as (check, line, column)."""
    values: dict[CellKey, Decimal | None] = {cell: Decimal(cells.get(cell, "0")) for cell in edition(code).cells()}
    return {(broken.check, broken.line, broken.column) for broken in cannot_hold(code, values)}


def test_a_report_adds_up_unless_the_real_one_does_not() -> None:
    for code, year in REPORTS:
        of = report(code, year)
        wrong = WRONG_AS_PRINTED if (code, year) == ("hrss-371500", 2023) else set()
        assert failing(of.edition, of.figures) == wrong, (code, year)
        assert set(of.figures) <= set(edition(of.edition).cells())


def test_the_neighbours_reports_add_up() -> None:
    for cells in figures(NEIGHBOUR).values():
        assert failing("2021", cells) == set()


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


def test_only_the_five_published_years_are_real() -> None:
    real = {(code, year) for code, year in REPORTS if report(code, year).origin == "real"}
    assert real == {(code, year) for code, (year, _) in REAL.items()}
