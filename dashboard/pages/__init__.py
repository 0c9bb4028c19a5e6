"""One module a page: its ``page`` asks the release and returns what the template of the module's name is filled with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from dashboard.pages import about, bureau, bureaus, compare, coverage, findings, metrics, overview, report

Page = Callable[..., Mapping[str, Any] | Response]

PAGES: dict[str, Page] = {
    "/": overview.page,
    "/bureaus": bureaus.page,
    "/bureaus/{bureau_code}": bureau.page,
    "/compare": compare.page,
    "/findings": findings.page,
    "/coverage": coverage.page,
    "/metrics": metrics.page,
    "/about": about.page,
    "/bureaus/{bureau_code}/reports/{report_year:whole}": report.page,
}
"""Permanent addresses, after the language."""
