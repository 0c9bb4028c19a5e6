"""What the numbers are worth: the method in plain words, the checks that failed, how to cite, and the releases there were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.errors import PageError
from dashboard.visit import Visit
from dashboard.wording import words

SHOWN_RELEASES = 60
METHOD = ("what", "sums", "verdict", "blank", "change", "place", "finding", "invented")
COMPARABILITY = (
    "comparable",
    "base_zero",
    "base_missing",
    "blank",
    "form_changed",
    "bureau_changed",
    "inconsistent",
    "not_attributed",
)
CAVEATS = ("moved", "elsewhere", "table_two", "old", "small", "scans", "units")


def page(visit: Visit) -> Mapping[str, Any]:
    releases = visit.rows("releases", size=SHOWN_RELEASES)
    this = next((row for row in releases if row["is_this_release"]), None)
    if this is None:
        raise PageError("release_unreadable", 503, number=visit.release.number)
    warnings = visit.release.facts.get("warnings") or {}
    return {
        "this": this,
        "releases": releases,
        "totals": visit.rows("totals")[0],
        "method": METHOD,
        "comparability": COMPARABILITY,
        "caveats": CAVEATS,
        "checks": [(_check(visit, name), name, rows) for name, rows in sorted(warnings.items())],
        "tables": sorted((visit.release.facts.get("row_counts") or {}).items()),
    }


def _check(visit: Visit, name: str) -> str:
    """A check in a sentence; checks are named by one, so its words do if it is not known here."""
    known = f"check_{name}" in words(visit.language)
    return visit.say(f"check_{name}") if known else name.replace("_", " ").capitalize()
