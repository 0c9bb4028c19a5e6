"""One reading of a document: blocks to figures and checks, before anybody judges it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from parsing.alignment.align import Alignment, align
from parsing.alignment.columns import SUMMED
from parsing.alignment.instances import Match
from parsing.alignment.labels import detect_edition
from parsing.alignment.slots import Slot
from parsing.blocks import Content, Table
from parsing.form import Column, Edition, load_edition
from parsing.model import CellKey, Check, Figure
from parsing.proof.candidates import read_by_sums
from parsing.proof.checks import prove, run_checks
from parsing.prose.heading import Heading, read_heading
from parsing.text import han

_TEN_THOUSAND_YUAN = "10000 CNY"
_ONE_OR_DASH = "一"
_IN_TEN_THOUSANDS, _YUAN = "万元", "元"


@dataclass(frozen=True)
class Reading:
    reader: str
    content: Content
    heading: Heading
    alignment: Alignment | None
    """``None`` where the document shows no sign of either edition of the form."""
    figures: dict[CellKey, Figure] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()

    @property
    def form_edition(self) -> str:
        return self.alignment.edition.code if self.alignment else "none"

    @property
    def doubts(self) -> tuple[str, ...]:
        return self.heading.doubts + (self.alignment.doubts if self.alignment else ())

    @cached_property
    def failing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.status == "fail")

    @cached_property
    def found(self) -> int:
        """Cells of the form that the document has."""
        return sum(figure.state != "missing" for figure in self.figures.values())

    @property
    def rank(self) -> tuple[int, int, int]:
        """More cells, fewer failing sums, fewer doubts: the order in which unproved readings are preferred."""
        return (self.found, -len(self.failing), -len(self.doubts))


def interpret(content: Content, reader: str, *, as_text: bool = False) -> Reading:
    """A reading of ``content`` by grids, or ``as_text`` by the sequence of words alone."""
    heading = read_heading(content)
    code = detect_edition(_han_text(content))
    alignment = align(content, load_edition(code), heading.report_year, as_text=as_text) if code else None
    if alignment is None or not alignment.matches:
        return Reading(reader, content, heading, None)
    figures = read_by_sums(_figures(alignment.edition, alignment.matches), content.candidates, alignment.edition)
    checks = run_checks(figures, alignment.edition)
    return Reading(reader, content, heading, alignment, prove(figures, alignment.edition, checks), checks)


def _han_text(content: Content) -> str:
    texts: Iterable[str] = (
        "".join(cell.text for row in block.rows for cell in row) if isinstance(block, Table) else block.text
        for block in content.blocks
    )
    return han("".join(texts))


def _figures(edition: Edition, matches: Iterable[Match]) -> dict[CellKey, Figure]:
    """Every cell of the edition once, in form order; what no row carries is ``missing``."""
    found = {
        (match.line.section, match.line.code, column.code): _figure(match, column, slot)
        for match in matches
        for column, slot in zip(match.line.columns, match.slots, strict=True)
    }
    return {key: found.get(key) or Figure(*key, None, None, "missing", None) for key in edition.cells()}


def _figure(match: Match, column: Column, slot: Slot) -> Figure:
    key = (match.line.section, match.line.code, column.code)
    if slot.raw.strip() == _ONE_OR_DASH and match.line.section not in SUMMED:
        # No sum tells a one from a badly typed dash here.
        return Figure(*key, None, slot.raw, "text", slot.place)
    return Figure(*key, _in_column_unit(slot, column, match), slot.raw, slot.state, slot.place)


def _in_column_unit(slot: Slot, column: Column, match: Match) -> Decimal | None:
    """The number in the unit of its column: an amount in 元 in the column of 万元 is converted, by cell or by header."""
    if slot.value is None or column.unit != _TEN_THOUSAND_YUAN or slot.unit == _IN_TEN_THOUSANDS:
        return slot.value
    if slot.unit == _YUAN:
        return slot.value / 10_000
    factors = [factor for key, factor in column.other_units if key in (slot.header or match.row.context)]
    return slot.value * factors[0] if factors else slot.value
