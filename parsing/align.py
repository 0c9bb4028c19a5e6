"""Form rows to figures: the lines of the form, in form order, are matched to the rows of the document by their labels.

The matching is a local sequence alignment (Smith and Waterman, 1981): it finds the stretch of rows that carries a section
of the form best, lets rows in between go unmatched (headers repeated after a page break, rows the form does not have) and
lets lines of the form be missing. A row is only ever matched by its label, never by its position alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rapidfuzz import fuzz

from parsing.blocks import Content
from parsing.columns import NO_COLUMNS, Picked, pick, survey
from parsing.form import EDITIONS, SECTIONS, Column, Edition, Line, load_edition
from parsing.rows import FormRow, Slot, form_rows

_EXACT, _ENDING, _AROUND, _WITHIN, _FUZZY = 1.0, 0.97, 0.93, 0.85, 0.95
_WEAKEST = 0.6
STRONG = 0.85
"""A label matched at least this well is settled; below it the reading needs a second opinion."""
_BLANK_ROW = 0.9
_ROW_GAP, _LINE_GAP = 0.02, 0.15
_MOST_INSTANCES, _LEAST_LINES = 4, 4
_NO_ROW = FormRow("", "", "", (), (), None, "")
_YEAR = re.compile(r"20\d\d")
_LAST_YEAR = re.compile(r"上年度?|上一年度?|去年|往年")
_SHORT = 4
"""Labels up to this many characters are matched exactly or not at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """A line of the form, the row that carries it, and the slots of its columns."""

    line: Line
    row: FormRow
    slots: tuple[Slot, ...]
    score: float
    is_settled: bool
    """Whether the slots are the line's columns beyond doubt."""
    is_by_header: bool = False
    """Whether the headers above the slots named the columns."""


Path = tuple[tuple[int, Match], ...]
"""Matches in reading order, each with the index of its row."""


@dataclass(frozen=True, slots=True)
class _Section:
    path: Path
    doubts: tuple[str, ...]
    unmapped: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    edition: Edition
    matches: tuple[Match, ...]
    doubts: tuple[str, ...]
    """What keeps this reading from being settled, one sentence each."""
    unmapped: tuple[FormRow, ...] = ()
    """Rows of values between the matched ones whose label is not in the form."""


def detect_edition(text: str) -> str | None:
    """The edition whose own labels (those the other edition lacks) the Han characters ``text`` hold most, if any.

    The form is told by its headers, never by the notice cited nor by the year: reports cite the wrong one.
    """
    counts = {code: sum(key in text for key in _own_labels(code)) for code in EDITIONS}
    best = max(EDITIONS, key=lambda code: counts[code])
    return best if counts[best] else None


def _own_labels(code: str) -> frozenset[str]:
    """Labels of one edition that are not part of any label of the other."""
    mine = _labels(code)
    others = set().union(*(_labels(other) for other in EDITIONS if other != code))
    return frozenset(key for key in mine if not any(key in other for other in others))


def _labels(code: str) -> set[str]:
    lines = load_edition(code).lines
    return {line.keys[0] for line in lines} | {column.keys[0] for line in lines for column in line.columns}


def label_score(row: FormRow, line: Line) -> float:
    """How well a row's label names a line: 1 is exact, below 0.6 is no match and gives 0."""
    best = max(_key_score(row, key) for key in line.keys)
    if not row.numbers:
        # The lower half of a label that a page break has cut stands beside blanks; the upper half has the values.
        best *= _BLANK_ROW
    return best if best >= _WEAKEST else 0.0


def _key_score(row: FormRow, key: str) -> float:
    if row.label == key:
        return _EXACT
    if row.context.endswith(key):
        return _ENDING
    if row.after and len(row.after) < len(key) and (row.context + row.after).endswith(key):
        return _AROUND
    if row.label and key.startswith(row.label) and row.after.startswith(key[len(row.label) :]):
        return _AROUND
    if len(key) <= _SHORT:
        return 0.0
    if row.label.startswith(key):
        return _WITHIN
    tail = row.context[-len(key) :]
    return _FUZZY * max(fuzz.ratio(tail, key), fuzz.ratio(row.label, key)) / 100


