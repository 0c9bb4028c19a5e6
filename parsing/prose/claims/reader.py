"""All sentences of a report: its claims, the numbers that were not bound, and the sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsing.model import CellKey, Claim, ClaimSum, Figure, UnboundNumber
from parsing.numerals import SPELLED, measure_words
from parsing.prose.claims.appeal_results import read_appeal_results
from parsing.prose.claims.frames import frames
from parsing.prose.claims.nothing_of_it import read_nothing_of_it
from parsing.prose.claims.own_field import own_information
from parsing.prose.claims.quantities import read_prior_beforehand, read_quantity
from parsing.prose.claims.sentence import Bound, SentenceReading, begin
from parsing.prose.claims.settle import settle
from parsing.prose.claims.shared_zeros import read_shared_zeros
from parsing.prose.claims.statements import read_words
from parsing.prose.claims.sums import contained, find_sums
from parsing.prose.claims.tokens import tokenise
from parsing.prose.claims.totals import read_total
from parsing.prose.claims.zeros import read_zeros
from parsing.prose.narrative import Sentence

_SECTIONS_WITHOUT_CLAIMS = frozenset({"problems"})
"""Item 5 of the form speaks of plans."""

_LONGEST_SENTENCE = 2_000
"""Characters; what is longer is no sentence but text whose stops were lost."""

_REPORT_YEAR = re.compile(r"(20\d\d)年度?[^,。;]{0,30}?(?:报告|年报)|(20\d\d)年1月1日")

_SAYS_SOMETHING = re.compile(
    rf"[0-9]|[{SPELLED}][余多]?[万成倍天日工{''.join(sorted({word[0] for word in measure_words()}))}]|百分之"
    r"|[未没无零存].*(?:申请|复议|诉讼|费|提案|建议|发布会|培训|结转|发布|公开|提供政府信息)|(?:申请|复议|诉讼|费|提案|建议).*[未没无零]"
    r"|不(?:向申请人)?收取|(?:均|全部|都|皆|悉数|一律|全数|逐).*(?:按|及时|如期|准时|限时|依时|期内|限内|时限|时间内|时效|工作日)|持平|翻.{0,2}番|翻倍|减半|一倍|一半"
)
"""A sentence without any of these states no number, nor that there was nothing, nor that all were answered in time."""

_SHORT = 20
_BARELY = frozenset("无没未暂均尚今本全目截我年2")
"""How short a sentence is that says 无 and no more, and the signs that it may begin with."""


@dataclass(frozen=True, slots=True)
class ProseNumbers:
    """What the numbers of a report's prose say."""

    claims: tuple[Claim, ...] = ()
    unbound: tuple[UnboundNumber, ...] = ()
    sums: tuple[ClaimSum, ...] = ()


def load_rules() -> None:
    """Reads the words, frames and zeros, so that workers forked afterwards need not."""
    tokenise("")
    frames()


def read_claims(prose: Iterable[Sentence], figures: Mapping[CellKey, Figure]) -> ProseNumbers:
    """The claims in reading order; a number stated twice about one metric is one claim.

    ``figures`` are those of the official form (empty if there is none): they decide between readings of words that are not
    quite 收到 (处理, 办理 …), and nothing else.
    """
    sentences = [
        sentence
        for sentence in prose
        if sentence.section not in _SECTIONS_WITHOUT_CLAIMS and len(sentence.text) <= _LONGEST_SENTENCE
    ]
    year, own = _report_year(sentences), _own_information(sentences)
    readings: list[SentenceReading] = []
    for sentence in sentences:
        is_quiet = _SAYS_SOMETHING.search(sentence.text) is None
        reading = begin(sentence, year, figures, readings[-1] if readings else None, is_quiet=is_quiet, own=own)
        if sentence.text[:1] in _BARELY and len(sentence.text) < _SHORT:
            read_nothing_of_it(reading)
        if not is_quiet:
            read_zeros(reading)
            for position in range(len(reading.mentions)):
                reading.results.append(read_quantity(reading, position))
                read_prior_beforehand(reading, position)
                read_total(reading, position)
            read_shared_zeros(reading)
            read_words(reading)
            read_appeal_results(reading)
        readings.append(reading)
    settle(readings)
    return ProseNumbers(tuple(_once(_claims(readings))), tuple(_unbound(readings)), tuple(find_sums(readings)))


def _claims(readings: Sequence[SentenceReading]) -> Iterator[Claim]:
    for reading in readings:
        bounds = [(bound, contained(reading, place)) for place, bound in enumerate(reading.results) if bound.is_bound]
        bounds += [(bound, None) for bound in reading.extra]
        for bound, inside in sorted(bounds, key=lambda found: found[0].span):
            yield _claim(reading, bound, inside)


def _claim(reading: SentenceReading, bound: Bound, inside: str | None) -> Claim:
    number = bound.number
    return Claim(
        bound.metric,
        bound.kind,
        number.value,
        reading.text[slice(*bound.span)],
        reading.text,
        reading.sentence.section,
        number.decimals,
        number.is_approximate,
        reading.sentence.place,
        bound.span,
        bound.why,
        inside,
    )


def _unbound(readings: Sequence[SentenceReading]) -> Iterator[UnboundNumber]:
    for reading in readings:
        for bound in reading.results:
            if not bound.is_bound:
                yield UnboundNumber(
                    bound.number.value,
                    reading.text[slice(*bound.span)],
                    reading.text,
                    reading.sentence.section,
                    bound.span,
                    bound.reason or "no_metric",
                    bound.detail,
                    bound.candidates,
                    reading.sentence.place,
                )


def _report_year(sentences: Sequence[Sentence]) -> int | None:
    """The year of the title or of the stated period, from what stands before the first part."""
    for sentence in sentences:
        match = _REPORT_YEAR.search(sentence.text) if sentence.section == "preamble" else None
        if match is not None:
            return int(match[1] or match[2])
    return None


def _own_information(sentences: Sequence[Sentence]) -> re.Pattern[str] | None:
    preamble = (sentence.text for sentence in sentences if sentence.section == "preamble")
    return next((own for own in map(own_information, preamble) if own is not None), None)


def _once(claims: Iterator[Claim]) -> Iterator[Claim]:
    seen: set[tuple[str, str, Decimal]] = set()
    for claim in claims:
        key = (claim.metric, claim.kind, claim.value)
        if key not in seen:
            seen.add(key)
            yield claim
