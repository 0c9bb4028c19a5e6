"""The findings: what is worth checking, the gravest first, each with both its numbers and the way to its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import filters
from dashboard.errors import PageError
from dashboard.releases import Row
from dashboard.visit import Visit

SIZE = 50
"""Findings a page."""
FIRST_FORM_YEAR = 2019
"""Of the first report that the official form had to be used for."""


def page(visit: Visit) -> Mapping[str, Any]:
    asked = filters.findings(visit)
    number = visit.number("page", 1)
    counts = {row["severity"]: row["findings"] for row in visit.rows("findings_count", **asked)}
    rows = visit.rows("findings", **asked, finding="", size=SIZE, skipped=SIZE * (number - 1))
    return {
        "asked": asked,
        "one": _one(visit),
        "kinds": filters.kinds(),
        "held": {row["finding_kind"]: row["findings"] for row in visit.rows("finding_kinds")},
        "severities": filters.SEVERITIES,
        "provinces": visit.rows("provinces"),
        "years": visit.rows("years"),
        "bureau": visit.row("bureau", bureau_code=asked["bureau"]) if asked["bureau"] else None,
        "counts": {severity: counts[severity] for severity in filters.SEVERITIES if severity in counts},
        "count": sum(counts.values()),
        "rows": rows,
        "evidence": {row["finding_id"]: evidence(visit, row) for row in rows},
        "page": number,
        "size": SIZE,
    }


def _one(visit: Visit) -> Row | None:
    """The finding that the address names, which is then shown before all others."""
    wanted = visit.query.get("finding", "")
    if not wanted:
        return None
    nothing = dict.fromkeys(("kind", "severity", "province", "year", "bureau", "words", "invented"), "")
    found = visit.row("findings", **nothing, finding=wanted, size=1, skipped=0)
    if found is None:
        raise PageError("no_such_finding", id=wanted[:60])
    return {**found, "evidence": evidence(visit, found)}


def evidence(visit: Visit, row: Row) -> list[tuple[str, str]]:
    """Words and address of each place that shows what the finding says, the nearest first."""
    year, other_year = row["report_year"], row["other_report_year"]
    report = f"/bureaus/{row['bureau_code']}/reports/{year}"
    if row["claim_sum_number"] and row["sha256"]:
        return [(visit.say("evidence_claim", year=year), f"{visit.href(report)}#sum-{row['claim_sum_number']}")]
    found = []
    if row["claim_number"] and row["sha256"]:
        found.append((visit.say("evidence_claim", year=year), visit.href(report, claim=row["claim_number"])))
    if row["sha256"] and (not found or row["finding_kind"] != "claim_prior"):
        cell = _cell(row["cell"], year)
        found.append(
            (visit.say("evidence_cell" if cell else "evidence_report", year=year), visit.href(report, cell=cell))
        )
    if row["other_sha256"]:
        cell = _cell(row["other_cell"], other_year)
        other = row["other_bureau_code"] or row["bureau_code"]
        what = "other" if other != row["bureau_code"] else "cell" if cell else "report"
        found.append(
            (
                visit.say(f"evidence_{what}", year=other_year),
                visit.href(f"/bureaus/{other}/reports/{other_year}", cell=cell),
            )
        )
    if row["finding_kind"] in ("missing_report", "late_report"):
        found.append((visit.say("evidence_reports"), visit.href(f"/bureaus/{row['bureau_code']}") + "#reports"))
    return found


def _cell(cell: str | None, year: int) -> str | None:
    """Reports of earlier years have no form, so no cell can be shown of them."""
    return cell if year >= FIRST_FORM_YEAR else None
