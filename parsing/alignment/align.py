"""Form rows to figures: the lines of the form, in form order, are matched to the rows of the document by their labels.

A row is only ever matched by its label, never by its position alone. A row that no line of the form takes is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parsing.alignment.columns import Survey
from parsing.alignment.header_order import appeals_apart, appeals_in_one_row, in_header_order
from parsing.alignment.headers import names_another_order, names_persons_late
from parsing.alignment.instances import Match, Path, choose_instance
from parsing.alignment.labels import SHORT, STRONG, Scores, label_score, label_scores, line_keys
from parsing.alignment.local_path import best_path
from parsing.alignment.placement import is_nameless, place
from parsing.alignment.rows import FormRow, form_rows
from parsing.blocks import Content
from parsing.form import EDITIONS, SECTIONS, SUMMED, Edition, Line, load_edition, load_form
from parsing.text import squeeze

_MOST_INSTANCES, _LEAST_LINES = 4, 4
_PAGE_NUMBER = re.compile(r"[-—–―_~·|]+\d{1,3}[-—–―_~·|]+|\d{1,3}/\d{1,3}")
_NO_ROW = FormRow("", "", "", (), (), None)


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A row of values in the midst of a section that the form does not have."""

    section: str
    row: FormRow

    @property
    def is_harmless(self) -> bool:
        """It has a name of its own and nothing but zeros."""
        return len(self.row.label) >= SHORT and all(slot.value == 0 for slot in self.row.numbers)


@dataclass(frozen=True, slots=True)
class _Section:
    edition: str
    path: Path
    doubts: tuple[str, ...]
    extra: tuple[ExtraRow, ...]

    @property
    def is_whole(self) -> bool:
        """Every line was found, and nothing else."""
        return bool(self.path) and not self.doubts and all(row.is_harmless for row in self.extra)

    def has_lines_of_its_own(self, other: str) -> bool:
        """Whether it holds more than one line that the edition ``other`` lacks."""
        theirs = {line.code for line in load_edition(other).lines}
        return sum(match.line.code not in theirs for _, match in self.path) > 1


@dataclass(frozen=True, slots=True)
class Alignment:
    edition: Edition
    matches: tuple[Match, ...]
    doubts: tuple[str, ...]
    """What keeps this reading from being settled, one sentence each."""
    extra: tuple[ExtraRow, ...] = ()

    @property
    def placed(self) -> tuple[Match, ...]:
        """Lines that have their row by order and not by their label: the sums have to bear them out."""
        return tuple(match for match in self.matches if match.is_placed)


def align_lines(rows: Sequence[FormRow], lines: Sequence[Line], scores: Sequence[Scores]) -> Path:
    """The best local alignment of consecutive form lines to rows, of which ``scores`` says how well they name each line."""
    named = [index for index, row_scores in enumerate(scores) if any(row_scores)]
    if not named:
        return ()
    leading, kind_of = _kinds(tuple(lines))
    surveys = [Survey(rows, line) for line in leading]
    candidates = []
    for index in range(named[0], named[-1] + 1):
        wanted = {kind for kind, score in zip(kind_of, scores[index], strict=True) if score}
        picked = {kind: values for kind in wanted if (values := surveys[kind].pick_at(index))}
        # A row with values of other lines counts as one that is passed over.
        if picked or any(survey.pick_at(index) for kind, survey in enumerate(surveys) if kind not in wanted):
            found = [score if kind in picked else 0.0 for kind, score in zip(kind_of, scores[index], strict=True)]
            candidates.append((index, picked, found))
    path = []
    for i, j in best_path([found for _, _, found in candidates]):
        index, picked, found = candidates[i]
        chosen = picked[kind_of[j]]
        path.append((index, Match(lines[j], rows[index], chosen.slots, found[j], *chosen[1:])))
    return tuple(path)


@cache
def _kinds(lines: tuple[Line, ...]) -> tuple[list[Line], list[int]]:
    """A line of each kind, and the kind of each line: lines of the same columns are picked alike, once a row for all."""
    codes = [tuple(column.code for column in line.columns) for line in lines]
    kinds = list(dict.fromkeys(codes))
    return [lines[codes.index(kind)] for kind in kinds], [kinds.index(code) for code in codes]


def instances(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Path]:
    """Every stretch of rows that carries at least half as much of the section as the best does, in reading order."""
    found: list[Path] = []
    left = list(rows)
    keys = line_keys(tuple(lines))
    scores = [label_scores(row, keys) for row in rows]
    nothing = (0.0,) * len(lines)
    while len(found) < _MOST_INSTANCES:
        least = max(len(found[0]) if found else 0, _LEAST_LINES)
        if found and sum(map(any, scores)) * 2 < least:
            # Every match takes a row that is named like a line: too few are left.
            break
        path = align_lines(left, lines, scores)
        if not path or len(path) * 2 < least:
            break
        found.append(path)
        first, last = path[0][0], path[-1][0]
        left[first : last + 1] = [_NO_ROW] * (last + 1 - first)
        scores[first : last + 1] = [nothing] * (last + 1 - first)
    return sorted(found, key=lambda path: path[0][0])


