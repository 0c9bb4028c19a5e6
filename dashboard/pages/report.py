"""One report: its tables and prose as printed, and for a chosen number the place in the archived document."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dashboard.errors import PageError
from dashboard.form import Key, key_of, sums_by_cell, tables
from dashboard.releases import Row
from dashboard.seen import Seen, see
from dashboard.visit import Visit

YEARS = range(1990, 2200)
"""A year in an address that no report can have is no question to the release."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A number that the address names, and what can be shown of it."""

    figure: Row | None = None
    claim: Row | None = None
    sums: Sequence[Row] = ()
    seen: Seen | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the prose in pieces, each with the claim whose number it is."""

    pieces: tuple[tuple[str, Row | None], ...]
    claims: tuple[Row, ...]


def page(visit: Visit, bureau_code: str, report_year: int) -> Mapping[str, Any]:
    of: dict[str, Any] = {"bureau_code": bureau_code, "report_year": report_year}
    report = visit.row("report", **of) if report_year in YEARS else None
    if report is None:
        raise PageError("no_such_report", code=bureau_code[:60], year=report_year)
    figures, checks, claims = (visit.rows(f"report_{name}", **of) for name in ("figures", "checks", "claims"))
    sums = sums_by_cell(report, checks)
    return {
        "report": report,
        "tables": tables(figures, checks),
        "fails": {cell for cell, held in sums.items() if held[0]["status"] == "fail"},
        "sentences": list(_sentences(claims)),
        "claim_sums": visit.rows("report_claim_sums", **of),
        "chosen": _chosen(visit, report, figures, checks, claims, sums),
        "versions": visit.rows("report_versions", **of),
        "revisions": visit.rows("report_revisions", **of),
        "unpublished": visit.rows("report_unpublished", **of),
    }


def _chosen(
    visit: Visit,
    report: Row,
    figures: Sequence[Row],
    checks: Sequence[Row],
    claims: Sequence[Row],
    sums: Mapping[Key, Sequence[Row]],
) -> Chosen | None:
    """What ``?cell=``, ``?claim=`` or ``?check=`` names; raises PageError if the report has no such thing."""
    if cell := visit.query.get("cell"):
        figure = _one(figures, lambda row: "/".join(key_of(row)) == cell, cell, report)
        return Chosen(figure=figure, sums=sums.get(key_of(figure), ()), seen=see(visit, report, figure))
    if number := visit.query.get("claim"):
        claim = _one(claims, lambda row: str(row["claim_number"]) == number, number, report)
        return Chosen(claim=claim, seen=see(visit, report, claim))
    if name := visit.query.get("check"):
        return Chosen(sums=[_one(checks, lambda row: "/".join(_check_key(row)) == name, name, report)])
    return None


def _one(rows: Sequence[Row], is_it: Callable[[Row], bool], name: str, report: Row) -> Row:
    found = next(filter(is_it, rows), None)
    if found is None:
        raise PageError("no_such_number", name=name[:80], year=report["report_year"])
    return found


def _check_key(check: Row) -> Key:
    return check["check_code"], check["line_code"], check["column_code"]


def _sentences(claims: Sequence[Row]) -> Iterator[Sentence]:
    """The sentences that state a number, in the order of the prose."""
    for text, stated in groupby(claims, key=lambda claim: str(claim["sentence"])):
        found = tuple(stated)
        yield Sentence(tuple(_pieces(text, found)), found)


def _pieces(text: str, claims: Sequence[Row]) -> Iterator[tuple[str, Row | None]]:
    """A sentence cut at its numbers; a number that it does not hold literally is not marked."""
    places: dict[int, tuple[int, Row]] = {}
    for claim in claims:
        if span := _span(text, claim, places):
            places[span[0]] = (span[1], claim)
    at = 0
    for start, (end, claim) in sorted(places.items(), key=lambda place: place[0]):
        if start >= at:
            yield text[at:start], None
            at = end
            yield text[start:at], claim
    yield text[at:], None


def _span(text: str, claim: Row, taken: Container[int]) -> tuple[int, int] | None:
    """Where the reader found the number, else the first place of its words that no other claim has."""
    if claim["raw_start"] is not None:
        return claim["raw_start"], claim["raw_end"]
    found = (match.span() for match in _printed(claim["raw_text"]).finditer(text))
    return next((span for span in found if span[0] not in taken), None)


def _printed(number: str) -> re.Pattern[str]:
    """A number that is not the end of a longer one: 3件 does not stand in 13件."""
    return re.compile(rf"(?<![\d.]){re.escape(number)}")
