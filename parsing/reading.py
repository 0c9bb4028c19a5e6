"""One reading of a document: blocks to figures and checks, before anybody judges it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from parsing.align import Alignment, Match, align, detect_edition
from parsing.blocks import Content, Table
from parsing.checks import prove, run_checks
from parsing.form import Edition, load_edition
from parsing.heading import Heading, read_heading
from parsing.model import CellKey, Check, Figure
from parsing.text import han


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
    figures = _figures(alignment.edition, alignment.matches)
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
    slots = {
        (match.line.section, match.line.code, column.code): slot
        for match in matches
        for column, slot in zip(match.line.columns, match.slots, strict=True)
    }
    return {
        key: Figure(*key, slot.value, slot.raw, slot.state, slot.place)
        if (slot := slots.get(key))
        else Figure(*key, None, None, "missing", None)
        for key in edition.cells()
    }
