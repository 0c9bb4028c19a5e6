"""Form rows to figures: the lines of the form, in form order, are matched to the rows of the document by their labels.

The matching is a local sequence alignment (Smith and Waterman, 1981): it finds the stretch of rows that carries a section
of the form best, lets rows in between go unmatched (headers repeated after a page break, rows the form does not have) and
lets lines of the form be missing. A row is only ever matched by its label, never by its position alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from parsing.form import EDITIONS, Edition, Line, load_edition
from parsing.rows import FormRow, Slot

_EXACT, _ENDING, _WITHIN, _FUZZY = 1.0, 0.97, 0.85, 0.95
_WEAKEST = 0.6
STRONG = 0.85
"""A label matched at least this well is settled; below it the reading needs a second opinion."""
_ROW_GAP, _LINE_GAP = 0.02, 0.15
_SHORT = 4
"""Labels up to this many characters are matched exactly or not at all."""


@dataclass(frozen=True, slots=True)
class Match:
    """A line of the form, the row that carries it, and the slots of its columns."""

    line: Line
    row: FormRow
    slots: tuple[Slot, ...]
    score: float


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
    return best if best >= _WEAKEST else 0.0


def _key_score(row: FormRow, key: str) -> float:
    if row.label == key:
        return _EXACT
    if row.context.endswith(key):
        return _ENDING
    if len(key) <= _SHORT:
        return 0.0
    if row.label.startswith(key):
        return _WITHIN
    tail = row.context[-len(key) :]
    return _FUZZY * max(fuzz.ratio(tail, key), fuzz.ratio(row.label, key)) / 100


def pick(row: FormRow, width: int, columns: tuple[int, ...] | None) -> tuple[Slot, ...] | None:
    """The ``width`` slots of a row that are its values, or ``None`` where that cannot be told.

    ``columns`` are the grid columns of the values in the complete rows of the same table, where there are any.
    """
    slots, numbers = row.slots, row.numbers
    if len(slots) == width:
        return slots
    if len(numbers) == width:
        return numbers
    if width == 1 and numbers and len({slot.raw for slot in numbers}) == 1:
        return numbers[:1]
    if width == 1 and not numbers:
        return slots[:1]
    if columns is not None:
        chosen = tuple(slot for slot in slots if slot.column in columns)
        if len(chosen) == width and set(numbers) <= set(chosen):
            return chosen
    return None


def _table_columns(rows: Sequence[FormRow], width: int) -> dict[int | None, tuple[int, ...]]:
    """For each table the grid columns in which its complete rows of ``width`` numbers have them."""
    seen: dict[int | None, Counter[tuple[int, ...]]] = {}
    for row in rows:
        if len(row.numbers) == width and row.table is not None:
            seen.setdefault(row.table, Counter())[tuple(slot.column for slot in row.numbers)] += 1
    return {table: counter.most_common(1)[0][0] for table, counter in seen.items()}


def align_lines(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[tuple[int, Match]]:
    """The best local alignment of consecutive form lines to rows: (row index, match) in order."""
    widths = {len(line.columns) for line in lines}
    table_columns = {width: _table_columns(rows, width) for width in widths}
    candidates = []
    for index, row in enumerate(rows):
        picked = {width: pick(row, width, table_columns[width].get(row.table)) for width in widths}
        if any(picked.values()):
            candidates.append((index, [_candidate(row, line, picked[len(line.columns)]) for line in lines]))
    path = _best_path([[match.score if match else 0.0 for match in found] for _, found in candidates])
    matches = ((candidates[i][0], candidates[i][1][j]) for i, j in path)
    return [(index, match) for index, match in matches if match is not None]


def _candidate(row: FormRow, line: Line, slots: tuple[Slot, ...] | None) -> Match | None:
    score = label_score(row, line) if slots else 0.0
    return Match(line, row, slots, score) if slots and score else None


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


def align(rows: Sequence[FormRow], edition: Edition) -> Alignment:
    """All three sections of one edition, each by its own lines."""
    matches: list[Match] = []
    doubts: list[str] = []
    unmapped: list[FormRow] = []
    for section in ("proactive", "applications"):
        lines = edition.section(section)
        found = align_lines(rows, lines)
        matches += [match for _, match in found]
        doubts += _doubts(section, lines, [match for _, match in found])
        unmapped += _between(rows, found)
    appeals = _align_appeals(rows, edition.section("appeals"))
    matches += appeals
    doubts += _doubts("appeals", edition.section("appeals"), appeals)
    doubts += [f"a row of values is not in the form: {row.label or row.context[-20:]}" for row in unmapped]
    return Alignment(edition, tuple(matches), tuple(doubts), tuple(unmapped))


def _doubts(section: str, lines: Sequence[Line], matches: Sequence[Match]) -> list[str]:
    found = {match.line.code for match in matches}
    missing = [line.code for line in lines if line.code not in found]
    weak = [match.line.code for match in matches if match.score < STRONG]
    return [f"{section}: no row for {', '.join(missing)}"] * bool(missing) + [
        f"{section}: the label of {', '.join(weak)} is read weakly"
    ] * bool(weak)


def _between(rows: Sequence[FormRow], found: Sequence[tuple[int, Match]]) -> list[FormRow]:
    """Rows with numbers between the first and the last matched row that no line of the form took."""
    if not found:
        return []
    taken = {index for index, _ in found}
    return [
        rows[index]
        for index in range(found[0][0] + 1, found[-1][0])
        if index not in taken and len(rows[index].numbers) >= min(2, len(rows[index].slots))
    ]


def _align_appeals(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Match]:
    """Table four: one row of all fifteen values under its headers, or one row for each of its three groups."""
    widths = [len(line.columns) for line in lines]
    total = sum(widths)
    headers = {key for line in lines for column in line.columns for key in column.keys}
    for row in reversed(rows):
        slots = pick(row, total, None)
        seen = sum(key in row.context for key in headers)
        if slots and seen >= len(lines[0].columns) - 1:
            starts = [sum(widths[:index]) for index in range(len(lines))]
            return [
                Match(line, row, slots[start : start + width], _ENDING)
                for line, start, width in zip(lines, starts, widths, strict=True)
            ]
    return [match for _, match in align_lines(rows, lines)]
