"""Which of the texts that may be the title of a report is its title, and whether the others contradict it.

Pages link to the reports of other years and other bureaus, their margins name the year of printing, and what a file
declares as its title may have been left from another report. So titles are held against each other, and against the
period and the author that the report states itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsing.prose.titles import Title, same_agency
from parsing.text import HAN

_IS_AGENCY = re.compile(
    rf"[{HAN}()·]{{2,40}}(?:局|厅|委|委员会|办公室|办|处|所|站|队|院|中心|政府|街道|镇|乡|社|公司|集团)"
)

Choice = tuple["Candidate | None", tuple[str, ...]]
"""The title, and doubts about it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a report says of itself apart from its titles."""

    prose: str
    """All of it, squeezed."""
    year: int | None
    author: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    text: str
    title: Title
    is_declared: bool
    """Named as the title by the format itself (meta data, heading), not only standing there as text."""

    @property
    def agency(self) -> str | None:
        return agency_of(self.title)

    @property
    def year(self) -> int | None:
        return self.title.report_year

    @property
    def agency_and_year(self) -> tuple[str | None, int | None]:
        return self.agency, self.year

    @property
    def says(self) -> int:
        """How much of agency and year it says: 0, 1 or 2."""
        return sum(part is not None for part in self.agency_and_year)


def agency_of(title: Title) -> str | None:
    """The agency a title names; what else stands before the year (a breadcrumb, a page's header) is no agency."""
    name = title.agency_name
    return name if name and _IS_AGENCY.fullmatch(name) else None


def fullest(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one that says most of agency and year; of equal ones a declared title, then the first."""
    return max(candidates, key=lambda candidate: (candidate.says, candidate.is_declared), default=None)


def choose(titles: Sequence[Candidate], stated: Stated) -> Choice:
    """The title among the candidates that are one, and a doubt if others name another agency or year."""
    if not titles:
        return None, ()
    full = [candidate for candidate in titles if candidate.says == max(other.says for other in titles)]
    declared = [candidate for candidate in full if candidate.is_declared]
    if declared:
        return _of_declared(declared, titles, full, stated)
    if len({candidate.agency_and_year for candidate in full}) == 1:
        return full[0], ()
    return _of_shown(full, stated)


def _of_declared(
    declared: Sequence[Candidate], titles: Sequence[Candidate], full: Sequence[Candidate], stated: Stated
) -> Choice:
    """The first declared title, unless others contradict it and the stated period or author is on their side."""
    first, doubts = declared[0], list[str]()
    shown = [candidate for candidate in titles if not candidate.is_declared]
    left = [first, *declared, *(candidate for candidate in full if not candidate.is_declared)]
    if _is_other_year(first, declared, shown):
        agreeing = [candidate for candidate in left if candidate.year == stated.year]
        left = agreeing or left
        doubts += [] if agreeing else ["the titles of the report name different years"]
    if _is_other_agency(first, declared, shown, stated.prose):
        agreeing = [candidate for candidate in left if stated.author and _same(candidate.agency, stated.author)]
        left = agreeing or left
        doubts += [] if agreeing else ["the titles of the report name different agencies"]
    return left[0], tuple(doubts)


def _is_other_year(first: Candidate, declared: Sequence[Candidate], shown: Sequence[Candidate]) -> bool:
    """Whether a declared title names another year, or those in the text do and none names the same."""
    years = {candidate.year for candidate in shown if candidate.year}
    is_declared = len({candidate.year for candidate in declared if candidate.year}) > 1
    return is_declared or (first.year is not None and bool(years) and first.year not in years)


def _is_other_agency(first: Candidate, declared: Sequence[Candidate], shown: Sequence[Candidate], prose: str) -> bool:
    """The same of the agency, which the text may also name outside of titles."""
    agency = first.agency
    if agency is None:
        return False
    if any(candidate.agency and not _same(candidate.agency, agency) for candidate in declared):
        return True
    agencies = {candidate.agency for candidate in shown if candidate.agency}
    return bool(agencies) and agency not in prose and not any(_same(other, agency) for other in agencies)


def _same(one: str | None, other: str) -> bool:
    return one is not None and (same_agency(one, [other]) or same_agency(other, [one]))


def _of_shown(full: Sequence[Candidate], stated: Stated) -> Choice:
    """Of titles in the text that of the agency that the prose names most often, and of the year that the prose states
    (统计期限为2023年1月1日至…); of these the last above the body."""
    counts = {agency: stated.prose.count(agency) for candidate in full if (agency := candidate.agency)}
    most = max(counts.values(), default=0)
    leading = [agency for agency, count in counts.items() if count == most]
    mine = [candidate for candidate in full if candidate.agency in leading] or full
    is_one_agency = len({candidate.agency for candidate in mine}) == 1
    if is_one_agency and (agreeing := [one for one in mine if one.year == stated.year]):
        return agreeing[-1], ()
    is_settled = len(leading) == 1 and len({candidate.year for candidate in mine}) == 1
    return mine[-1], () if is_settled else ("several titles of other agencies or years stand above the report",)
