"""A row of the registry read into a `Bureau`, and what makes one usable."""

from __future__ import annotations

import re
from typing import Any

from crawler.bureau import Bureau, BureauName, BureauStatus, KnownReport
from crawler.platforms import PLATFORMS
from crawler.registry.portal import PortalError, check_portal, is_registrable

LEVELS = ("province", "prefecture", "county")
STATUS_CODES = ("active", "renamed", "merged", "abolished")
FIRST_YEAR = 2008
"""The regulations on disclosure came into force on 1 May 2008: no report is older."""


def read_row(row: Any) -> Bureau:
    """The bureau of one row; raises ``TypeError`` or ``ValueError`` with what is wrong in it."""
    values = _fields({"successors": [], **row} if isinstance(row, dict) else row, Bureau)
    bureau = Bureau(
        **{
            **values,
            "names": tuple(BureauName(**_fields(name, BureauName)) for name in values["names"]),
            "aliases": tuple(values["aliases"]),
            "successors": tuple(values["successors"]),
            "known_reports": tuple(KnownReport(**_fields(report, KnownReport)) for report in values["known_reports"]),
            "status": BureauStatus(**_fields(values["status"], BureauStatus)),
        }
    )
    _check(bureau)
    return bureau


def _fields(row: Any, kind: type) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise TypeError(f"{row!r} is no mapping")
    wanted, found = set(kind.__dataclass_fields__), set(row)  # type: ignore[attr-defined]
    if wanted - found:
        raise ValueError(f"field {', '.join(sorted(wanted - found))} is missing")
    if found - wanted:
        raise ValueError(f"field {', '.join(sorted(map(str, found - wanted)))} is unknown")
    return row


def _check(bureau: Bureau) -> None:
    if not isinstance(bureau.region_code, str) or not re.fullmatch(r"\d{6}", bureau.region_code):
        raise ValueError(f"region_code {bureau.region_code!r} is not six digits in quotes")
    if not re.fullmatch(rf"hrss-{bureau.region_code}(-[a-z]+)?", str(bureau.bureau_code)):
        raise ValueError(f"bureau_code must be hrss-{bureau.region_code}, with -name for an area that has no code")
    if not bureau.names:
        raise ValueError("names is empty")
    for field, value, allowed in (
        ("level", bureau.level, LEVELS),
        ("platform", bureau.platform, PLATFORMS),
        ("status code", bureau.status.code, STATUS_CODES),
    ):
        if value not in allowed:
            raise ValueError(f"{field} {value!r} is not one of {', '.join(allowed)}")
    if not isinstance(bureau.confirmed, bool):
        raise TypeError("confirmed must be true or false")
    for field, year in (
        ("first_expected_year", bureau.first_expected_year),
        *(("report_year", report.report_year) for report in bureau.known_reports),
    ):
        if not isinstance(year, int) or year < FIRST_YEAR:
            raise ValueError(f"{field} {year!r} is no year from {FIRST_YEAR} on")
    check_portal(bureau.platform, bureau.portal)
    for report in bureau.known_reports:
        if not isinstance(report.url, str) or not is_registrable(report.url):
            raise PortalError(f"known report {report.url} is neither on a .gov.cn host nor on a practice portal")
