"""What blanks mean: sums that blanks leave open, closed by what the other sums of the same table say.

A blank is not zero. But if a sum leaves nothing for its blanks they are zero, and that may close the next sum. If what is
then still open would hold with zeros as well, in a table whose other sums all hold, a blank there means zero. That is how the
bureau filled in its table. One cell may be wrong and fail its sums; that is the source's own fault, and takes nothing from
the other blanks. Only a total may be left out: if a blank total is all that keeps its sums from holding, they stay open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsing.form import rows
from parsing.model import CellKey, Check, Figure, Status
from parsing.proof.identity import Identity
from parsing.text import squeeze

Figures = Mapping[CellKey, Figure]


def close(figures: Figures, known: Sequence[Identity], checks: Sequence[Check]) -> tuple[Check, ...]:
    """``checks`` (one for each identity of ``known``) with those that blanks left ``unknown`` closed if they can be."""
    if all(check.status != "unknown" for check in checks):
        return tuple(checks)
    pairs = list(zip(known, checks, strict=True))
    closed: dict[Identity, Check] = {}
    for section in dict.fromkeys(identity.section for identity in known):
        table = [(identity, check) for identity, check in pairs if identity.section == section]
        if any(check.status == "unknown" for _, check in table):
            closed |= _Table(figures, table).closed()
    return tuple(closed.get(identity, check) for identity, check in pairs)


def is_nothing(figure: Figure) -> bool:
    """Whether a cell shows nothing: a blank, a dash, or a word that says none (``form/value_words.csv``)."""
    return figure.state in ("blank", "dash") or (figure.state == "text" and squeeze(figure.raw or "") in _NOTHING)


_NOTHING = frozenset(row["word"] for row in rows("value_words.csv") if row["says"] == "none")


@dataclass(frozen=True, slots=True)
class _Sum:
    """One sum with nothing taken for zero."""

    identity: Identity
    check: Check
    left: Decimal
    right: Decimal
    is_printed: bool
    """Whether it holds any number at all."""

    @property
    def off(self) -> Decimal:
        return self.left - self.right

    def as_(self, status: Status) -> Check:
        return self.check._replace(left=self.left, right=self.right, status=status)


class _Table:
    """The sums of one table."""

    def __init__(self, figures: Figures, table: Sequence[tuple[Identity, Check]]) -> None:
        self._figures = figures
        self._sums = [self._sum(identity, check) for identity, check in table]
        self._can_close = all(
            figures[key].value is not None or is_nothing(figures[key])
            for identity, _ in table
            for key in identity.cells
        )

    def _sum(self, identity: Identity, check: Check) -> _Sum:
        left, right = (
            sum((self._figures[key].value or Decimal(0) for key in side), Decimal(0))
            for side in (identity.left, identity.right)
        )
        printed = any(self._figures[key].value is not None for key in identity.cells)
        return _Sum(identity, check, left, right, printed)

    def closed(self) -> dict[Identity, Check]:
        """The sums that can be closed. Of a table without any number but zeros, blanks are no sign of how it was filled in."""
        found = self._by_zeros()
        if not self._can_close or not any(figure.value for figure in self._covered()):
            return found
        failing = [one for one in self._sums if one.off]
        culprits = [key for key in self._common(failing) if self._would_mend(key, failing)]
        if failing and not culprits:
            return found
        is_left_out = any(self._figures[key].value is None and _is_total(key, failing) for key in culprits)
        closed = {one.identity: one.as_("pass") for one in self._sums}
        return closed | {one.identity: one.check if is_left_out else one.as_("fail") for one in failing}

    def _by_zeros(self) -> dict[Identity, Check]:
        """Sums closed by blanks that another sum leaves nothing for, and so on."""
        zeros: set[CellKey] = set()
        closed: dict[Identity, Check] = {}
        open_ = [one for one in self._sums if one.check.status == "unknown" and one.is_printed]
        for one in self._sums:
            if one.check.status == "pass":
                zeros |= self._blanks(one.identity)
        while found := [one for one in open_ if one.off == 0 and self._is_whole(one.identity, zeros)]:
            closed |= {one.identity: one.as_("pass") for one in found}
            zeros |= {key for one in found for key in self._blanks(one.identity)}
            open_ = [one for one in open_ if one not in found]
        return closed

    def _blanks(self, identity: Identity) -> set[CellKey]:
        return {key for key in identity.cells if self._figures[key].value is None}

    def _is_whole(self, identity: Identity, zeros: set[CellKey]) -> bool:
        """Whether every cell of one side has a number or is proved zero, and all of the other are at least there."""
        if any(self._figures[key].state == "missing" for key in identity.cells):
            return False
        return any(
            all(self._figures[key].value is not None or key in zeros for key in side)
            for side in (identity.left, identity.right)
        )

    def _covered(self) -> Iterator[Figure]:
        for one in self._sums:
            yield from (self._figures[key] for key in one.identity.cells)

    def _common(self, failing: Sequence[_Sum]) -> set[CellKey]:
        cells = [set(one.identity.cells) for one in failing]
        return set.intersection(*cells) if cells else set()

    def _would_mend(self, key: CellKey, failing: Sequence[_Sum]) -> bool:
        """Whether another number in this one cell would make every failing sum hold, and break none that holds."""
        by = {one.off if key in one.identity.right else -one.off for one in failing}
        holding = (one for one in self._sums if one not in failing)
        if len(by) != 1 or any(key in one.identity.cells for one in holding):
            return False
        return (self._figures[key].value or Decimal(0)) + by.pop() >= 0


def _is_total(key: CellKey, sums: Sequence[_Sum]) -> bool:
    return any(one.identity.right == (key,) for one in sums)
