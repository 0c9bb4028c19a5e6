"""What the words and numbers beside a phrase make of its number: one more of a list, the rest, another office's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsing.prose.claims.facets import OF_APPLICATIONS, PUBLISHING, Facets
from parsing.prose.claims.families import is_about_disclosure
from parsing.prose.claims.inheritance import SUMMING
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import BODIES, OF_OTHER_WORK


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase held against a frame."""

    reading: SentenceReading
    mention: Mention
    found: Facets
    family: str
    whole: Bound | None
    """What the number is a part of."""
    is_subject: bool
    """Whether the phrase names what changed, with neither verb nor measure word of its own."""


def is_of_a_column(mention: Mention) -> bool:
    """开设“社保”专栏,发布信息26条: those of the column, if nothing says that it is the year's total."""
    is_total = any(word.tag in ("this_year", "date", "cumulative") or word.text in SUMMING for word in mention.phrase)
    return not is_total and any(word.tag == "column" for word in mention.lead)


def is_of_interpretations(phrase: Sequence[Token]) -> bool:
    """政策解读发布信息29条: the noun directly before the verb says what was published."""
    return any(word.tag == "interpretation" and verb.tag in PUBLISHING for word, verb in pairwise(phrase))


def is_of_one_field(phrase: Sequence[Token]) -> bool:
    """就业领域公开信息186条; 人社领域 is all that the bureau does."""
    for before, word, verb in zip(phrase, phrase[1:], phrase[2:], strict=False):
        is_field = word.text in ("领域", "方面") and (before.kind == "unknown" or before.tag in _OTHER_NOUNS)
        if is_field and verb.tag in PUBLISHING:
            return True
    return False


def are_all_but_carried(case: Case) -> bool:
    """除2件结转外,其余14件均已答复: the rest are all that were processed; behind 其中20件予以公开 they are not."""
    before = {token.tag for token in case.reading.tokens[: case.mention.start]}
    return "excluding" in before and bool(before & {"carry", "carried_out"})


def is_by_the_other_ways(case: Case) -> bool:
    """网站公开11条,…,通过报刊、公示栏等载体公开128条: the last of a list of channels."""
    before = case.reading.results[-1] if case.reading.results and case.mention.follows else None
    is_total = any(word.text in SUMMING for word in case.mention.phrase)
    by_channel = any(bound.metric.startswith("proactive_items_") for bound in case.reading.results)
    return before is not None and case.found.is_many and by_channel and not is_total


_KINDS = frozenset({"documents", "updates", "post", "piece", "work_info"})
"""Nouns of what is some of the information."""


def is_one_more_kind(case: Case) -> bool:
    """发布工作动态97篇,政务信息53条: one more kind in a list, whose verb is that of the first."""
    before = case.reading.results[-1] if case.reading.results and case.mention.follows else None
    if before is None or case.is_subject or case.found.has_own_verb:
        return False
    is_kind = before.reason in ("no_metric", "unknown_words") and before.kind == "count" and before.head in _KINDS
    return is_kind and not any(word.kind == "verb" for word in case.mention.lead)


def is_held(case: Case) -> bool:
    """网站共有信息1860条: what a site holds was not all published in the year, unless the words say so."""
    phrase = case.mention.phrase
    is_of_year = any(word.tag in ("this_year", "date") for word in phrase)
    if case.found.verbs or is_of_year:
        return False
    return any(word.text in _HOLDS for word in phrase) or _follows_its_columns(case)


_HOLDS = frozenset({"有", "存", "现有"})


def _follows_its_columns(case: Case) -> bool:
    """网站设栏目28个,信息总数6230条: what a site is made of, and what it holds."""
    position = len(case.reading.results)
    before = case.reading.mentions[position - 1] if position and case.mention.follows else None
    return before is not None and before.phrase[-1:] != () and before.phrase[-1].tag == "column"


def is_an_outcome(case: Case) -> bool:
    """收到申请30件,主动公开6件: beside applications this may be what became of them."""
    before = case.reading.results[-1] if case.reading.results and case.mention.follows else None
    if before is None or case.found.head != "none" or before.family != "applications":
        return False
    last = case.reading.mentions[len(case.reading.results) - 1]
    return last.token.unit == case.mention.token.unit


