"""The list of bureaus, searched by name, code or region."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.visit import Visit

LEVELS = ["province", "prefecture", "county"]
SIZE = 100
"""Bureaus a page."""
LONGEST_WORDS = 60


def page(visit: Visit) -> Mapping[str, Any]:
    provinces = visit.rows("provinces")
    asked = {
        "words": visit.query.get("words", "").strip()[:LONGEST_WORDS],
        "province": visit.chosen("province", [row["province_code"] for row in provinces]),
        "level": visit.chosen("level", LEVELS),
    }
    number = visit.number("page", 1)
    return {
        "asked": asked,
        "provinces": provinces,
        "levels": LEVELS,
        "count": visit.rows("bureaus_count", **asked)[0]["bureaus"],
        "bureaus": visit.rows("bureaus", **asked, size=SIZE, skipped=SIZE * (number - 1)),
        "page": number,
        "size": SIZE,
    }
