"""The tables of the form as a report prints them, and the sums that hold their cells together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.releases import Row
from lookup.explain.sums import sums_of

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    cells: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one heading; ``columns`` are cells that name the columns, empty if those above go on."""

    heading: str | None
    columns: tuple[Row, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    section: str
    width: int
    groups: tuple[Group, ...]
    failing: tuple[Row, ...]
    held: int
    open: int
    """Sums that cannot be checked: a side lacks a number."""


def tables(figures: Sequence[Row], checks: Sequence[Row]) -> list[Table]:
    """The tables of one report from rows of `fct_figure` in the form's order and rows of `fct_check`."""
    return [_table(section, list(rows), checks) for section, rows in groupby(figures, key=_section)]


def _section(row: Row) -> str:
    return str(row["section_code"])


def _table(section: str, figures: Sequence[Row], checks: Sequence[Row]) -> Table:
    lines = [Line(code, tuple(rows)) for code, rows in groupby(figures, key=lambda row: str(row["line_code"]))]
    own = [check for check in checks if check["section_code"] == section]
    status = [check["status"] for check in own]
    return Table(
        section=section,
        width=max(len(line.cells) for line in lines),
        groups=tuple(_groups(lines)),
        failing=tuple(check for check in own if check["status"] == "fail"),
        held=status.count("pass"),
        open=status.count("unknown"),
    )


def _groups(lines: Sequence[Line]) -> list[Group]:
    found: list[Group] = []
    columns: tuple[str, ...] = ()
    for heading, rows in groupby(lines, key=lambda line: line.cells[0]["parent_code"]):
        for codes, alike in groupby(rows, key=lambda line: tuple(cell["column_code"] for cell in line.cells)):
            group = tuple(alike)
            is_new = heading is not None and heading not in {before.heading for before in found}
            found.append(Group(heading if is_new else None, group[0].cells if codes != columns else (), group))
            columns = codes
    return found


def sums_by_cell(report: Row, checks: Sequence[Row]) -> Mapping[Key, Sequence[Row]]:
    """The sums of each cell, those that fail first."""
    sums = sums_of(report["proactive_edition"], report["applications_edition"])
    found: dict[Key, list[Row]] = {}
    for check in sorted(checks, key=lambda check: ("fail", "unknown", "pass").index(check["status"])):
        identity = sums.get((check["check_code"], check["line_code"], check["column_code"]))
        for cell in identity.cells if identity else ():
            found.setdefault(cell, []).append(check)
    return found


def key_of(figure: Row) -> Key:
    return figure["section_code"], figure["line_code"], figure["column_code"]
