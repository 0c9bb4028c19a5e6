"""How far a reading can be trusted (the rules are those of docs/verdicts.md).

``verified``: every cell's label was found, and every sum that can be checked holds. ``source_inconsistent``: the reading is
settled, the report itself does not add up. ``uncertain``: neither. Nothing is repaired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsing.blocks import Content
from parsing.ladder import recognises
from parsing.model import UNCALCULATED, UNREAD, CellKey, Figure, Verdict
from parsing.numerals import SPELLED, fold
from parsing.proof.identity import identities
from parsing.prose.titles import read_title
from parsing.reading import Reading
from parsing.text import han, squeeze

_FORM_SINCE = 2019
"""First report year with the national form (国办公开办函〔2019〕60号)."""
_ENOUGH_CELLS = 40
"""Fewer cells of the form than this are a mention of it, not a report on it."""
_SOME_CELLS = 10
"""So many cells of the form in a scan, or under the title of a report, are the form, however little of it can be read."""
_ENOUGH_PROSE = 300
_A_LIST = 4
"""Titles of reports on one page that make it a list of them."""
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    reason: str | None
    is_settled: bool
    """Whether another reader could not change it."""


def judge(reading: Reading, others: Sequence[Reading]) -> Judgement:
    """The verdict on ``reading``, given other readings of the same document."""
    heading = reading.heading
    if reading.found < _ENOUGH_CELLS:
        return _without_form(reading, is_by_ocr=any(recognises(one.reader) for one in (reading, *others)))
    if not heading.is_annual_report and not reading.has_numbers:
        return Judgement("not_a_report", heading.reason or "the form in it is empty", True)
    reasons = [*reading.doubts, *_extra_rows(reading)]
    if reading.missing:
        reasons.append(f"{reading.missing} cells of the form were not found")
    is_by_ocr = recognises(reading.reader)
    open_ = [figure for figure in reading.figures.values() if figure.state in ("blank", "text")]
    unread = sum(is_unread(figure, is_by_ocr=is_by_ocr) for figure in open_)
    if unread:
        reasons.append(f"{unread} cells hold something that could not be read")
    if not reasons and not reading.failing:
        return Judgement("verified", None, True)
    if not reasons and any(agree(reading, other) or _is_borne_out(reading, other) for other in others):
        return Judgement("source_inconsistent", None, True)
    if not reasons:
        reasons.append(f"{len(reading.failing)} sums do not hold and no second reading settles why")
    return Judgement("uncertain", "; ".join(reasons), False)


def _extra_rows(reading: Reading) -> list[str]:
    """Rows the form does not have, unless they are harmless or every sum of the applications holds without them."""
    if reading.alignment is None:
        return []
    is_proved = all(check.status == "pass" for check in reading.checks if check.check != "appeal_total")
    return [
        f"{extra.section}: a row of values is not in the form: {extra.row.label}"
        for extra in reading.alignment.extra
        if not extra.is_harmless and not (is_proved and extra.row.label and extra.section == "applications")
    ]


_COUNTS_IN_ONE = re.compile(r"\d+/\d+")


def is_unread(figure: Figure, *, is_by_ocr: bool) -> bool:
    """Words (无, 略, 见附件) and two counts in one cell (0/0) are read.

    Digits among other signs, ink that could not be made out, or a blank that stands for a formula which nobody has
    calculated, are not. Nor is a lone sign that was recognised on a picture (•), which may be a dash or a digit.
    """
    raw = figure.raw or ""
    if figure.state not in ("blank", "text"):
        return False
    if raw.startswith(UNCALCULATED) or raw == UNREAD:
        return True
    text = fold(squeeze(raw))
    if is_by_ocr and figure.state == "text" and not han(text) and not _COUNTS_IN_ONE.fullmatch(text):
        return True
    return any(sign.isdigit() or sign in SPELLED for sign in text) and not _COUNTS_IN_ONE.fullmatch(text)


def _without_form(reading: Reading, *, is_by_ocr: bool) -> Judgement:
    """A document without the form's tables: an old report in prose, one whose tables are pictures, or none at all."""
    heading = reading.heading
    if is_by_ocr and reading.found >= _SOME_CELLS:
        return Judgement("uncertain", f"only {reading.found} cells of the form could be made out", False)
    if not heading.is_annual_report:
        reason = heading.reason or "nothing in it is the title or the form of an annual disclosure report"
        return Judgement("not_a_report", reason, False)
    listed, prose = _titles_and_prose(reading.content)
    if prose < _ENOUGH_PROSE and reading.found >= _SOME_CELLS and reading.has_numbers:
        # The report is there, a table of it is not: left out, a picture, or made so that nobody can read it.
        return Judgement("unreadable", f"only {reading.found} cells of the form were found", False)
    if prose < _ENOUGH_PROSE and listed >= _A_LIST:
        return Judgement("not_a_report", "the page lists reports but holds none", False)
    if prose < _ENOUGH_PROSE:
        return Judgement("not_a_report", "the page names a report but does not hold it", False)
    if heading.report_year is not None and heading.report_year < _FORM_SINCE:
        if is_by_ocr:
            return Judgement("uncertain", "the report is prose read by OCR, which no sum proves", False)
        return Judgement("verified", None, True)
    return Judgement("unreadable", "the tables of the report were not found", False)


def _titles_and_prose(content: Content) -> tuple[int, int]:
    """How many lines are titles of reports, and how many characters all others have."""
    listed = prose = 0
    for paragraph in content.paragraphs():
        text = paragraph.text
        if len(text) <= _LONGEST_TITLE and read_title(text).is_annual_report:
            listed += 1
        else:
            prose += len(text)
    return listed, prose


def _is_borne_out(one: Reading, other: Reading) -> bool:
    """Whether ``other``, which sees no blanks, has the numbers of every row of ``one`` side by side.

    That is enough if blanks mean zero and one cell alone fails its sums. What is recognised needs two looks at each cell.
    """
    if one.as_text or recognises(one.reader) or one.alignment is None or not one.has_settled_blanks:
        return False
    numbers = ["".join(squeeze(slot.raw) for slot in match.slots) for match in one.alignment.matches]
    return all(row in other.squeezed for row in numbers)


def agree(one: Reading, other: Reading) -> bool:
    """Whether two readings have the same number in every cell of a failing sum, and contradict each other nowhere."""
    if one.form_edition != other.form_edition or one.alignment is None:
        return False
    failing = {(check.check, check.line, check.column) for check in one.failing}
    decisive: set[CellKey] = set()
    for identity in identities(one.alignment.edition):
        if (identity.check, identity.line, identity.column) in failing:
            decisive |= {*identity.left, *identity.right}
    for key, figure in one.figures.items():
        second = other.figures[key]
        if second.state == "missing" and key not in decisive:
            continue
        if second.value != figure.value or second.state != figure.state:
            return False
    return True
