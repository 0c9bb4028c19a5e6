"""The identities of the form, and what they prove of a cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsing.form import load_edition
from parsing.model import CellKey, Check, Figure, State
from parsing.proof.checks import prove, run_checks
from parsing.proof.identity import identities

EDITION = load_edition("2021")


def report(**cells: str) -> dict[CellKey, Figure]:
    """An all-zero report; ``line__column="11"`` sets a cell, ``""`` makes it blank, ``"?"`` missing."""
    figures = {key: Figure(*key, Decimal(0), "0", "zero", None) for key in EDITION.cells()}
    for name, raw in cells.items():
        line, column = name.split("__")
        key = next(key for key in figures if key[1:] == (line, column))
        state: State = {"": "blank", "?": "missing"}.get(raw, "number")  # type: ignore[assignment]
        figures[key] = Figure(*key, Decimal(raw) if state == "number" else None, raw, state, None)
    return figures


def check(figures: dict[CellKey, Figure], code: str, line: str, column: str) -> Check:
    results = {(found.check, found.line, found.column): found for found in run_checks(figures, EDITION)}
    return results[code, line, column]


@pytest.mark.parametrize(("edition", "count"), [("2021", 25 + 7 + 7 + 3), ("2019", 23 + 7 + 7 + 3)])
def test_each_edition_has_its_identities_once(edition: str, count: int) -> None:
    found = [(item.check, item.line, item.column) for item in identities(load_edition(edition))]
    assert len(found) == len(set(found)) == count


def test_a_report_of_zeros_holds() -> None:
    assert {found.status for found in run_checks(report(), EDITION)} == {"pass"}


def test_a_wrong_line_total_fails_in_its_line_and_in_its_column() -> None:
    figures = report(
        received_new__natural_person="6",
        received_new__total="6",
        granted__natural_person="6",
        processed_total__natural_person="6",
        processed_total__total="6",
    )
    failing = [
        (found.check, found.line, found.column) for found in run_checks(figures, EDITION) if found.status == "fail"
    ]
    assert failing == [("applicant_total", "granted", "total"), ("outcome_total", "processed_total", "total")]
    proofs = prove(figures, EDITION, run_checks(figures, EDITION))
    assert proofs["applications", "granted", "total"].proof == "contradicted"
    assert proofs["applications", "received_new", "natural_person"].proof == "proved"


def test_a_blank_is_proved_zero_where_nothing_is_left_for_it() -> None:
    figures = report(declined_repeat__business_enterprise="")
    assert check(figures, "applicant_total", "declined_repeat", "total").status == "pass"
    proofs = prove(figures, EDITION, run_checks(figures, EDITION))
    assert proofs["applications", "declined_repeat", "business_enterprise"].proof == "proved_zero"


def test_blanks_on_both_sides_that_other_sums_leave_nothing_for_close_their_sum() -> None:
    figures = report(carried_in__total="", carried_out__total="")
    assert check(figures, "balance", "balance", "total").status == "pass"


def test_a_table_of_blanks_proves_nothing() -> None:
    figures = {
        key: Figure(*key, None, "", "blank", None) if key[0] == "applications" else figure
        for key, figure in report().items()
    }
    statuses = {found.status for found in run_checks(figures, EDITION) if found.check != "appeal_total"}
    assert statuses == {"unknown"}


def test_a_blank_that_could_hold_the_difference_leaves_the_sum_open() -> None:
    figures = report(granted__natural_person="6", granted__business_enterprise="", granted__total="7")
    assert check(figures, "applicant_total", "granted", "total").status == "unknown"


def test_a_blank_cannot_mend_parts_that_exceed_their_total() -> None:
    figures = report(granted__natural_person="6", granted__business_enterprise="", granted__total="5")
    assert check(figures, "applicant_total", "granted", "total").status == "fail"


def test_a_cell_that_was_not_found_is_no_blank() -> None:
    figures = report(granted__natural_person="6", granted__business_enterprise="?", granted__total="6")
    assert check(figures, "applicant_total", "granted", "total").status == "unknown"
    assert prove(figures, EDITION, run_checks(figures, EDITION))[
        "applications", "granted", "business_enterprise"
    ].proof != ("proved_zero")
