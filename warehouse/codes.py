"""The page of the documentation that lists every code of the marts: which columns hold it, and what it means.

Codes are those that dbt tests the columns for (``accepted_values``); the meaning is that of the column, in both languages. The
page is generated together with that of the metrics, by ``python -m warehouse.metrics``, and so are the lists of ``FROM_DATA``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from warehouse.codebook import chinese
from warehouse.digest import DBT_PROJECT, FORM, PROJECT

MODELS = DBT_PROJECT / "models"
MARTS = MODELS / "marts"
FROM_DATA: Mapping[str, Path] = {"claim_kind": FORM / "claim_kinds.csv"}
"""Columns whose codes are the first column of a data file; their ``accepted_values`` are written into the YAML from it."""
PAGE = PROJECT / "docs" / "codes.md"

_HEAD = """# Codes

Generated from `dbt/models/marts` and `dbt/codebook_zh.yaml` by `python -m warehouse.metrics`; edit the YAML, not this page.

Each column that holds a code of a closed list, with its codes and what they mean. The same lists are in the codebook of a release and, as
`enum`, in its `datapackage.json`; dbt refuses a release with any other code. Codes of lines and columns of the form are explained in
`dim_form_line` and `dim_form_column`, those of [metrics](metrics.md) in `dim_metric`, those of regions in `dim_region`, kinds of claims in `dim_claim_kind`.
"""


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """A column of a mart that holds one of some codes, or nothing."""

    table: str
    name: str
    codes: tuple[str, ...]
    meaning_en: str
    meaning_zh: str


def coded_columns(folder: Path = MARTS) -> tuple[CodedColumn, ...]:
    """The coded columns of every mart, by column and table."""
    return tuple(sorted(_read(folder), key=lambda column: (column.name, column.table)))


def listed(models: Path = MODELS) -> dict[Path, str]:
    """Each YAML of a model that has one of ``FROM_DATA``, with the codes of the data in its ``accepted_values``."""
    texts = ((file, file.read_text(encoding="utf-8")) for file in sorted(models.rglob("*.yml")))
    return {file: _with_codes(text) for file, text in texts if any(f"- name: {name}\n" in text for name in FROM_DATA)}


def _with_codes(text: str) -> str:
    for name in FROM_DATA:
        values = re.compile(rf"(- name: {name}\n(?:(?!\s+- name:).*\n)*?\s+arguments: {{values: )\[.*?]")
        text = values.sub(rf"\g<1>[{', '.join(codes_of(name))}]", text)
    return text


def codes_of(name: str) -> tuple[str, ...]:
    """The codes of a column of ``FROM_DATA``, in the order of the data."""
    with FROM_DATA[name].open(encoding="utf-8", newline="") as lines:
        return tuple(row[0] for row in list(csv.reader(lines))[1:])


def _read(folder: Path) -> Iterator[CodedColumn]:
    words = chinese()
    for file in sorted(folder.glob("*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
            for column in model["columns"]:
                table, name = model["name"], column["name"]
                if codes := _codes(name, column.get("data_tests", ())):
                    meaning = " ".join(column["description"].split())
                    yield CodedColumn(table, name, codes, meaning, words.column(table, name))


def _codes(name: str, tests: Iterable[Any]) -> tuple[str, ...]:
    for test in tests:
        if isinstance(test, dict) and "accepted_values" in test:
            return (
                codes_of(name) if name in FROM_DATA else tuple(map(str, test["accepted_values"]["arguments"]["values"]))
            )
    return ()


def page(columns: Iterable[CodedColumn]) -> str:
    """The page, both languages side by side; columns of one name have one section."""
    sections = groupby(columns, key=lambda column: column.name)
    return _HEAD + "".join(f"\n## {name}\n\n" + "".join(map(_entry, held)) for name, held in sections)


def _entry(column: CodedColumn) -> str:
    codes = ", ".join(f"`{code}`" for code in column.codes)
    return f"- `{column.table}.{column.name}`: {codes}\n  - {column.meaning_en}\n  - {column.meaning_zh}\n"
