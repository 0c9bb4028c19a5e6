"""The identities of the form (``form/identities.csv``) applied to the figures of one report.

Source of the rules: the sums printed on the form (received and carried in = processed and carried out) and those that
follow from the definitions of its lines and columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from parsing.form import Edition, load_edition, outcome_lines
from parsing.model import CellKey, Check, Figure, Status

Figures = Mapping[CellKey, Figure]


@dataclass(frozen=True, slots=True)
class Identity:
    """``sum(left) = sum(right)`` over cells of one report; ``line`` and ``column`` name it in the results."""

    check: str
    line: str
    column: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]


def identities(edition: Edition) -> tuple[Identity, ...]:
    """Every identity within one report: 25 + 7 + 7 + 3 for the 2021 edition, 23 + 7 + 7 + 3 for 2019."""
    return _identities(edition.code)


@cache
def _identities(code: str) -> tuple[Identity, ...]:
    return tuple(_all_identities(load_edition(code)))


def _all_identities(edition: Edition) -> Iterator[Identity]:
    applications = edition.section("applications")
    columns = [column.code for column in applications[0].columns]
    for line in applications:
        yield _line_total("applicant_total", "applications", line.code, columns)
    outcomes = outcome_lines(edition.code)
    for column in columns:
        yield Identity(
            "outcome_total",
            "processed_total",
            column,
            tuple(("applications", line, column) for line in outcomes),
            (("applications", "processed_total", column),),
        )
    for column in columns:
        yield Identity(
            "balance",
            "balance",
            column,
            (("applications", "received_new", column), ("applications", "carried_in", column)),
            (("applications", "processed_total", column), ("applications", "carried_out", column)),
        )
    for line in edition.section("appeals"):
        yield _line_total("appeal_total", "appeals", line.code, [column.code for column in line.columns])


def _line_total(check: str, section: str, line: str, columns: Sequence[str]) -> Identity:
    *parts, total = columns
    return Identity(check, line, total, tuple((section, line, part) for part in parts), ((section, line, total),))


def run_checks(figures: Figures, edition: Edition) -> tuple[Check, ...]:
    """One result for each identity of the edition."""
    return tuple(check(identity, figures) for identity in identities(edition))


def _sum(cells: Iterable[CellKey], figures: Figures) -> tuple[Decimal, bool]:
    """Sum of the numbers printed, and whether every cell has one."""
    values = [figures[cell].value for cell in cells]
    printed = [value for value in values if value is not None]
    return sum(printed, Decimal(0)), len(printed) == len(values)


def check(identity: Identity, figures: Figures) -> Check:
    """A blank cell holds no number, so the printed numbers alone decide.

    Where both sides are equal and only one of them has blanks, these are proved to be zero and the identity passes. Where
    the side without blanks is the smaller one, no blank can mend it and it fails. All else is ``unknown``, as is every
    identity with a cell that was not found in the document.
    """
    left, left_complete = _sum(identity.left, figures)
    right, right_complete = _sum(identity.right, figures)
    status: Status = "unknown"
    if _can_tell(identity, figures) and (left_complete or right_complete):
        if left == right:
            status = "pass"
        elif (left > right and right_complete) or (right > left and left_complete):
            status = "fail"
    shown = status != "unknown"
    return Check(
        identity.check,
        identity.line,
        identity.column,
        left if left_complete or shown else None,
        right if right_complete or shown else None,
        status,
    )


def _can_tell(identity: Identity, figures: Figures) -> bool:
    """Every cell was found, and each side prints at least one number."""
    sides = ([figures[cell] for cell in side] for side in (identity.left, identity.right))
    return all(
        "missing" not in [figure.state for figure in side] and any(figure.value is not None for figure in side)
        for side in sides
    )


def prove(figures: Figures, edition: Edition, checks: Sequence[Check]) -> dict[CellKey, Figure]:
    """The figures with what the identities say of each: ``proved``, ``proved_zero`` or ``contradicted``.

    A cell that they were already used to read keeps saying so (``parsing.proof.candidates``).
    """
    passed: set[CellKey] = set()
    failed: set[CellKey] = set()
    for identity, check in zip(identities(edition), checks, strict=True):
        cells = {*identity.left, *identity.right}
        if check.status == "pass":
            passed |= cells
        elif check.status == "fail":
            failed |= cells
    covered = passed | failed
    return {
        key: _with_proof(figure, _proof(figure, key in failed)) if key in covered else figure
        for key, figure in figures.items()
    }


def _with_proof(figure: Figure, proof: str) -> Figure:
    """``dataclasses.replace`` would take as long for the cells of a report as reading them does."""
    return Figure(*figure.key, figure.value, figure.raw, figure.state, figure.where, proof, figure.proposed)


def _proof(figure: Figure, has_failed: bool) -> str:
    if has_failed:
        return "contradicted"
    if figure.proof is not None:
        return figure.proof
    return "proved" if figure.value is not None else "proved_zero"
