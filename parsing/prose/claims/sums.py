"""Parts against wholes: 收到50件,其中网上40件、信函10件. A sentence that adds up proves its own reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from parsing.model import ClaimSum, Status, SumPart
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading, last_count

CARRIED_IN = "applications_carried_in"
_APPLICANTS = frozenset({"applicant"})
_OUTCOMES = frozenset({"granted", "partly_granted", "refused", "other_outcome", "carried_out"})
_CHANNELS = frozenset({"online", "by_post", "in_person", "relay"})
_ALL_OF_THEM = frozenset({"respectively"})
_LISTS = ("具体", "分类", "按", "从", "如下")
"""Beginnings of the words that announce the whole list (具体为, 按渠道分, 如下), which 其中 does not."""


def find_sums(readings: Sequence[SentenceReading]) -> Iterator[ClaimSum]:
    """The wholes with at least two parts, in reading order."""
    for order, reading in enumerate(readings):
        following = readings[order + 1] if order + 1 < len(readings) else None
        for position, bound in enumerate(reading.results):
            if not bound.is_bound or bound.kind != "count":
                continue
            parts = [(reading, part) for part in _parts(reading, position)]
            if not parts and following is not None and following.before is reading and position == last_count(reading):
                parts = [(following, part) for part in _parts(following, -1)]
            if len(parts) > 1:
                yield _sum(reading, bound, parts)


def contained(reading: SentenceReading, position: int) -> str | None:
    """The metric whose number is inside this one: last year's applications in 收到9件,其中上年结转3件."""
    if reading.results[position].metric != "applications_received" or reading.results[position].kind != "count":
        return None
    inside = (reading.results[part] for part in _parts(reading, position))
    return CARRIED_IN if any(bound.metric == CARRIED_IN and bound.kind == "count" for bound in inside) else None


def _parts(reading: SentenceReading, whole: int) -> list[int]:
    own = [
        place
        for place, mention in enumerate(reading.mentions)
        if mention.whole == whole and _is_count(reading, place) and not _is_left_out(mention)
    ]
    return own or (_quarters(reading, whole) if whole >= 0 else [])


def _quarters(reading: SentenceReading, whole: int) -> list[int]:
    """全年公开489条,第一季度100条,第二季度 …: parts without 其中."""
    head = reading.results[whole].head
    return [
        place
        for place in range(whole + 1, len(reading.mentions))
        if any(token.tag == "quarter" for token in reading.mentions[place].phrase)
        and reading.results[place].head in (head, "none")
    ]


def _is_count(reading: SentenceReading, place: int) -> bool:
    bound = reading.results[place]
    measures = reading.mentions[place].token.measures
    return bound.kind == "count" and measures not in ("percent", "other", "people", "money")


def _is_left_out(mention: Mention) -> bool:
    return any(token.tag == "excluding" for token in mention.phrase)


def _sum(reading: SentenceReading, whole: Bound, parts: Sequence[tuple[SentenceReading, int]]) -> ClaimSum:
    found = [
        SumPart(_label(one.mentions[place]), one.results[place].metric or None, one.results[place].number.value)
        for one, place in parts
    ]
    mentions = [one.mentions[place] for one, place in parts]
    bounds = [one.results[place] for one, place in parts]
    part_set = _part_set(mentions, bounds)
    is_exhaustive = _is_exhaustive(parts, part_set)
    is_rough = any(bound.number.is_approximate for bound in (whole, *bounds))
    total = sum((part.value for part in found), Decimal(0))
    # One item may be on several channels, so those may add up to more than what was published.
    is_open = is_rough or (part_set == "channels" and whole.metric == "proactive_items" and total > whole.number.value)
    status: Status = "unknown" if is_open else _status(total, whole.number.value, is_exhaustive=is_exhaustive)
    text = reading.text if parts[0][0] is reading else reading.text + parts[0][0].text
    return ClaimSum(
        whole.metric, whole.number.value, part_set, tuple(found), is_exhaustive, status, text, reading.sentence.section, reading.sentence.place
    )  # fmt: skip


def _status(total: Decimal, whole: Decimal, *, is_exhaustive: bool) -> Status:
    if total == whole:
        return "pass"
    return "fail" if total > whole or is_exhaustive else "unknown"


def _label(mention: Mention) -> str:
    words = [
        token.text
        for token in mention.phrase
        if token.kind != "punctuation" and token.tag not in ("subset", "conj", "pause")
    ]
    return "".join(words) or "".join(token.text for token in mention.tail)


def _part_set(mentions: Sequence[Mention], bounds: Sequence[Bound]) -> str:
    tags = [{token.tag for token in mention.phrase} for mention in mentions]
    if all(
        any(bound.metric == f"proactive_items_{tag}" for tag in own) or own & _CHANNELS
        for own, bound in zip(tags, bounds, strict=True)
    ):
        return "channels"
    for name, wanted in (("outcomes", _OUTCOMES), ("applicants", _APPLICANTS), ("quarters", frozenset({"quarter"}))):
        if all(own & wanted for own in tags):
            return name
    return "other"


def _is_exhaustive(parts: Sequence[tuple[SentenceReading, int]], part_set: str) -> bool:
    reading, first = parts[0]
    if part_set == "quarters":
        return len(parts) in (2, 4)
    opening = [
        token for token in reading.tokens[: reading.mentions[first].place] if token.tag in ("subset", "respectively")
    ]
    return bool(opening) and (opening[-1].tag in _ALL_OF_THEM or opening[-1].text.startswith(_LISTS))
