"""The tables of the pages that can be downloaded: the question behind each, and what it takes from the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.visit import Visit

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    question: str
    values: Callable[[Visit], Values]


def _nothing(visit: Visit) -> Values:
    return {}


def _bureau(visit: Visit) -> Values:
    return {"bureau_code": visit.query.get("bureau_code", "")}


def _report(visit: Visit) -> Values:
    return {**_bureau(visit), "report_year": visit.number("report_year", 0, least=0)}


TABLES: dict[str, Table] = {
    "reports_by_year": Table("reports_by_year", _nothing),
    "coverage_by_province": Table("coverage_by_province", _nothing),
    "openness_by_year": Table("openness_by_year", _nothing),
    "movements": Table("movements", _nothing),
    "bureau_metrics": Table("bureau_metrics", _bureau),
    "bureau_reports": Table("bureau_reports", _bureau),
    "bureau_findings": Table("bureau_findings", _bureau),
    "report_figures": Table("report_figures", _report),
    "report_checks": Table("report_checks", _report),
    "report_claims": Table("report_claims", _report),
}
