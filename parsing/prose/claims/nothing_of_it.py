"""无。 below a heading, or behind a sentence that is no more than a topic: nothing of what stands above it."""

from __future__ import annotations

import re

from parsing.prose.claims.denials import is_caused_by_other_work, zero_nouns
from parsing.prose.claims.mentions import NOTHING
from parsing.prose.claims.negations import RESULTS, noun_groups
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import tokenise

NOTHING_OF_IT = re.compile(
    r"(?:20\d\d年度?|本?年度?内?|全年|今年|截至目前|目前|我局)?,?(?:暂|均|尚)?(?:无|没有|未发生)(?:[此该]类|相关|上述|[此该]项|这方面)?(?:情况|情形|事项|问题|内容)?[。.;]?"
)
"""A sentence that says no more than that there was nothing of what stands above it."""

_TOPIC = re.compile(r"[^\d。;,]{2,40}(?:情况|情形|现象)[。.;:]?")
_NUMBERED = re.compile(r"^[(（]?[\d一二三四五六七八九十]{1,2}[)）、.]+\s*")
_OF_A_TOPIC = frozenset(
    {"application", "application_topic", "by_request", "review", "litigation", "appeals_both", "fee", "bare_fee"}
)
_NO_TOPIC = RESULTS | {"other_outcome", "refused", "granted", "partly_granted", "carried_in", "carried_out", "set_up"}


def read_nothing_of_it(reading: SentenceReading) -> None:
    """5.行政复议、行政诉讼情况。无。: what the sentence before, or the heading if there is none, names and no more."""
    before = reading.before
    if NOTHING_OF_IT.fullmatch(reading.text) is None:
        return
    topic = _NUMBERED.sub("", before.text if before is not None else reading.sentence.heading)
    tokens = tokenise(topic)
    if _TOPIC.fullmatch(topic) is None or any(token.tag in _NO_TOPIC for token in tokens):
        return
    is_of_disclosure = "公开" in topic
    if is_caused_by_other_work(tokens) or (not is_of_disclosure and any(token.kind == "unknown" for token in tokens)):
        return
    span = (0, len(reading.text))
    for group in noun_groups(tokens):
        word = next((token for token in reversed(group) if token.kind in ("noun", "topic")), None)
        if word is not None and word.tag in _OF_A_TOPIC and (is_of_disclosure or word.family == "appeals"):
            for metric in zero_nouns()[word.tag].metrics:
                kind = "cny" if metric == "processing_fees" else "count"
                reading.extra.append(Bound(metric, kind, NOTHING, span, f"{word.text} … 无", family=word.family))
