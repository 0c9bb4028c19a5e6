"""What the prose says did not happen: 未收到申请, 没有发生行政复议、行政诉讼, 复议、诉讼均为0件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsing.prose.claims.denials import APPLICATIONS, GENERAL, STREET, WORK, is_zero, zero_nouns
from parsing.prose.claims.facets import OF_APPLICATIONS
from parsing.prose.claims.heads import JOINTS
from parsing.prose.claims.mentions import NOTHING
from parsing.prose.claims.negations import Negation, negation_at
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token

_CHANNELS = frozenset({"website", "gov_platform", "new_media", "wechat", "weibo", "douyin", "toutiao"})
_FEW_WAYS = 2
"""Of more ways of applying than these, all are meant."""


_CARRIED = frozenset({"carried_in", "carried_out", "refused"})
_CARRIED_NOUNS = APPLICATIONS | {"application_quantity"}
_PUBLISHED = frozenset({"publish", "disclose", "proactive", "update"})


def read_zeros(reading: SentenceReading) -> None:
    """Adds to ``reading.extra`` what the sentence says did not happen."""
    for index, token in enumerate(reading.tokens):
        if token.tag == "neg" or token.text == "不存在":
            reading.extra.extend(_zeros(reading, index))


def _zeros(reading: SentenceReading, index: int) -> Iterator[Bound]:
    found = negation_at(reading, index)
    if found is None:
        return
    if (place := _place_without_items(reading, found)) is not None:
        yield Bound(f"proactive_items_{place}", "count", NOTHING, found.span, "未 … 发布", family="disclosure")
        return
    applied = [token for token in found.scope if "申请" in token.text]
    ways = [token for token in found.scope if token.tag in OF_APPLICATIONS]
    is_any_way = len({token.tag for token in ways}) > _FEW_WAYS or any(token.tag == "many" for token in found.scope)
    if is_any_way and applied and found.verbs <= {"receive", "occur", "submit"}:
        ways = []  # 未收到网络、信函、当面等形式的申请: none at all
        if not any(token.tag in APPLICATIONS for token in found.scope):
            yield Bound("applications_received", "count", NOTHING, found.span, "未 … 申请", family="applications")
    ways = ways or _way_before(found)  # 现场未收到申请
    for token in ways:
        if applied and applied[-1].start >= token.start and found.verbs <= {"receive", "occur", "submit"}:
            yield Bound(f"applications_{token.tag}", "count", NOTHING, found.span, token.text, family="applications")
    groups = (
        [[token for token in group if token.tag != "relay"] for group in found.groups] if is_any_way else found.groups
    )
    for group, word in _negated(groups):
        if ways and word in applied:
            continue  # 未收到当面提出的申请: none of that kind
        if is_zero(reading, found, group, word):
            metrics = zero_nouns()[word.tag].metrics
            if metrics == ("applications_received",) and are_worked_on_as_well(found.scope):
                metrics = (*metrics, "applications_processed")
            for metric in metrics:
                kind = "cny" if metric == "processing_fees" else "count"
                why = f"{reading.tokens[index].text} … {word.text}"
                yield Bound(metric, kind, NOTHING, found.span, why, family=word.family)


def are_worked_on_as_well(words: Sequence[Token]) -> bool:
    """未收到和处理申请, 收到处理申请0件: neither; 未收到需要处理的申请 says nothing of those of the year before."""
    at = next((place for place, token in enumerate(words) if token.tag == "receive"), len(words))
    behind = [token.tag for token in words[at + 1 : at + 3]]
    return bool(behind) and behind[-1 if behind[0] in JOINTS else 0] in WORK


def _way_before(found: Negation) -> list[Token]:
    """The one way of applying that stands before 未, with nothing else counted there."""
    named = [token for token in found.around.phrase if token.kind in ("noun", "place")]
    return named if len(named) == 1 and named[0].tag in OF_APPLICATIONS else []


def _place_without_items(reading: SentenceReading, found: Negation) -> str | None:
    """抖音未发布: the one channel through which nothing was published."""
    nouns = [token.tag for token in found.scope if token.kind == "noun"]
    is_plain = found.scope[:1] and found.scope[0].kind == "verb" and set(nouns) <= {"info", "piece", "video"}
    if not is_plain or any(token.kind == "unknown" for token in found.scope) or not found.verbs <= _PUBLISHED:
        return None
    near = [token.tag for token in found.around.phrase if token.kind == "place"]
    far = [token.tag for token in reading.tokens[: found.around.place] if token.kind == "place"]
    places = {tag for tag in near or far if tag in _CHANNELS}
    return next(iter(places)) if len(places) == 1 else None


def _negated(groups: Sequence[Sequence[Token]]) -> Iterator[tuple[Sequence[Token], Token]]:
    """The nouns that are negated, each with its group: the last of it, for a noun before another only qualifies it."""
    for group in groups:
        nouns = [token for token in group if token.kind in ("noun", "topic") and token.text != STREET]
        is_carried = len(nouns) > 1 and nouns[-1].tag in _CARRIED_NOUNS and nouns[-2].tag in _CARRIED
        is_general = len(nouns) > 1 and _says_little(nouns[-1]) and nouns[-2].tag in zero_nouns()
        if is_carried or is_general:
            nouns.pop()
        if nouns and nouns[-1].tag in zero_nouns():
            yield group, nouns[-1]
        if [noun.tag for noun in nouns[-2:]] == ["review", "litigation"]:
            yield group, nouns[-2]  # 没有申请行政复议提起行政诉讼的情况


def _says_little(noun: Token) -> bool:
    return noun.tag in GENERAL or noun.text == "问题"  # 诉讼等问题
