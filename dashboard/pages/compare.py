"""Bureaus side by side, each among its peers: a place never stands without how many it is among and how many are missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import compared, filters
from dashboard.visit import Visit

SIZE = 50
"""Peers a page."""
SUGGESTED = 20
"""Bureaus found by the words of the search."""


def page(visit: Visit) -> Mapping[str, Any]:
    asked = filters.compare(visit)
    number = visit.number("page", 1)
    peers = visit.rows("peers", **asked.group_values, size=SIZE, skipped=SIZE * (number - 1))
    sizes = {
        row["peer_group_code"]: row["bureau_count"]
        for row in visit.rows("peer_groups", metric=asked.metric["metric_code"])
        if row["report_year"] == asked.year
    }
    groups = [(code, compared.group_name(visit, code), sizes.get(code, 0)) for code in filters.peer_groups(visit)]
    return {
        "asked": asked,
        "metrics": visit.rows("benchmarked_metrics"),
        "years": visit.rows("years"),
        "groups": groups,
        "group_name": compared.group_name(visit, asked.group),
        "group": visit.row("peer_group", **asked.group_values),
        "peers": peers,
        "bureaus": visit.rows("compared", **asked.bureau_values) if asked.bureaus else [],
        "strip": compared.peer_strip(visit),
        "trends": compared.trends(visit),
        "found": _found(visit, asked),
        "words": filters.search_words(visit),
        "shown": compared.shown(asked.metric["is_rate"]),
        "most": filters.MOST_COMPARED,
        "page": number,
        "size": SIZE,
    }


def _found(visit: Visit, asked: filters.Comparison) -> list[Mapping[str, Any]]:
    """Bureaus that the words of the search name and that are not compared yet."""
    words = filters.search_words(visit)
    if not words:
        return []
    rows = visit.rows("bureaus", words=words, province="", level="", size=SUGGESTED, skipped=0)
    return [row for row in rows if row["bureau_code"] not in asked.bureaus]
