"""Columns in the order in which the headers before some values name them: by meaning, not by habit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsing.alignment.instances import Match, Path
from parsing.alignment.labels import ENDING
from parsing.alignment.rows import FormRow
from parsing.alignment.slots import Slot
from parsing.form import Column, Line

_REST_OF_A_HEADER = 4
"""Signs at the end of a header by which no two columns of a line are confused."""


def appeals_in_one_row(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Path]:
    """Table four as one row of all its fifteen values under its headers; empty if it is laid out otherwise."""
    columns = lines[0].columns
    widths = [len(line.columns) for line in lines]
    found = []
    for index, row in enumerate(rows):
        slots = row.slots if len(row.slots) == sum(widths) else row.numbers
        if len(slots) != sum(widths):
            continue
        groups = [slots[start : start + len(columns)] for start in range(0, len(slots), len(columns))]
        order = _order_of_groups(groups, columns) or _header_order(row.context, columns)
        if order:
            matches = [
                Match(line, row, tuple(group[order.index(column)] for column in columns), ENDING, True)
                for line, group in zip(lines, groups, strict=True)
            ]
            found.append(tuple((index, match) for match in matches))
    return found


def _order_of_groups(groups: Sequence[Sequence[Slot]], columns: Sequence[Column]) -> list[Column]:
    """The columns as the groups of one row name them together: if one group's header was misread, another's was not."""
    named = [
        [column for column in columns if any(slot.header in column.keys for slot in slots)]
        for slots in zip(*groups, strict=True)
    ]
    is_clear = all(len(found) == 1 for found in named) and len({found[0] for found in named}) == len(columns)
    return [found[0] for found in named] if is_clear else []


def in_header_order(path: Path) -> Path:
    """Table two with its columns in the order in which the text before each block of lines names them."""
    if all(match.is_by_header for _, match in path):
        return path
    ordered: list[tuple[int, Match]] = []
    order: list[Column] = []
    for index, match in path:
        columns = match.line.columns
        named = _header_order(match.row.context, columns)
        order = named or (order if set(order) == set(columns) else list(columns))
        if not match.is_by_header:
            slots = tuple(match.slots[order.index(column)] for column in columns)
            is_settled = match.is_settled and (bool(named) or not _names_some(match.row.context, columns))
            match = replace(match, slots=slots, is_settled=is_settled)
        ordered.append((index, match))
    return tuple(ordered)


def _names_some(context: str, columns: Sequence[Column]) -> bool:
    """Whether headers, or what is left of them, name any column: if they name no order, nobody knows where the others stand."""
    return any(key[-_REST_OF_A_HEADER:] in context for column in columns for key in column.keys)


def _header_order(context: str, columns: Sequence[Column]) -> list[Column]:
    """The columns as the last group of headers before a row names them; empty if it does not name each.

    A header of that group that was misread is found in the group before it: from there on others are named twice. If it
    is the last of its group no header is, but the first group of all begins with another.
    """
    places = {column: max(context.rfind(key) for key in column.keys) for column in columns}
    first = min(places.values())
    if first < 0 or any(context.find(key, first, places[column]) >= 0 for column in columns for key in column.keys):
        return []
    order = sorted(columns, key=lambda column: places[column])
    begins = min(columns, key=lambda column: min(at for key in column.keys if (at := context.find(key)) >= 0))
    return order if order == list(columns) or begins == order[0] else []
