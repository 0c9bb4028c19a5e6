"""What titles prove: whether a row of a list, and then the page behind it, is the annual report it is taken for.

Pure. A list's title decides whether a page is asked for; the page's own titles decide whether it counts. If the page
says nothing of itself, its list is believed. What its text and tables say is the parser's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crawler.pages.titles import PageTitles
from parsing.prose.titles import NOT_A_REPORT, Title, read_title, same_agency

_is_same = lru_cache(maxsize=4096)(same_agency)
"""A page mostly has the title that its list has."""

Finding = Literal["report", "cut_short", "other", "look_alike", "other_agency", "wrong_year"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``title`` is the one that decided; ``reason`` says why it is no report of this bureau."""

    finding: Finding
    title: str | None
    reason: str | None = None


def of_row(printed: str, names: Iterable[str]) -> Evidence:
    """What a list's title says; ``cut_short`` if only the page itself can tell."""
    title = read_title(printed)
    if title.is_annual_report:
        if _is_same(title.agency_name, tuple(names)):
            return Evidence("report", printed)
        return Evidence("other_agency", printed, f"a report of {title.agency_name}")
    if title.is_cut_short:
        return Evidence("cut_short", printed)
    return Evidence("other" if title.reason == NOT_A_REPORT else "look_alike", printed, title.reason)


def of_page(titles: PageTitles, names: Iterable[str], row_title: str | None, year: int | None) -> Evidence:
    """What a page's own titles say, against the title and the report year that led there (``None``: unknown)."""
    strong = [(text, read_title(text)) for text in (*((titles.stated,) if titles.stated else ()), *titles.headings)]
    reports = _reports(strong) or _reports([(text, read_title(text)) for text in titles.window])
    if reports:
        return _of_reports(reports, tuple(names), year)
    named = next((pair for pair in strong if pair[0] == titles.stated or pair[1].report_year is not None), None)
    if named is not None and named[1].reason not in (None, NOT_A_REPORT) and not named[1].is_cut_short:
        return Evidence("look_alike", named[0], named[1].reason)
    if row_title is None:
        return Evidence("other", titles.first, NOT_A_REPORT)
    return Evidence("report", row_title)


def _of_reports(reports: list[tuple[str, Title]], names: tuple[str, ...], year: int | None) -> Evidence:
    """Of several titles each may leave out the year or the agency: what any of them states counts."""
    agencies = [title.agency_name for _, title in reports if title.agency_name is not None]
    years = [title.report_year for _, title in reports if title.report_year is not None]
    text = max(reports, key=lambda pair: (pair[1].report_year is not None, pair[1].agency_name is not None))[0]
    if agencies and not any(_is_same(agency, names) for agency in agencies):
        return Evidence("other_agency", text, f"a report of {agencies[0]}")
    if year is not None and years and year not in years:
        return Evidence("wrong_year", text, f"the page is the report of {years[0]}, not of {year}")
    return Evidence("report", text)


def _reports(titles: list[tuple[str, Title]]) -> list[tuple[str, Title]]:
    return [pair for pair in titles if pair[1].is_annual_report]
