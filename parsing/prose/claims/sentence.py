"""One sentence under reading: its tokens, its mentions, and what each was bound to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parsing.model import CellKey, Figure
from parsing.numerals import PrintedNumber
from parsing.prose.claims.facets import Facets
from parsing.prose.claims.mentions import NOTHING, Mention, find_mentions
from parsing.prose.claims.own_field import with_own_information
from parsing.prose.claims.tokens import Token, tokenise
from parsing.prose.claims.unknown import OF_OTHER_WORK, is_body
from parsing.prose.narrative import Sentence

Figures = Mapping[CellKey, Figure]


class Bound(NamedTuple):
    """What a number was bound to, or the reason why not."""

    metric: str = ""
    kind: str = "count"
    number: PrintedNumber = NOTHING
    span: tuple[int, int] = (0, 0)
    why: str = ""
    reason: str = ""
    detail: str = ""
    candidates: tuple[str, ...] = ()
    family: str = ""
    head: str = ""
    verbs: tuple[str, ...] = ()
    facets: Facets | None = None
    is_dated: bool = False
    """Last year's only by a date that stands before it, not by words of comparison."""
    is_by_form: bool = False
    """Taken for received because the form shows the same number; only if the prose says 收到 of no other."""
    is_sum: bool = False
    """Summed up by 累计: this year's only if nothing of the same kind follows for this year."""

    @property
    def is_bound(self) -> bool:
        return bool(self.metric)

    @property
    def stated_verbs(self) -> frozenset[str]:
        """Verbs of its phrase, bound or not."""
        return frozenset(self.facets.verbs) if self.facets is not None else frozenset()


@dataclass(slots=True)
class SentenceReading:
    """One sentence under reading."""

    sentence: Sentence
    year: int | None
    figures: Figures
    tokens: tuple[Token, ...]
    tags: frozenset[str]
    """Of all its tokens: most sentences lack the words that a rule is about."""
    mentions: tuple[Mention, ...]
    before: SentenceReading | None
    results: list[Bound] = field(default_factory=list)
    """One for each mention."""
    compared: set[int] = field(default_factory=set)
    """Tokens of time that belong to a comparison (上年15件, 是2022年的2倍), not to the numbers after it."""
    extra: list[Bound] = field(default_factory=list)
    """Claims without a number of their own: zeros in words, all answered in time, 持平."""

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def family(self) -> str:
        """What the sentence was about at its end."""
        own = last_family(self.tokens if self.tokens else tokenise(self.text))
        if own or self.before is None:
            return own
        if not self.mentions:
            return self.before.family if any(token.tag in ("answer", "finish") for token in self.tokens) else ""
        return next((bound.family for bound in reversed(self.results) if bound.family), "")


def begin(
    sentence: Sentence,
    year: int | None,
    figures: Figures,
    before: SentenceReading | None,
    *,
    is_quiet: bool = False,
    own: re.Pattern[str] | None = None,
) -> SentenceReading:
    """A sentence with its mentions; one that is ``is_quiet`` states nothing and is taken apart only if another asks what it is about."""
    tokens = () if is_quiet else tokenise(sentence.text)
    if tokens and any(sign in sentence.text for sign in _SIGNS_OF_CARRY):
        tokens = _with_carry(tokens, year)
    if tokens and own is not None:
        tokens = with_own_information(tokens, sentence.text, own)
    if before is not None and before.sentence.heading != sentence.heading:
        before = None
    tags = frozenset([token.tag for token in tokens])
    return SentenceReading(sentence, year, figures, tokens, tags, find_mentions(tokens), before)


_SIGNS_OF_CARRY = "转续延"
"""Signs without which a sentence names nothing that was carried over."""


def _with_carry(tokens: tuple[Token, ...], year: int | None) -> tuple[Token, ...]:
    """2022年结转 and 结转2024年 with their year, as what is carried in or out."""
    if not any(token.tag in _CARRYING or token.text.endswith(_TURNED) or token.text in HANDED_ON for token in tokens):
        return tokens
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        if _carries_nothing(tokens[position : position + 3], year):
            found += (tokens[position + 1], _merged(tokens[position], tokens[position + 2], "carried_in"))
            position += 3
            continue
        taken, tag = _carry_at(tokens, position, year)
        if taken > 1 and position + taken < len(tokens) and _goes_on(tokens[position + taken]):
            taken += 1
        first, last = tokens[position], tokens[position + max(taken, 1) - 1]
        found.append(_merged(first, last, tag) if taken else first)
        position += max(taken, 1)
    return tuple(found)


def _goes_on(token: Token) -> bool:
    """结转2024年*办理*, 转2024年*续办*."""
    return token.tag in ("handle", "continued") or token.text in HANDED_ON


_CARRYING = frozenset({"carry", "continued"})
_TURNED = "转"
"""余下2件转2024年办理: with the next year behind it, the same as 结转."""


def _carries_nothing(tokens: Sequence[Token], year: int | None) -> bool:
    """上年无结转: what is negated stands on both sides of 无."""
    is_carried = [token.tag for token in tokens[1:]] == ["neg", "carry"]
    return is_carried and _is_of(tokens[0], year, -1, "last_year")


