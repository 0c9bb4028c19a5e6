"""Whose report a document is and of which year: title first, then what the report says of its period itself.

A page that holds the form is a report whatever it is called (``by_form``). The year never comes from an address or a
publishing date: whole sites were moved, and dates moved with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, takewhile

from parsing.blocks import Content
from parsing.form import rows
from parsing.model import Paragraph, YearSource
from parsing.prose.title_choice import Candidate, Stated, agency_of, choose, fullest
from parsing.prose.titles import TOPIC, Title, read_title, words
from parsing.prose.whole_name import begins_with_kind, whole_name
from parsing.text import HAN, label_key, squeeze

_TITLE_PARAGRAPHS = 1_500
"""Tables written as lines may stand above the title."""
_TITLE_LINES = 3
"""Lines of the longest title; one more if the first of them is the place alone."""
_PLACE = re.compile(rf"[{HAN}]{{1,11}}[省市县区旗州盟]")
_MAY_BE_TITLE = re.compile("[报总指制预决]")
"""A sign that every title has, of a report or of what is taken for one: most lines need no closer look."""
_TITLE_LENGTH = 80
_AGENCY = rf"[{HAN}]{{2,30}}?(?:局|厅|委员会|管委会|办公室|办事处|人民政府|中心|支队|大队)"
_AUTHOR = re.compile(rf"由({_AGENCY})(?:负责)?(?:编制|编写|组织编制)")
_SUBJECT = re.compile(rf"(?:^|[，。、；:\s])({_AGENCY})(?:20\d\d年)")
_PERIOD = re.compile(
    r"(?:统计期限|时间跨度|期限|起止时间|截止时间)[^。]{0,24}?(20\d\d)年1月1日?(?:起)?[^。\d]{0,8}(?:(20\d\d)年)?12月31日"
)


_HEADER_YEAR = re.compile(
    r"(本年|上年|上一年|下年)度?[(\[]?(20\d\d)年?度?(?:[)\]]|(?=新收|结转|办理|制发|废止|处理|收费|度))"
)
_SHIFTS = {"本年": 0, "上年": 1, "上一年": 1, "下年": -1}
"""Years from the year that a header names to the report year."""


@dataclass(frozen=True, slots=True)
class Heading:
    title: str | None
    agency_name: str | None
    report_year: int | None
    is_annual_report: bool
    """Whether the title is that of an annual disclosure report."""
    reason: str | None
    """Why the title is not one, if it is a known look-alike."""
    doubts: tuple[str, ...] = ()
    year_source: YearSource | None = None
    """What says the report year."""
    other: Title | None = None
    """If no title is that of an annual report, the fullest that names disclosure at all."""
    other_text: str | None = None
    other_agency: str | None = None

    def by_form(self) -> Heading:
        """The heading of a page that holds the form of the report, under whatever title."""
        if self.is_annual_report or self.other is None:
            return self
        year = self.report_year or self.other.report_year
        source: YearSource | None = self.year_source or ("title" if year else None)
        doubts = (*self.doubts, "the title names less than a year") if self.other.is_part_year else self.doubts
        return replace(
            self,
            title=self.other_text,
            agency_name=self.other_agency or self.agency_name,
            report_year=year,
            doubts=doubts,
            year_source=source,
        )


def read_heading(content: Content) -> Heading:
    """Title, agency as printed and report year; what the document does not say is ``None``."""
    candidates = list(_candidates(content))
    prose = squeeze("".join(f"{paragraph.text}\n" for paragraph in content.paragraphs()))
    stated_year = _stated_year(prose)
    reports = [candidate for candidate in candidates if candidate.title.is_annual_report]
    author = _AUTHOR.search(prose)
    chosen, doubts = choose(reports, Stated(prose, stated_year, author[1] if author else None))
    agency, title_year = chosen.agency_and_year if chosen else (None, None)
    header_year = _header_year(content)
    if title_year and stated_year and title_year != stated_year:
        doubts += (f"the title says {title_year}, the stated period {stated_year}",)
    if title_year and header_year and title_year != header_year:
        doubts += (f"the title says {title_year}, the headers {header_year}",)
    reasons = [] if chosen else [candidate.title.reason for candidate in candidates if candidate.title.reason]
    other = None if chosen else fullest([candidate for candidate in candidates if TOPIC.search(candidate.text)])
    sources: tuple[YearSource | None, ...] = ("title", "period", "headers")
    years = (title_year, stated_year, header_year)
    return Heading(
        chosen.text if chosen else None,
        whole_name(agency or _stated_agency(prose), prose),
        next((year for year in years if year), None),
        chosen is not None,
        reasons[0] if reasons else None,
        doubts,
        next((source for source, year in zip(sources, years, strict=True) if year), None),
        other.title if other else None,
        other.text if other else None,
        whole_name(agency_of(other.title), prose) if other else None,
    )


def _header_year(content: Content) -> int | None:
    """The report year by labels that name one (本年（2022）, 上年结转（2021）), if all of them mean the same."""
    cells = (cell.text for table in content.tables() for row in table.rows for cell in row)
    texts = (text for text in (*cells, *(block.text for block in content.paragraphs())) if "年" in text)
    years = {int(found[2]) + _SHIFTS[found[1]] for text in texts for found in _HEADER_YEAR.finditer(squeeze(text))}
    return years.pop() if len(years) == 1 else None


def _candidates(content: Content) -> Iterator[Candidate]:
    """Texts that may be the title: declared ones, then single paragraphs and runs of up to three above the body."""
    for declared in content.titles:
        yield Candidate(squeeze(declared), read_title(declared), is_declared=True)
    above = islice(takewhile(_is_above_body, content.paragraphs()), _TITLE_PARAGRAPHS)
    top = [squeeze(paragraph.text) for paragraph in above]
    for start in range(len(top)):
        if start and begins_with_kind(top[start]) and _PLACE.fullmatch(top[start - 1]):
            continue
        for length in range(1, _TITLE_LINES + 1 + bool(_PLACE.fullmatch(top[start]))):
            text = "".join(top[start : start + length])
            if len(text) <= _TITLE_LENGTH and _MAY_BE_TITLE.search(text):
                yield Candidate(text, read_title(text), is_declared=False)


def _is_above_body(paragraph: Paragraph) -> bool:
    """Whether the heading of the report's first part has not come yet."""
    return not _first_heading().fullmatch(label_key(paragraph.text))


@cache
def _first_heading() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in rows("headings.csv") if row["section"] == "overview"))


def _stated_year(prose: str) -> int | None:
    """The year of the stated period, if every such sentence names the same one."""
    years = {found.group(2) or found.group(1) for found in _PERIOD.finditer(prose)}
    return int(years.pop()) if len(years) == 1 else None


def _stated_agency(prose: str) -> str | None:
    found = _AUTHOR.search(prose) or _compiler().search(prose) or _SUBJECT.search(prose[:2000])
    return found.group(1) if found else None


@cache
def _compiler() -> re.Pattern[str]:
    """The subject of 编制本报告, if it is a name: 现由我局 and 指导西山县人社局 are none."""
    no_name = f"现|(?:{words('no_place')})"
    end = r"(?<![我本]局)(?:负责|组织)?编制了?(?:本|此|该)?(?:年度)?报告"
    return re.compile(rf"(?:^|[,。、;:])(?!{no_name})({_AGENCY}){end}")