def align_lines(rows: Sequence[FormRow], lines: Sequence[Line]) -> Path:
    """The best local alignment of consecutive form lines to rows."""
    tables = {line.columns: survey(rows, line) for line in lines}
    candidates = []
    for index, row in enumerate(rows):
        picked = {
            columns: pick(row, line, surveys.get(row.table, NO_COLUMNS))
            for columns, (line, surveys) in ((line.columns, (line, tables[line.columns])) for line in lines)
        }
        if any(picked.values()):
            candidates.append((index, [_candidate(row, line, picked[line.columns]) for line in lines]))
    path = _best_path([[match.score if match else 0.0 for match in found] for _, found in candidates])
    matches = ((candidates[i][0], candidates[i][1][j]) for i, j in path)
    return tuple((index, match) for index, match in matches if match is not None)


def _candidate(row: FormRow, line: Line, picked: Picked | None) -> Match | None:
    score = label_score(row, line) if picked else 0.0
    return Match(line, row, picked.slots, score, picked.is_settled, picked.is_by_header) if picked and score else None


def instances(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Path]:
    """Every stretch of rows that carries at least half as much of the section as the best does, in reading order."""
    found: list[Path] = []
    left = list(rows)
    while len(found) < _MOST_INSTANCES:
        path = align_lines(left, lines)
        if not path or len(path) * 2 < max(len(found[0]) if found else 0, _LEAST_LINES):
            break
        found.append(path)
        first, last = path[0][0], path[-1][0]
        left = [_NO_ROW if first <= index <= last else row for index, row in enumerate(left)]
    return sorted(found, key=lambda path: path[0][0])


def _best_path(scores: list[list[float]]) -> list[tuple[int, int]]:
    """Cells (row, line) of the best local path through a score matrix; both gaps cost, a zero score never matches."""
    if not scores:
        return []
    width = len(scores[0])
    best = [[0.0] * (width + 1) for _ in range(len(scores) + 1)]
    came: list[list[str]] = [[""] * (width + 1) for _ in range(len(scores) + 1)]
    top, end = 0.0, (0, 0)
    for i, row in enumerate(scores, start=1):
        above, here, steps = best[i - 1], best[i], came[i]
        for j, score in enumerate(row, start=1):
            value, step = 0.0, ""
            if above[j] - _ROW_GAP > value:
                value, step = above[j] - _ROW_GAP, "row"
            if here[j - 1] - _LINE_GAP > value:
                value, step = here[j - 1] - _LINE_GAP, "line"
            if score and above[j - 1] + score > value:
                value, step = above[j - 1] + score, "match"
                # Of equal paths the later wins: a table of contents or a summary stands before the form itself.
                if value >= top:
                    top, end = value, (i, j)
            here[j], steps[j] = value, step
    path = []
    i, j = end
    while came[i][j]:
        step = came[i][j]
        if step == "match":
            path.append((i - 1, j - 1))
        i, j = i - (step != "line"), j - (step != "row")
    return path[::-1]


def align(content: Content, edition: Edition, report_year: int | None, *, as_text: bool = False) -> Alignment:
    """All three sections of one edition, each by its own lines; a section that is not found is looked for transposed."""
    rows = form_rows(content, as_text=as_text)
    sections = [_align_section(rows, edition.section(section), report_year) for section in SECTIONS]
    if not as_text and not all(found.path for found in sections):
        turned = form_rows(content.transposed())
        sections = [
            found if found.path else _align_section(turned, edition.section(section), report_year)
            for section, found in zip(SECTIONS, sections, strict=True)
        ]
    doubts = [doubt for found in sections for doubt in found.doubts]
    unmapped = tuple(row for found in sections for row in found.unmapped)
    matches = tuple(match for found in sections for _, match in found.path)
    return Alignment(edition, matches, tuple(doubts), unmapped)


