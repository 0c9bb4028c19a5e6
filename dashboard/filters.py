"""What an address asks of a list: the same for a page and for its table as a file.

Each function gives the ``$parameters`` of the list's question; raises PageError for a value that is not one of its choices.
So a mistyped address does not look like an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.errors import PageError
from dashboard.releases import Row
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

MOST_COMPARED = 12
"""Bureaus side by side: more lines than these nobody compares."""
FIRST_METRIC = "full_disclosure_rate"
"""What is compared if nothing else is asked for: how much of what was applied for is granted in full."""

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    metric: Row
    year: int
    group: str
    """``LEVEL`` or ``LEVEL-PROVINCE``, as in ``peer_benchmark``."""
    bureaus: tuple[str, ...]

    @property
    def group_values(self) -> Values:
        return {"metric": self.metric["metric_code"], "year": self.year, "group": self.group}

    @property
    def bureau_values(self) -> Values:
        return {"metric": self.metric["metric_code"], "year": self.year, "bureaus": ",".join(self.bureaus)}

    @property
    def query(self) -> Mapping[str, object]:
        """The address of this very comparison."""
        return {**self.group_values, "bureau": ",".join(self.bureaus)}


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
    return str(known_bureau(visit, code)["bureau_code"]) if code else ""


def search_words(visit: Visit) -> str:
    return visit.query.get("words", "").strip()[:LONGEST_WORDS]


def compare(visit: Visit) -> Comparison:
    """What is compared with what; what the address leaves open is chosen so that there is something to see."""
    metrics = {row["metric_code"]: row for row in visit.rows("benchmarked_metrics")}
    metric = metrics[visit.chosen("metric", list(metrics), FIRST_METRIC if FIRST_METRIC in metrics else min(metrics))]
    chosen = tuple(dict.fromkeys(code for code in visit.query.get("bureau", "").split(",") if code))
    if len(chosen) > MOST_COMPARED:
        raise PageError("too_many_bureaus", 404, most=MOST_COMPARED)
    rows = [known_bureau(visit, code) for code in chosen]
    placed = visit.rows("peer_groups", metric=metric["metric_code"])
    groups = peer_groups(visit)
    group = visit.chosen("group", groups, _first_group(placed, rows) or next(iter(groups), ""))
    years = [row["report_year"] for row in placed if row["peer_group_code"] == group and row["bureau_count"] >= 3]
    known = [str(row["report_year"]) for row in visit.rows("years")]
    year = visit.chosen("year", known, str(max(years)) if years else max(known, default=""))
    return Comparison(metric, int(year or 0), group, chosen)


def peer_groups(visit: Visit) -> list[str]:
    """Each level of the whole country, then each level of each province; provinces themselves only have the whole country."""
    rows = visit.rows("bureau_levels")
    nation = [level for level in LEVELS if any(row["level"] == level for row in rows)]
    return nation + [f"{row['level']}-{row['province_code']}" for row in rows if row["level"] != "province"]


def _first_group(placed: list[Row], bureaus: list[Row]) -> str:
    """The peers of the first bureau chosen, else the largest group."""
    levels = [str(row["level"]) for row in bureaus if row["level"]]
    largest = max(placed, key=lambda row: (row["peer_scope"] == "nation", row["bureau_count"]), default=None)
    return levels[0] if levels else largest["peer_group_code"] if largest else ""


def known_bureau(visit: Visit, code: str) -> Row:
    """A bureau's row; raises PageError if no bureau of the release has that code."""
    found = visit.row("bureau", bureau_code=code)
    if found is None:
        raise PageError("no_such_bureau", code=code[:60])
    return found
