"""Lines whose label says too little, placed by order: between two lines that are certain there is room for one reading only.

A typing error, a label cut by the end of a page, or values whose label stayed on another page leave a row that no label
names well. If just as many such rows as lines stand between two lines with good labels, each row has one place. Whether the
sums agree is asked later (``parsing.reading``): order alone proves nothing of a row of zeros without any label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from parsing.alignment.columns import Survey
from parsing.alignment.instances import Match, Path
from parsing.alignment.labels import STRONG, label_score
from parsing.alignment.rows import FormRow
from parsing.alignment.words import group_labels
from parsing.form import Line

_SIGNS_A_TYPING_ERROR = 6
"""One sign in so many may be wrong: 属于工作秘密, a line that some bureaus invent, is two signs from 属于国家秘密."""
_FRAGMENT = 3
"""Signs of the shortest label that can be misspelt, and of the shortest piece out of the midst of one."""
_OWN_WORDS = 10
"""Signs of a label that says the same in other words; shorter ones resemble lines that the form does not have."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """Lines without a certain row between two lines with one, and the rows with values between these."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[int, FormRow], ...]


def place(rows: Sequence[FormRow], lines: Sequence[Line], path: Path) -> Path:
    """``path`` with the lines added, or confirmed, that order gives one row only; these are ``is_placed``."""
    placed = dict[str, tuple[int, Match]]()
    for gap in _gaps(rows, lines, path):
        pairs = zip(gap.rows, gap.lines, strict=True)
        found = [
            None if _is_of_another(row, line, lines) else _placed(rows, index, row, line)
            for (index, row), line in pairs
        ]
        if all(found):
            placed |= {match.line.code: (index, match) for index, match in filter(None, found)}
    kept = {match.line.code: (index, match) for index, match in path} | placed
    return tuple(kept[line.code] for line in lines if line.code in kept)


def _gaps(rows: Sequence[FormRow], lines: Sequence[Line], path: Path) -> Iterator[_Gap]:
    """Stretches of lines that are uncertain, with as many rows as lines, and no line that is certain elsewhere."""
    certain = {match.line.code: index for index, match in path if _is_certain(rows, index, match)}
    weak = {index for index, match in path if match.score < STRONG}
    anchors = [index for index, line in enumerate(lines) if line.code in certain]
    for first, last in zip([-1, *anchors], [*anchors, len(lines)], strict=True):
        wanted = tuple(lines[first + 1 : last])
        if not wanted or not anchors:
            continue
        above = certain[lines[first].code] if first >= 0 else None
        below = certain[lines[last].code] if last < len(lines) else None
        between = [(index, rows[index]) for index in _between(rows, weak, above, below, len(wanted))]
        if len(between) < len(wanted):
            between = [(index, part) for index, row in between for part in _parts(row, wanted)]
        if len(between) == len(wanted):
            yield _Gap(wanted, tuple(between))


def _is_certain(rows: Sequence[FormRow], index: int, match: Match) -> bool:
    """A good label; if it stands beside blanks, no values without a label right above it."""
    is_left_alone = index == 0 or not is_nameless(rows[index - 1]) or not rows[index - 1].numbers
    return match.score >= STRONG and (bool(match.row.numbers) or is_left_alone)


def _between(
    rows: Sequence[FormRow], weak: Set[int], above: int | None, below: int | None, count: int
) -> tuple[int, ...]:
    """Rows with values, or with a weak label, between two rows; at either end of a table the ``count`` nearest."""
    if above is not None and below is not None:
        return tuple(index for index in range(above + 1, below) if rows[index].numbers or index in weak)
    reach = range(above + 1, len(rows)) if above is not None else range((below or 0) - 1, -1, -1)
    table = rows[above if above is not None else below or 0].table
    found = [index for index in reach if rows[index].numbers and rows[index].label and rows[index].table == table]
    return tuple(sorted(found[:count]))


def _parts(row: FormRow, lines: Sequence[Line]) -> list[FormRow]:
    """A row of text that holds the values of several lines of one width: of all but the first the label stands elsewhere."""
    width = len(lines[0].columns)
    is_several = row.table is None and len(row.numbers) > width and len(row.numbers) % width == 0
    if not is_several or any(len(line.columns) != width for line in lines):
        return [row]
    slots = [row.numbers[start : start + width] for start in range(0, len(row.numbers), width)]
    first = row._replace(slots=slots[0], numbers=slots[0])
    return [first, *(row._replace(label="", context="", slots=part, numbers=part) for part in slots[1:])]


def _placed(rows: Sequence[FormRow], index: int, row: FormRow, line: Line) -> tuple[int, Match] | None:
    picked = Survey(rows, line).pick(row)
    if picked is None or not picked.is_settled or not _may_be(row, line):
        return None
    score = label_score(row, line)
    return index, Match(line, row, picked.slots, score, True, picked.is_by_header, is_placed=score < STRONG)


def _is_of_another(row: FormRow, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a row has the whole label of another line of its table: rows in another order are nobody's but their own."""
    return row.label not in line.keys and any(row.label in other.keys for other in lines)


def _may_be(row: FormRow, line: Line) -> bool:
    """Whether nothing beside the values speaks against the line: no label, a piece of it, or one with a typing error."""
    if is_nameless(row):
        return True
    is_long = len(row.label) >= _FRAGMENT
    says_it = len(row.label) >= _OWN_WORDS and label_score(row, line) > 0
    return any(
        (says_it and len(key) >= _OWN_WORDS)
        or key.startswith(row.label)
        or key.endswith(row.label)
        or (is_long and row.label in key)
        or _is_misspelt(row.label, key)
        for key in line.keys
    )


def is_nameless(row: FormRow) -> bool:
    """Whether no label of its own stands before a row: no label at all, or that of its group."""
    return not row.label or row.label in group_labels()


def _is_misspelt(label: str, key: str) -> bool:
    shorter = min(len(label), len(key))
    return shorter >= _FRAGMENT and Levenshtein.distance(label, key) <= max(len(key) // _SIGNS_A_TYPING_ERROR, 1)