def _align_section(rows: Sequence[FormRow], lines: Sequence[Line], report_year: int | None) -> _Section:
    section = lines[0].section
    path, doubt = choose_instance(_appeals(rows, lines) or instances(rows, lines), report_year)
    if section == "proactive":
        path = _in_header_order(path)
    unmapped = _between(rows, path)
    doubt = doubt or _doubled_line(rows, lines, path)
    doubts = _doubts(section, lines, [match for _, match in path]) + ([f"{section}: {doubt}"] if doubt else [])
    doubts += [f"{section}: a row of values is not in the form: {row.label}" for row in unmapped if _is_doubtful(row)]
    return _Section(path, tuple(doubts), tuple(unmapped))


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


def _is_doubtful(row: FormRow) -> bool:
    """A line that the form does not have is harmless where it has a name of its own and nothing but zeros."""
    return len(row.label) < _SHORT or any(slot.value != 0 for slot in row.numbers)


def choose_instance(paths: Sequence[Path], report_year: int | None) -> tuple[Path, str | None]:
    """The table of the report year among several of one section, and a doubt where that cannot be told.

    Last year's table is often repeated for comparison: it is left out where its caption says that it is last year's and that
    of the other does not.
    """
    if not paths:
        return (), None
    if all(_values(path) == _values(paths[0]) for path in paths):
        return paths[0], None
    mine = [path for path in paths if not _is_of_another_year(path[0][1].row.caption, report_year)]
    if len(mine) == 1:
        return mine[0], None
    return paths[0], f"{len(paths)} tables with different values, and no caption says which is of the report year"


def _values(path: Path) -> dict[str, list[Decimal | None]]:
    return {match.line.code: [slot.value for slot in match.slots] for _, match in path}


def _is_of_another_year(caption: str, report_year: int | None) -> bool:
    years = _YEAR.findall(caption)
    return bool(_LAST_YEAR.search(caption)) or bool(years and report_year and int(years[-1]) != report_year)


def _doubts(section: str, lines: Sequence[Line], matches: Sequence[Match]) -> list[str]:
    found = {match.line.code for match in matches}
    faults = {
        "no row for": [line.code for line in lines if line.code not in found],
        "a weak label of": [match.line.code for match in matches if match.score < STRONG],
        "columns that cannot be told of": [match.line.code for match in matches if not match.is_settled],
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


def _appeals(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Path]:
    """Table four as one row of all its fifteen values under its headers; empty where it is laid out otherwise."""
    if lines[0].section != "appeals":
        return []
    columns = lines[0].columns
    widths = [len(line.columns) for line in lines]
    found = []
    for index, row in enumerate(rows):
        slots = row.slots if len(row.slots) == sum(widths) else row.numbers
        order = _header_order(row.context, columns)
        if len(slots) == sum(widths) and order:
            groups = [slots[start : start + len(columns)] for start in range(0, len(slots), len(columns))]
            matches = [
                Match(line, row, tuple(group[order.index(column)] for column in columns), _ENDING, True)
                for line, group in zip(lines, groups, strict=True)
            ]
            found.append(tuple((index, match) for match in matches))
    return found


def _in_header_order(path: Path) -> Path:
    """Table two with its columns in the order in which the text before each block of lines names them."""
    ordered: list[tuple[int, Match]] = []
    order: list[Column] = []
    for index, match in path:
        columns = match.line.columns
        order = _header_order(match.row.context, columns) or (order if set(order) == set(columns) else list(columns))
        if not match.is_by_header:
            match = replace(match, slots=tuple(match.slots[order.index(column)] for column in columns))
        ordered.append((index, match))
    return tuple(ordered)


def _header_order(context: str, columns: Sequence[Column]) -> list[Column]:
    """The columns as the last group of headers before a row names them; empty where it does not name each."""
    places = {column: max(context.rfind(key) for key in column.keys) for column in columns}
    return sorted(columns, key=lambda column: places[column]) if min(places.values()) >= 0 else []