def align(content: Content, edition: str, report_year: int | None, *, as_text: bool = False) -> Alignment:
    """All three sections by their own lines; a section that is not found is looked for transposed.

    ``edition`` is that of most labels. A table that does not fit it, but fits the other edition, is of that one.
    """
    rows = form_rows(content, as_text=as_text)
    sections = [_either_edition(rows, section, edition, report_year) for section in SECTIONS]
    if not as_text and not all(found.path for found in sections):
        turned = form_rows(content.transposed())
        sections = [
            found if found.path else _either_edition(turned, section, edition, report_year)
            for section, found in zip(SECTIONS, sections, strict=True)
        ]
    doubts = [doubt for found in sections for doubt in found.doubts]
    extra = tuple(row for found in sections for row in found.extra)
    matches = tuple(match for found in sections for _, match in found.path)
    proactive, others, _ = (found.edition for found in sections)
    return Alignment(load_form(proactive, others), matches, tuple(doubts), extra)


def _either_edition(rows: Sequence[FormRow], section: str, edition: str, report_year: int | None) -> _Section:
    """The section by the lines of ``edition``, or by those of another that it fits without any doubt."""
    found = _align_section(rows, section, edition, report_year)
    if found.is_whole:
        return found
    for other in (code for code in EDITIONS if code != edition):
        instead = _align_section(rows, section, other, report_year)
        if instead.is_whole and not found.has_lines_of_its_own(other):
            return instead
    return found


def _align_section(rows: Sequence[FormRow], section: str, edition: str, report_year: int | None) -> _Section:
    lines = load_edition(edition).section(section)
    unlabelled = (appeals_in_one_row(rows, lines) or appeals_apart(rows, lines)) if section == "appeals" else []
    path, doubt = choose_instance(unlabelled or instances(rows, lines), report_year)
    path = place(rows, lines, path)
    if section == "proactive":
        path = in_header_order(path)
    doubt = doubt or _doubled_line(rows, lines, path) or _between_blanks(rows, lines, path)
    extra = tuple(ExtraRow(section, row) for row in _between(rows, path) if not _is_page_number(row, section))
    if extra and any(not any(slot.state != "blank" for slot in match.slots) for _, match in path):
        doubt = doubt or "a line is blank while a row of values beside it is not in the form"
    doubts = _doubts(section, lines, [match for _, match in path]) + ([f"{section}: {doubt}"] if doubt else [])
    return _Section(edition, path, tuple(doubts), extra)


def _doubled_line(rows: Sequence[FormRow], lines: Sequence[Line], path: Path) -> str | None:
    """A row in the midst of a section that is named like one of its lines, but has other numbers than that line."""
    mine = {match.line.code: match.slots for _, match in path}
    taken = {index for index, _ in path}
    for index in range(path[0][0], path[-1][0]) if path else ():
        row = rows[index]
        if index not in taken and row.numbers:
            for line in (line for line in lines if len(line.columns) == len(row.numbers)):
                values = [slot.value for slot in mine.get(line.code, ())]
                if label_score(row, line) >= STRONG and [slot.value for slot in row.numbers] != values:
                    return f"the line {line.code} is there twice"
    return None


def _between_blanks(rows: Sequence[FormRow], lines: Sequence[Line], path: Path) -> str | None:
    """Values without a label between two rows of blanks that are labelled: either's, and the sums cannot tell whose.

    总计 is the label of a group and of a line: beside blanks it is taken for the line's.
    """
    for index, match in path:
        beside = [rows[at] for at in (index - 1, index + 1) if 0 <= at < len(rows)]
        if is_nameless(match.row) and match.row.numbers and len(beside) == 2:
            width = len(match.line.columns)
            if all(_is_labelled(row, lines) and not row.numbers and len(row.slots) >= width for row in beside):
                return f"the values of {match.line.code} stand between two blank lines"
    return None


def _is_labelled(row: FormRow, lines: Sequence[Line]) -> bool:
    return not is_nameless(row) or (bool(row.label) and any(label_score(row, line) >= STRONG for line in lines))


def _is_page_number(row: FormRow, section: str) -> bool:
    """Whether a line of text between the rows of a table that is wider counts the pages (- 3 -, 3 / 5)."""
    text = "".join(squeeze(slot.raw) for slot in row.slots)
    return section in SUMMED and row.table is None and not row.label and bool(_PAGE_NUMBER.fullmatch(text))


def _doubts(section: str, lines: Sequence[Line], matches: Sequence[Match]) -> list[str]:
    found = {match.line.code for match in matches}
    faults = {
        "no row for": [line.code for line in lines if line.code not in found],
        "a weak label of": [match.line.code for match in matches if match.score < STRONG and not match.is_placed],
        "columns in doubt of": [match.line.code for match in matches if not match.is_settled],
        "headers in another order than the form before": [
            match.line.code
            for match in matches
            if not match.is_by_header
            and (
                names_another_order(match.row.context, match.line) or names_persons_late(match.row.context, match.line)
            )
        ],
    }
    return [f"{section}: {fault} {', '.join(codes)}" for fault, codes in faults.items() if codes]


def _between(rows: Sequence[FormRow], path: Path) -> list[FormRow]:
    """Rows of several numbers between the first and the last matched row that no line of the form took."""
    if not path:
        return []
    taken = {index for index, _ in path}
    return [
        rows[index]
        for index in range(path[0][0] + 1, path[-1][0])
        if index not in taken
        and len(rows[index].numbers) > (1 if rows[index].table is None else 0)
        and (rows[index].label or len(rows[index].numbers) > 1)
    ]
