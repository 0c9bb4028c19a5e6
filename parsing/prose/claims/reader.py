"""All sentences of a report: its claims, the numbers that were not bound, and the sums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from parsing.model import CellKey, Claim, ClaimSum, Figure, UnboundNumber
from parsing.numerals import SPELLED, measure_words
from parsing.prose.claims.binding import Bound, SentenceReading, begin, is_whole
from parsing.prose.claims.quantities import read_quantity
from parsing.prose.claims.sums import contained, find_sums
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.zeros import read_words, read_zeros
from parsing.prose.narrative import Sentence

_SECTIONS_WITHOUT_CLAIMS = frozenset({"problems"})
"""Item 5 of the form speaks of plans."""
_LONGEST_SENTENCE = 2_000
"""Characters; what is longer is no sentence but text whose stops were lost."""
_REPORT_YEAR = re.compile(r"(20\d\d)年度?[^,。;]{0,30}?(?:报告|年报)|(20\d\d)年1月1日")
_SAYS_SOMETHING = re.compile(
    rf"[0-9]|[{SPELLED}][余多]?[万成倍天日工{''.join(sorted({word[0] for word in measure_words()}))}]|百分之"
    r"|[未没无零存].*(?:申请|复议|诉讼|费|提案|建议|发布会|培训|结转|发布|公开)|(?:申请|复议|诉讼|费|提案|建议).*[未没无零]"
    r"|(?:均|全部|都|皆|悉数|一律|全数|逐).*(?:按|及时|如期|期内|时限|时间内|工作日)|持平|翻.?番|一倍|一半"
)
"""A sentence with none of these states no number, nor that there was none, nor that all were answered in time."""


@dataclass(frozen=True, slots=True)
class ProseNumbers:
    """What the numbers of a report's prose say."""

    claims: tuple[Claim, ...] = ()
    unbound: tuple[UnboundNumber, ...] = ()
    sums: tuple[ClaimSum, ...] = ()


def read_claims(prose: Iterable[Sentence], figures: Mapping[CellKey, Figure]) -> ProseNumbers:
    """The claims in reading order; a number said twice about one metric is one claim.

    ``figures`` are those of the official form (empty if there is none): they decide between readings of words that are not
    quite 收到 (处理, 办理 …), and nothing else.
    """
    sentences = [
        sentence
        for sentence in prose
        if sentence.section not in _SECTIONS_WITHOUT_CLAIMS and len(sentence.text) <= _LONGEST_SENTENCE
    ]
    year = _report_year(sentences)
    readings: list[SentenceReading] = []
    for sentence in sentences:
        is_quiet = _SAYS_SOMETHING.search(sentence.text) is None
        reading = begin(sentence, year, figures, readings[-1] if readings else None, is_quiet=is_quiet)
        if not is_quiet:
            read_zeros(reading)
            for position in range(len(reading.mentions)):
                reading.results.append(read_quantity(reading, position))
            read_words(reading)
        readings.append(reading)
    _settle(readings)
    return ProseNumbers(tuple(_once(_claims(readings))), tuple(_unbound(readings)), tuple(find_sums(readings)))


def _settle(readings: Sequence[SentenceReading]) -> None:
    """What only the whole text tells: stocks beside this year's flow, last year's number without this year's, …"""
    for order, reading in enumerate(readings):
        for position, bound in enumerate(reading.results):
            if bound.is_bound:
                reason = _second_thought(readings[order : order + 2], reading, position)
                if reason:
                    _unbind(reading, position, reason)
        _only_what_is_new(reading)
        _only_the_total(reading)
        _total_of_channels(reading)
        _one_count_each(reading)


def _unbind(reading: SentenceReading, position: int, reason: str) -> None:
    """Takes a number back, and with it what is a part of it."""
    reading.results[position] = replace(reading.results[position], metric="", reason=reason)
    for place, mention in enumerate(reading.mentions):
        if mention.whole == position and reading.results[place].is_bound and reason in ("other_period", "stock"):
            words = {token.tag for token in mention.phrase}
            if not words & {"this_year", "new_flow", "date"}:
                _unbind(reading, place, "part")


def _second_thought(following: Sequence[SentenceReading], reading: SentenceReading, position: int) -> str:
    bound = reading.results[position]
    if bound.kind in ("count", "prior", "change") and bound.metric not in _MEASURED and not is_whole(bound.number.value):  # type: ignore[union-attr]
        return "not_whole"
    if bound.kind == "count" and bound.is_sum and _flows(bound, following, reading, position):
        return "stock"
    if bound.kind == "prior" and bound.is_dated and not any(
        other.metric == bound.metric and other.kind != "prior" for one in (*following, reading.before) if one for other in (*one.results, *one.extra)
    ):
        return "other_period"
    return ""


_MEASURED = frozenset({"on_time_rate", "average_response_days", "processing_fees"})


def _only_what_is_new(reading: SentenceReading) -> None:
    """受理30件, … 新收到22件: the number that contains last year's is not what was received."""
    received = [place for place, bound in enumerate(reading.results) if (bound.metric, bound.kind) == ("applications_received", "count")]
    new = [place for place in received if any(word.text.startswith("新") for word in reading.mentions[place].phrase)]
    if len(new) == 1 and len(received) > 1:
        for place in set(received) - set(new):
            reading.results[place] = replace(reading.results[place], metric="", reason="part", detail="结转")


