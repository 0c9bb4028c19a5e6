"""Whose report a document is and of which year: title first, then the sentences in which reports say so themselves.

The year never comes from an address or a publishing date: whole sites were moved, and dates moved with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from parsing.blocks import Content
from parsing.text import squeeze
from parsing.titles import Title, read_title

_TITLE_PARAGRAPHS = 40
_TITLE_LINES = 3
_TITLE_LENGTH = 80
_AGENCY = r"[\u4e00-\u9fff]{2,30}?(?:局|厅|委员会|管委会|办公室|办事处|人民政府|中心|支队|大队)"
_AUTHOR = re.compile(rf"由({_AGENCY})(?:负责)?(?:编制|编写|组织编制)")
_SUBJECT = re.compile(rf"(?:^|[，。、；:\s])({_AGENCY})(?:20\d\d年)")
_IS_AGENCY = re.compile(
    r"[\u4e00-\u9fff()·]{2,40}(?:局|厅|委|委员会|办公室|办|处|所|站|队|院|中心|政府|街道|镇|乡|社|公司|集团)"
)
_PERIOD = re.compile(
    r"(?:统计期限|时间跨度|期限|起止时间|截止时间)[^。]{0,24}?(20\d\d)年1月1日?(?:起)?[^。\d]{0,8}(?:(20\d\d)年)?12月31日"
)


@dataclass(frozen=True, slots=True)
class Heading:
    title: str | None
    agency_name: str | None
    report_year: int | None
    is_annual_report: bool
    """Whether the title is that of an annual disclosure report."""
    reason: str | None
    """Why the title is not one, where it is a known look-alike."""
    doubts: tuple[str, ...] = ()


def read_heading(content: Content) -> Heading:
    """Title, agency as printed and report year; what the document does not say is ``None``."""
    candidates = [(text, read_title(text)) for text in _candidates(content)]
    text, title = _choose(candidates)
    prose = squeeze("".join(f"{paragraph.text}\n" for paragraph in content.paragraphs()))
    stated_year = _stated_year(prose)
    title_year = title.report_year if title else None
    doubts: tuple[str, ...] = ()
    if title_year and stated_year and title_year != stated_year:
        doubts = (f"the title says {title_year}, the stated period {stated_year}",)
    is_report = bool(title and title.is_annual_report)
    reasons = [] if is_report else [found.reason for _, found in candidates if found.reason]
    return Heading(
        text if is_report else None,
        (_agency(title) if title else None) or _stated_agency(prose),
        title_year or stated_year,
        is_report,
        reasons[0] if reasons else None,
        doubts,
    )


def _candidates(content: Content) -> Iterator[str]:
    """Texts that may be the title: declared ones, then single paragraphs and runs of up to three at the top."""
    yield from (squeeze(title) for title in content.titles)
    top = [squeeze(paragraph.text) for paragraph in islice(content.paragraphs(), _TITLE_PARAGRAPHS)]
    for start in range(len(top)):
        for length in range(1, _TITLE_LINES + 1):
            text = "".join(top[start : start + length])
            if len(text) <= _TITLE_LENGTH:
                yield text


def _choose(candidates: Sequence[tuple[str, Title]]) -> tuple[str | None, Title | None]:
    """The first candidate that is a report's title and says most of agency and year."""
    titles = [(text, title) for text, title in candidates if title.is_annual_report]
    if not titles:
        return None, None
    return max(titles, key=lambda pair: (_agency(pair[1]) is not None) + (pair[1].report_year is not None))


def _agency(title: Title) -> str | None:
    """The agency a title names; what else stands before the year (a breadcrumb, a page's header) is none."""
    name = title.agency_name
    return name if name and _IS_AGENCY.fullmatch(name) else None


def _stated_year(prose: str) -> int | None:
    """The year of the stated period, where every such sentence names the same one."""
    years = {found.group(2) or found.group(1) for found in _PERIOD.finditer(prose)}
    return int(years.pop()) if len(years) == 1 else None


def _stated_agency(prose: str) -> str | None:
    found = _AUTHOR.search(prose) or _SUBJECT.search(prose[:2000])
    return found.group(1) if found else None
