"""The values of a line of the form by the headers above them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from parsing.alignment.rows import FormRow
from parsing.alignment.totals import Choice
from parsing.form import SUMMED, Line
from parsing.form import rows as form_data

_PERSONS = re.compile("(?=自.{0,12}然)")
_BEFORE_ORGANISATIONS = (re.compile("(?=法[^法]{0,12}或.{0,12}其)"), re.compile("(?=商.{0,12}业)"))
"""自然人, and what begins the headers of organisations: the head over all (法人或其他组织) and the first of them (商业企业).

A header may be broken to one sign a line. Signs of its neighbours then stand between its own, and 人 is missing: alone it
measures.
"""
_ORGANISATIONS = slice(1, -1)
"""Columns of applicants whose headers stand in one row; a header over several rows stands anywhere among words."""


def by_header(row: FormRow, line: Line) -> Choice | None:
    """The slots whose headers are the line's columns, if all are there and no number is left without a reason.

    A merged cell that was written out in each of its columns gives the same header and value twice: that is one slot.
    """
    places = _places(line, tuple([slot.header if slot.header in line.named else "" for slot in row.slots]))
    if places is None or not all(len(at) == 1 or len({row.slots[i].raw for i in at}) == 1 for at in places):
        return None
    chosen = tuple([row.slots[at[0]] for at in places])
    if line.section in SUMMED and not _is_known_order([slot.column for slot in chosen]):
        return None
    return chosen if len(chosen) == len(row.slots) or _leaves_nothing(row, chosen, line) else None


@lru_cache(maxsize=1024)
def _places(line: Line, headers: tuple[str, ...]) -> tuple[tuple[int, ...], ...] | None:
    """For each column of a line the places of the headers that name it; ``None`` if one has none, or two begin at the same.

    The rows of a table have the same headers, and those of a form come again and again.
    """
    found: list[list[int]] = [[] for _ in line.columns]
    for place, header in enumerate(headers):
        for column in line.named.get(header, ()):
            found[column].append(place)
    if not all(found) or len({at[0] for at in found}) < len(found):
        return None
    return tuple(map(tuple, found))


def _leaves_nothing(row: FormRow, chosen: Choice, line: Line) -> bool:
    """Whether no number beside the chosen ones is left without a reason."""
    known = {(slot.header, slot.raw) for slot in chosen}
    left = (slot.header for slot in row.numbers if (slot.header, slot.raw) not in known)
    extra = _is_known_extra if line.section not in SUMMED else bool
    return all(extra(header) and header not in line.named for header in left)


def _is_known_extra(header: str) -> bool:
    """Whether a header is that of a column which tables have beside the form's own (``form/extra_columns.csv``)."""
    return header in _extra_columns()


@cache
def _extra_columns() -> frozenset[str]:
    return frozenset(row["label_zh"] for row in form_data("extra_columns.csv"))


def _is_known_order(places: list[int]) -> bool:
    """Form order, or the total first: any other order means that headers have slipped, not that columns were exchanged."""
    return places in (sorted(places), sorted(places)[1:] + sorted(places)[:1])


def are_exchanged(slots: Choice, line: Line) -> bool:
    """Whether the headers above some values name columns in another order than the form's, the total's place aside.

    Headers that have slipped stand above other values, but keep their order.
    """
    return _is_another_order(line, tuple([slot.header for slot in slots]))


@lru_cache(maxsize=1024)
def _is_another_order(line: Line, headers: tuple[str, ...]) -> bool:
    named = [at for header in headers if len(at := line.named.get(header, ())) == 1]
    return _turns_back([at[0] for at in named if at[0] < len(line.columns) - 1])


def names_another_order(context: str, line: Line) -> bool:
    """Whether words before a row of applications name organisations one after the other in another order than the form's.

    Of headers that are broken to one sign a line the first signs stand together.
    """
    if line.section != "applications":
        return False
    names = tuple([column.keys[0] for column in line.columns[_ORGANISATIONS]])
    if names[0] not in context:
        signs = "".join(name[0] for name in names)
        broken = re.findall(f"[{signs}]{{{len(signs)}}}", context)
        return any(run != signs and set(run) == set(signs) for run in broken[-1:])
    run = next((run for run in reversed(_runs(names).findall(context)) if names[0] in run), "")
    return _turns_back([names.index(name) for name in re.findall("|".join(names), run)])


def names_persons_late(context: str, line: Line) -> bool:
    """Whether words before a row of applications name natural persons only behind the organisations.

    In the form their header stands before the head over all organisations.
    """
    if line.section != "applications":
        return False
    person = _last_place(_PERSONS, context)
    return any(0 <= _last_place(words, context) < person for words in _BEFORE_ORGANISATIONS)


def _last_place(words: re.Pattern[str], context: str) -> int:
    return max((found.start() for found in words.finditer(context)), default=-1)


def _turns_back(places: list[int]) -> bool:
    return any(before > after for before, after in pairwise(places))


@cache
def _runs(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(names)})+")
