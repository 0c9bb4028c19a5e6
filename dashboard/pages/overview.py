"""The first page: how much is known, what moved, what to doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import drawings
from dashboard.visit import Visit


def page(visit: Visit) -> Mapping[str, Any]:
    return {
        "totals": visit.rows("totals")[0],
        "charts": [drawings.openness(visit), drawings.reports_by_year(visit), drawings.provinces(visit)],
        "report_states": drawings.STATES,
        "years": visit.rows("reports_by_year"),
        "movements": visit.rows("movements"),
        "findings": visit.rows("top_findings"),
    }
