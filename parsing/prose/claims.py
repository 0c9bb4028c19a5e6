"""Sentences in, claims out: the numbers that the prose states about the metrics of ``form/claim_metrics.csv``.

Refuses to guess. A number is read only in a wording of ``form/claim_patterns.yaml``; a subset (其中 …), a stock over
several years, another year, a plan, or a number that two channels could own gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsing.model import CellKey, Claim, ClaimSum, Figure, UnboundNumber
from parsing.numerals import PrintedNumber, parse_number, parse_percent
from parsing.prose.claim_changes import read_changes, read_movement
from parsing.prose.claim_rules import ClaimRules, Rule, claim_rules
from parsing.prose.claim_sentence import Found, ReadSentence
from parsing.prose.narrative import Sentence

_SECTIONS_WITHOUT_CLAIMS = frozenset({"problems"})
"""Item 5 of the form speaks of plans."""
_LONGEST_SENTENCE = 2_000
"""Characters; what is longer is no sentence but text whose stops were lost, and would cost its length squared."""
_REPORT_YEAR = re.compile(r"(20\d\d)年度?[^,。;]{0,30}?(?:报告|年报)|(20\d\d)年1月1日")
_TEN_THOUSAND = Decimal(10_000)
_APART = "\n。"
"""Between sentences: no pattern reaches over it, and an end of text is an end before it."""


@dataclass(frozen=True, slots=True)
class ProseNumbers:
    """What the numbers of a report's prose say."""

    claims: tuple[Claim, ...] = ()
    unbound: tuple[UnboundNumber, ...] = ()
    sums: tuple[ClaimSum, ...] = ()


def read_claims(prose: Iterable[Sentence], figures: Mapping[CellKey, Figure]) -> ProseNumbers:
    """The claims in reading order; a number said twice about one metric is one claim.

    ``figures`` are those of the official form (empty where there is none): words that are not quite 收到 (处理, 办结 …)
    count as received only where the form shows the same number.
    """
    rules = claim_rules()
    sentences = [
        sentence
        for sentence in prose
        if sentence.section not in _SECTIONS_WITHOUT_CLAIMS and len(sentence.text) <= _LONGEST_SENTENCE
    ]
    year = _report_year(sentences)
    read: list[ReadSentence] = []
    possible = _possible(rules.rules, sentences)
    sure = [rule for rule in possible if not rule.must_agree]
    for sentence in sentences:
        current = ReadSentence(sentence, year, rules, read[-1] if read else None)
        current.found.extend(read_movement(current, rules))
        _apply(current, sure, rules, figures)
        read.append(current)
    stated = {found.metric for current in read for found in current.found if found.kind == "count"}
    weaker = [rule for rule in possible if rule.must_agree and rule.metric not in stated]
    for current in read:
        _apply(current, weaker, rules, figures)
        current.found.extend(read_changes(current, rules))
    return ProseNumbers(tuple(_once(claim for current in read for claim in current.claims())))


def _possible(rules: Sequence[Rule], sentences: Sequence[Sentence]) -> list[Rule]:
    """The rules whose words stand anywhere: one look at the whole prose is cheaper than one at each sentence."""
    prose = _APART.join(sentence.text for sentence in sentences)
    return [rule for rule in rules if rule.pattern.search(prose) is not None]


def _apply(
    current: ReadSentence, rules: Sequence[Rule], all_rules: ClaimRules, figures: Mapping[CellKey, Figure]
) -> None:
    if not current.has_number:
        rules = [rule for rule in rules if rule.value is not None]
    for rule in sorted(rules, key=lambda rule: rule.after is not None):
        for match in current.matches(rule.pattern):
            found = _found(current, rule, match)
            if found is None or not _is_allowed(current, rule, match, found):
                continue
            agrees = _agrees(found, all_rules, figures)
            if rule.must_agree and not agrees:
                continue
            if current.is_stock(found.start, found.end) and not (
                rule.is_cumulative or agrees or rule.value is not None
            ):
                continue
            dated = current.dated(found, match.start(), rule.metric in all_rules.change.subjects)
            if dated is not None:
                current.found.append(dated)


def _found(current: ReadSentence, rule: Rule, match: re.Match[str]) -> Found | None:
    if rule.value is not None:
        return Found(rule.metric, rule.kind, rule.value, 0, False, match.start(), match.end(), match[0])
    group = "percent" if "percent" in match.re.groupindex else "n"
    number = parse_percent(match[group]) if group == "percent" else parse_number(match[group])
    if number is None:
        return None
    start, end = match.span(group)
    unit = current.unit_at(end)
    number = _in_yuan(number, unit) if rule.kind == "cny" else number
    return Found(
        rule.metric, rule.kind, number.value, number.decimals, number.is_approximate, start, end, match[group] + unit
    )


def _in_yuan(number: PrintedNumber, unit: str) -> PrintedNumber:
    if unit != "万元":
        return number
    return PrintedNumber(number.value * _TEN_THOUSAND, number.decimals - 4, number.is_approximate)


def _is_allowed(current: ReadSentence, rule: Rule, match: re.Match[str], found: Found) -> bool:
    if rule.value is None and not rule.must_agree and current.is_taken(found.start, found.end):
        return False
    if current.is_excluded(found.start, found.end):
        return False
    if not rule.is_read_in_parts and current.is_part(found.start):
        return False
    if not rule.is_read_in_brackets and current.is_in_brackets(found.start):
        return False
    if rule.near is not None and rule.near.search(current.before(match.end())) is None:
        return False
    if rule.not_near is not None and rule.not_near.search(current.clause(match.start(), found.end)) is not None:
        return False
    if rule.not_before is not None and rule.not_before.search(current.text[: found.start]) is not None:
        return False
    if rule.after is not None and not any(
        earlier.metric == rule.after and earlier.start < found.start for earlier in current.found
    ):
        return False
    return rule.channel is None or current.is_of_channel(rule.channel, match.start(), found.start)


def _agrees(found: Found, rules: ClaimRules, figures: Mapping[CellKey, Figure]) -> bool:
    key = rules.figures.get(found.metric)
    figure = figures.get(key) if key is not None else None
    return figure is not None and figure.value == found.value


def _report_year(sentences: Sequence[Sentence]) -> int | None:
    """The year of the title or of the stated period, from what stands before the first part."""
    for sentence in sentences:
        match = _REPORT_YEAR.search(sentence.text) if sentence.section == "preamble" else None
        if match is not None:
            return int(match[1] or match[2])
    return None


def _once(claims: Iterator[Claim]) -> Iterator[Claim]:
    seen: set[tuple[str, str, Decimal]] = set()
    for claim in claims:
        key = (claim.metric, claim.kind, claim.value)
        if key not in seen:
            seen.add(key)
            yield claim