def _carry_at(tokens: Sequence[Token], position: int, year: int | None) -> tuple[int, str]:
    """How many tokens make up what was carried, and which way; nothing if nothing was."""
    token = tokens[position]
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if after is None:
        return 0, ""
    if token.tag == "carry" or (token.kind == "unknown" and token.text.endswith(_TURNED)):
        if _is_of(after, year, 1, "next_year"):
            return 2, "carried_out"
        # 结转至2023年, and 结转2022年度申请, in the report of 2023
        is_into_this = _is_of(after, year, 0, "this_year") or (token.text in _KEPT and _is_of(after, year, -1, ""))
        return (2, "carried_in") if is_into_this else (0, "")
    if after.tag == "continued" and _is_of(token, year, 1, "next_year"):
        return 2, "carried_out"  # 2件2024年继续办理
    is_of_last_year = _is_of(token, year, -1, "last_year")
    if is_of_last_year and after.text in HANDED_ON and _are_applications(tokens[position + 2 :]):
        return 2, "carried_in"
    if after.tag == "carry" and is_of_last_year:
        goes_on = position + 2 < len(tokens) and _is_of(tokens[position + 2], year, 0, "this_year")
        return (3 if goes_on else 2), "carried_in"
    return 0, ""


_KEPT = frozenset({"结转", "转结"})
HANDED_ON = frozenset({"转办", "续办", "接转", "续转", "转接"})
"""Of last year, and of no other noun than applications, the same as 结转."""


def _are_applications(behind: Sequence[Token]) -> bool:
    """上年度转办2件, 2022年转办申请3件; not 上年度转办工单320件."""
    for token in behind:
        if token.kind in ("number", "punctuation"):
            return token.kind == "number"
        if token.kind != "filler" and token.family != "applications" and token.tag != "bare_application":
            return False
    return False


def _merged(first: Token, last: Token, tag: str) -> Token:
    words = first.text if first is last else f"{first.text}…{last.text}"
    return first._replace(tag=tag, kind="noun", family="applications", end=last.end, text=words)


def _is_of(token: Token, year: int | None, offset: int, tag: str) -> bool:
    return token.tag == tag or (token.tag == "date" and year is not None and token.year == year + offset)


def not_bound(reason: str, mention: Mention, detail: str = "") -> Bound:
    return Bound(reason=reason, detail=detail, span=(mention.token.start, mention.token.end), number=mention.number)


def last_family(tokens: Sequence[Token]) -> str:
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.family:
            return token.family
        if token.tag == "bare_application" or (token.kind == "place" and "申请" in token.text):
            return "other" if at and _names_what_for(tokens[at - 1]) else "applications"
    return ""


def _names_what_for(before: Token) -> bool:
    """公租房申请: a word that nobody knows directly before 申请 says what is applied for, if it is no name of a body."""
    if before.tag in ("set_up", "other_training"):
        return True  # 户外广告设置申请
    is_unknown = before.kind == "unknown" and not is_body(before) and not before.text.endswith(_SOME)
    return is_unknown or OF_OTHER_WORK.search(before.text) is not None


_SOME = ("个别", "部分", "多数", "少数", "依")
"""个别申请 are some of them, 依申请 all."""


def whole_of(reading: SentenceReading, mention: Mention) -> Bound | None:
    if mention.whole is None:
        return None
    if mention.in_brackets and _names_last_year_alone(mention.phrase, reading.year):
        return None
    if mention.whole >= 0:
        if mention.whole >= len(reading.results):
            return None
        whole = _before_what_was_late(reading, _same_unit(reading, mention))
        more = mention.number.value > whole.number.value
        return None if more and mention.token.unit != "%" else whole  # no part is more than its whole
    place = last_count(reading.before) if reading.before is not None else -1
    if reading.before is None or place < 0:
        return Bound(reason="missing")
    return _before_what_was_late(reading.before, reading.before.results[place])


def _names_last_year_alone(phrase: Sequence[Token], year: int | None) -> bool:
    """增长50%(2022年申请数量为10件): last year's number is no part of this year's; 办结26件(2022年受理3件) are."""
    named = [word for word in phrase if word.kind != "filler"]
    is_dated = bool(named) and _is_of(named[0], year, -1, "last_year")
    return is_dated and all(word.tag == "application_quantity" or word.tag in _QUANTITIES for word in named[1:])


_QUANTITIES = frozenset({"info_quantity", "by_request"})


def _before_what_was_late(reading: SentenceReading, whole: Bound) -> Bound:
    """按时办结46件,延期办结2件,其中同意公开20件: of all of them."""
    place = next((at for at, bound in enumerate(reading.results) if bound is whole), 0)
    is_late = any(word.tag == "extended" for word in reading.mentions[place].phrase)
    return reading.results[place - 1] if is_late and place else whole


def _same_unit(reading: SentenceReading, mention: Mention) -> Bound:
    """Its whole; 公开1560条,因3个账号注销,其中网站1211条 are not of the accounts."""
    place = mention.whole or 0
    if reading.results[place].is_bound or reading.mentions[place].token.unit != "个" or mention.token.unit == "个":
        return reading.results[place]
    for before in range(place - 1, -1, -1):
        is_count = reading.results[before].is_bound and reading.results[before].kind == "count"
        if is_count and reading.mentions[before].token.unit == mention.token.unit:
            return reading.results[before]
    return reading.results[place]


def last_count(reading: SentenceReading) -> int:
    """The last number of things of a sentence that is no part of another; -1 if there is none."""
    counts = [
        place
        for place, bound in enumerate(reading.results)
        if bound.kind == "count" and not reading.mentions[place].in_brackets and reading.mentions[place].whole is None
    ]
    return counts[-1] if counts else -1


def number_span(mention: Mention) -> tuple[int, int]:
    return mention.token.start, mention.token.end
