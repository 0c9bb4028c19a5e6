"""The official form as the practice reports print it: lines, columns and headings of one edition.

Labels and order come from ``parsing/form/*.csv`` (read as data, no code of that package is used); headings and
group labels, which those tables lack, from ``texts/form.yaml``.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

Row = Mapping[str, str]
NO_FORM = "none"
"""The edition of reports before 2019: prose under headings of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    section: str
    code: str
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class Edition:
    """``columns`` maps a proactive line's code, or ``applications`` and ``appeals``, to its (code, label) pairs."""

    code: str
    lines: tuple[Line, ...]
    columns: Mapping[str, tuple[tuple[str, str], ...]]
    parts: Mapping[str, str]

    def section(self, name: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section == name)

    def line_columns(self, line: Line) -> tuple[tuple[str, str], ...]:
        return self.columns[line.code if line.section == "proactive" else line.section]

    def cells(self) -> tuple[tuple[str, str, str], ...]:
        """Every (section, line, column) of the edition: 200 in 2021, 198 in 2019."""
        return tuple((line.section, line.code, code) for line in self.lines for code, _ in self.line_columns(line))


def _table(name: str) -> list[Row]:
    text = resources.files("parsing").joinpath("form", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def headings() -> Mapping[str, Any]:
    """``texts/form.yaml``."""
    text = resources.files("practice").joinpath("texts", "form.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def invented_mark() -> str:
    """What stands on every invented report; readers know it by the same data."""
    return _table("invented_marks.csv")[0]["mark_zh"]


def _columns(code: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[int, str, str]]] = {}
    for row in _table("columns.csv"):
        if code not in row["edition"].split("|"):
            continue
        owners = [row["section"]] if row["line_codes"] == "*" else row["line_codes"].split("|")
        for owner in owners:
            found.setdefault(owner, []).append((int(row["position"]), row["column_code"], row["label_zh"]))
    return {owner: tuple((name, label) for _, name, label in sorted(rows)) for owner, rows in found.items()}


@cache
def edition(code: str) -> Edition:
    """The edition ``2019`` or ``2021``; ``KeyError`` for any other."""
    printed = headings()["line_labels"][code]
    rows = sorted(
        (row for row in _table("lines.csv") if code in row["editions"].split("|")),
        key=lambda row: (("proactive", "applications", "appeals").index(row["section"]), int(row["position"])),
    )
    lines = tuple(
        Line(row["section"], row["line_code"], printed.get(row["line_code"], row["label_zh"]), row["parent_code"])
        for row in rows
    )
    return Edition(code, lines, _columns(code), headings()["parts"][code])
