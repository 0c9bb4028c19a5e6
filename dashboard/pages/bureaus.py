"""The list of bureaus, searched by name, code or region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import filters
from dashboard.visit import Visit

SIZE = 100
"""Bureaus a page."""


def page(visit: Visit) -> Mapping[str, Any]:
    asked = {
        "words": filters.search_words(visit),
        "province": filters.province(visit),
        "level": visit.chosen("level", filters.LEVELS),
    }
    number = visit.number("page", 1)
    return {
        "asked": asked,
        "provinces": visit.rows("provinces"),
        "levels": filters.LEVELS,
        "count": visit.rows("bureaus_count", **asked)[0]["bureaus"],
        "bureaus": visit.rows("bureaus", **asked, size=SIZE, skipped=SIZE * (number - 1)),
        "page": number,
        "size": SIZE,
    }
