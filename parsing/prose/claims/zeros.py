"""What the prose says without a number: that there was none, that all were answered in time, that nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from parsing.numerals import PrintedNumber
from parsing.prose.claims.binding import Bound, SentenceReading, is_about_disclosure, last_family
from parsing.prose.claims.facets import facets
from parsing.prose.claims.mentions import HARD, Mention, words_at
from parsing.prose.claims.periods import period
from parsing.prose.claims.quantities import is_with_last_year, owner
from parsing.prose.claims.tokens import Token

_NONE = PrintedNumber(Decimal(0), 0, False)
_ZERO = {
    "application": ("applications_received",),
    "application_quantity": ("applications_received",),
    "application_topic": ("applications_received",),
    "bare_application": ("applications_received",),
    "review": ("reviews",),
    "litigation": ("litigation",),
    "appeals_both": ("reviews", "litigation"),
    "fee": ("processing_fees",),
    "bare_fee": ("processing_fees",),
    "npc": ("npc_proposals",),
    "cppcc": ("cppcc_proposals",),
    "proposals_both": ("npc_proposals", "cppcc_proposals"),
    "press": ("press_conferences",),
    "by_request": ("applications_received",),
    "training": ("trainings",),
    "carried_in": ("applications_carried_in",),
    "carried_out": ("applications_carried_out",),
    "refused": ("applications_refused",),
}
"""Metrics that are 0 if the noun is negated."""
_VERBS = {
    "application": {"receive", "submit", "occur"},
    "application_quantity": {"receive", "submit", "occur"},
    "bare_application": {"receive", "submit", "occur"},
    "by_request": {"receive", "submit", "occur"},
    "training": {"hold"},
    "application_topic": {"receive", "submit", "occur"},
    "review": {"receive", "occur", "submit"},
    "litigation": {"receive", "occur", "submit"},
    "appeals_both": {"receive", "occur", "submit"},
    "fee": {"charge", "occur", "receive"},
    "bare_fee": {"charge", "occur", "receive"},
    "npc": {"receive", "undertake", "handle"},
    "cppcc": {"receive", "undertake", "handle"},
    "proposals_both": {"receive", "undertake", "handle"},
    "press": {"hold"},
    "carried_in": {"occur"},
    "carried_out": {"occur"},
    "refused": {"occur"},
}
"""Verbs whose negation makes it 0; 未办结申请 says nothing of how many there were."""
_CHANNELS = frozenset({"website", "gov_platform", "new_media", "wechat", "weibo", "douyin", "toutiao"})
_APPLICATION_CHANNELS = frozenset({"online", "by_post", "in_person"})
_CARRIED = frozenset({"carried_in", "carried_out", "refused"})
_STANDS_FOR_CHANGE = {"level": 0, "doubled": 100, "quadrupled": 300, "halved": -50}
_WORDS_OF_DUTY = frozenset({"duty", "plan", "each", "other_body"})


def read_zeros(reading: SentenceReading) -> None:
    """Adds to ``reading.extra`` what the sentence says that there was none of."""
    for index, token in enumerate(reading.tokens):
        if token.tag == "neg" or token.text == "不存在":
            reading.extra.extend(_zeros(reading, index))


def read_words(reading: SentenceReading) -> None:
    """Adds the other claims that stand in words; the numbers have been read."""
    for index, token in enumerate(reading.tokens):
        if token.tag in _STANDS_FOR_CHANGE:
            reading.extra.extend(_change_in_words(reading, index))
    reading.extra.extend(_shared_zeros(reading))
    reading.extra.extend(_all_in_time(reading))
    reading.extra.extend(_all_upheld(reading))


def _zeros(reading: SentenceReading, index: int) -> Iterator[Bound]:
    tokens = reading.tokens
    end = index + 1
    while end < len(tokens) and tokens[end].tag not in HARD and tokens[end].tag not in ("neg", "number"):
        end += 1
    scope = tokens[index + 1 : end]
    if end < len(tokens) and tokens[end].tag == "number":
        return
    around = words_at(tokens, index)
    if _is_no_statement(around.clause) or any(token.tag in ("verdict_bad", "corrected", "upheld") for token in scope):
        return
    since = max((place for place in range(index) if tokens[place].tag in ("number", "semicolon")), default=0)
    if period(tokens, index, reading.year, start=since)[0] != "this":
        return
    nouns = [token for token in scope if token.kind in ("noun", "topic")]
    if nouns:
        groups = _groups(scope)
    else:
        groups = _groups(tuple(token for token in around.phrase if token.tag != "all"))
        if not any(token.kind in ("noun", "topic") for group in groups for token in group):
            groups = _groups(around.lead)
            if not any(token.tag == "colon" for token in around.lead[-1:]) and not scope:
                return
    verbs = {token.tag for token in scope if token.kind == "verb"}
    is_plain = scope[:1] and scope[0].kind == "verb" and all(noun.tag in ("info", "piece", "video") for noun in nouns) and all(token.kind != "unknown" for token in scope)
    if is_plain and (place := _place_without_items(reading, around, verbs)):
        yield Bound(f"proactive_items_{place}", "count", _NONE, (tokens[index].start, tokens[end - 1].end), "未 … 发布", family="disclosure")
        return
    for token in scope:
        if token.tag in _APPLICATION_CHANNELS and "申请" in token.text and not verbs - {"receive", "occur"}:
            yield Bound(f"applications_{token.tag}", "count", _NONE, (tokens[index].start, tokens[end - 1].end), token.text, family="applications")
    for tag, word in _negated(groups):
        if _is_zero(reading, tag, word, verbs, scope, groups):
            for metric in _ZERO[tag]:
                kind = "cny" if metric == "processing_fees" else "count"
                span = (tokens[index].start, tokens[end - 1].end)
                yield Bound(metric, kind, _NONE, span, f"{tokens[index].text} … {word.text}", family=word.family)


def _place_without_items(reading: SentenceReading, around: Mention, verbs: set[str]) -> str:
    """抖音未发布: the one channel through which nothing was published."""
    near = [token.tag for token in around.phrase if token.kind == "place"] or [
        token.tag for token in reading.tokens[: around.index] if token.kind == "place"
    ]
    places = {tag for tag in near if tag in _CHANNELS}
    return next(iter(places)) if len(places) == 1 and verbs and verbs <= {"publish", "disclose", "proactive", "update"} else ""


def _is_no_statement(clause: Sequence[Token]) -> bool:
    return any(token.tag in _WORDS_OF_DUTY for token in clause)


def _groups(scope: Sequence[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = [[]]
    for token in scope:
        if token.tag in ("pause", "conj", "comma", "colon"):
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if group]


def _negated(groups: Sequence[Sequence[Token]]) -> Iterator[tuple[str, Token]]:
    """The nouns that are negated: the last of each group, for a noun before another only qualifies it."""
    for group in groups:
        nouns = [token for token in group if token.kind in ("noun", "topic")]
        if len(nouns) > 1 and nouns[-1].tag in ("bare_application", "application", "by_request") and nouns[-2].tag in _CARRIED:
            nouns.pop()
        if len(nouns) > 1 and nouns[-1].tag in ("info", "case_noun", "bare_application") and nouns[-2].tag in _ZERO:
            nouns.pop()
        if nouns and nouns[-1].tag in _ZERO:
            yield nouns[-1].tag, nouns[-1]


def _is_zero(
    reading: SentenceReading, tag: str, word: Token, verbs: set[str], scope: Sequence[Token], groups: Sequence[Sequence[Token]]
) -> bool:
    if not verbs <= _VERBS[tag] | {"handle", "answer", "finish"} or (verbs and not verbs & _VERBS[tag]):
        return False
    group = next(group for group in groups if word in group)
    if _ZERO[tag] == ("applications_received",):
        if any(token.kind == "unknown" or (token.kind == "noun" and token is not word and token.tag not in ("applicant", "bare_application", "application", "by_request", "info", "case_noun", "disclosure_topic")) for token in group):
            return False
        after = group[group.index(word) + 1 :] if isinstance(group, list) else []
        if any(token.kind == "unknown" or (token.kind == "noun" and token.tag not in ("info", "case_noun", "bare_application")) or token.tag in ("verdict_bad", "occur") for token in after):
            return False
        return True
    if tag == "bare_fee":
        return is_about_disclosure(reading)
    return True


def _shared_zeros(reading: SentenceReading) -> Iterator[Bound]:
    """复议、诉讼均为0件, 复议、诉讼各1件: a 0 that several nouns share, or a number behind 各, is that of each."""
    for mention, result in zip(reading.mentions, reading.results, strict=True):
        number = mention.token.number
        if result.is_bound or number is None:
            continue
        found = facets(mention.phrase, mention.tail)
        is_each = number.value == 0 or mention.phrase[-1:] and mention.phrase[-1].text == "各"
        is_joint = len(found.heads) > 1 or found.head in ("appeals_both", "proposals_both")
        if is_each and is_joint and all(head.tag in _ZERO for head in found.heads):
            for head in found.heads:
                for metric in _ZERO[head.tag]:
                    yield Bound(metric, "count", number, (mention.token.start, mention.token.end), head.text, family=head.family)


def _change_in_words(reading: SentenceReading, index: int) -> Iterator[Bound]:
    token = reading.tokens[index]
    position = sum(mention.index < index for mention in reading.mentions)
    around = words_at(reading.tokens, index)
    if not is_with_last_year(reading, around):
        return
    found = owner(reading, around, position)
    if found.is_bound:
        value = Decimal(_STANDS_FOR_CHANGE[token.tag])
        kind = "change" if token.tag == "level" else "change_pct"
        number = PrintedNumber(value, 0, token.tag == "level" and token.text != "持平" and token.text[0] in "基大")
        yield Bound(found.metric, kind, number, (token.start, token.end), found.why, family=found.family)


def _all_in_time(reading: SentenceReading) -> Iterator[Bound]:
    """均已按期答复: all applications were answered in time."""
    clause: list[Token] = []
    for token in (*reading.tokens, Token("stop", "punctuation", "", len(reading.text), len(reading.text), "")):
        if token.tag not in ("comma", "semicolon", "stop", "open", "close"):
            clause.append(token)
            continue
        is_of_counted = any(
            bound.metric in ("applications_received", "applications_processed") and bound.kind == "count" and bound.number and bound.number.value
            for bound in reading.results
        )
        if _says_all_in_time(clause, is_of_counted=is_of_counted) and _family_of_answers(reading, clause) == "applications":
            span = (clause[0].start, clause[-1].end)
            yield replace(Bound("on_time_rate", "pct", PrintedNumber(Decimal(100), 0, False), span, "均按期答复"), family="applications")
            return
        clause = []


def _all_upheld(reading: SentenceReading) -> Iterator[Bound]:
    """复议8件,全部维持: the result of all of them."""
    for place, (mention, result) in enumerate(zip(reading.mentions, reading.results, strict=True)):
        if result.metric != "reviews" or result.kind != "count" or result.number is None or not result.number.value:
            continue
        end = reading.mentions[place + 1].index if place + 1 < len(reading.mentions) else len(reading.tokens)
        behind = list(reading.tokens[mention.index + 1 : end])
        stop = next((at for at, token in enumerate(behind) if token.tag in ("semicolon", "stop", "litigation")), len(behind))
        tags = [token.tag for token in behind[:stop]]
        for tag in ("upheld", "corrected"):
            said = next((token for token in behind[:stop] if token.tag == tag), None)
            if said is not None and ("all" in tags or said.text[0] in "均全") and "neg" not in tags and len({"upheld", "corrected"} & set(tags)) == 1:
                yield Bound(f"reviews_{tag}", "count", result.number, (said.start, said.end), said.text, family="appeals")


def _says_all_in_time(clause: Sequence[Token], *, is_of_counted: bool) -> bool:
    tags = [token.tag for token in clause]
    if "number" in tags and not any(token.unit in ("个工作日", "工作日", "日", "天") for token in clause if token.tag == "number"):
        return False
    answers = [place for place, tag in enumerate(tags) if tag in ("answer", "finish", "handle")]
    if not answers or _WORDS_OF_DUTY & set(tags) or "answer_rate" in tags or "finish_rate" in tags or "neg" in tags:
        return False
    last = answers[-1]
    return ("all" in tags[:last] or is_of_counted) and "in_time" in tags[:last]


def _family_of_answers(reading: SentenceReading, clause: Sequence[Token]) -> str:
    own = last_family(clause)
    if own:
        return own
    before = last_family([token for token in reading.tokens if token.start < clause[0].start])
    if before:
        return before
    previous = reading.before.family if reading.before is not None else ""
    return previous