def _only_the_total(reading: SentenceReading) -> None:
    """45条, 156条, 总计201条: numbers of one metric that the last of them sums up are its parts."""
    places = [place for place, bound in enumerate(reading.results) if bound.kind == "count" and bound.number is not None]
    for last, place in enumerate(places):
        total = reading.results[place]
        summed = sum(reading.results[part].number.value for part in places[max(0, last - 2) : last])  # type: ignore[union-attr]
        if last < 2 or not total.is_bound or not total.number or total.number.value != summed or not summed:
            continue
        for part in places[last - 2 : last]:
            if reading.results[part].metric == total.metric:
                reading.results[part] = replace(reading.results[part], metric="", reason="part")


CHANNELS = frozenset(f"proactive_items_{name}" for name in ("website", "gov_platform", "new_media", "wechat", "weibo", "douyin", "toutiao"))
_TOTALS = frozenset({"共", "共计", "合计", "总计", "总共"})


def _total_of_channels(reading: SentenceReading) -> None:
    """网站3128条,微信402条,共计3530条: a number without a noun that sums up those before it is their total; so is a whole that
    its channels add up to, though it names several (网站、微信共562条,其中网站241条,微信321条)."""
    for place, bound in enumerate(reading.results):
        if bound.is_bound or bound.number is None or bound.kind != "count":
            continue
        parts = [part for part, mention in enumerate(reading.mentions) if mention.whole == place]
        words = [word for word in reading.mentions[place].phrase if word.kind != "filler"]
        is_total = not words and any(word.text in _TOTALS for word in reading.mentions[place].phrase)
        if not parts and is_total:
            parts = _before_alike(reading, place)
        found = [reading.results[part] for part in parts]
        if len(found) < 2 or sum(part.number.value for part in found if part.number) != bound.number.value:
            continue
        if {part.metric for part in found} <= CHANNELS and (bound.reason == "ambiguous" or is_total):
            reading.results[place] = replace(bound, metric="proactive_items", reason="", family="disclosure", why="其和")
        elif is_total and all(reading.mentions[part].token.measures == "money" for part in parts) and _speaks_of_fees(reading):
            reading.results[place] = replace(bound, metric="processing_fees", kind="cny", reason="", why="其和")


def _before_alike(reading: SentenceReading, place: int) -> list[int]:
    """The numbers directly before that count in the same unit."""
    parts: list[int] = []
    for part in range(place - 1, -1, -1):
        if reading.mentions[part].token.measures != reading.mentions[place].token.measures or reading.results[part].kind not in ("count", "cny"):
            break
        parts.insert(0, part)
    return parts


def _speaks_of_fees(reading: SentenceReading) -> bool:
    return any(token.tag == "fee" for token in reading.tokens)


_MANY_TOTALS = 3
"""So many totals of one sentence are those of several bodies."""
_SEVERAL_LEVELS = frozenset({"npc_proposals", "cppcc_proposals", "applications_refused", *CHANNELS})


def _one_count_each(reading: SentenceReading) -> None:
    """省建议3件、市建议5件: with a number for each level none is the bureau's."""
    groups: dict[tuple[str, int | None], list[int]] = {}
    for place, bound in enumerate(reading.results):
        if bound.metric in _SEVERAL_LEVELS and bound.kind == "count":
            groups.setdefault((bound.metric, reading.mentions[place].whole), []).append(place)
    totals = [place for place, bound in enumerate(reading.results) if (bound.metric, bound.kind) == ("proactive_items", "count")]
    if len(totals) >= _MANY_TOTALS:
        for place in totals:
            reading.results[place] = replace(reading.results[place], metric="", reason="ambiguous", candidates=("proactive_items",))
    for (metric, _), places in groups.items():
        own = [place for place in places if _names_itself(reading.mentions[place].phrase)]
        if len(places) > 1:
            for place in set(places) - set(own if len(own) == 1 else ()):
                reading.results[place] = replace(reading.results[place], metric="", reason="ambiguous", candidates=(metric,))


def _names_itself(phrase: Sequence[Token]) -> bool:
    return any(word.tag == "own_body" or (word.kind == "place" and word.text[0] in "局厅委部") for word in phrase)


def _flows(bound: Bound, readings: Sequence[SentenceReading], own: SentenceReading, position: int) -> bool:
    """Whether this year's part of a sum follows: 累计公开4002条,新增362条."""
    said = {token.tag for token in (*own.mentions[position].phrase, *own.mentions[position].lead)}
    if said & {"this_year", "new_flow"}:
        return False
    for reading in readings:
        start = 0
        for later, result in zip(reading.mentions[start:], reading.results[start:], strict=True):
            words = {token.tag for token in (*later.phrase, *later.lead)}
            is_same = result.metric == bound.metric or (result.family == bound.family == "disclosure" and result.is_bound)
            if is_same and result is not bound and words & {"new_flow", "this_year", "date"} and result.kind == "count":
                return True
    return False


def _claims(readings: Sequence[SentenceReading]) -> Iterator[Claim]:
    for reading in readings:
        bounds = [(bound, contained(reading, place)) for place, bound in enumerate(reading.results) if bound.is_bound]
        bounds += [(bound, None) for bound in reading.extra]
        for bound, inside in sorted(bounds, key=lambda found: found[0].span):
            yield _claim(reading, bound, inside)


def _claim(reading: SentenceReading, bound: Bound, inside: str | None) -> Claim:
    number = bound.number
    assert number is not None
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
                    bound.number.value if bound.number else None,
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


def _once(claims: Iterator[Claim]) -> Iterator[Claim]:
    seen: set[tuple[str, str, Decimal]] = set()
    for claim in claims:
        key = (claim.metric, claim.kind, claim.value)
        if key not in seen:
            seen.add(key)
            yield claim
