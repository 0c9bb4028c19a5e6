"""How well the text around some values names a line of the form, and which edition of the form a text is of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from parsing.alignment.rows import FormRow
from parsing.form import EDITIONS, Line, load_edition

EXACT, ENDING, AROUND, WITHIN, FUZZY = 1.0, 0.97, 0.93, 0.85, 0.95
"""Scores of a label that is the line's, ends the text, stands around the values, begins the text, or resembles it."""
STRONG = 0.85
"""A label matched at least this well is settled; below it the reading needs a second opinion."""
SHORT = 4
"""Labels up to this many characters are matched exactly or not at all."""
_WEAKEST = 0.6
_LEAST_RATIO = 100 * _WEAKEST - 1
"""Below this likeness (0 to 100) a label cannot reach the weakest score."""
_BLANK_ROW = 0.9
_KEPT_LABEL = 100
"""Signs of the longest label whose scores are kept; those of the form have up to 40."""

Scores = tuple[float, ...]
"""How well one row names each of several lines."""


@dataclass(frozen=True, slots=True, eq=False)
class LineKeys:
    """The keys of several lines, line by line; one object for the same lines."""

    keys: tuple[tuple[str, ...], ...]


class _Words(NamedTuple):
    """All that a row says of its line."""

    label: str
    context: str
    after: str
    below: str
    has_numbers: bool


def detect_edition(text: str) -> str | None:
    """The edition whose own labels (those the other edition lacks) the Han characters ``text`` hold most, if any.

    The form is recognised by its headers, never by the notice cited nor by the year: reports cite the wrong one.
    """
    counts = {code: sum(key in text for key in _own_labels(code)) for code in EDITIONS}
    best = max(EDITIONS, key=lambda code: counts[code])
    return best if counts[best] else None


@cache
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
    return label_scores(row, line_keys((line,)))[0]


@cache
def line_keys(lines: tuple[Line, ...]) -> LineKeys:
    """What ``label_scores`` compares with."""
    return LineKeys(tuple(line.keys for line in lines))


def label_scores(row: FormRow, lines: LineKeys) -> Scores:
    """``label_score`` for each of several lines; the labels of a form come again and again, so their scores are kept."""
    words = _Words(row.label, row.context, row.after, row.below, bool(row.numbers))
    return _kept_scores(words, lines) if len(row.label) <= _KEPT_LABEL else _scores(words, lines)


def _scores(words: _Words, lines: LineKeys) -> Scores:
    # The lower half of a label that a page break has cut stands beside blanks; the upper half has the values.
    factor = 1.0 if words.has_numbers else _BLANK_ROW
    # The whole label of one line is that line's, however much it is like another's: two likenesses would outweigh it.
    is_named = len(words.label) > SHORT and any(words.label in keys for keys in lines.keys)
    best = [max([_key_score(words, key, is_named=is_named) for key in keys]) * factor for keys in lines.keys]
    return tuple(score if score >= _WEAKEST else 0.0 for score in best)


_kept_scores = lru_cache(maxsize=4096)(_scores)


def _is_cut_in_two(row: _Words, key: str) -> bool:
    """Whether ``key`` stands half beside the values and half beside the blanks below, or only its numbering beside them."""
    if not row.label:
        return len(row.context) == 1 and row.below == key
    return len(row.below) < len(key) and (row.context + row.below).endswith(key)


def _key_score(row: _Words, key: str, *, is_named: bool) -> float:
    if row.label == key:
        return EXACT
    if row.context.endswith(key):
        return ENDING
    if row.below and _is_cut_in_two(row, key):
        return AROUND
    if row.label and key.startswith(row.label) and row.after.startswith(key[len(row.label) :]):
        return AROUND
    if len(key) <= SHORT or is_named:
        return 0.0
    if row.label.startswith(key):
        return WITHIN
    tail = fuzz.ratio(row.context[-len(key) :], key, score_cutoff=_LEAST_RATIO)
    return FUZZY * max(tail, fuzz.ratio(row.label, key, score_cutoff=_LEAST_RATIO)) / 100
