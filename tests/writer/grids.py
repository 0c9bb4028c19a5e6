"""Tables as spanned grids, and what publishing does to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from practice.report import Cell, Row, Table, placed


def as_right(table: Table, random: Random) -> Table:
    return table


def as_padded(table: Table, random: Random) -> Table:
    """No spans: what a span covers is an empty cell."""
    return _filled(table, lambda cell: "")


def as_expanded(table: Table, random: Random) -> Table:
    """No spans: what a span covers repeats the text."""
    return _filled(table, lambda cell: cell.text)


def as_expanded_down(table: Table, random: Random) -> Table:
    """What a span covers downwards repeats the text, to the right it is empty."""
    return _filled(table, lambda cell: "" if cell.columns > 1 else cell.text)


def as_left_out(table: Table, random: Random) -> Table:
    """No spans and nothing in place of what they covered."""
    return replace(table, rows=tuple(tuple(replace(c, rows=1, columns=1) for c in row) for row in table.rows))


def as_rows_only(table: Table, random: Random) -> Table:
    """Only ``rowspan`` is kept."""
    return replace(table, rows=tuple(tuple(replace(cell, columns=1) for cell in row) for row in table.rows))


def as_columns_only(table: Table, random: Random) -> Table:
    """Only ``colspan`` is kept."""
    return replace(table, rows=tuple(tuple(replace(cell, rows=1) for cell in row) for row in table.rows))


def as_wrong(table: Table, random: Random) -> Table:
    """Some spans of labels are one too many or one too few."""

    def off(cell: Cell) -> Cell:
        if cell.key is not None or random.random() > 0.15:
            return cell
        step = random.choice((-1, 1))
        if random.random() < 0.5:
            return replace(cell, rows=max(1, cell.rows + step))
        return replace(cell, columns=max(1, cell.columns + step))

    return replace(table, rows=tuple(tuple(off(cell) for cell in row) for row in table.rows))


def _filled(table: Table, text: Callable[[Cell], str]) -> Table:
    matrix = [[Cell("")] * table.width for _ in table.rows]
    for top, left, cell in placed(table):
        for row in range(top, min(top + cell.rows, len(matrix))):
            for column in range(left, min(left + cell.columns, table.width)):
                is_first = (row, column) == (top, left)
                matrix[row][column] = Cell(cell.text if is_first else text(cell), key=cell.key if is_first else None)
    return replace(table, rows=tuple(map(tuple, matrix)))


SPANS: dict[str, Callable[[Table, Random], Table]] = {
    "right": as_right,
    "padded": as_padded,
    "expanded": as_expanded,
    "expanded_down": as_expanded_down,
    "left_out": as_left_out,
    "rows_only": as_rows_only,
    "columns_only": as_columns_only,
    "wrong": as_wrong,
}


def cut_label(table: Table, at: int, *, values_above: bool) -> Table:
    """Row ``at`` broken in two, its own label in halves, its values beside one of them."""
    rows = list(table.rows)
    labels = [index for index, cell in enumerate(rows[at]) if cell.key is None]
    if not labels:
        return table
    label = rows[at][labels[-1]]
    middle = max(1, len(label.text) // 2)
    first, second = [], []
    for index, cell in enumerate(rows[at]):
        if index < labels[-1]:
            first.append(replace(cell, rows=cell.rows + 1))
        elif index == labels[-1]:
            first.append(replace(cell, text=label.text[:middle]))
            second.append(replace(cell, text=label.text[middle:]))
        else:
            first.append(cell if values_above else replace(cell, text="", key=None))
            second.append(replace(cell, text="", key=None) if values_above else cell)
    stretched = [
        tuple(replace(c, rows=c.rows + 1) if top < at < top + c.rows else c for top, _, c in placed(table) if top == r)
        for r in range(at)
    ]
    return replace(table, rows=(*stretched, tuple(first), tuple(second), *rows[at + 1 :]))


def transposed(table: Table) -> Table:
    """Lines as columns."""
    turned = sorted(((left, top, cell) for top, left, cell in placed(table)), key=lambda entry: entry[:2])
    rows = tuple(
        tuple(replace(c, rows=c.columns, columns=c.rows) for left, _, c in turned if left == row)
        for row in range(table.width)
    )
    return Table(rows, len(table.rows), 3)


def merged(tables: tuple[Table, ...], captions: tuple[str, ...]) -> Table:
    """Several tables one under the other in one grid, each under its caption; last cells are stretched."""
    width = max(table.width for table in tables)
    rows: list[Row] = []
    for table, caption in zip(tables, captions, strict=True):
        rows.append((Cell(caption, columns=width),))
        missing = width - table.width
        by_row: dict[int, list[Cell]] = {top: [] for top in range(len(table.rows))}
        for top, left, cell in placed(table):
            is_last = left + cell.columns == table.width
            by_row[top].append(replace(cell, columns=cell.columns + missing) if is_last else cell)
        rows += [tuple(cells) for cells in by_row.values()]
    return Table(tuple(rows), width)


def with_column(table: Table, position: int, texts: tuple[str, ...]) -> Table:
    """One more grid column; a cell whose span crosses ``position`` grows over it.

    ``texts`` has one text a row; where the column is inside a span, the text of that row is lost.
    """
    before: dict[int, list[tuple[int, Cell]]] = {top: [] for top in range(len(table.rows))}
    covered: set[int] = set()
    for top, left, cell in placed(table):
        if left < position < left + cell.columns:
            covered |= set(range(top, top + cell.rows))
            before[top].append((left, replace(cell, columns=cell.columns + 1)))
        else:
            before[top].append((left + (left >= position), cell))
    for top, text in enumerate(texts):
        if top not in covered:
            before[top].append((position, Cell(text)))
    rows = tuple(tuple(c for _, c in sorted(row, key=lambda pair: pair[0])) for row in before.values())
    return Table(rows, table.width + 1, table.header_rows)
