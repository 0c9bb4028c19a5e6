"""The three tables of the official form, filled with one report's figures.

Layouts after 国办公开办函〔2019〕60号 and 〔2021〕30号: table three has three header rows, ten grid columns and 23 or
25 lines; the group of processed applications spans 20 or 22 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from practice.form import Edition, Line, headings
from practice.report import Cell, CellKey, Row, Table

Figures = Mapping[CellKey, str]
CellText = Callable[[CellKey], str]
"""A figure as printed."""
Render = Callable[[str, str], str]
"""A label of the form and its code to the label as printed."""


def _values(form: Edition, line: Line, text: CellText) -> list[Cell]:
    keys = [(line.section, line.code, code) for code, _ in form.line_columns(line)]
    return [Cell(text(key), key=key) for key in keys]


def _stretched(cells: list[Cell], width: int) -> Row:
    *first, last = cells
    return (*first, Cell(last.text, 1, width - len(first), last.key))


def proactive(form: Edition, text: CellText, render: Render) -> Table:
    """Table two: four grid columns, one block for each item of article 20."""
    rows: list[Row] = []
    blocks: list[tuple[str, tuple[str, ...]]] = []
    for line in form.section("proactive"):
        names = form.line_columns(line)
        block = (line.parent, tuple(name for name, _ in names))
        if block not in blocks:
            blocks.append(block)
            rows.append((Cell(render(headings()["blocks"][line.parent], line.parent), columns=4),))
            labels = [Cell(headings()["content"]), *(Cell(render(label, name)) for name, label in names)]
            rows.append(_stretched(labels, 4))
        rows.append(_stretched([Cell(render(line.label, line.code)), *_values(form, line, text)], 4))
    return Table(tuple(rows), 4, 2)


def applications(form: Edition, text: CellText, render: Render) -> Table:
    """Table three: three header rows, three label columns, seven columns of values."""
    lines = form.section("applications")
    outcomes = [line for line in lines if line.parent or line.code == "processed_total"]
    rows = list(_header(form, render))
    groups = headings()["groups"]
    for parent, grouped in groupby(lines, key=lambda line: line.parent):
        members = list(grouped)
        is_group = parent in groups and parent != "processed_total"
        for line in members:
            left = [Cell(render(groups["processed_total"], ""), rows=len(outcomes))] if line is outcomes[0] else []
            if is_group and line is members[0]:
                left.append(Cell(render(groups[parent], ""), rows=len(members)))
            width = 1 if is_group else 2 if line in outcomes else 3
            left.append(Cell(render(line.label, line.code), columns=width))
            rows.append((*left, *_values(form, line, text)))
    return Table(tuple(rows), 10, 3)


def _header(form: Edition, render: Render) -> tuple[Row, Row, Row]:
    labels = [render(label, code) for code, label in form.columns["applications"]]
    head = headings()
    return (
        (Cell(render(head["relation"], "relation"), 3, 3), Cell(head["applicants"], columns=7)),
        (Cell(labels[0], rows=2), Cell(head["legal_persons"], columns=5), Cell(labels[-1], rows=2)),
        tuple(Cell(label) for label in labels[1:-1]),
    )


def appeals(form: Edition, text: CellText, render: Render) -> Table:
    """Table four: one row of fifteen values under three header rows."""
    review, *litigation = form.section("appeals")
    kind, names = litigation[0].label.split("：")[0], [line.label.split("：")[1] for line in litigation]
    labels = [render(label, name) for name, label in form.columns["appeals"]]
    values = [cell for line in (review, *litigation) for cell in _values(form, line, text)]
    rows = (
        (Cell(render(review.label, review.code), columns=5), Cell(kind, columns=10)),
        (*(Cell(label, rows=2) for label in labels), *(Cell(name, columns=5) for name in names)),
        tuple(Cell(label) for label in labels * len(litigation)),
        tuple(values),
    )
    return Table(rows, 15, 3)


BUILDERS = {"proactive": proactive, "applications": applications, "appeals": appeals}
