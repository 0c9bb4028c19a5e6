"""Tables cut by page breaks, turned, or written upright."""

from __future__ import annotations

from dataclasses import replace

from writer import grids
from writer.draft import Draft, official
from writer.grids import Table
from writer.report import Block

from practice.form import edition
from practice.report import split


def split_pages(draft: Draft) -> list[Block]:
    """Table three over two or three pages."""
    random = draft.random
    repeat, continued = random.random() < 0.5, random.choice(("rest", "same", "empty"))
    rest, pieces = draft.tables["applications"], []
    for _ in range(random.choice((1, 1, 2))):
        low, high = rest.header_rows + 1, len(rest.rows) - 2
        if low >= high:
            break
        above, rest = split(rest, random.randint(low, high), repeat_header=repeat, continued=continued)
        pieces.append(above)
    return official(draft, {"applications": [*pieces, rest]})


def split_proactive(draft: Draft) -> list[Block]:
    """Table two over two pages, anywhere."""
    table = draft.tables["proactive"]
    pieces = split(table, draft.random.randint(1, len(table.rows) - 1), repeat_header=False, continued="same")
    return official(draft, {"proactive": list(pieces)})


def label_cut(draft: Draft) -> list[Block]:
    """番禺: the break goes through a row, its label in halves on two pages."""
    random, table = draft.random, draft.tables["applications"]
    at = random.randint(table.header_rows, len(table.rows) - 2)
    table = grids.cut_label(table, at, values_above=random.random() < 0.7)
    pieces = split(table, at + 1, repeat_header=random.random() < 0.3, continued="rest")
    return official(draft, {"applications": list(pieces)})


def label_cut_in_place(draft: Draft) -> list[Block]:
    """The same where a converter has joined the pages again: one table, one row more."""
    table = draft.tables["applications"]
    at = draft.random.randint(table.header_rows, len(table.rows) - 2)
    return official(
        draft.with_tables(applications=grids.cut_label(table, at, values_above=draft.random.random() < 0.7))
    )


def vertical_headers(draft: Draft) -> list[Block]:
    """Column headers and group labels one sign a line."""

    def stand(cell: grids.Cell) -> grids.Cell:
        return replace(cell, text="\n".join(cell.text)) if cell.key is None and len(cell.text) <= 12 else cell

    table = draft.tables["applications"]
    rows = tuple(tuple(stand(c) for c in row) if i < 3 or len(row) > 8 else row for i, row in enumerate(table.rows))
    return official(draft.with_tables(applications=replace(table, rows=rows)))


def transposed(draft: Draft) -> list[Block]:
    """Table three with its lines as columns."""
    return official(draft.with_tables(applications=grids.transposed(draft.tables["applications"])))


def appeals_by_line(draft: Draft) -> list[Block]:
    """Table four as three rows of five under one header."""
    form, rows = edition(draft.truth.edition), []
    names = [draft.labels.render(draft.random, label, code) for code, label in form.columns["appeals"]]
    rows.append((grids.Cell(""), *map(grids.Cell, names)))
    values = draft.tables["appeals"].rows[-1]
    for index, line in enumerate(form.section("appeals")):
        rows.append((grids.Cell(line.label), *values[index * 5 : index * 5 + 5]))
    return official(draft.with_tables(appeals=Table(tuple(rows), 6, 1)))


def appeals_upright(draft: Draft) -> list[Block]:
    """Table four with its fifteen columns as lines."""
    return official(draft.with_tables(appeals=grids.transposed(draft.tables["appeals"])))
