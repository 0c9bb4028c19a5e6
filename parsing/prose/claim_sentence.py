"""One sentence under reading: its clauses, brackets, subsets, channels and years, and what was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from parsing.model import Claim
from parsing.numerals import NUMBER_PATTERN, measure_words
from parsing.prose.claim_rules import ClaimRules
from parsing.prose.narrative import Sentence

_CLAUSE_END = re.compile(r"[,。;:!?]")
_BRACKETS = re.compile(r"\([^()]*\)")
_TITLES = re.compile(r"《[^》]*》|〔[^〕]*〕")
_YEAR = re.compile(r"(?<![较比与同和由从\d])(20\d\d)年")
_LAST_YEAR = re.compile(r"(?<![较比与同和由])(?:上一年度?|上年度?|去年|前一年度?)(?!同期|结转|相比)")
_NUMBER = re.compile(rf"{NUMBER_PATTERN}|百分之")
_MEANS = re.compile(r"通过|利用|依托|借助|运用|在")
_FLOW_REACH = 40
"""Signs within which this year's flow follows a stock (累计公开 …, 新增 …)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim with the span of its number in the sentence."""

    metric: str
    kind: str
    value: Decimal
    decimals: int
    is_approximate: bool
    start: int
    end: int
    raw: str


@dataclass(slots=True)
class ReadSentence:
    sentence: Sentence
    year: int | None
    rules: ClaimRules
    previous: ReadSentence | None
    found: list[Found] = field(default_factory=list)
    _matches: dict[str, tuple[re.Match[str], ...]] = field(default_factory=dict)

    def matches(self, words: re.Pattern[str]) -> tuple[re.Match[str], ...]:
        """Where the words of a rule stand; rules for several channels have the same ones."""
        found = self._matches.get(words.pattern)
        if found is None:
            found = self._matches[words.pattern] = tuple(words.finditer(self.sentence.text))
        return found

    @property
    def has_number(self) -> bool:
        """Whether any number stands in the sentence: without one only rules with a value of their own apply."""
        return _NUMBER.search(self.text) is not None

    @property
    def text(self) -> str:
        return self.sentence.text

    def claims(self) -> Iterator[Claim]:
        for found in sorted(self.found, key=lambda item: item.start):
            yield Claim(
                metric=found.metric,
                kind=found.kind,
                value=found.value,
                raw=found.raw,
                sentence=self.text,
                section=self.sentence.section,
                decimals=found.decimals,
                is_approximate=found.is_approximate,
                where=self.sentence.place,
            )

    def before(self, position: int) -> str:
        """The sub-heading and the sentence up to ``position``: what the reader knows by then."""
        return f"{self.sentence.heading} {self.text[:position]}"

    def unit_at(self, position: int) -> str:
        match = _unit().match(self.text, position)
        return match[0] if match is not None else ""

    def clause_start(self, position: int) -> int:
        ends = [match.end() for match in _CLAUSE_END.finditer(self.text, 0, position)]
        return ends[-1] if ends else 0

    def clause(self, start: int, end: int) -> str:
        """The clause, comma to comma, around a span."""
        following = _CLAUSE_END.search(self.text, end)
        return self.text[self.clause_start(start) : following.start() if following else len(self.text)]

    def counted_before(self, position: int) -> int:
        """Where the last number with a measure word ends before ``position``; 0 if there is none."""
        ends = [match.end() for match in _counted().finditer(self.text, 0, position)]
        return ends[-1] if ends else 0

    def is_taken(self, start: int, end: int) -> bool:
        return any(found.start < end and start < found.end for found in self.found)

    def is_in_brackets(self, position: int) -> bool:
        return any(match.start() < position < match.end() for match in _BRACKETS.finditer(self.text))

    def is_part(self, position: int) -> bool:
        """After 其中 and the like: to the end of the sentence behind a colon, else to the semicolon."""
        for match in self.rules.guards["subset"].finditer(self.text, 0, position):
            if self.text[match.end() : match.end() + 3].find(":") >= 0:
                return True
            if ";" not in self.text[match.end() : position]:
                return True
        return False

    def is_excluded(self, start: int, end: int) -> bool:
        """A plan, reach of publicity, a single month or quarter, or a number inside a title."""
        guards = self.rules.guards
        clause = self.clause(start, end)
        if guards["never"].search(clause) is not None:
            return True
        if guards["one_month"].search(clause) is not None and guards["month_range"].search(clause) is None:
            return True
        return any(match.start() < start < match.end() for match in _TITLES.finditer(self.text))

    def is_stock(self, start: int, end: int) -> bool:
        """A number over several years: 历年, 截至, … before it, or 累计 with this year's flow soon after."""
        guards = self.rules.guards
        if guards["stock"].search(self.text[self.text.rfind(";", 0, start) + 1 : start]) is not None:
            return True
        is_cumulative = guards["cumulative"].search(self.text[self.clause_start(start) : start]) is not None
        return is_cumulative and guards["flow"].search(self.text[end : end + _FLOW_REACH]) is not None

    def is_of_channel(self, channel: str, start: int, number: int) -> bool:
        """``channel`` alone owns the number; ``none``: no channel does, neither here nor by 通过 … before."""
        if channel == "none":
            here = self._channels(self.text[max(self.clause_start(start), self.counted_before(start)) : number])
            means = self.text[max(self.counted_before(start), self.text.rfind(";", 0, start) + 1) : start]
            by = _MEANS.search(means)
            there = self._channels(means[by.start() :]) if by is not None else set()
            return all("many" in names or not names for names in (here, there))
        return self._channels(self.text[max(self.clause_start(number), self.counted_before(number)) : number]) == {
            channel
        }

    def dated(self, found: Found, before: int, is_compared: bool) -> Found | None:
        """The finding if it is of the report's year; as ``prior`` if of the year before and compared; else nothing."""
        offset = self._years_back(before)
        if offset == 0:
            return found
        return replace(found, kind="prior") if offset == 1 and is_compared and found.kind == "count" else None

    def _years_back(self, position: int) -> int:
        if _LAST_YEAR.search(self.text[self.clause_start(position) : position]) is not None:
            return 1
        readable = _TITLES.sub(lambda match: " " * len(match[0]), self.text)
        mentioned = [int(match[1]) for match in _YEAR.finditer(readable)]
        before = [int(match[1]) for match in _YEAR.finditer(readable, 0, position)]
        if not before:
            return 0
        return (self.year if self.year is not None else max(mentioned)) - before[-1]

    def _channels(self, text: str) -> set[str]:
        return {name for name, pattern in self.rules.channels.items() if pattern.search(text) is not None}


@cache
def _unit() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in ("个工作日", *measure_words())))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(f"{NUMBER_PATTERN}(?:{_unit().pattern}|%)")
