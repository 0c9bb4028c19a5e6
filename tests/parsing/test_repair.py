"""The smallest repair names the wrong cell, or says nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsing.document import parse
from parsing.form import load_edition
from parsing.model import UNREAD, CellKey, Figure
from parsing.output import to_record
from parsing.proof.checks import run_checks
from parsing.proof.repair import propose

EDITION = load_edition("2021")
COLUMNS = [column.code for column in EDITION.section("applications")[0].columns]


def consistent() -> dict[CellKey, Figure]:
    """Six new requests and one carried in: four granted, two not held, one carried out."""
    figures = {key: Figure(*key, Decimal(0), "0", "zero", None) for key in EDITION.cells()}
    for line, person, business in (
        ("received_new", 5, 1),
        ("carried_in", 1, 0),
        ("granted", 3, 1),
        ("unavailable_not_held", 2, 0),
        ("processed_total", 5, 1),
        ("carried_out", 1, 0),
    ):
        write(figures, line, natural_person=person, business_enterprise=business, total=person + business)
    return figures


def write(figures: dict[CellKey, Figure], line: str, **values: int) -> None:
    for column, value in values.items():
        key = ("applications", line, column)
        figures[key] = Figure(*key, Decimal(value), str(value), "number" if value else "zero", None)


def proposals(figures: dict[CellKey, Figure]) -> dict[tuple[str, str], Decimal]:
    found = propose(figures, run_checks(figures, EDITION), EDITION)
    assert all(figure._replace(proposed=None) == figures[key] for key, figure in found.items())
    return {key[1:]: figure.proposed for key, figure in found.items() if figure.proposed is not None}


def test_a_report_that_adds_up_has_nothing_to_repair() -> None:
    assert proposals(consistent()) == {}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("line", [line.code for line in EDITION.section("applications")])
def test_any_one_wrong_cell_of_table_three_is_named_with_its_number(line: str, column: str) -> None:
    figures = consistent()
    before = figures["applications", line, column].value or Decimal(0)
    write(figures, line, **{column: int(before) + 7})
    assert proposals(figures) == {(line, column): before}


def test_several_forgotten_line_totals_are_repaired_together() -> None:
    figures = consistent()
    write(figures, "granted", total=0)
    write(figures, "unavailable_not_held", total=0)
    assert proposals(figures) == {("granted", "total"): 4, ("unavailable_not_held", "total"): 2}


def test_a_sum_that_stands_alone_names_no_cell() -> None:
    figures = consistent()
    key = ("appeals", "review", "total")
    figures[key] = Figure(*key, Decimal(3), "3", "number", None)
    assert proposals(figures) == {}


def test_no_negative_number_is_proposed() -> None:
    figures = consistent()
    write(figures, "granted", natural_person=40)
    write(figures, "processed_total", total=1)
    assert all(value >= 0 for value in proposals(figures).values())


def test_an_unread_cell_gets_the_number_on_which_two_sums_agree() -> None:
    figures = consistent()
    key = ("applications", "granted", "natural_person")
    figures[key] = Figure(*key, None, UNREAD, "text", None)
    assert proposals(figures) == {("granted", "natural_person"): 3}


def test_the_line_totals_of_liaocheng_2023_are_proposed_and_zero_stays_printed(seeds: object) -> None:
    path = next(seeds.glob("001_*.txt"))  # type: ignore[attr-defined]
    record = to_record(parse(path.read_bytes(), path.name))
    proposed = {
        (figure["line"], figure["column"]): (figure["value"], figure["proposed"])
        for figure in record["figures"]
        if figure["proposed"] is not None
    }
    assert proposed == {
        ("granted", "total"): (0, 6),
        ("partly_granted", "total"): (0, 2),
        ("unavailable_not_held", "total"): (0, 2),
        ("unavailable_needs_creation", "total"): (0, 1),
    }
