"""One reading of a document: blocks to figures and checks, before anybody judges it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from parsing.alignment.align import Alignment, align
from parsing.alignment.instances import Match
from parsing.alignment.labels import detect_edition
from parsing.alignment.placement import is_nameless
from parsing.alignment.slots import Slot
from parsing.alignment.totals import holds_either_way, names_total_first
from parsing.alignment.units import can_be_counted, in_column_unit
from parsing.blocks import Content, Table
from parsing.form import SUMMED, Column, Edition
from parsing.model import CellKey, Check, Figure
from parsing.proof.blanks import is_nothing
from parsing.proof.candidates import read_by_sums
from parsing.proof.checks import prove, run_checks
from parsing.proof.identity import section_of
from parsing.prose.heading import Heading, read_heading
from parsing.text import han, squeeze

_ONE_OR_DASH = "一"
_ACROSS_LINES: Mapping[str, frozenset[str]] = {
    "applications": frozenset({"outcome_total", "balance"}),
    "appeals": frozenset(),
}
"""Sums that hold the lines of a section together, column by column."""
_TWO_APART, _TWO_OR_MORE_APART, _THREE_APART = (
    re.compile(pattern) for pattern in (r"-?\d\s+\d", r"-?\d(?:\s+\d)+", r"-?\d(?:\s+\d){2,}")
)
"""Digits set apart; three of them are one number, two may be a number and the mark of a note."""


@dataclass(frozen=True)
class Reading:
    reader: str
    content: Content
    heading: Heading
    alignment: Alignment | None
    """``None`` if the document shows no sign of either edition of the form."""
    figures: dict[CellKey, Figure] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    as_text: bool = False
    """Whether grids were read as mere sequences of words, in which no blank can be seen."""

    @property
    def form_edition(self) -> str:
        return self.alignment.edition.code if self.alignment else "none"

    @cached_property
    def doubts(self) -> tuple[str, ...]:
        if self.alignment is None:
            return self.content.doubts + self.heading.doubts
        unproved = [match for match in self.alignment.placed if not self._is_borne_out(match)]
        weak = tuple(f"{match.line.section}: a weak label of {match.line.code}" for match in unproved)
        order = ("applications: the total may stand first",) if self._may_be_total_first() else ()
        return self.content.doubts + self.heading.doubts + self.alignment.doubts + weak + order + self._apart()

    def _may_be_total_first(self) -> bool:
        """Whether headers that were not seen above the columns name the total first, and no sum denies it.

        None does if sums fail, or if all hold in either order: a report on one kind of applicant only says each number twice.
        """
        found = self.alignment.matches if self.alignment else ()
        matches = [match for match in found if match.line.section == "applications"]
        is_failing = any(section_of(check) == "applications" for check in self.failing)
        is_open = is_failing or holds_either_way([match.slots for match in matches])
        in_words = (match for match in matches if not match.is_by_header)
        return is_open and any(names_total_first(match.row.context, match.line) for match in in_words)

    @cached_property
    def is_certain(self) -> bool:
        """Whether every cell was found and nothing is in doubt but what a cell shows: words alone could only do worse."""
        is_whole = bool(self.figures) and not self.missing
        extra = self.alignment.extra if self.alignment else ()
        return is_whole and not (self.doubts or self.failing or extra)

    @cached_property
    def has_certain_figures(self) -> bool:
        """Whether nothing but prose can be in doubt: every figure was found and read, and every sum that is known holds."""
        if (
            self.alignment is None
            or self.failing
            or self.alignment.doubts
            or self.alignment.placed
            or self.alignment.extra
        ):
            return False
        return all(figure.state not in ("missing", "text") for figure in self.figures.values())

    @cached_property
    def has_open_columns(self) -> bool:
        """Whether only headers tell the order of columns and leave it in doubt, so that a reading without any tells less.

        In a table of nothing but zeros and blanks no sum does, and none tells columns that are exchanged.
        """
        matches = self.alignment.matches if self.alignment else ()
        if any(match.is_exchanged for match in matches):
            return True
        sections = {match.line.section for match in matches if any(slot.value for slot in match.slots)}
        return any(
            not match.is_settled
            and match.line.section not in sections
            and len({slot.state for slot in match.slots}) > 1
            for match in matches
        )

    def _apart(self) -> tuple[str, ...]:
        """Two digits set apart are one number if a sum says so. If it does not, they may be a number and the mark of a note."""
        # A number of one or two signs, as most are, is not set apart.
        long = [figure for figure in self.figures.values() if figure.raw and len(figure.raw) > 2]
        apart = {figure.key: figure for figure in long if _is_one_number_of_two(figure)}
        found = (
            apart.values() if self._may_be_marked(apart) else [f for f in apart.values() if f.proof == "contradicted"]
        )
        return tuple(f"{figure.section}: digits set apart in {figure.line} that no sum settles" for figure in found)

    def _may_be_marked(self, apart: Mapping[CellKey, Figure]) -> bool:
        """Whether the sums hold as well if the last digit of each is a mark: a total may carry that of its part."""
        if not apart or self.alignment is None or any(map(_is_set_apart_for_certain, self.figures.values())):
            return False
        marked = {key: figure._replace(value=Decimal((figure.raw or "").split()[0])) for key, figure in apart.items()}
        checks = run_checks({**self.figures, **marked}, self.alignment.edition)
        return sum(check.status == "fail" for check in checks) <= len(self.failing)

    def _is_borne_out(self, match: Match) -> bool:
        """Whether the sums agree with a row that order alone gave to a line; a row of zeros needs a label as well.

        Table two has no sums: there its headers have to name the columns.
        """
        if match.line.section not in SUMMED:
            return match.is_by_header and bool(match.row.label)
        line = match.line.code
        columns = {column.code for column in match.line.columns}
        covering = [
            check
            for check in self.checks
            if check.line == line or (check.check in _ACROSS_LINES[match.line.section] and check.column in columns)
        ]
        is_named = (len(match.row.label) > 1 and not is_nameless(match.row)) or any(
            key in match.row.context + match.row.after for key in match.line.keys
        )
        return all(check.status == "pass" for check in covering) and (
            is_named or any(slot.value for slot in match.slots)
        )

    @cached_property
    def failing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.status == "fail")

    @cached_property
    def has_numbers(self) -> bool:
        """Whether any cell of the form holds a number: an empty form is an example, not a report."""
        return any(figure.value is not None for figure in self.figures.values())

    @cached_property
    def has_settled_blanks(self) -> bool:
        """Whether the tables whose sums fail have blanks, and all are proved to be zero but one that fails its own sums.

        Then no sum is open, and what fails is one cell (``parsing.proof.blanks``).
        """
        sections = {section_of(check) for check in self.failing}
        is_open = any(check.status == "unknown" and section_of(check) in sections for check in self.checks)
        nothing = [figure for figure in self.figures.values() if figure.section in sections and is_nothing(figure)]
        return not is_open and bool(nothing) and sum(figure.proof != "proved_zero" for figure in nothing) <= 1

    @cached_property
    def squeezed(self) -> str:
        """All text in reading order without any space."""
        return squeeze("".join(_texts(self.content)))

    @cached_property
    def found(self) -> int:
        """Cells of the form that the document has."""
        return len(self.figures) - self.missing

    @cached_property
    def missing(self) -> int:
        """Cells of the form that the document lacks."""
        return [figure.state for figure in self.figures.values()].count("missing")

    @property
    def rank(self) -> tuple[int, int, int]:
        """More cells, fewer failing sums, fewer doubts: the order in which unproved readings are preferred."""
        return (self.found, -len(self.failing), -len(self.doubts))


def interpret(content: Content, reader: str, *, as_text: bool = False, heading: Heading | None = None) -> Reading:
    """A reading of ``content`` by grids, or ``as_text`` by the sequence of words alone; ``heading`` if it is known."""
    heading = heading or read_heading(content)
    code = detect_edition(_han_text(content))
    alignment = align(content, code, heading.report_year, as_text=as_text) if code else None
    if alignment is None or not alignment.matches:
        return Reading(reader, content, heading, None)
    figures = read_by_sums(_figures(alignment.edition, alignment.matches), content.candidates, alignment.edition)
    checks = run_checks(figures, alignment.edition)
    figures = prove(figures, alignment.edition, checks)
    return Reading(reader, content, heading.by_form(), alignment, figures, checks, as_text)


def _han_text(content: Content) -> str:
    return han("".join(_texts(content)))


def _texts(content: Content) -> Iterator[str]:
    for block in content.blocks:
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row)
        else:
            yield block.text


def _figures(edition: Edition, matches: Iterable[Match]) -> dict[CellKey, Figure]:
    """Every cell of the edition once, in form order; what no row carries is ``missing``."""
    matches = tuple(matches)
    sets_digits_apart = any(map(_sets_digits_apart, matches))
    found = {
        (match.line.section, match.line.code, column.code): _figure(
            match, column, slot, sets_digits_apart=sets_digits_apart
        )
        for match in matches
        for column, slot in zip(match.line.columns, match.slots, strict=True)
    }
    return {key: found.get(key) or Figure(*key, None, None, "missing", None) for key in edition.cells()}


def _is_one_number_of_two(figure: Figure) -> bool:
    return figure.section in SUMMED and _is_set(_TWO_APART, figure.raw or "")


def _is_set_apart_for_certain(figure: Figure) -> bool:
    return _is_set(_THREE_APART, figure.raw or "")


def _is_set(pattern: re.Pattern[str], raw: str) -> bool:
    return pattern.fullmatch(raw.strip()) is not None


def _sets_digits_apart(match: Match) -> bool:
    """Whether a line has one number of digits set apart for certain: a long one, or one that the sums will tell from two."""
    certain = _TWO_OR_MORE_APART if match.line.section in SUMMED else _THREE_APART
    return any(_is_set(certain, slot.raw) for slot in match.slots if len(slot.raw) > 2)


def _figure(match: Match, column: Column, slot: Slot, *, sets_digits_apart: bool) -> Figure:
    section = match.line.section
    if section not in SUMMED:
        is_number_or_two = not sets_digits_apart and _is_set(_TWO_APART, slot.raw)
        if slot.raw.strip() == _ONE_OR_DASH or is_number_or_two:
            # No sum tells a one from a badly typed dash here, nor 5 and the mark of a note from 51 set apart.
            return Figure(section, match.line.code, column.code, None, slot.raw, "text", slot.place)
    if not column.bare_keys:
        if not can_be_counted(slot, column):
            return Figure(section, match.line.code, column.code, None, slot.raw, "text", slot.place)
        return Figure(section, match.line.code, column.code, slot.value, slot.raw, slot.state, slot.place)
    amount = in_column_unit(slot, column, match.line, match.row)
    state = slot.state if amount.is_known else "text"
    return Figure(
        section, match.line.code, column.code, amount.value, slot.raw, state, slot.place, printed_unit=amount.unit
    )
