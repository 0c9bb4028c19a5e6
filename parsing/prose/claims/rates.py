"""Shares, rates of answers in time, and days: 占75%, 按时答复率100%, 平均8.5个工作日."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsing.numerals import PrintedNumber
from parsing.prose.claims.changes import moved_to
from parsing.prose.claims.comparisons import (
    is_last_year,
    is_moved_from,
    is_only_last_year,
    is_with_last_year,
    names_last_year,
)
from parsing.prose.claims.facets import facets
from parsing.prose.claims.families import find_family, is_about_disclosure
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.other_cases import counts_other_cases, is_among_other_work
from parsing.prose.claims.owners import SUBJECTLESS, not_counted, of_owner, stated
from parsing.prose.claims.sentence import Bound, SentenceReading, last_family
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import BODIES, OF_OTHER_WORK, is_said_of_other_work, names_other_work

_OF_OTHER_WORK = frozenset({"documents", "other_application", "case_noun"})

DAYS = {
    "个工作日": "working_day",
    "工作日": "working_day",
    "天": "days",
    "日": "days",
    "自然日": "days",
    "个自然日": "days",
}


def percentage(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    tags = [token.tag for token in mention.phrase]
    if "to" in tags and position and reading.results[position - 1].metric == "on_time_rate":
        return moved_to(reading, position)
    if "answer_rate" in tags:
        return _rate(reading, position)
    if is_moved_from(reading, position) or "to" in tags:
        return not_counted(mention, "unfit_change")
    return _share(reading, position, tags)


_PAPERS = ("文件", "公文")
"""Of these a share is one of documents that were made."""


def _share(reading: SentenceReading, position: int, tags: Sequence[str]) -> Bound:
    """占75%: of the number directly before it, or of what its own phrase names."""
    mention = reading.mentions[position]
    subject = mention.phrase[: tags.index("share")] if "share" in tags else mention.phrase
    is_beside = all(token.tag in SUBJECTLESS for token in subject)
    if "share" not in tags and not (mention.in_brackets and is_beside and mention.whole == position - 1):
        return not_counted(mention, "no_metric")
    if any(token.kind == "unknown" or token.tag == "rest" for token in subject):
        return not_counted(mention, "unknown_words")
    if any(token.tag == "documents" and token.text.endswith(_PAPERS) for token in mention.phrase[len(subject) :]):
        return not_counted(mention, "no_metric")  # 占同期制发文件总数的37.5%
    if not is_beside:
        return of_owner(reading, position, "share", mention.number)
    earlier = [place for place, found in enumerate(reading.results) if found.kind in ("count", "share")]
    earlier = earlier or [
        place for place, found in enumerate(reading.results) if found.kind in ("change", "change_pct")
    ]
    if not earlier or not reading.results[earlier[-1]].is_bound or _names_another(reading, earlier[-1], mention):
        return not_counted(mention, "no_metric")
    return stated(mention, reading.results[earlier[-1]].metric, "share", mention.number, "占")


def _names_another(reading: SentenceReading, place: int, mention: Mention) -> bool:
    """Whether something else is spoken of between a count and a share (收到74件,…;网上申请占比上升,占比为86.5%)."""
    start, end = reading.mentions[place].place + 1, mention.start
    between = reading.tokens[start:end]
    opening = next((at for at, token in enumerate(between) if token.kind == "punctuation"), len(between))
    return any(token.kind in ("noun", "place") for token in between[opening:])


def _rate(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    number = mention.number
    if _family_of_answers(reading, mention) != "applications" or _is_of_duty(reading, mention):
        return not_counted(mention, "no_metric")
    kind = "prior" if is_moved_from(reading, position) else "pct"
    return stated(mention, "on_time_rate", kind, number, "答复率")._replace(family="applications")


def _is_of_duty(reading: SentenceReading, mention: Mention) -> bool:
    named = _named_plans(reading)
    before = (token for token in reading.tokens[: mention.place] if token.tag in ("plan", "next_year"))
    around = (token for token in (*mention.lead, *mention.phrase, *mention.clause) if token.tag in _DUTIES)
    return any(token.start not in named for token in (*before, *around))


_DUTIES = frozenset({"duty", "plan", "next_year", "each"})


def _named_plans(reading: SentenceReading) -> frozenset[int]:
    """涉及安置计划、学历政策等内容: a plan that is one of a list is no plan of what is to come."""
    pairs = zip(reading.tokens, reading.tokens[1:], strict=False)
    return frozenset(one.start for one, after in pairs if one.tag == "plan" and after.tag in ("pause", "etc"))


def _family_of_answers(reading: SentenceReading, mention: Mention) -> str:
    """Whose answers are meant: by the noun before them in the clause, else by what the text spoke of last."""
    around = (*mention.phrase, *mention.tail)
    nouns = [token for token in around if token.kind in ("noun", "topic") and token.tag not in _OF_TIMES]
    if (
        nouns
        and all(token.text in _CASES for token in nouns)
        and not speaks_of_other_work(reading, mention.token.start)
    ):
        # 收到申请18件,办件平均9天: the cases of the clause before, if it names any
        listed = reading.results[-1].family if mention.follows and reading.results else ""
        return last_family(mention.lead) or listed or "other"
    if nouns:
        return last_family(around[: around.index(nouns[-1]) + 1]) or "other"
    if names_other_work(mention.phrase) or speaks_of_other_work(reading, mention.token.start):
        return "other"
    return find_family(reading, mention._replace(phrase=(), tail=()), facets((), ()))


def speaks_of_other_work(reading: SentenceReading, end: int) -> bool:
    """Whether the last number before ``end`` counts other work: 受理行政审批事项申请1.8万件,均按期答复."""
    counts = (result for result in reversed(reading.results) if result.kind == "count" and result.span[1] <= end)
    last = next(counts, None)
    if last is None or last.is_bound:
        return False
    is_of_papers = last.reason == "no_metric" and last.head in _OF_OTHER_WORK and not is_by_request(last)
    return last.family == "other" or is_of_papers or counts_other_cases(reading, end)


def is_by_request(bound: Bound) -> bool:
    """依申请公开水务信息6条: what was disclosed to those who asked, of whatever kind; 公文 have it as an attribute."""
    return bound.facets is not None and "by_request" in bound.facets.tags


def days(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    tags = {token.tag for token in mention.phrase}
    earlier = [found for found in reading.results if found.metric == _DAYS_OF_ANSWERS]
    is_directly = bool(earlier) and reading.results[-1] is earlier[-1]
    if is_directly and "to" in tags and earlier[-1].kind == "prior":
        return _of_days(mention, DAYS[mention.token.unit], mention.number)
    if is_directly and is_only_last_year(reading, mention):
        return _of_days(mention, "prior", mention.number)
    if is_directly and earlier[-1].kind == "change" and all(token.kind == "filler" for token in mention.phrase):
        return _of_days(mention, DAYS[mention.token.unit], mention.number)
    if _is_of_other_work(reading, mention):
        return not_counted(mention, "unit", mention.token.unit)
    is_named = "average" in tags and _family_of_answers(reading, mention) in _of_applications(reading)
    if not is_named and not (earlier and tags & _FASTER and "average" not in tags):
        return not_counted(mention, "unit", mention.token.unit)
    if is_moved_from(reading, position) and "average" in tags:
        return _of_days(mention, "prior", mention.number)
    if tags & _FASTER:
        return _change_of_days(reading, mention, tags)
    if "average" in tags and any(is_last_year(reading, token) for token in mention.phrase):
        return _of_days(mention, "prior", mention.number) if earlier else not_counted(mention, "other_period")
    is_limit = any(token.text in ("内", "以内", "之内") for token in mention.tail[:1])
    is_limit = is_limit and not mention.number.decimals  # 平均在7.2个工作日内办结 was measured
    if "average" not in tags or is_limit or tags & {"cmp", "yoy"} or _is_of_duty(reading, mention):
        return not_counted(mention, "unit", mention.token.unit)
    return _of_days(mention, DAYS[mention.token.unit], mention.number)


def _is_of_other_work(reading: SentenceReading, mention: Mention) -> bool:
    """行政审批事项按时办结率100%,平均办理时限3.2个工作日: of what was named last before."""
    nouns = [token for token in reading.tokens[: mention.place] if token.kind == "noun" and token.tag not in _OF_TIMES]
    # 平均5天完成劳动能力鉴定
    named = [token for token in _unknown_names(mention.tail) if OF_OTHER_WORK.search(token.text)]
    if not named and last_family(mention.phrase) == "applications":
        return False
    if is_said_of_other_work(mention.lead) or is_among_other_work(reading):
        return True  # 社保补缴均按期办结,平均用时4个工作日
    average = next((at for at, token in enumerate(mention.phrase) if token.tag == "average"), 0)
    if _unknown_names(mention.phrase[:average]):
        return True  # 审批平均时限3个工作日
    is_other = bool(named) or (bool(nouns) and nouns[-1].tag in _OF_OTHER_WORK | {"message"})
    return is_other and not is_about_disclosure(reading)


def _unknown_names(words: Sequence[Token]) -> list[Token]:
    return [token for token in words if token.kind == "unknown" and not token.text.endswith(BODIES)]


_CASES = frozenset({"办件", "受件", "受理件"})
_OF_TIMES = frozenset({"average", "answer_rate", "finish_rate"})


def _of_applications(reading: SentenceReading) -> frozenset[str]:
    """What times of answering are of; in a sentence that counts nothing else, the report's own subject."""
    counts = any(found.kind == "count" for found in reading.results)
    return frozenset({"applications"} if counts else {"applications", "", "disclosure"})


_DAYS_OF_ANSWERS = "average_response_days"
_FASTER = frozenset({"shorten", "rise", "fall"})


def _change_of_days(reading: SentenceReading, mention: Mention, tags: set[str]) -> Bound:
    """较上年缩短3天; a limit that answers stay below (比法定时限快13天) is no year."""
    if ("cmp" in tags and not names_last_year(reading, mention.phrase)) or not is_with_last_year(reading, mention):
        return not_counted(mention, "unit", mention.token.unit)
    number = mention.number
    less = number.value if "rise" in tags else -number.value
    return _of_days(mention, "change", replace(number, value=less))


def _of_days(mention: Mention, kind: str, number: PrintedNumber) -> Bound:
    return stated(mention, _DAYS_OF_ANSWERS, kind, number, "平均")._replace(family="applications")
