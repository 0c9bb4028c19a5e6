"""The same lines arranged otherwise: groups as lines of their own, tables in pieces, captions and notes inside."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from writer import grids
from writer.draft import Draft, build_tables, official, part_title
from writer.grids import Cell, Row, Table
from writer.labels import NUMBERED
from writer.prose import words
from writer.report import Block, Text
from writer.values import blank

from practice.form import Line, edition, headings


def _flat(draft: Draft, heads: dict[str, Row]) -> Table:
    """Table three with one column of labels; ``heads`` has a row for each group, printed before its lines."""
    table, rows = draft.tables["applications"], []
    width = 7
    for index, row in enumerate(table.rows):
        if index < table.header_rows:
            rows.append(tuple(replace(cell, columns=1) if cell.columns == 3 else cell for cell in row))
            continue
        line = next(cell.key[1] for cell in row if cell.key)
        rows += [heads.pop(line)] if line in heads else []
        label = [cell for cell in row if not cell.key][-1]
        rows.append((replace(label, columns=1), *(cell for cell in row if cell.key)))
    return Table(tuple(rows), width + 1, table.header_rows)


def _groups(draft: Draft) -> list[tuple[str, list[Line]]]:
    names = headings()["groups"]
    lines = edition(draft.truth.edition).section("applications")
    return [
        (parent, list(members)) for parent, members in groupby(lines, key=lambda line: line.parent) if parent in names
    ]


def _sums(draft: Draft, members: list[Line]) -> list[Cell]:
    columns = [code for code, _ in edition(draft.truth.edition).columns["applications"]]
    values = (sum((draft.figures["applications", line.code, code] for line in members), Decimal(0)) for code in columns)
    return [Cell(str(value)) for value in values]


def groups_as_lines(draft: Draft) -> list[Block]:
    """Each group stands as a line before its members: with its sums, with empty cells, or as one wide cell."""
    kind, heads = draft.random.choice(("sums", "empty", "wide")), {}
    for parent, members in _groups(draft):
        label = draft.labels.render(draft.random, headings()["groups"][parent])
        if parent == "processed_total" and members[0].code != "granted":
            continue
        is_outcome = parent == "processed_total"
        if kind == "wide" or is_outcome:
            heads.setdefault(members[0].code, (Cell(label, columns=8),))
        else:
            values = _sums(draft, members) if kind == "sums" else [Cell("")] * 7
            heads[members[0].code] = (Cell(label), *values)
    return official(draft.with_tables(applications=_flat(draft, heads)))


def subtotals(draft: Draft) -> list[Block]:
    """A line of subtotals at the end of each group of two lines or more."""
    table = draft.tables["applications"]
    last = {members[-1].code: members for parent, members in _groups(draft) if parent != "processed_total"}
    added: dict[int, Row] = {}
    for index, row in enumerate(table.rows):
        line = next((cell.key[1] for cell in row if cell.key), "")
        if line in last and len(last[line]) > 1:
            added[index] = (Cell(words()["subtotal"]), *_sums(draft, last[line]))
    rows = [list(row) for row in table.rows]
    seen = dict.fromkeys(range(len(rows)), 0)
    for top, _, cell in grids.placed(table):
        # A span that covers the last line of a group covers its subtotal too.
        extra = sum(top <= index < top + cell.rows for index in added) if cell.rows > 1 else 0
        rows[top][seen[top]] = replace(cell, rows=cell.rows + extra)
        seen[top] += 1
    whole = [piece for index, row in enumerate(rows) for piece in (tuple(row), added.get(index)) if piece]
    return official(draft.with_tables(applications=replace(table, rows=tuple(whole))))


def numbers_apart(draft: Draft) -> list[Block]:
    """The numbers of the lines in a column of their own: ``1`` beside ``属于国家秘密``."""
    mark = draft.random.choice(("{}", "{}.", "（{}）"))
    table = draft.tables["applications"]
    rows: list[Row] = list(table.rows[: table.header_rows])
    for row in table.rows[table.header_rows :]:
        labels = [cell for cell in row if not cell.key]
        found = NUMBERED.match(labels[-1].text)
        own: tuple[Cell, ...] = (replace(labels[-1], columns=labels[-1].columns + 1),)
        if found and labels[-1].columns == 1:
            own = (Cell(mark.format(found.group(1))), replace(labels[-1], text=labels[-1].text[found.end() :]))
        rows.append((*labels[:-1], *own, *(cell for cell in row if cell.key)))
    rows[0] = (replace(rows[0][0], columns=4), *rows[0][1:])
    return official(draft.with_tables(applications=Table(tuple(rows), table.width + 1, table.header_rows)))


def appeals_apart(draft: Draft) -> list[Block]:
    """Table four as three tables, each under its own title."""
    lines = edition(draft.truth.edition).section("appeals")
    values, pieces = draft.tables["appeals"].rows[-1], list[Block]()
    for index, line in enumerate(lines):
        labels = [
            Cell(draft.labels.render(draft.random, label, code))
            for code, label in edition(draft.truth.edition).columns["appeals"]
        ]
        title = Cell(line.label, columns=5)
        pieces.append(Table(((title,), tuple(labels), values[index * 5 : index * 5 + 5]), 5, 2))
    return official(draft, {"appeals": pieces})


def proactive_apart(draft: Draft) -> list[Block]:
    """Table two as one table for each item of article 20."""
    table, pieces = draft.tables["proactive"], list[list[Row]]()
    for row in table.rows:
        if len(row) == 1:
            pieces.append([])
        pieces[-1].append(row)
    return official(draft, {"proactive": [Table(tuple(rows), table.width, 1) for rows in pieces]})


def caption_rows(draft: Draft) -> list[Block]:
    """Each table begins with a row that holds the heading of its part."""
    captioned = {
        part: replace(table, rows=((Cell(part_title(draft, part), columns=table.width),), *table.rows))
        for part, table in draft.tables.items()
    }
    return official(draft, {part: [table] for part, table in captioned.items()})


def note_rows(draft: Draft) -> list[Block]:
    """Each table ends with a row that holds a note with numbers in it."""
    noted = {
        part: [
            replace(
                table, rows=(*table.rows, (Cell(draft.prose.one("after_table", draft.random), columns=table.width),))
            )
        ]
        for part, table in draft.tables.items()
    }
    return official(draft, dict(noted))


def blank_form_first(draft: Draft) -> list[Block]:
    """The empty form, as it was handed out, before the one that is filled in."""
    empty = replace(draft.truth, sheet={key: blank(draft.random) for key in draft.truth.sheet})
    tables = build_tables(draft.random, empty, draft.labels)
    first, *rest = official(draft)
    return [first, Text(words()["blank_form"]), *tables.values(), *rest]
