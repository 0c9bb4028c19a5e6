"""The identities of the form applied to the figures of one report, and what they prove of each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from parsing.form import Edition
from parsing.model import CellKey, Check, Figure, Status
from parsing.proof.blanks import close
from parsing.proof.identity import Identity, identities

Figures = Mapping[CellKey, Figure]
_NOTHING = Decimal(0)


def run_checks(figures: Figures, edition: Edition) -> tuple[Check, ...]:
    """One result for each identity of the edition; what blanks leave open is closed if the other sums allow it."""
    known = identities(edition)
    return close(figures, known, [check(identity, figures) for identity in known])


def check(identity: Identity, figures: Figures) -> Check:
    """A blank cell holds no number, so the printed numbers alone decide.

    If both sides are equal and only one of them has blanks, these are proved to be zero and the identity passes. If
    the side without blanks is the smaller one, no blank can mend it and it fails. All else is ``unknown``, as is every
    identity with a cell that was not found in the document.
    """
    left, left_complete = _sum(identity.left, figures)
    right, right_complete = _sum(identity.right, figures)
    status: Status = "unknown"
    if left_complete and right_complete:
        status = "pass" if left == right else "fail"
    elif (left_complete or right_complete) and _can_tell(identity, figures):
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


def _sum(cells: Iterable[CellKey], figures: Figures) -> tuple[Decimal, bool]:
    """Sum of the numbers printed, and whether every cell has one."""
    values = [figures[cell].value for cell in cells]
    printed = [value for value in values if value is not None]
    return sum(printed, _NOTHING), len(printed) == len(values)


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
    pairs = list(zip(identities(edition), checks, strict=True))
    passed, failed = (
        set[CellKey]().union(*(identity.cells for identity, check in pairs if check.status == status))
        for status in ("pass", "fail")
    )
    covered = passed | failed
    return {
        key: figure.with_proof(_proof(figure, key in passed, key in failed)) if key in covered else figure
        for key, figure in figures.items()
    }


def _proof(figure: Figure, has_passed: bool, has_failed: bool) -> str:
    """A sum that holds leaves nothing for its blanks, whatever another number in their other sum may be."""
    if figure.value is None and has_passed:
        return "proved_zero"
    if has_failed:
        return "contradicted"
    return figure.proof or "proved"
