"""The smallest repair: which cells would have to be other numbers for every sum of a report to hold.

The identities of the form are an error-detecting code: a line and a column that fail by the same amount cross in one cell.
Several wrong cells are looked for together. A repair is proposed only if it makes every sum hold, changes no more
cells than sums fail, and is the only one of its size. It is a proposal: the printed value always stays beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from parsing.form import Edition
from parsing.model import UNREAD, CellKey, Check, Figure
from parsing.proof.identity import Identity, identities

Figures = Mapping[CellKey, Figure]
Repair = frozenset[tuple[CellKey, Decimal]]

_MOST_CELLS = 6
_MOST_STEPS = 20_000
"""Cells tried before the search gives up; a report so far off has no repair that anyone should believe."""


class _GivenUp(Exception):
    """The search took too long."""


class _Sums:
    """The sums of a report that can be checked, and how far each is off: left minus right."""

    def __init__(self, figures: Figures, known: Sequence[Identity]) -> None:
        self.identities = tuple(known)
        self.values = {
            key: value
            for identity in known
            for key in (*identity.left, *identity.right)
            if (value := figures[key].value) is not None
        }
        self.of_cell: dict[CellKey, list[tuple[int, int]]] = {}
        """For each cell the sums it is in, with the side it is on: 1 left, -1 right."""
        for index, identity in enumerate(known):
            for side, keys in ((1, identity.left), (-1, identity.right)):
                for key in keys:
                    self.of_cell.setdefault(key, []).append((index, side))
        self.off = [self._total(identity.left) - self._total(identity.right) for identity in known]
        self.is_whole = all(value == value.to_integral_value() for value in self.values.values())

    def _total(self, keys: Sequence[CellKey]) -> Decimal:
        return sum((self.values[key] for key in keys if key in self.values), Decimal(0))

    def failing(self) -> list[int]:
        return [index for index, off in enumerate(self.off) if off]

    def change(self, key: CellKey, by: Decimal) -> None:
        self.values[key] += by
        for index, side in self.of_cell[key]:
            self.off[index] += side * by


def propose(figures: Figures, checks: Sequence[Check], edition: Edition) -> dict[CellKey, Figure]:
    """The figures with ``proposed`` set in the cells of the one smallest repair, and in unread cells that follow."""
    pairs = list(zip(identities(edition), checks, strict=True))
    known = [identity for identity, check in pairs if check.status != "unknown"]
    proposed = dict(_smallest(figures, known)) | dict(_unread(figures, [identity for identity, _ in pairs]))
    return {
        key: figure._replace(proposed=proposed[key]) if key in proposed else figure for key, figure in figures.items()
    }


def _smallest(figures: Figures, known: Sequence[Identity]) -> Repair:
    """The only smallest repair, empty if there is none or more than one."""
    sums = _Sums(figures, known)
    before = dict(sums.values)
    steps = [0]
    for size in range(1, min(len(sums.failing()), _MOST_CELLS) + 1):
        try:
            found = set(_repairs(sums, before, size, steps))
        except _GivenUp:
            return frozenset()
        if found:
            return found.pop() if len(found) == 1 else frozenset()
    return frozenset()


def _repairs(sums: _Sums, before: Mapping[CellKey, Decimal], left: int, steps: list[int]) -> Iterator[Repair]:
    """Every repair by ``left`` more cells: each cell is set so that one failing sum holds, then the next."""
    failing = sums.failing()
    if not failing:
        if left == 0:
            yield frozenset((key, value) for key, value in sums.values.items() if value != before[key])
        return
    if left < _least(sums, failing):
        return
    index = min(failing, key=lambda i: len(sums.identities[i].left) + len(sums.identities[i].right))
    identity = sums.identities[index]
    for side, keys in ((1, identity.left), (-1, identity.right)):
        for key in keys:
            if key not in sums.values or sums.values[key] != before[key]:
                continue
            steps[0] += 1
            if steps[0] > _MOST_STEPS:
                raise _GivenUp
            by = -side * sums.off[index]
            if sums.values[key] + by < 0 or (sums.is_whole and by != by.to_integral_value()):
                continue
            sums.change(key, by)
            yield from _repairs(sums, before, left - 1, steps)
            sums.change(key, -by)


def _least(sums: _Sums, failing: Sequence[int]) -> int:
    """A number of cells below which no repair is possible: sums of one kind share no cell with each other."""
    kinds = [sums.identities[index].check for index in failing]
    return max(kinds.count(kind) for kind in set(kinds))


def _unread(figures: Figures, known: Sequence[Identity]) -> Iterator[tuple[CellKey, Decimal]]:
    """Unread cells whose number follows from two sums or more that have no other gap, and all say the same."""
    votes: dict[CellKey, list[Decimal]] = {}
    for identity in known:
        gaps = [key for key in (*identity.left, *identity.right) if figures[key].value is None]
        if len(gaps) == 1 and figures[gaps[0]].raw == UNREAD:
            left, right = (
                sum((figures[key].value or Decimal(0) for key in side), Decimal(0))
                for side in (identity.left, identity.right)
            )
            votes.setdefault(gaps[0], []).append(right - left if gaps[0] in identity.left else left - right)
    for key, values in votes.items():
        if len(values) > 1 and len(set(values)) == 1 and values[0] >= 0:
            yield key, values[0]
