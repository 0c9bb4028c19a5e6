"""What a parsed document is: frozen values, no behaviour beyond lookup. What there are hundreds of in a document are tuples,
which cost a third of what frozen dataclasses do.

The JSON form of these types is the output of ``gongkai parse --json`` (see ``parsing.output``). The codes in
them are those of ``parsing/form/*.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

State = Literal["number", "zero", "blank", "dash", "text", "missing"]
Status = Literal["pass", "fail", "unknown"]
Verdict = Literal["verified", "source_inconsistent", "uncertain", "unreadable", "not_a_report"]

YearSource = Literal["title", "period", "headers"]
"""What says the report year: a title, the stated period, or labels such as 本年（2022）."""

UNREAD = "?"
"""Raw text of a cell with ink that a recogniser could not read; it is never blank and never zero."""

UNCALCULATED = "="
"""Begins the raw text of a cell whose formula nobody has calculated: it shows nothing, and what belongs there is not known."""

CellKey = tuple[str, str, str]
"""(section, line, column) codes of one cell of the form."""


class Place(NamedTuple):
    """Where something stands in its document; every number counts from 1, an unknown one is ``None``."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    cell: int | None = None
    line: int | None = None
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom in PDF points or image pixels from the top left corner of the page.

    A PDF page whose text lies on its side is measured upright (``parsing.readers.pdf_turned``)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose, one line of a text dump or one block element of a page."""

    text: str
    place: Place


class Figure(NamedTuple):
    """One cell of the official form as the document prints it."""

    section: str
    line: str
    column: str
    value: Decimal | None
    raw: str | None
    state: State
    where: Place | None
    proof: str | None = None
    """What the sums say of the cell: ``proved``, ``proved_zero``, ``contradicted``, ``read_by_sums`` (they chose among what
    a recogniser may have seen) or ``None`` (no sum covers it)."""

    proposed: Decimal | None = None
    """What the number would have to be for all sums to hold (``parsing.proof.repair``); it never replaces ``value``."""
    printed_unit: str | None = None
    """The unit of money that cell, header, label or caption prints; ``value`` is in the unit of the column."""

    @property
    def key(self) -> CellKey:
        return (self.section, self.line, self.column)

    def with_proof(self, proof: str) -> Figure:
        """``_replace`` would take as long for the cells of a report as reading them does."""
        section, line, column, value, raw, state, where, _, proposed, unit = self
        return Figure(section, line, column, value, raw, state, where, proof, proposed, unit)


class Check(NamedTuple):
    """One identity of the form applied to one line or column; ``unknown`` if a side lacks a number."""

    check: str
    line: str
    column: str
    left: Decimal | None
    right: Decimal | None
    status: Status


@dataclass(frozen=True, slots=True)
class Claim:
    """One number that the prose states about a metric of ``form/claim_metrics.csv``."""

    metric: str
    kind: str
    """Code of ``form/claim_kinds.csv``."""
    value: Decimal
    raw: str
    sentence: str
    section: str
    """Part of the report: ``preamble``, ``overview``, ``proactive``, ``applications``, ``appeals``, ``problems``, ``other``."""
    decimals: int = 0
    """Digits printed after the decimal point: the precision to which the value can be compared."""
    is_approximate: bool = False
    """True if the prose says 约, 余, 多, 近 or 超."""
    where: Place | None = None
    span: tuple[int, int] | None = None
    """Where the words of the claim (``raw``) stand in ``sentence``."""
    why: str = ""
    """Why the number was bound to the metric: the words that did it, for people."""
    contains: str | None = None
    """Another metric whose number is inside this one (收到9件，其中上年结转3件): the form shows both apart."""


@dataclass(frozen=True, slots=True)
class UnboundNumber:
    """A number of the prose that was bound to no metric; kept so that the next wording can be found."""

    value: Decimal | None
    raw: str
    sentence: str
    section: str
    span: tuple[int, int]
    reason: str
    """Code of ``form/unbound_reasons.csv``; ``ambiguous`` if several metrics could own the number."""
    detail: str
    """The words that stood in the way; empty if there are none."""
    candidates: tuple[str, ...] = ()
    """The metrics between which nothing decides (``ambiguous``), else empty."""
    where: Place | None = None


@dataclass(frozen=True, slots=True)
class SumPart:
    label: str
    """The words of the part as the sentence has them."""
    metric: str | None
    """``None`` if the part is no metric of its own (无法提供7件)."""
    value: Decimal


@dataclass(frozen=True, slots=True)
class ClaimSum:
    """A whole that a sentence states with its parts (收到50件，其中网上40件、信函10件)."""

    metric: str
    """The metric of the whole."""
    value: Decimal
    part_set: str
    """What the parts are: ``channels``, ``applicants``, ``outcomes``, ``quarters`` or ``other``."""
    parts: tuple[SumPart, ...]
    is_exhaustive: bool
    """Whether the words say that the parts are all there are (分别为, 具体为, each part a different one of a closed set)."""
    status: Status
    """``pass`` if the parts add up to the whole, ``fail`` if they are more than it, or fewer though exhaustive, else ``unknown``."""
    sentence: str
    section: str
    where: Place | None = None


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """A row of values that the official form does not have, kept under its own name and never forced into a line."""

    section: str
    label: str
    values: tuple[str, ...]
    where: Place | None


@dataclass(frozen=True, slots=True)
class Prose:
    """Marks of the prose (``parsing.prose.marks``): its digest, and one mark for each sentence without its numbers."""

    sha256: str
    sentence_marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    agency_name: str | None
    report_year: int | None
    form_edition: str | None
    """``2021``, ``2019``, ``mixed`` (tables of both), ``none`` (a report without the form), or ``None`` if there is no report."""
    title: str | None
    verdict: Verdict
    figures: tuple[Figure, ...] = ()
    checks: tuple[Check, ...] = ()
    claims: tuple[Claim, ...] = ()
    unbound: tuple[UnboundNumber, ...] = ()
    """The numbers of the prose that no claim has, in reading order."""
    claim_sums: tuple[ClaimSum, ...] = ()
    extra_lines: tuple[ExtraLine, ...] = ()
    prose: Prose | None = None
    editions: tuple[str, str] | None = None
    """Edition of table two, and of tables three and four; ``None`` for a report without the form."""
    year_source: YearSource | None = None
    is_invented: bool = False
    """Whether the document itself says that its data are invented (``parsing.prose.invented``): practice data."""

    def figure_by_key(self) -> Mapping[CellKey, Figure]:
        return {figure.key: figure for figure in self.figures}


@dataclass(frozen=True, slots=True)
class Source:
    path: str
    sha256: str
    media_type: str
    reader: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """One document read: its bytes' identity, the report in it, or the reason why there is none."""

    source: Source
    report: Report
    error: str | None = field(default=None)
