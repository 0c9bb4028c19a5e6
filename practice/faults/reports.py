"""The reports of the fault deck's bureaus, composed like all practice reports; figures and prose are invented.

A report may be edited after publication: ``prose`` changes a sentence, ``numbers`` a figure of table two; ``layout`` and
``counter`` change the page around it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from practice.publishers import NEIGHBOUR, figures
from practice.report import Paragraph, Report
from practice.writing import Writing, compose

EDITED_CELL = ("proactive", "administrative_penalties", "decisions")
EDITED_BY = 7


@dataclass(frozen=True, slots=True)
class Region:
    region_code: str
    name_zh: str
    region_name_zh: str
    region_name_en: str

    @property
    def agency_name(self) -> str:
        return str(texts()["bureau"].format(region=self.name_zh))


@cache
def texts() -> Mapping[str, Any]:
    """``texts.yaml``."""
    source = resources.files("practice").joinpath("faults", "texts.yaml")
    loaded: Mapping[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return loaded


@cache
def regions() -> Mapping[str, Region]:
    """The regions that the deck's bureaus may have, by code (GB/T 2260, Hebei)."""
    source = resources.files("practice").joinpath("faults", "regions.csv")
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["region_code"]: Region(**row) for row in rows}


def title(agency_name: str, year: int) -> str:
    return str(texts()["title"].format(agency=agency_name, year=year))


def published_on(year: int) -> date:
    return date.fromisoformat(f"{year + 1}-{texts()['published_on']}")


@cache
def report(agency_name: str, number: int, year: int, edit: str | None = None) -> Report:
    """The report of ``year``; ``number`` tells the bureaus' figures apart."""
    cells = dict(figures(NEIGHBOUR)[year])
    cells[EDITED_CELL] = str(10 * number + year % 10 + (EDITED_BY if edit == "numbers" else 0))
    prose = {**texts()["prose"], **(texts()["prose_edited"] if edit == "prose" else {})}
    writing = Writing(
        agency_name=agency_name,
        year=year,
        edition=texts()["editions"][year],
        is_invented=True,
        title=title(agency_name, year),
        published_on=published_on(year),
        stated={"proactive_items": 40 + number},
        prose=prose,
        typography=(),
    )
    return compose(writing, cells)


def notice(name: str) -> Report:
    """A page that is no report."""
    return Report(name, date(2024, 3, 1), (Paragraph(name, "title"), Paragraph(texts()["notice"])))
