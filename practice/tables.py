"""The three tables of the official form, filled with one report's figures.

Layouts after 国办公开办函〔2019〕60号 and 〔2021〕30号: table three has three header rows, ten grid columns and 23 or
25 lines; the group of processed applications spans 20 or 22 of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from practice.form import Edition, Line, headings
from practice.report import Cell, Table

Figures = Mapping[tuple[str, str, str], str]
Typeset = Callable[[str], str]


def _values(edition: Edition, line: Line, figures: Figures) -> tuple[str, ...]:
    return tuple(figures.get((line.section, line.code, code), "0") for code, _ in edition.line_columns(line))


def _stretched(texts: tuple[str, ...], width: int, is_header: bool) -> tuple[Cell, ...]:
    last = Cell(texts[-1], columns=width - len(texts) + 1, is_header=is_header)
    return (*(Cell(text, is_header=is_header) for text in texts[:-1]), last)


def proactive(edition: Edition, figures: Figures, typeset: Typeset) -> Table:
    """Table two: four grid columns, one block for each item of article 20."""
    rows: list[tuple[Cell, ...]] = []
    seen: list[tuple[str, tuple[str, ...]]] = []
    for line in edition.section("proactive"):
        labels = tuple(label for _, label in edition.line_columns(line))
        if (line.parent, labels) not in seen:
            seen.append((line.parent, labels))
            rows.append((Cell(typeset(headings()["blocks"][line.parent]), columns=4, is_header=True),))
            printed = (headings()["content"], *map(typeset, labels))
            rows.append(_stretched(printed, 4, is_header=True))
        rows.append(_stretched((typeset(line.label), *_values(edition, line, figures)), 4, is_header=False))
    return Table(tuple(rows), width=4)


def applications(edition: Edition, figures: Figures, typeset: Typeset) -> Table:
    """Table three."""
    head = headings()
    labels = [typeset(label) for _, label in edition.columns["applications"]]
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(typeset(head["relation"]), rows=3, columns=3, is_header=True),
            Cell(head["applicants"], columns=7, is_header=True),
        ),
        (
            Cell(labels[0], rows=2, is_header=True),
            Cell(head["legal_persons"], columns=5, is_header=True),
            Cell(labels[-1], rows=2, is_header=True),
        ),
        tuple(Cell(label, is_header=True) for label in labels[1:-1]),
    ]
    lines = edition.section("applications")
    outcomes = [line for line in lines if line.parent or line.code == "processed_total"]
    for parent, grouped in groupby(lines, key=lambda line: line.parent):
        members = list(grouped)
        for line in members:
            values = tuple(Cell(value) for value in _values(edition, line, figures))
            left: list[Cell] = []
            if line is outcomes[0]:
                left.append(Cell(typeset(head["groups"]["processed_total"]), rows=len(outcomes)))
            if parent in head["groups"] and parent != "processed_total":
                if line is members[0]:
                    left.append(Cell(typeset(head["groups"][parent]), rows=len(members)))
                left.append(Cell(typeset(line.label)))
            else:
                left.append(Cell(typeset(line.label), columns=2 if line in outcomes else 3))
            rows.append((*left, *values))
    return Table(tuple(rows), width=10, header_rows=3)


def appeals(edition: Edition, figures: Figures, typeset: Typeset) -> Table:
    """Table four: one row of fifteen values under three header rows."""
    labels = tuple(Cell(typeset(label), is_header=True) for _, label in edition.columns["appeals"])
    review, *litigation = edition.section("appeals")
    kind, names = litigation[0].label.split("：")[0], [line.label.split("：")[1] for line in litigation]
    tall = tuple(Cell(cell.text, rows=2, is_header=True) for cell in labels)
    rows = (
        (Cell(review.label, columns=5, is_header=True), Cell(kind, columns=10, is_header=True)),
        (*tall, *(Cell(name, columns=5, is_header=True) for name in names)),
        labels * len(litigation),
        tuple(Cell(value) for line in (review, *litigation) for value in _values(edition, line, figures)),
    )
    return Table(rows, width=15, header_rows=3)
