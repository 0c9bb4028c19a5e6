"""Lines and columns that the form does not have, or has in another order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from writer import grids
from writer.draft import Draft, official
from writer.figures import CellKey
from writer.grids import Table
from writer.prose import words
from writer.report import Block, Truth
from writer.values import Printed

from practice.form import edition


def extra_lines(draft: Draft) -> list[Block]:
    """A line that the form does not have at the end of a group, empty or not."""
    random, table = draft.random, draft.tables["applications"]
    group = random.choice(tuple(words()["extra_lines"]))
    text = random.choice(words()["extra_lines"][group])
    members = [line.code for line in edition(draft.truth.edition).section("applications") if line.parent == group]
    at = row_of(table, "applications", members[-1])
    number = random.choice(("0", "0", "1", "12"))
    rows = [list(row) for row in table.rows]
    seen = dict.fromkeys(range(len(rows)), 0)
    for top, left, cell in grids.placed(table):
        if left < 2 and top <= at < top + cell.rows and cell.rows > 1:
            rows[top][seen[top]] = replace(cell, rows=cell.rows + 1)
        seen[top] += 1
    rows.insert(at + 1, [grids.Cell(text), *(grids.Cell(number) for _ in range(7))])
    return official(draft.with_tables(applications=replace(table, rows=tuple(map(tuple, rows)))))


def proactive_extra_lines(draft: Draft) -> list[Block]:
    """Table two with a part of a line under it (其中), or with a line printed twice with other numbers."""
    random, table = draft.random, draft.tables["proactive"]
    line = random.choice(("normative_documents", "administrative_licensing", "administrative_penalties"))
    at = row_of(table, "proactive", line)
    label, *values = table.rows[at]
    text = random.choice(words()["part_of"]).format(label=label.text)
    extra = (replace(label, text=text), *(replace(c, text=random.choice(("0", "3", "44")), key=None) for c in values))
    rows = [*table.rows[: at + 1], extra, *table.rows[at + 1 :]]
    if random.random() < 0.3:
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return official(draft.with_tables(proactive=replace(table, rows=tuple(rows))))


def row_of(table: Table, section: str, line: str) -> int:
    """The row that holds the figures of a line."""
    return next(
        index for index, row in enumerate(table.rows) if any(c.key and c.key[:2] == (section, line) for c in row)
    )


def _moved(
    rows: tuple[grids.Row, ...], order: tuple[int, ...], is_moved: Callable[[grids.Row], bool]
) -> list[grids.Row]:
    """The last cells of some rows in another order; spans of table two's last cell go with the last place."""
    moved = []
    for row in rows:
        if not is_moved(row):
            moved.append(row)
            continue
        tail = row[len(row) - len(order) :]
        spans = [cell.columns for cell in tail]
        turned = [replace(tail[index], columns=span) for index, span in zip(order, spans, strict=True)]
        moved.append((*row[: len(row) - len(order)], *turned))
    return moved


def proactive_columns_moved(draft: Draft) -> list[Block]:
    """Table two with the columns of its first block in another order, header and values alike."""
    table = draft.tables["proactive"]
    order = draft.random.choice(((2, 0, 1), (0, 2, 1), (1, 0, 2)))
    at = row_of(table, "proactive", "regulations")
    rows = _moved(table.rows[at - 1 : at + 2], order, lambda row: len(row) > 3)
    return official(
        draft.with_tables(proactive=replace(table, rows=(*table.rows[: at - 1], *rows, *table.rows[at + 2 :])))
    )


def applications_total_first(draft: Draft) -> list[Block]:
    """Table three with the total before the kinds of applicants."""
    table = draft.tables["applications"]
    values = _moved(table.rows[3:], (6, 0, 1, 2, 3, 4, 5), lambda row: True)
    natural, legal, total = table.rows[1]
    header = (table.rows[0], (total, natural, legal), table.rows[2])
    return official(draft.with_tables(applications=replace(table, rows=(*header, *values))))


def appeals_total_first(draft: Draft) -> list[Block]:
    """Table four with the total before its parts, in each of its three groups."""
    table = draft.tables["appeals"]
    order = tuple(group * 5 + place for group in range(3) for place in (4, 0, 1, 2, 3))
    top, second, third, values = table.rows
    second = (*(second[place] for place in order[:5]), *second[5:])
    third = tuple(third[place] for place in order[:10])
    return official(
        draft.with_tables(appeals=replace(table, rows=(top, second, third, tuple(values[place] for place in order))))
    )


