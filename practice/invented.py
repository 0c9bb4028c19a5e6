"""Publishers whose every report is invented: figures of `history`, words of ``texts/prose_styles.yaml``, oddities as listed.

``texts/invented.yaml`` lists the bureaus with settings of their own, ``texts/planted.yaml`` what their reports do wrong on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, Literal

from crawler.registry import Bureau, load
from practice.form import NO_FORM
from practice.history import Year, between, history
from practice.publishers import BUREAU_CODES, Publisher, ReportYear, publisher, text_data
from practice.tables import Figures
from practice.writing import Writing, compose

LATE_FROM = 2014
"""From this year on, reports before the form are written under the later headings."""
DEADLINE_BEFORE_THE_FORM = (3, 31)


@dataclass(frozen=True, slots=True)
class Plant:
    """One rule broken on purpose, see ``texts/planted.yaml``."""

    bureau_code: str
    report_year: int
    kind: Literal["typing_error", "carry_break", "contradiction"]
    by: int = 0
    cell: tuple[str, str, str] | None = None
    stated: str | None = None
    value: str | None = None


@cache
def bureaus() -> Mapping[str, Mapping[str, Any]]:
    """``texts/invented.yaml`` by bureau code."""
    found: Mapping[str, Mapping[str, Any]] = text_data("invented.yaml")
    return found


@cache
def plants() -> tuple[Plant, ...]:
    rows: Sequence[dict[str, Any]] = text_data("planted.yaml")
    return tuple(Plant(**{**row, "cell": tuple(row["cell"]) if "cell" in row else None}) for row in rows)


@cache
def prose_styles() -> Mapping[str, Any]:
    """``texts/prose_styles.yaml``."""
    found: Mapping[str, Any] = text_data("prose_styles.yaml")
    return found


@cache
def invented(bureau_code: str) -> Publisher:
    """The publisher of a bureau without published figures; ``KeyError`` if the registry has no such bureau."""
    facts = bureaus().get(bureau_code) or _usual_facts(bureau_code)
    own = [plant for plant in plants() if plant.bureau_code == bureau_code]
    carry = tuple((plant.report_year, plant.by) for plant in own if plant.kind == "carry_break")
    years = {
        year.year: _report_year(bureau_code, facts, year, [plant for plant in own if plant.report_year == year.year])
        for year in history(bureau_code, facts["level"], facts["first_year"], carry)
        if year.year not in facts.get("missing", ())
    }
    agency = facts["agency_name"]
    region = agency.removesuffix("人力资源和社会保障局").removesuffix("人力资源和社会保障厅")
    return Publisher(bureau_code, agency, f"{region}演练服务中心", years)


def _usual_facts(bureau_code: str) -> Mapping[str, Any]:
    """Those of a bureau without an entry: it writes plainly, from the first year that the registry expects."""
    row = registered()[bureau_code]
    return {
        "agency_name": row.names[0].name_zh,
        "level": row.level,
        "first_year": row.first_expected_year,
        "hand": "plain",
    }


@cache
def registered() -> Mapping[str, Bureau]:
    """The bundled registry by bureau code."""
    return {bureau.bureau_code: bureau for bureau in load()}


def publisher_of(bureau_code: str) -> Publisher:
    """The publisher of any practice bureau."""
    return publisher(bureau_code) if bureau_code in BUREAU_CODES else invented(bureau_code)


def _report_year(code: str, facts: Mapping[str, Any], year: Year, own: Sequence[Plant]) -> ReportYear:
    hand = prose_styles()[facts["hand"]]
    agency = _name(facts, year.year)
    named = {"agency": agency, "year": year.year}
    published_on = facts.get("published", {}).get(year.year) or _usual_day(code, year)
    figures = _with_errors(year.figures(), own)
    period = "form" if year.edition != NO_FORM else "late" if year.year >= LATE_FROM else "early"
    title = hand["title"].format(**named)
    writing = Writing(
        agency_name=agency,
        year=year.year,
        edition=year.edition,
        is_invented=True,
        title=title,
        published_on=published_on,
        stated={**year.stated, "focus": _focus(code, year.year), **_contradictions(year, own)},
        prose=hand[period],
        typography=tuple((pattern, printed) for pattern, printed in hand["typography"]),
    )
    return ReportYear(
        year=year.year,
        edition=year.edition,
        origin="invented",
        published_on=published_on,
        listed_on=published_on,
        list_title=facts.get("list_titles", {}).get(year.year, title),
        article_id=None,
        figures=figures,
        compose=cache(partial(compose, writing, figures)),
    )


def _name(facts: Mapping[str, Any], year: int) -> str:
    """The name borne in ``year``: a former one up to its last year."""
    former = [name for last, name in facts.get("former", {}).items() if year <= last]
    return str(former[0] if former else facts["agency_name"])


def _focus(code: str, year: int) -> str:
    focuses: Sequence[str] = prose_styles()["focuses"]
    return focuses[between(0, len(focuses) - 1, code, year, "focus")]


def _usual_day(code: str, year: Year) -> date:
    """A working day before the deadline: 31 March up to the report of 2018, 31 January from then on."""
    first = date(year.year + 1, 1, 8)
    last = date(year.year + 1, *DEADLINE_BEFORE_THE_FORM) if year.edition == NO_FORM else date(year.year + 1, 1, 29)
    day = first + timedelta(days=between(0, (last - first).days, code, year.year, "day"))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _with_errors(figures: Figures, own: Sequence[Plant]) -> Figures:
    wrong = {plant.cell: plant.by for plant in own if plant.kind == "typing_error" and plant.cell is not None}
    return {**figures, **{cell: str(int(figures.get(cell, "0")) + by) for cell, by in wrong.items()}}


def _contradictions(year: Year, own: Sequence[Plant]) -> dict[str, Any]:
    """What the prose states instead of what is so."""
    return {
        plant.stated: plant.value or year.stated[plant.stated] + plant.by
        for plant in own
        if plant.kind == "contradiction" and plant.stated is not None
    }
