"""Whose change, share or last year's value a number is."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.numerals import PrintedNumber
from parsing.prose.claims.binding import fit
from parsing.prose.claims.facets import OF_APPLICATIONS, facets
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading, number_span
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import is_body

SUBJECTLESS = frozenset(
    "filler cmp cmp_after yoy last_year this_year date rise fall to via conj comma colon pause cumulative share respectively unknown level subset as_of since stop open close".split()  # noqa: SIM905
)


def owner(reading: SentenceReading, mention: Mention, position: int) -> Bound:
    """Whose change it is: the subject of its own clauses, else the number directly before it."""
    words = _subject_words(mention.phrase)
    subject = [
        token for token in words if token.tag not in SUBJECTLESS and token.kind in ("noun", "verb", "place", "topic")
    ]
    if not subject and mention.lead:
        lead = [token for token in mention.lead if token.kind in ("noun", "place") and not in_share(mention)]
        if lead and not _says_how_all_came(mention.lead, lead):
            subject, words = lead, mention.lead
    if subject:
        if _is_qualified_behind(words, subject[-1]):
            return Bound(reason="unknown_words")
        last = reading.results[position - 1] if position and mention.follows else None
        if last is not None and last.metric.startswith("proactive_items_") and _is_of_what_was_sent(subject):
            return last
        pseudo = mention._replace(phrase=words, tail=(), whole=None)
        return fit(reading, pseudo, facets(words, ()), is_subject=True)
    is_first = not mention.start or reading.tokens[mention.start - 1].tag == "semicolon"
    if is_first and any(token.kind == "unknown" and not is_body(token) for token in mention.phrase[:1]):
        return Bound(reason="unknown_words")  # 荣誉榜较上年增加28条
    return _nearest(reading, mention, position)


def _is_of_what_was_sent(subject: Sequence[Token]) -> bool:
    """网站公开信息320条,发布数量比上年增加36条: of the channel; 主动公开总量 and 信息数量 are of all."""
    text = subject[0].text if len(subject) == 1 and subject[0].tag in ("info_quantity", "piece") else ""
    return text.startswith(("发布", "更新", "推送", "公开")) and text.endswith("量") and not {"总", "信"} & set(text)


def _says_how_all_came(words: Sequence[Token], named: Sequence[Token]) -> bool:
    """收到申请7件,均为网络申请,较上年增加2件: what rose is the number before."""
    return any(word.tag == "all" for word in words) and all(word.tag in OF_APPLICATIONS for word in named)


def _is_qualified_behind(words: Sequence[Token], subject: Token) -> bool:
    """热线坐席由12个: an unknown word behind the noun makes it something else."""
    return any(token.kind == "unknown" and token.start >= subject.end for token in words)


def in_share(mention: Mention) -> bool:
    return any(token.tag == "share" for token in mention.phrase)


def _subject_words(phrase: Sequence[Token]) -> tuple[Token, ...]:
    """Without the words of the change itself, and without the whole that follows 占."""
    share = next((place for place, token in enumerate(phrase) if token.tag == "share"), len(phrase))
    return tuple(token for token in phrase[:share] if token.tag not in ("rise", "fall", "level", "to", "shorten"))


def _nearest(reading: SentenceReading, mention: Mention, position: int) -> Bound:
    """What was counted last before the change: a number, or what there was nothing of; else the last of the sentence before."""
    zeros = [zero for zero in reading.extra if zero.kind in ("count", "cny") and zero.span[1] <= mention.token.start]
    since = max((zero.span[1] for zero in zeros), default=-1)
    for before in range(position - 1, -1, -1):
        other = reading.mentions[before]
        if other.token.end < since:
            break
        if other.in_brackets and not mention.in_brackets:
            continue
        result = reading.results[before]
        if other.token.measures == "people" != mention.token.measures and not result.is_bound:
            continue  # 培训3期、180人次,比上年多1期
        if other.token.unit == "%" and not result.is_bound and mention.token.unit not in ("%", "个百分点"):
            continue  # 公开367条,电子化率100%,比上年增加52条
        if result.reason == "no_metric" and result.head == "none" and set(result.verbs) == {"finish"}:
            continue  # 收到12345诉求2250件,已办结2250件,较上年增加372件
        if (
            other.whole is not None
            and mention.whole == other.whole
            and result.kind == "count"
            and not mention.in_brackets
        ):
            return _of_part_or_whole(reading, mention, position, before)
        if result.reason == "unfit_change" and len(result.candidates) == 1:
            return result._replace(metric=result.candidates[0])
        return result
    last = {zero.metric: zero for zero in zeros if zero.span[1] == since}
    if len(last) == 1:
        return next(iter(last.values()))
    previous = reading.before
    return previous.results[-1] if previous is not None and previous.results else Bound(reason="unfit_change")


def _of_part_or_whole(reading: SentenceReading, mention: Mention, position: int, before: int) -> Bound:
    """Behind a list of parts a change may be that of the last part or of the whole; 收到20件,其中网上18件,信函2件,较上年减少2件 leaves it open."""
    other, result = reading.mentions[before], reading.results[before]
    whole = reading.results[other.whole] if other.whole is not None and other.whole >= 0 else result
    if not whole.is_bound or whole.metric == result.metric:
        return result
    parts = [at for at, part in enumerate(reading.mentions[: len(reading.results)]) if part.whole == other.whole]
    is_split = result.facets is not None and "split_role" in result.facets.tags
    if not is_split and not result.is_bound and len(parts) == 1:
        return result  # 公开2140条,其中行政确认811条,比上年减少120条
    if is_split or not any(reading.results[at].is_bound for at in parts):
        return whole  # 解读62篇,其中文字40篇、图解22篇,较上年的51篇有所增加
    goes_on = any(_is_alike(reading, later, other) for later in reading.mentions[position + 1 :])
    compares = any(token.tag in ("cmp", "yoy") for token in mention.phrase)
    has_change = any(one.metric == whole.metric and one.kind in _CHANGES for one in reading.results)
    if goes_on or not compares or has_change:
        return result
    return Bound(reason="ambiguous", candidates=tuple(filter(None, (result.metric, whole.metric))))


_CHANGES = frozenset({"change", "change_pct", "ratio"})


def _is_alike(reading: SentenceReading, later: Mention, part: Mention) -> bool:
    """Whether another part follows that has a noun of its own and may have a change of its own."""
    names = any(token.kind in ("noun", "place") for token in later.phrase)
    return later.whole == part.whole or (names and later.token.unit == part.token.unit)


def of_owner(
    reading: SentenceReading,
    position: int,
    kind: str,
    number: PrintedNumber,
    start: int | None = None,
    phrase: tuple[Token, ...] | None = None,
) -> Bound:
    mention = reading.mentions[position]
    found = owner(reading, mention if phrase is None else mention._replace(phrase=phrase), position)
    if not found.is_bound:
        reason = "ambiguous" if found.reason == "ambiguous" else "unfit_change"
        return not_counted(mention, reason)._replace(candidates=found.candidates)
    bound = stated(mention, found.metric, kind, number, found.why)
    first = start if start is not None else mention.token.start
    return bound._replace(span=(first, mention.token.end), family=found.family, facets=found.facets, verbs=found.verbs)


def stated(mention: Mention, metric: str, kind: str, number: PrintedNumber, why: str) -> Bound:
    return Bound(metric, kind, number, number_span(mention), why)


def not_counted(mention: Mention, reason: str, detail: str = "") -> Bound:
    return Bound(reason=reason, detail=detail, span=number_span(mention), number=mention.number, kind="")
