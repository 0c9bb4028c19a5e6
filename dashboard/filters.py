"""What an address asks of a list: the same for a page and for its table as a file.

Each function gives the ``$parameters`` of the list's question; raises PageError for a value that is none of its choices, so
that a mistyped address does not look like an answer.
"""

from __future__ import annotations

from dashboard.errors import PageError
from dashboard.visit import Visit
from dashboard.wording import words

LEVELS = ["province", "prefecture", "county"]
SEVERITIES = ["high", "medium", "low", "hint"]
STATES = [
    "published_on_time",
    "late",
    "parsed",
    "quarantined",
    "fetched",
    "missing",
    "blocked",
    "not_expected",
]
YES_NO = ["yes", "no"]
LONGEST_WORDS = 60
ALL = 10_000_000
"""Rows of a table as a file: more than any release holds."""

Values = dict[str, object]


def findings(visit: Visit) -> Values:
    return {
        "kind": visit.chosen("kind", kinds()),
        "severity": visit.chosen("severity", SEVERITIES),
        "province": province(visit),
        "year": year(visit),
        "bureau": bureau(visit),
        "words": search_words(visit),
        "invented": visit.chosen("invented", YES_NO),
    }


def coverage(visit: Visit) -> Values:
    return {
        "province": province(visit),
        "level": visit.chosen("level", LEVELS),
        "state": visit.chosen("state", STATES),
        "year": year(visit),
    }


def unpublished(visit: Visit) -> Values:
    reasons = [row["reason_code"] for row in visit.rows("unpublished_reasons", province="")]
    return {"province": province(visit), "reason": visit.chosen("reason", reasons)}


def kinds() -> list[str]:
    """Every kind of finding, the gravest first, whether or not this release has one of it."""
    return [key.removeprefix("kind_name_") for key in words("en") if key.startswith("kind_name_")]


def province(visit: Visit) -> str:
    return visit.chosen("province", [row["province_code"] for row in visit.rows("provinces")])


def year(visit: Visit) -> str:
    return visit.chosen("year", [str(row["report_year"]) for row in visit.rows("years")])


def bureau(visit: Visit) -> str:
    """A code that the release knows."""
    code = visit.query.get("bureau", "")
    if code and visit.row("bureau", bureau_code=code) is None:
        raise PageError("no_such_bureau", code=code[:60])
    return code


def search_words(visit: Visit) -> str:
    return visit.query.get("words", "").strip()[:LONGEST_WORDS]
