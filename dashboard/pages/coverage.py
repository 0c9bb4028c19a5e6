"""What became of every report that a bureau owes, and of every document that was read and not published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import filters
from dashboard.releases import Row
from dashboard.visit import Visit
from dashboard.wording import retold

SIZE = 50
"""Bureaus a page: with eighteen years each, as much as one looks through at a time."""
DOCUMENTS = 30
"""Unpublished documents, and portals in trouble, a page."""


def page(visit: Visit) -> Mapping[str, Any]:
    asked = filters.coverage(visit)
    place = {"province": asked["province"], "level": asked["level"]}
    number = visit.number("page", 1)
    counts = visit.rows("coverage_counts", **place)
    bureaus = visit.rows("coverage_bureaus", **asked, size=SIZE, skipped=SIZE * (number - 1))
    return {
        "asked": asked,
        "provinces": visit.rows("provinces"),
        "levels": filters.LEVELS,
        "states": _states(counts),
        "every_state": filters.STATES,
        "years": _years(counts),
        "bureaus": bureaus,
        "found": _found(visit, "coverage_bureaus", bureaus, asked),
        "cells": _cells(visit, bureaus),
        "page": number,
        "size": SIZE,
        **_portals(visit, place),
        **_unpublished(visit),
    }


def _states(counts: Sequence[Row]) -> dict[str, int]:
    """How many bureau-years are in each state."""
    held = {state: sum(row["reports"] for row in counts if row["state"] == state) for state in filters.STATES}
    return {state: count for state, count in held.items() if count}


def _years(counts: Sequence[Row]) -> list[Row]:
    """Each year, the newest first, with its deadline and how many of the expected reports are held."""
    years: dict[int, Row] = {}
    for row in counts:
        year = years.setdefault(row["report_year"], {**row, "expected": 0, "held": 0})
        year["expected"] += row["expected"]
        year["held"] += row["held"]
    return list(years.values())


def _cells(visit: Visit, bureaus: Sequence[Row]) -> Mapping[str, Mapping[int, Row]]:
    """What became of each report, by bureau and year."""
    codes = ",".join(row["bureau_code"] for row in bureaus)
    cells: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in visit.rows("coverage_cells", bureaus=codes):
        cells[row["bureau_code"]][row["report_year"]] = row
    return cells


def _portals(visit: Visit, place: filters.Values) -> dict[str, Any]:
    number = visit.number("portals", 1)
    rows = visit.rows("coverage_portals", **place, size=DOCUMENTS, skipped=DOCUMENTS * (number - 1))
    return {
        "portals": [{**row, "retold": retold(visit.language, "blocked_", row["reason"] or "")} for row in rows],
        "portals_page": number,
        "portals_found": _found(visit, "coverage_portals", rows, place),
    }


def _unpublished(visit: Visit) -> dict[str, Any]:
    asked = filters.unpublished(visit)
    number = visit.number("documents", 1)
    reasons = visit.rows("unpublished_reasons", province=asked["province"])
    rows = visit.rows("unpublished", **asked, size=DOCUMENTS, skipped=DOCUMENTS * (number - 1))
    chosen = [row["documents"] for row in reasons if asked["reason"] in ("", row["reason_code"])]
    return {
        "reasons": reasons,
        "reason": asked["reason"],
        "documents": [{**row, "retold": retold(visit.language, "detail_", row["detail"] or "")} for row in rows],
        "documents_page": number,
        "documents_found": sum(chosen),
        "documents_size": DOCUMENTS,
    }


def _found(visit: Visit, question: str, rows: Sequence[Row], values: filters.Values) -> int:
    """How many rows there are on all pages; a page beyond the last has no row to say so."""
    first = rows or visit.rows(question, **values, size=1, skipped=0)
    return int(first[0]["found"]) if first else 0
