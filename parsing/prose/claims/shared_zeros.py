"""Zeros in digits, and numbers behind 各, that several nouns share: 复议、诉讼均为0件."""

from __future__ import annotations

from collections.abc import Iterator

from parsing.prose.claims.denials import zero_nouns
from parsing.prose.claims.facets import OF_APPLICATIONS, Facets, facets
from parsing.prose.claims.families import has_another_cause
from parsing.prose.claims.mentions import NOTHING
from parsing.prose.claims.negations import RESULTS, without_cause
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.unknown import BODIES, names_other_work, unknown_at
from parsing.prose.claims.zeros import are_worked_on_as_well


def read_shared_zeros(reading: SentenceReading) -> None:
    """Adds the zeros that stand in digits for several nouns at once; the numbers have been read."""
    reading.extra.extend(_shared_zeros(reading))


def _shared_zeros(reading: SentenceReading) -> Iterator[Bound]:
    """复议、诉讼均为0件, 复议、诉讼各1件: a 0 that several nouns share, or a number behind 各, is that of each."""
    for mention, result in zip(reading.mentions, reading.results, strict=True):
        number = mention.number
        is_none_received = result.metric == "applications_received" and result.kind == "count" and not number.value
        if is_none_received and are_worked_on_as_well(mention.phrase):
            yield result._replace(metric="applications_processed")  # 收到和处理申请0件
        if result.is_bound:
            continue
        said = [token.text for token in mention.phrase if token.kind != "verb"]
        if number.value != 0 and said[-1:] != ["各"]:
            continue
        if any(token.tag in RESULTS for token in without_cause(mention.phrase)):
            continue  # 复议、诉讼败诉案件0件
        found = facets(mention.phrase, mention.tail)
        heads = [head for head in found.heads if head.tag != "complaint"]  # 复议、诉讼和申诉案件0件
        if heads and heads[0].family == "appeals" and _are_of_other_work(found):
            continue
        is_joint = len(found.heads) > 1 or found.head in ("appeals_both", "proposals_both")
        ways = {token.tag for token in mention.phrase if token.tag in OF_APPLICATIONS and "申请" in token.text}
        if number.value == 0 and len(ways) > 1:
            for way in sorted(ways):
                span = (mention.token.start, mention.token.end)
                yield Bound(f"applications_{way}", "count", NOTHING, span, way, family="applications")
        if is_joint and all(head.tag in zero_nouns() for head in heads):
            for head in heads:
                for metric in zero_nouns()[head.tag].metrics:
                    yield Bound(
                        metric, "count", number, (mention.token.start, mention.token.end), head.text, family=head.family
                    )


def _are_of_other_work(found: Facets) -> bool:
    """工伤认定行政复议、行政诉讼0件."""
    beside = [word for word in found.words if word not in found.heads]
    before = unknown_at(found.heads[0], found.words)
    is_other = has_another_cause(found) or names_other_work(beside) or (before != "" and not before.endswith(BODIES))
    return is_other and not any("公开" in word.text for word in found.words)
