"""Whose report a document is and of which year: title first, then the sentences in which reports say so themselves.

The year never comes from an address or a publishing date: whole sites were moved, and dates moved with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from parsing.blocks import Content
from parsing.form import rows
from parsing.model import Paragraph
from parsing.prose.titles import Title, read_title
from parsing.prose.whole_name import whole_name
from parsing.text import label_key, squeeze

_TITLE_PARAGRAPHS = 400
"""Tables written as lines may stand above the title."""
_TITLE_LINES = 3
_MAY_BE_TITLE = re.compile("[报总指制预决]")
"""A sign that every title has, of a report or of what is taken for one: most lines need no closer look."""
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    title: Title
    is_declared: bool
    """Named as the title by the format itself (meta data, heading), not only standing there as text."""

    @property
    def agency_and_year(self) -> tuple[str | None, int | None]:
        return _agency(self.title), self.title.report_year

    @property
    def says(self) -> int:
        """How much of agency and year it says: 0, 1 or 2."""
        return sum(part is not None for part in self.agency_and_year)


def read_heading(content: Content) -> Heading:
    """Title, agency as printed and report year; what the document does not say is ``None``."""
    candidates = list(_candidates(content))
    prose = squeeze("".join(f"{paragraph.text}\n" for paragraph in content.paragraphs()))
    chosen, doubts = _choose([candidate for candidate in candidates if candidate.title.is_annual_report], prose)
    agency, title_year = chosen.agency_and_year if chosen else (None, None)
    stated_year = _stated_year(prose)
    if title_year and stated_year and title_year != stated_year:
        doubts += (f"the title says {title_year}, the stated period {stated_year}",)
    reasons = [] if chosen else [candidate.title.reason for candidate in candidates if candidate.title.reason]
    return Heading(
        chosen.text if chosen else None,
        whole_name(agency or _stated_agency(prose), prose),
        title_year or stated_year,
        chosen is not None,
        reasons[0] if reasons else None,
        doubts,
    )


def _candidates(content: Content) -> Iterator[_Candidate]:
    """Texts that may be the title: declared ones, then single paragraphs and runs of up to three above the body."""
    for declared in content.titles:
        yield _Candidate(squeeze(declared), read_title(declared), is_declared=True)
    above = islice(takewhile(_is_above_body, content.paragraphs()), _TITLE_PARAGRAPHS)
    top = [squeeze(paragraph.text) for paragraph in above]
    for start in range(len(top)):
        for length in range(1, _TITLE_LINES + 1):
            text = "".join(top[start : start + length])
            if len(text) <= _TITLE_LENGTH and _MAY_BE_TITLE.search(text):
                yield _Candidate(text, read_title(text), is_declared=False)


def _is_above_body(paragraph: Paragraph) -> bool:
    """Whether the heading of the report's first part has not come yet."""
    return not _first_heading().fullmatch(label_key(paragraph.text))


@cache
def _first_heading() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("headings.csv") if row["section"] == "overview"))


def _choose(titles: Sequence[_Candidate], prose: str) -> tuple[_Candidate | None, tuple[str, ...]]:
    """The title among the candidates that are one, and a doubt where others name another agency or year.

    Pages link to the reports of other years and other bureaus. A declared title goes before them; else the agency that the
    prose names most often, and of its titles the last above the body.
    """
    if not titles:
        return None, ()
    fullest = [candidate for candidate in titles if candidate.says == max(other.says for other in titles)]
    declared = [candidate for candidate in fullest if candidate.is_declared]
    if declared or len({candidate.agency_and_year for candidate in fullest}) == 1:
        return (declared or fullest)[0], ()
    counts = {agency: prose.count(agency) for candidate in fullest if (agency := candidate.agency_and_year[0])}
    most = max(counts.values(), default=0)
    leading = [agency for agency, count in counts.items() if count == most]
    mine = [candidate for candidate in fullest if candidate.agency_and_year[0] in leading] or fullest
    is_settled = len(leading) == 1 and len({candidate.title.report_year for candidate in mine}) == 1
    return mine[-1], () if is_settled else ("several titles of other agencies or years stand above the report",)


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