def is_by_one_relay(mention: Mention) -> bool:
    """邮箱收到申请5件: by a way that is counted nowhere, not all of them."""
    ways = [at for at, word in enumerate(mention.phrase) if word.tag == "relay"]
    verb = next((at for at, word in enumerate(mention.phrase) if word.tag == "receive"), 0)
    return len(ways) == 1 and ways[0] < verb


def is_with_carried_in(mention: Mention) -> bool:
    """上年结转与本年新收申请共15件."""
    words = mention.phrase
    return any(word.tag == "carried_in" and after.tag in ("conj", "pause") for word, after in pairwise(words))


def listed_as_published(case: Case) -> frozenset[str]:
    """发布财政信息17条,…,建议答复1件: what was published of them, in a list of what was."""
    before = case.reading.results[-1] if case.reading.results and case.mention.follows else None
    words = [word for word in case.mention.phrase if word.kind != "filler"]  # 提案答复件2件
    nominal = words[-1:] and words[-1].tag in ("answer", "handle")
    if before is None or not nominal or before.is_bound or before.family not in ("", "disclosure", "proposals"):
        return frozenset()
    said = before.facets.tags if before.facets is not None else frozenset()
    return (frozenset(before.verbs) | said) & PUBLISHING


def behind_the_verb(found: Facets) -> str:
    """依申请公开受理点2个: a word that nobody knows between the verb and the number, where the noun stands before both."""
    verb = max((at for at, word in enumerate(found.words) if word.kind == "verb"), default=-1)
    head = found.heads[-1] if found.heads else None
    is_before = head is not None and verb >= 0 and head.start < found.words[verb].start
    return "".join(word.text for word in found.words[verb + 1 :] if word.kind == "unknown") if is_before else ""


def is_beside_other_work(case: Case) -> bool:
    """失业保险金申领1.2万件,线上申请占85%: a way of applying for what was counted before."""
    counted = zip(case.reading.mentions, case.reading.results, strict=False)
    others = [bound for mention, bound in counted if bound.kind == "count" and mention.token.measures != "people"]
    is_other = any(bound.reason in ("no_metric", "unknown_words") and not bound.family for bound in others)
    return is_other and not is_about_disclosure(case.reading)


def is_of_the_rights_before(case: Case) -> bool:
    """行政许可事项1项,全年申请量0件: a quantity of applications that are of no disclosure, by the sentence itself."""
    if case.found.head != "application_quantity" or "公开" in case.reading.text[: case.mention.token.end]:
        return False
    return any(bound.kind == "count" and bound.reason == "no_metric" for bound in case.reading.results)


_WORKING = frozenset({"receive", "handle", "finish", "answer", "undertake", "carried_in", "carry"})


def counts_other_cases(reading: SentenceReading, end: int | None = None) -> bool:
    """收到政府信息公开申请5件;受理工伤认定326件,办结318件: what has no noun of its own is of the cases that were counted last.

    Only what stands before ``end`` matters, if it is given.
    """
    counted = list(zip(reading.mentions, reading.results, strict=False))
    for mention, bound in reversed(counted):
        if end is not None and mention.token.end > end:
            continue
        if bound.kind != "count" or mention.token.measures == "people":
            continue
        named = [word for word in mention.phrase if word.tag in _OF_DISCLOSURE]
        if any("公开" in word.text or word.text[0] == "依" for word in named) or bound.metric == "applications_received":
            return False
        if _names_other_cases(mention, bound):
            return True
    return False


def goes_on_from_other_cases(reading: SentenceReading) -> bool:
    """办理工伤认定326件。新收申请320件: a sentence that counts no disclosure before, behind one that counts other cases."""
    before = reading.before
    if before is None or any("公开" in text for text in (reading.text, reading.sentence.heading)):
        return False
    return not reading.results and counts_other_cases(before)


