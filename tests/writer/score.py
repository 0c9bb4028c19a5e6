"""What a reader made of a generated report, held against what the report says.

A cell is *right* where value and state are those printed. What is not right is *flagged* where the verdict warns
(``uncertain``, ``unreadable``, ``not_a_report``) and *silent* where it does not: a silent error must never happen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from writer.figures import cannot_hold, holds_with_zeros
from writer.report import Recipe, Specimen, Truth
from writer.values import Printed

from parsing.model import CellKey, Check, Document, Figure

TRUSTED = ("verified", "source_inconsistent")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell not as printed."""

    key: CellKey
    printed: Printed
    read: Figure | None

    @property
    def is_value(self) -> bool:
        """A number that is not the printed one, as against a number not found or a state mistaken for another."""
        return self.read is not None and self.read.value is not None and self.read.value != self.printed.value

    def __str__(self) -> str:
        read = f"{self.read.value} ({self.read.state})" if self.read else "no such cell"
        return f"{'/'.join(self.key)}: printed {self.printed.text!r} {self.printed.state}, read {read}"


@dataclass(frozen=True, slots=True)
class Score:
    recipe: Recipe
    verdict: str
    reader: str | None
    reason: str | None
    cells: int
    wrong: tuple[Wrong, ...]
    heading: tuple[str, ...]
    """What of agency, year and edition is not as printed."""
    judgement: str | None
    """Why the verdict itself is wrong although every cell is right."""

    @property
    def is_trusted(self) -> bool:
        return self.verdict in TRUSTED

    @property
    def is_silent(self) -> bool:
        return self.is_trusted and bool(self.wrong or self.heading or self.judgement)

    def counts(self) -> Counter[str]:
        """Cells right, flagged and silent; ``misread`` are the silent ones with a number that is not printed there."""
        kind = "silent" if self.is_trusted else "flagged"
        misread = sum(one.is_value for one in self.wrong) if self.is_trusted else 0
        return Counter({"right": self.cells - len(self.wrong), kind: len(self.wrong), "misread": misread})


def score(specimen: Specimen, document: Document) -> Score:
    """Of several reports on one page, the one that the reader comes nearest to counts."""
    return min(
        (_against(specimen.recipe, truth, document) for truth in specimen.truths),
        key=lambda found: (len(found.heading), len(found.wrong)),
    )


def _against(recipe: Recipe, truth: Truth, document: Document) -> Score:
    report = document.report
    read = report.figure_by_key()
    summed = {(check.line, check.column) for check in report.checks if _is_held_row(check)}
    wrong = tuple(
        Wrong(key, printed, read.get(key))
        for key, printed in truth.sheet.items()
        if not _is_right(printed, read.get(key), key[1:] in summed)
    )
    wrong += tuple(Wrong(key, Printed("", None, "missing"), read[key]) for key in read.keys() - truth.sheet.keys())
    return Score(
        recipe,
        report.verdict,
        document.source.reader,
        document.error,
        len(truth.sheet),
        wrong,
        tuple(_heading(truth, document)),
        None if wrong else _judgement(truth, report.verdict),
    )


def _is_held_row(check: Check) -> bool:
    return check.check == "applicant_total" and check.status == "pass"


def _is_right(printed: Printed, read: Figure | None, is_row_held: bool) -> bool:
    """What only a sum settles is right if all its sums hold, or its row's does: a column may fail by another cell's fault."""
    if read is None:
        return False
    is_proved = read.proof == "proved" or is_row_held
    is_settled = printed.provable is not None and read.value == printed.provable and is_proved
    return is_settled or (read.value == printed.value and read.state == printed.state)


def _heading(truth: Truth, document: Document) -> list[str]:
    report = document.report
    pairs = (
        ("agency", truth.agency, report.agency_name),
        ("year", truth.year, report.report_year),
        ("edition", truth.edition, report.form_edition),
    )
    return [f"{name} {printed} read as {read}" for name, printed, read in pairs if printed != read]


def _judgement(truth: Truth, verdict: str) -> str | None:
    broken = cannot_hold(truth.summed_edition, truth.values())
    if verdict == "verified" and broken:
        return f"verified, though {len(broken)} sums cannot hold"
    if verdict == "source_inconsistent" and not broken and holds_with_zeros(truth.summed_edition, truth.values()):
        return "source_inconsistent, though every sum holds"
    return None
