"""Words in the place of a value (增, 略, 见附件, 0/0): a cell in a column of values that is no label of the form.

Such a word makes its own cell ``text`` and takes nothing from the others of its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from parsing.blocks import Cell
from parsing.form import EDITIONS, load_edition
from parsing.form import rows as form_data
from parsing.numerals import CellNumber, measure_words
from parsing.text import label_key, squeeze

_LONGEST_WORD = 30
"""Signs of the longest text taken for a word in a cell; a remark of sentences is no word."""
_SIGNS_A_TYPING_ERROR = 4
WORD = CellNumber(None, "text")
"""What a word says in the place of a value."""

Piece = tuple[Cell, CellNumber | None]
"""A cell and the value it holds, ``None`` if it holds a label."""


def with_words(table: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The rows of a grid, with words in the place of values as values of the state ``text``."""
    columns: frozenset[int] | None = None
    found = []
    for pieces in table:
        candidates = _candidates(pieces)
        if candidates and columns is None:
            columns = _value_columns(table)
        if columns and _is_line(pieces, candidates, columns):
            words = {index for index in candidates if pieces[index][0].column in columns}
            found.append([(piece[0], WORD) if index in words else piece for index, piece in enumerate(pieces)])
        else:
            found.append(list(pieces))
    return found


def word_between(texts: Sequence[str], values: Sequence[CellNumber | None]) -> set[int]:
    """Places of a line of text at which a word stands between two values."""
    filled = [index for index, value in enumerate(values) if value is not None and value.state != "blank"]
    between = range(filled[0] + 1, filled[-1]) if filled else ()
    return {index for index in between if values[index] is None and _is_word(texts[index])}


def _candidates(pieces: Sequence[Piece]) -> list[int]:
    """Cells behind the row's label that hold neither a value nor a label of the form."""
    labels = [index for index, (_, value) in enumerate(pieces) if value is None]
    return [index for index in labels[1:] if _is_word(pieces[index][0].text)]


def _is_word(text: str) -> bool:
    if _is_form_label(label_key(text)):
        return False
    squeezed = squeeze(text)
    return len(squeezed) <= _LONGEST_WORD and squeezed not in measure_words()


def _is_line(pieces: Sequence[Piece], words: Sequence[int], columns: frozenset[int]) -> bool:
    """Whether a row has values: numbers, or nothing but words beside the label of a line. Else it is a header."""
    if not words:
        return False
    if any(value is not None and value.state != "blank" for _, value in pieces):
        return True
    first = next(cell for cell, value in pieces if value is None)
    labels = sum(value is None for _, value in pieces)
    return label_key(first.text) in _line_labels() and len(words) == labels - 1


def _value_columns(table: Sequence[Sequence[Piece]]) -> frozenset[int]:
    """Grid columns that hold a value in at least half of the rows with values in which they hold anything."""
    values, labels = Counter[int](), Counter[int]()
    for pieces in table:
        if any(value is not None and value.state != "blank" for _, value in pieces):
            values.update(cell.column for cell, value in pieces if value is not None and value.state != "blank")
            labels.update(cell.column for cell, value in pieces if value is None)
    return frozenset(column for column, count in values.items() if count >= labels[column])


@lru_cache(maxsize=4096)
def _is_form_label(key: str) -> bool:
    """Whether a text is a label of the form, a piece of one, one with something added, or one with a typing error."""
    if key in _labels():
        return True
    return any(
        (len(key) > 1 and (label.startswith(key) or (len(label) > 1 and key.startswith(label))))
        or (len(label) > 3 and Levenshtein.distance(key, label) <= len(label) // _SIGNS_A_TYPING_ERROR)
        for label in _labels()
    )


@cache
def _line_labels() -> frozenset[str]:
    return frozenset(key for code in EDITIONS for line in load_edition(code).lines for key in line.keys)


@cache
def group_labels() -> frozenset[str]:
    """Labels of groups and heads: they name no line and no column."""
    return frozenset(label_key(row["label_zh"]) for row in form_data("group_labels.csv"))


@cache
def _labels() -> frozenset[str]:
    """Every label that the form prints: of lines, columns, groups and heads."""
    lines = [line for code in EDITIONS for line in load_edition(code).lines]
    columns = {key for line in lines for column in line.columns for key in column.keys}
    extra = {label_key(row["label_zh"]) for row in form_data("extra_columns.csv")}
    return _line_labels() | group_labels() | columns | extra
