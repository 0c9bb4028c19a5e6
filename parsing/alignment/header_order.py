"""Columns in the order in which the headers before some values name them: by meaning, not by habit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsing.alignment.instances import Match, Path
from parsing.alignment.labels import ENDING
from parsing.alignment.merged import spread
from parsing.alignment.rows import FormRow
from parsing.alignment.slots import Slot
from parsing.form import Column, Line
from parsing.text import label_key

_REST_OF_A_HEADER = 4
"""Signs at the end of a header by which no two columns of a line are confused."""


def appeals_in_one_row(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Path]:
    """Table four as one row of all its fifteen values under its headers; empty if it is laid out otherwise."""
    columns = lines[0].columns
    widths = [len(line.columns) for line in lines]
    found = []
    for index, row in enumerate(rows):
        choices = (row.slots, row.numbers, spread(row.slots, with_zeros=True))
        slots = next((choice for choice in choices if len(choice) == sum(widths)), None)
        if slots is None:
            continue
        groups = [slots[start : start + len(columns)] for start in range(0, len(slots), len(columns))]
        order = _order_of_groups(groups, columns) or _header_order(row.context, columns)
        if order:
            named = _order_of_lines(row, lines)
            is_exchanged = named != list(lines)
            matches = {
                line: Match(
                    line,
                    row,
                    tuple(group[order.index(column)] for column in columns),
                    ENDING,
                    is_settled=not is_exchanged,
                    is_exchanged=is_exchanged,
                )
                for line, group in zip(named, groups, strict=True)
            }
            found.append(tuple((index, matches[line]) for line in lines))
    return found


def appeals_apart(rows: Sequence[FormRow], lines: Sequence[Line]) -> list[Path]:
    """Table four as several tables without labels before the values, each under heads that name its lines and no other."""
    columns = lines[0].columns
    found: list[tuple[int, Match]] = []
    paths = []
    for index, row in enumerate(rows):
        if row.table is None or row.label or len(row.slots) % len(columns) or not row.numbers:
            continue
        groups = [row.slots[start : start + len(columns)] for start in range(0, len(row.slots), len(columns))]
        order = _order_of_groups(groups, columns) or _header_order(row.context, columns)
        named = _lines_named(row.context, lines)
        if named[:1] == tuple(lines[:1]):
            found = []
        if not order or len(named) != len(groups) or named != tuple(lines[len(found) : len(found) + len(named)]):
            continue
        for line, group in zip(named, groups, strict=True):
            slots = tuple(group[order.index(column)] for column in columns)
            found.append((index, Match(line, row, slots, ENDING, is_settled=True)))
        if len(found) == len(lines):
            paths.append(tuple(found))
            found = []
    return paths


def _lines_named(context: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of table four whose own heads stand in ``context``, in the order in which they do."""
    places = {line: context.rfind(label_key(line.label.split("：")[-1])) for line in lines}
    return tuple(sorted((line for line in lines if places[line] >= 0), key=lambda line: places[line]))


def _order_of_lines(row: FormRow, lines: Sequence[Line]) -> list[Line]:
    """The lines of table four as the heads over their groups name them, in form order if they do not name each.

    Among words without a grid a head over more rows than that beside it (行政复议) may come after it.
    """
    parts = {line: [label_key(part) for part in line.label.split("：")] for line in lines}
    heads = row.context
    for *_, name in (found for found in parts.values() if len(found) > 1):
        # 行政复议后起诉 says nothing of where the head 行政复议 stands.
        heads = heads.replace(name, " " * len(name))
    places = {line: [] if row.table is None else [heads.rfind(names[0])] for line, names in parts.items()}
    for line, names in parts.items():
        places[line] += [row.context.rfind(name) for name in names[1:]]
    if any(place < 0 for found in places.values() for place in found):
        return list(lines)
    return sorted(lines, key=lambda line: places[line])


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
