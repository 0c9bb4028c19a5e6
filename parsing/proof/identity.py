"""The identities of the form (``form/identities.csv``): which cells of one report have to add up.

Source of the rules: the sums printed on the form (received and carried in = processed and carried out). Others
follow from the definitions of its lines and columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from parsing.form import Edition, Line, load_form, rows
from parsing.model import CellKey, Check

_OUTCOMES = "outcomes"
"""In the data: every line that ends up in the total of processed applications."""


@dataclass(frozen=True, slots=True)
class Identity:
    """``sum(left) = sum(right)`` over cells of one report; ``line`` and ``column`` name it in the results."""

    check: str
    line: str
    column: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]

    @property
    def section(self) -> str:
        return self.left[0][0]

    @property
    def cells(self) -> tuple[CellKey, ...]:
        return self.left + self.right


def identities(edition: Edition) -> tuple[Identity, ...]:
    """Every identity within one report: 25 + 7 + 7 + 3 for the 2021 edition, 23 + 7 + 7 + 3 for 2019."""
    return _identities(edition.codes)


@cache
def _identities(codes: tuple[str, str]) -> tuple[Identity, ...]:
    edition = load_form(*codes)
    return tuple(
        identity for rule in rows("identities.csv") for identity in _by_rule(rule, edition.section(rule["section"]))
    )


def _by_rule(rule: Mapping[str, str], lines: tuple[Line, ...]) -> Iterator[Identity]:
    """A rule along lines holds in each line, one along columns in each column; ``name`` then stands for the line."""
    section, check = rule["section"], rule["check_code"]
    sides = [_codes(rule[side], lines) for side in ("left", "right")]
    if rule["along"] == "line":
        for line in lines:
            left, right = (tuple((section, line.code, column) for column in side) for side in sides)
            yield Identity(check, line.code, right[-1][-1], left, right)
    else:
        for column in lines[0].columns:
            left, right = (tuple((section, line, column.code) for line in side) for side in sides)
            yield Identity(check, rule["name"], column.code, left, right)


def _codes(side: str, lines: tuple[Line, ...]) -> list[str]:
    return [line.code for line in lines if line.parent] if side == _OUTCOMES else side.split("|")


def section_of(check: Check) -> str:
    """The table that a sum belongs to."""
    return _sections()[check.check]


@cache
def _sections() -> Mapping[str, str]:
    return {rule["check_code"]: rule["section"] for rule in rows("identities.csv")}