def _names_other_cases(mention: Mention, bound: Bound) -> bool:
    """受理工伤认定326件: work of another kind, with a verb of its own; 涉及社保12件 are some of the applications."""
    if bound.is_bound or bound.reason not in ("no_metric", "unknown_words"):
        return False
    if any("公开" in word.text for word in mention.phrase):
        return False  # 政府信息公开案件46件
    if bound.head == "application_quantity":
        return True  # 行政许可事项1项,申请量0件
    verb = next((at for at, word in enumerate(mention.phrase) if word.tag in _WORKING), len(mention.phrase))
    named = mention.phrase[verb + 1 :]
    return any(word.kind == "unknown" or (word.kind == "noun" and word.tag in _OTHER_NOUNS) for word in named)


_OF_DISCLOSURE = frozenset({"application", "application_quantity", "by_request", "disclosure_topic"})
_OTHER_NOUNS = frozenset({"documents", "case_noun", "other_application", "complaint", "visits"})


def goes_on_with_other_cases(case: Case) -> bool:
    """新收行政复议5件,上年结转1件: what was carried over is of the cases named last."""
    if any(word.family == "applications" and word.tag not in _CARRIED for word in case.mention.phrase):
        return False
    counted = list(zip(case.reading.mentions, case.reading.results, strict=False))
    for mention, bound in reversed(counted):
        nouns = [word for word in mention.phrase if word.kind == "noun" and word.tag not in _CARRIED]
        if nouns:
            return nouns[-1].family in _OF_CASES and bound.reason != "part"
    return False


_CARRIED = frozenset({"carried_in", "carried_out"})
_OF_CASES = frozenset({"appeals", "petition", "message", "hotline", "proposals", "concern"})

_OTHER_OFFICES = ("仲裁", "监察")
"""In the names of offices of a bureau that take applications of their own."""


def of_other_work(case: Case) -> str:
    """劳动仲裁受理申请680件: what stands before the verb, if nothing speaks of disclosure."""
    words = case.mention.phrase
    verb = next((at for at, word in enumerate(words) if word.tag == "receive"), 0)
    named = [word for word in words[:verb] if word.tag == "documents" or word.kind == "unknown"]
    named += [word for word, head in pairwise(words) if word.tag in _APPLIED_FOR and head.tag == "bare_application"]
    named = [
        word for word in named if not word.text.endswith(BODIES) or any(name in word.text for name in _OTHER_OFFICES)
    ]
    named = named or _said_before(case)
    return named[-1].text if named and not is_about_disclosure(case.reading, case.mention.token.end) else ""


_APPLIED_FOR = frozenset({"set_up", "other_training"})
"""Before 申请 these say what is applied for: 学校设立申请."""


_CIRCUMSTANCE = "影响"
"""受疫情影响,现场申请2件: why there were so many, not what was applied for."""


def _said_before(case: Case) -> list[Token]:
    """失业保险金申领全程网办,网上受理申请4512件: what the sentence spoke of before a number that names nothing but the way."""
    if not case.found.places & OF_APPLICATIONS:
        return _field_of_work(case.mention.lead)
    before = case.reading.tokens[: case.mention.place]
    named = [word for word in before if word.kind in ("unknown", "noun") and OF_OTHER_WORK.search(word.text)]
    subjects = [word for word in case.mention.lead if word.kind == "unknown" and not word.text.endswith(BODIES)]
    return named or [word for word in subjects if _CIRCUMSTANCE not in word.text]


def _field_of_work(lead: Sequence[Token]) -> list[Token]:
    """在工伤认定方面,共收到申请1260件: the subject of the clause before."""
    end = max((at for at, word in enumerate(lead) if word.text in ("方面", "工作")), default=0)
    starts = [at for at in range(end) if lead[at].text == "在" and lead[end].text == "方面"]
    subject = lead[starts[-1] if starts else max(end - 1, 0) : end]
    return [word for word in subject if word.kind == "unknown" or word.tag in _OTHER_NOUNS]


def is_some_of_a_list(found: Facets) -> bool:
    """发布决策149条,…,A、B等方面信息1390条: one more kind in a list that goes on."""
    return not found.has_own_verb and "etc" in found.tags and set(found.verbs) == {"publish"}


def before_the_place(found: Facets) -> str:
    """受理职业技能补贴网上申请: what was applied for, if it is no name of a body."""
    for before, word in pairwise(found.words):
        is_of_application = word.tag in OF_APPLICATIONS and "申请" in word.text
        if is_of_application and before.kind == "unknown" and not before.text.endswith(BODIES):
            return before.text
    return ""
