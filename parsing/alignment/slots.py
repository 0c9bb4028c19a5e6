"""What a piece of text holds as the value of a cell, or that it is a label."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from parsing.form import rows as form_data
from parsing.model import UNCALCULATED, Place, State
from parsing.numerals import HAN_SIGNS, SPELLED, CellNumber, fold, measure_words, parse_number, read_cell_number
from parsing.text import LOST, han, squeeze

_REMARK = re.compile(r"(?P<number>-?\d[\d,. ]*[件条项宗]?)\s*[(\[](?P<remark>[^()\[\]]*)[)\]]")
_NOTE_MARKS = re.compile(
    r"(?:\s*(?:[*＊※†‡#＃△▲☆★①-⒇❶-➓㉑-㉟㊱-㊿⁰¹²³⁴-⁹]|[\[［〔【][^\[\]［］〔〕【】]{1,6}[\]］〕】]|注\s?\d{0,2}))+\s*$"
)
"""Marks of a note after a value. Readers write a raised 1 as ¹ and other raised text in brackets (``parsing.text.raised``)."""
_KEPT = 100
"""Signs of the longest text whose value is kept: the cells of a form come again and again."""
_DIGITS = frozenset("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?")
_NUMBERING = re.compile(r"\(?\d{1,2}[).、]")


class Slot(NamedTuple):
    """A place in the document that can hold the value of one cell of the form."""

    raw: str
    value: Decimal | None
    state: State
    place: Place
    column: int
    """Grid column, or the number of the word in its line of text."""
    unit: str | None = None
    """The measure word printed with the number."""
    header: str = ""
    """``label_key`` of the nearest label above in the same grid column."""
    covers: int = 1
    """Columns of the table that its cell takes: more than one if it is merged."""


@cache
def value_words(*, is_cell: bool) -> frozenset[str]:
    """Words that stand in the place of a value (``form/value_words.csv``); signs do so in a cell only, in text they part it."""
    return frozenset(row["word"] for row in form_data("value_words.csv") if is_cell or row["is_sign"] == "0")


def value_of(text: str, *, is_cell: bool) -> CellNumber | None:
    """What a piece of text says as a value, ``None`` of a label."""
    return _kept_value(text, is_cell) if len(text) <= _KEPT else _value(text, is_cell)


def _value(text: str, is_cell: bool) -> CellNumber | None:
    if _begins_as_label(text):
        return None
    if is_cell and text.startswith(UNCALCULATED):
        return CellNumber(None, "blank")
    number = read_cell_number(text)
    if number.state == "text":
        number = read_cell_number(_without_note_marks(text))
    if number.state == "text" and is_cell:
        number = read_cell_number(_joined_digits(_without_remark(_without_note_marks(text))))
    if number.state == "text" and is_cell:
        number = _spelled(text) or number
    if (
        number.state == "text"
        and squeeze(text) not in value_words(is_cell=is_cell)
        and not (is_cell and _is_marked_number(text))
    ):
        return None
    return number


_kept_value = lru_cache(maxsize=8192)(_value)


def _begins_as_label(text: str) -> bool:
    """Whether the first sign is a Han character that begins no value: what most of the text of a document begins with."""
    first = text[:1]
    return "\u4e00" <= first <= "\u9fff" and first not in _first_signs() and LOST not in text


@cache
def _first_signs() -> frozenset[str]:
    """The Han characters that a number or a word in the place of a value may begin with."""
    return frozenset(SPELLED) | frozenset(HAN_SIGNS) | {word[0] for word in value_words(is_cell=True)}


def _without_note_marks(text: str) -> str:
    """A value without the marks of notes, or the full stop (。), after it; marks alone stay, for they are no value."""
    stripped = text.strip().removesuffix("。")
    return _NOTE_MARKS.sub("", stripped) or stripped


def _without_remark(text: str) -> str:
    """A number without what stands in brackets after it; a measure word in brackets is the number's own unit."""
    found = _REMARK.fullmatch(fold(text).strip())
    if found is None:
        return text.strip()
    return found["number"] + (found["remark"] if found["remark"] in measure_words() else "")


def _spelled(text: str) -> CellNumber | None:
    """A number in Chinese numerals alone in its cell; a lone 一 too, which the sums have to tell from a dash."""
    squeezed = squeeze(text)
    if any(sign in "0123456789" for sign in squeezed):
        return None
    found = parse_number(squeezed)
    return CellNumber(found.value, "number") if found and not found.is_approximate else None


def _is_marked_number(text: str) -> bool:
    """Digits with signs around them, or a damaged sign: a value that cannot be read, but no label, and no numbering of one."""
    folded = fold(text)
    words = han(text)
    if LOST in folded:
        return not words or words in measure_words()
    return any(sign in _DIGITS for sign in folded) and not words and not _NUMBERING.fullmatch(squeeze(text))


def _joined_digits(text: str) -> str:
    """A number set with spaces between its digits (``2 3 1``) or thousands (``12 345``) in one piece.

    Numbers on two lines stay as they are, and so does what begins with a zero: it may be several cells in one.
    """
    pieces = fold(text).split()
    digits = [sum(sign.isdecimal() for sign in piece) for piece in pieces]
    is_spaced = len(pieces) > 1 and max(digits) == 1 and pieces[0] != "0"
    is_spaced |= bool(_THOUSANDS.fullmatch(" ".join(pieces)))
    return "".join(pieces) if is_spaced and "\n" not in text else text