def zero_rows_merged(draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """Lines of table three without any application: their seven values are one merged cell with one zero.

    The zero may be read as each of the seven, or as the first before six blanks.
    """
    blanks: dict[CellKey, Printed] = {}

    def merge(row: grids.Row) -> grids.Row:
        values = [cell for cell in row if cell.key]
        keys = [cell.key for cell in values if cell.key]
        if len(values) != 7 or any(draft.truth.sheet[key].value != 0 for key in keys):
            return row
        blanks.update(dict.fromkeys(keys[1:], Printed("", None, "blank")))
        return (*(cell for cell in row if not cell.key), replace(values[0], columns=7))

    table = draft.tables["applications"]
    blocks = official(draft.with_tables(applications=replace(table, rows=tuple(map(merge, table.rows)))))
    return blocks, (draft.truth, replace(draft.truth, sheet={**draft.truth.sheet, **blanks}))


def lines_swapped(draft: Draft) -> list[Block]:
    """Two neighbours of a group of table three have changed places, label and values."""
    table = draft.tables["applications"]
    pairs = (("refused_state_secret", "refused_other_law"), ("declined_publication", "declined_excessive"))
    rows = list(table.rows)
    first, second = (row_of(table, "applications", line) for line in draft.random.choice(pairs))
    kept = len(rows[first]) - 8
    rows[first], rows[second] = (*rows[first][:kept], *rows[second][-8:]), (*rows[second][:-8], *rows[first][-8:])
    return official(draft.with_tables(applications=replace(table, rows=tuple(rows))))


def typing_errors(draft: Draft) -> list[Block]:
    """Labels of table three with a character lost or doubled."""

    def typed(cell: grids.Cell) -> grids.Cell:
        if cell.key or len(cell.text) < 5 or draft.random.random() > 0.2:
            return cell
        at = draft.random.randrange(len(cell.text))
        return replace(cell, text=cell.text[:at] + draft.random.choice(("", cell.text[at] * 2)) + cell.text[at + 1 :])

    table = draft.tables["applications"]
    return official(
        draft.with_tables(applications=replace(table, rows=tuple(tuple(map(typed, row)) for row in table.rows)))
    )


def line_missing(draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """A line inside a group of table three is not there."""
    table = draft.tables["applications"]
    line = draft.random.choice(("refused_third_party", "refused_deliberative", "declined_publication"))
    at = row_of(table, "applications", line)
    rows = [list(row) for row in table.rows]
    seen = dict.fromkeys(range(len(rows)), 0)
    for top, _, cell in grids.placed(table):
        if top < at < top + cell.rows:
            rows[top][seen[top]] = replace(cell, rows=cell.rows - 1)
        seen[top] += 1
    del rows[at]
    shorter = draft.with_tables(applications=replace(table, rows=tuple(map(tuple, rows))))
    return official(shorter), (_without(draft.truth, lambda key: key[:2] == ("applications", line)),)


def table_missing(draft: Draft) -> tuple[list[Block], tuple[Truth, ...]]:
    """One of the three tables is not there."""
    part = draft.random.choice(tuple(draft.tables))
    return official(draft, {part: []}), (_without(draft.truth, lambda key: key[0] == part),)


def _without(truth: Truth, is_gone: Callable[[CellKey], bool]) -> Truth:
    gone = Printed("", None, "missing")
    return replace(truth, sheet={key: gone if is_gone(key) else printed for key, printed in truth.sheet.items()})


def column(part: str, name: str, place: Callable[[Table], int]) -> Callable[[Draft], list[Block]]:
    def layout(draft: Draft) -> list[Block]:
        table, head = draft.tables[part], words()["columns"]
        first = next(index for index, row in enumerate(table.rows) if any(cell.key for cell in row))
        texts = [head[name] if index == first - 1 else "" for index in range(len(table.rows))]
        number = 0
        for index, row in enumerate(table.rows):
            if not any(cell.key for cell in row):
                continue
            number += 1
            texts[index] = {
                "remark": "",
                "unit": head["unit_text"],
                "prior": str(draft.random.choice((0, 0, 1, 5, 30))),
            }.get(name, str(number))
        return official(draft.with_tables(**{part: grids.with_column(table, place(table), tuple(texts))}))

    layout.__doc__ = f"One more column in the table {part}: {name}."
    return layout
