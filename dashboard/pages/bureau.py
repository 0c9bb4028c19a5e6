"""One bureau: its numbers over the years, what they are worth, its findings and its reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dashboard import drawings
from dashboard.charts.svg import Drawing
from dashboard.errors import PageError
from dashboard.releases import Row
from dashboard.visit import Visit

TRENDS = ("applications_received", "full_disclosure_rate", "refusal_rate", "proactive_items")
"""What people ask first: how many apply, how many are granted and refused, how much is published unasked."""


def page(visit: Visit, bureau_code: str) -> Mapping[str, Any]:
    bureau = visit.row("bureau", bureau_code=bureau_code)
    if bureau is None:
        raise PageError("no_such_bureau", code=bureau_code[:60])
    changes = visit.rows("bureau_metrics", bureau_code=bureau_code)
    shown = visit.query.get("metric", TRENDS[0])
    return {
        "bureau": bureau,
        "charts": _charts(visit, bureau_code) if bureau["reports"] else [],
        "metrics": _metrics(changes),
        "metric": shown,
        "changes": [row for row in changes if row["metric_code"] == shown],
        "findings": visit.rows("bureau_findings", bureau_code=bureau_code),
        "reports": visit.rows("bureau_reports", bureau_code=bureau_code),
    }


def _charts(visit: Visit, bureau_code: str) -> list[Drawing]:
    trends = [drawings.metric_trend(visit, bureau_code, metric) for metric in TRENDS]
    return [trends[0], drawings.outcomes(visit, bureau_code), *trends[1:]]


def _metrics(changes: Sequence[Row]) -> list[Row]:
    """The metrics that the bureau has a value of, one row each."""
    return [next(rows) for _, rows in groupby(changes, key=lambda row: row["metric_code"])]
