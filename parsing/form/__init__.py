"""The official form as data: editions, lines, columns, labels and identities.

Source: the notices 国办公开办函〔2019〕60号 (edition ``2019``) and 国办公开办函〔2021〕30号 (edition ``2021``). The CSV files here are the only
copy: Python reads them through ``load_edition``, dbt reads the same files as seeds.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby

from parsing.model import CellKey
from parsing.text import label_key

SECTIONS = ("proactive", "applications", "appeals")
SUMMED = frozenset({"applications", "appeals"})
"""Sections whose lines end in their own total."""
EDITIONS = ("2021", "2019")
TEN_THOUSAND_YUAN, AS_PRINTED = "10000 CNY", "as printed"
"""Units of the columns that hold money (``columns.csv``); the form leaves one of them to the bureau."""
MIXED = "mixed"
"""Code of a report whose tables are of different editions."""


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    label: str
    keys: tuple[str, ...]
    """Comparable forms of the label and of its known variants."""
    unit: str
    bare_keys: tuple[str, ...] = ()
    """``keys`` of a column of money without the unit that they end in."""

    @property
    def is_money(self) -> bool:
        return bool(self.bare_keys)


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """There is one object for each line of an edition."""

    section: str
    code: str
    label: str
    keys: tuple[str, ...]
    parent: str
    columns: tuple[Column, ...]
    named: Mapping[str, tuple[int, ...]]
    """By ``label_key`` of a header the places in ``columns`` of those that it names."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The form of one report: of one edition, or of table two by one and the other tables by the other edition."""

    codes: tuple[str, str]
    """Edition of table two, and of tables three and four (table four is the same in both)."""
    lines: tuple[Line, ...]
    """Every line in form order."""

    @property
    def code(self) -> str:
        return self.codes[0] if self.codes[0] == self.codes[1] else MIXED

    def section(self, section: str) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section == section)

    def cells(self) -> tuple[CellKey, ...]:
        """Every cell of the edition in form order: 200 for 2021, 198 for 2019."""
        return _cells(self.codes)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the CSV files of this folder."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def claim_metrics() -> Mapping[str, Mapping[str, str]]:
    """What prose states figures of (``claim_metrics.csv``), by code: unit, cell of the form if there is one, names."""
    return {row["metric"]: row for row in rows("claim_metrics.csv")}


@cache
def claim_kinds() -> Mapping[str, Mapping[str, str]]:
    """What a number of the prose can be (``claim_kinds.csv``), by code: its unit, what it is compared with, names."""
    return {row["kind"]: row for row in rows("claim_kinds.csv")}


@cache
def unbound_reasons() -> Mapping[str, Mapping[str, str]]:
    """Why a number of the prose is bound to no metric (``unbound_reasons.csv``), by code."""
    return {row["reason"]: row for row in rows("unbound_reasons.csv")}


@cache
def _variants() -> dict[tuple[str, str], tuple[str, ...]]:
    ordered = sorted(rows("label_variants.csv"), key=lambda row: (row["kind"], row["code"]))
    return {
        key: tuple(label_key(row["label_zh"]) for row in group)
        for key, group in groupby(ordered, key=lambda row: (row["kind"], row["code"]))
    }


@cache
def money_units() -> Mapping[str, Decimal]:
    """Every word for a unit of money (``money_units.csv``) with its worth in 10,000 CNY."""
    return {row["word"]: Decimal(row["in_10k_yuan"]) for row in rows("money_units.csv")}


def _keys(kind: str, code: str, label: str) -> tuple[str, ...]:
    return (label_key(label), *_variants().get((kind, code), ()))


def _columns(section: str, line: str, edition: str) -> tuple[Column, ...]:
    found = [
        row
        for row in rows("columns.csv")
        if row["section"] == section
        and edition in row["edition"].split("|")
        and (row["line_codes"] == "*" or line in row["line_codes"].split("|"))
    ]
    found.sort(key=lambda row: int(row["position"]))
    return tuple(_column(row) for row in found)


def _column(row: Mapping[str, str]) -> Column:
    code, label, unit = row["column_code"], row["label_zh"], row["unit"]
    keys = _keys("column", code, label)
    if unit not in (TEN_THOUSAND_YUAN, AS_PRINTED):
        return Column(code, label, keys, unit)
    bare = tuple(dict.fromkeys(_without_unit(key) for key in keys))
    in_units = (key + between + word for key in bare for between in ("单位", "") for word in money_units())
    return Column(code, label, tuple(dict.fromkeys([*keys, *bare, *in_units])), unit, bare)


def _without_unit(key: str) -> str:
    for word in sorted(money_units(), key=len, reverse=True):
        if key.endswith(word):
            return key.removesuffix(word).removesuffix("单位")
    return key


def load_edition(code: str) -> Edition:
    """The edition ``2019`` or ``2021``; raises ``KeyError`` for any other code."""
    return load_form(code, code)


@cache
def load_form(proactive: str, others: str) -> Edition:
    """The form whose table two is of the edition ``proactive`` and whose other tables are of the edition ``others``.

    Some bureaus print table two of one year's form beside table three of another's. Raises ``KeyError`` for any other code.
    """
    return Edition(
        (proactive, others),
        (*_lines("proactive", proactive), *_lines("applications", others), *_lines("appeals", others)),
    )


@cache
def _cells(codes: tuple[str, str]) -> tuple[CellKey, ...]:
    lines = load_form(*codes).lines
    return tuple((line.section, line.code, column.code) for line in lines for column in line.columns)


@cache
def _lines(section: str, edition: str) -> tuple[Line, ...]:
    if edition not in EDITIONS:
        raise KeyError(edition)
    found = [row for row in rows("lines.csv") if row["section"] == section and edition in row["editions"].split("|")]
    found.sort(key=lambda row: int(row["position"]))
    return tuple(_line(row, _columns(section, row["line_code"], edition)) for row in found)


def _line(row: Mapping[str, str], columns: tuple[Column, ...]) -> Line:
    code, label = row["line_code"], row["label_zh"]
    named = {
        key: tuple(at for at, column in enumerate(columns) if key in column.keys) for c in columns for key in c.keys
    }
    return Line(row["section"], code, label, _keys("line", code, label), row["parent_code"], columns, named)
