"""The sums choose among what a recogniser may have seen, and never make a number of their own."""

from __future__ import annotations

from decimal import Decimal

from parsing.form import load_edition
from parsing.model import UNREAD, CellKey, Figure, Place
from parsing.proof.candidates import READ_BY_SUMS, read_by_sums
from parsing.proof.checks import prove, run_checks

EDITION = load_edition("2021")
LINES = {"received_new": "8", "granted": "8", "processed_total": "8"}


def cell(line: str, column: str) -> CellKey:
    return next(key for key in EDITION.cells() if key[1:] == (line, column))


def read(**doubtful: tuple[str, ...]) -> dict[CellKey, Figure]:
    """A report of eight applications, all granted; ``line__column=candidates`` makes a cell doubtful."""
    figures = {key: Figure(*key, Decimal(0), "0", "zero", None) for key in EDITION.cells()}
    for line, value in LINES.items():
        for column in ("natural_person", "total"):
            key = cell(line, column)
            figures[key] = Figure(*key, Decimal(value), value, "number", None)
    places = {}
    for number, (name, candidates) in enumerate(doubtful.items(), start=1):
        line, column = name.split("__")
        key, place = cell(line, column), Place(page=1, row=number)
        figures[key] = Figure(*key, None, UNREAD, "text", place)
        if candidates:
            places[place] = candidates
    return read_by_sums(figures, places, EDITION)


def test_the_only_candidate_that_all_sums_allow_is_the_number_and_the_first_look_stays_beside_it() -> None:
    figure = read(granted__natural_person=("3", "8"))[cell("granted", "natural_person")]
    assert (figure.value, figure.state, figure.raw, figure.proof) == (Decimal(8), "number", "3", READ_BY_SUMS)


def test_what_the_sums_have_chosen_keeps_saying_so_when_they_are_checked() -> None:
    figures = read(granted__natural_person=("3", "8"))
    checks = run_checks(figures, EDITION)
    assert {check.status for check in checks} == {"pass"}
    assert prove(figures, EDITION, checks)[cell("granted", "natural_person")].proof == READ_BY_SUMS


def test_a_number_that_no_look_has_seen_is_not_made_from_the_sums() -> None:
    for candidates in ((), ("3",), ("3", "9")):
        figure = read(granted__natural_person=candidates)[cell("granted", "natural_person")]
        assert (figure.value, figure.raw) == (None, UNREAD)


def test_a_candidate_for_which_only_one_of_its_two_sums_holds_is_not_chosen() -> None:
    """The line would hold with 3 applicants of whom the total has 3, the column would not."""
    figures = read(granted__natural_person=("3",), granted__total=("3",))
    assert figures[cell("granted", "natural_person")].value is None


def test_doubtful_cells_of_one_sum_are_settled_together_or_not_at_all() -> None:
    together = read(granted__natural_person=("3", "8"), granted__business_enterprise=("0", "6"))
    assert together[cell("granted", "business_enterprise")].value == 0
    open_ = read(review__upheld=("0", "1"), review__corrected=("0", "1"), review__total=("1", "7"))
    assert open_[cell("review", "upheld")].value is None


def test_nothing_is_settled_beside_a_cell_that_nobody_has_read() -> None:
    figures = read(granted__natural_person=("3", "8"), granted__business_enterprise=())
    assert figures[cell("granted", "natural_person")].value is None


def test_a_blank_never_becomes_a_number() -> None:
    place = Place(page=1)
    key = cell("granted", "natural_person")
    figures = read() | {key: Figure(*key, None, "", "blank", place)}
    assert read_by_sums(figures, {place: ("8",)}, EDITION)[key].state == "blank"


def test_a_cell_that_no_sum_covers_stays_doubtful() -> None:
    assert read(regulations__issued=("1",))[cell("regulations", "issued")].value is None
