"""The tables of the pages that can be downloaded: the question behind each, and what it takes from the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import filters
from dashboard.errors import PageError
from dashboard.visit import Visit

Values = dict[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    question: str
    values: Callable[[Visit], Values]


def _nothing(visit: Visit) -> Values:
    return {}


def _bureau(visit: Visit) -> Values:
    """Raises PageError for a code that the release does not know: an empty file would look like an answer."""
    return {"bureau_code": filters.known_bureau(visit, visit.query.get("bureau_code", ""))["bureau_code"]}


def _findings(visit: Visit) -> Values:
    return {**filters.findings(visit), "finding": "", "size": filters.ALL, "skipped": 0}


def _unpublished(visit: Visit) -> Values:
    return {**filters.unpublished(visit), "size": filters.ALL, "skipped": 0}


def _peers(visit: Visit) -> Values:
    return {**filters.compare(visit).group_values, "size": filters.ALL, "skipped": 0}


def _compared(visit: Visit) -> Values:
    return filters.compare(visit).bureau_values


def _releases(visit: Visit) -> Values:
    return {"size": filters.ALL}


def _report(visit: Visit) -> Values:
    values = {**_bureau(visit), "report_year": visit.number("report_year", 0, least=0)}
    if not visit.rows("report", **values):
        raise PageError("no_such_report", code=values["bureau_code"], year=values["report_year"])
    return values


TABLES: dict[str, Table] = {
    "reports_by_year": Table("reports_by_year", _nothing),
    "coverage_by_province": Table("coverage_by_province", _nothing),
    "openness_by_year": Table("openness_by_year", _nothing),
    "movements": Table("movements", _nothing),
    "bureau_metrics": Table("bureau_metrics", _bureau),
    "bureau_reports": Table("bureau_reports", _bureau),
    "bureau_findings": Table("bureau_findings", _bureau),
    "metrics": Table("metrics", _nothing),
    "form_lines": Table("form_lines", _nothing),
    "releases": Table("releases", _releases),
    "peers": Table("peers", _peers),
    "compared": Table("compared", _compared),
    "findings": Table("findings", _findings),
    "coverage": Table("coverage", filters.coverage),
    "unpublished": Table("unpublished", _unpublished),
    "report_figures": Table("report_figures", _report),
    "report_checks": Table("report_checks", _report),
    "report_claims": Table("report_claims", _report),
    "report_claim_sums": Table("report_claim_sums", _report),
}
