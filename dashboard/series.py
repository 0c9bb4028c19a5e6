"""One bureau's numbers over the years, all metrics from one answer: a question costs most by the table that it runs through."""

from __future__ import annotations

from dashboard.errors import PageError
from dashboard.releases import Row
from dashboard.visit import Visit


def series(visit: Visit, bureau_code: str, metric_code: str) -> list[tuple[int, Row | None]]:
    """Each year from the bureau's first report to its last, with its row of `yoy_metric` if that has a value.

    Raises PageError if the release has no such bureau, or none of its reports.
    """
    years = [row["report_year"] for row in visit.rows("bureau_years", bureau_code=bureau_code)]
    if not years or years[0] is None:
        raise PageError("no_such_bureau", code=bureau_code[:60])
    rows = {
        row["report_year"]: row
        for row in visit.rows("bureau_metrics", bureau_code=bureau_code)
        if row["metric_code"] == metric_code and row["value"] is not None
    }
    return [(year, rows.get(year)) for year in years]
