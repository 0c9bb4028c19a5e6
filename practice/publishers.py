"""What each practice bureau publishes: the years, their figures and their prose, read from ``figures`` and ``texts``.

Figures are stored as printed and only if they are not zero. ``origin`` says ``real`` for the years whose figures are
those of a published report, ``invented`` for all others.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib import resources
from typing import Any, Literal

import yaml

from practice.report import Report
from practice.tables import Figures
from practice.writing import Writing, compose

BUREAU_CODES = ("hrss-410105", "hrss-371500", "hrss-340603", "hrss-330600", "hrss-440113")
NEIGHBOUR = "neighbour"


@dataclass(frozen=True, slots=True)
class ReportYear:
    """One report, composed when first asked for; ``listed_on`` differs if the portal imported it again."""

    year: int
    edition: str
    origin: Literal["real", "invented"]
    published_on: date
    listed_on: date
    list_title: str
    article_id: str | None
    figures: Figures
    compose: Callable[[], Report]

    @property
    def report(self) -> Report:
        return self.compose()


@dataclass(frozen=True, slots=True)
class Publisher:
    bureau_code: str
    agency_name: str
    neighbour: str
    years: Mapping[int, ReportYear]


def text_data(name: str) -> Any:
    """A YAML file of ``texts``."""
    return yaml.safe_load(resources.files("practice").joinpath("texts", name).read_text(encoding="utf-8"))


@cache
def figures(name: str) -> Mapping[int, Figures]:
    """By report year, the cells of ``figures/<name>.csv`` by (section, line, column)."""
    source = resources.files("practice").joinpath("figures", f"{name}.csv")
    found: dict[int, dict[tuple[str, str, str], str]] = {}
    for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines()):
        cells = found.setdefault(int(row["report_year"]), {})
        cells[(row["section"], row["line"], row["column"])] = row["value"]
    return found


@cache
def publisher(bureau_code: str) -> Publisher:
    """The bureau's data; ``FileNotFoundError`` for a code that no file describes."""
    data = text_data(f"{bureau_code}.yaml")
    known = figures(bureau_code)
    years = {year: _year(data, year, facts, known.get(year, {})) for year, facts in data["years"].items()}
    if not set(known) <= set(years):
        raise ValueError(f"{bureau_code}: figures of {sorted(set(known) - set(years))} belong to no report")
    return Publisher(bureau_code, data["agency_name"], data["neighbour"], years)


def _year(data: Mapping[str, Any], year: int, facts: Mapping[str, Any], cells: Figures) -> ReportYear:
    named = {"agency": data["agency_name"], "year": year}
    writing = Writing(
        agency_name=data["agency_name"],
        year=year,
        edition=facts["edition"],
        is_invented=facts["origin"] == "invented",
        title=data["title"].format(**named),
        published_on=facts["published_on"],
        stated=facts["stated"],
        prose=data["prose"],
        typography=tuple((pattern, printed) for pattern, printed in data["typography"]),
    )
    return ReportYear(
        year=year,
        edition=facts["edition"],
        origin=facts["origin"],
        published_on=facts["published_on"],
        listed_on=facts.get("listed_on", facts["published_on"]),
        list_title=facts.get("list_title", data["title"]).format(**named),
        article_id=facts.get("article_id"),
        figures=cells,
        compose=cache(partial(compose, writing, cells)),
    )


def neighbour_report(agency_name: str, year: int, published_on: date) -> Report:
    """Another organisation's annual report of ``year``."""
    data = text_data("neighbour.yaml")
    prose: Mapping[str, Sequence[Any]] = data["prose"]
    writing = Writing(
        agency_name=agency_name,
        year=year,
        edition=data["edition"],
        is_invented=True,
        title=data["title"].format(agency=agency_name, year=year),
        published_on=published_on,
        stated={},
        prose=prose,
        typography=(),
    )
    return compose(writing, figures(NEIGHBOUR)[year])
