"""Whether a number that could be one of applications is of other cases: those that its words, its clauses or the numbers before name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsing.prose.claims.facets import OF_APPLICATIONS, PUBLISHING, Facets
from parsing.prose.claims.families import is_about_disclosure
from parsing.prose.claims.kinds import OTHER_NOUNS
from parsing.prose.claims.lists import SENTENCE_ENDS
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.neighbours import Case
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import BODIES, OF_OTHER_WORK, is_body, names_other_work


def is_beside_other_work(case: Case) -> bool:
    """失业保险金申领1.2万件,线上申请占85%: a way of applying for what was counted before."""
    before = case.reading.tokens[: case.mention.place]
    are_visits = any(word.tag in ("visits", "petition") or word.text == "来访" for word in before)
    if are_visits and "公开" not in case.reading.text:
        return True  # 接待来信来访586批次,其中来信121件
    counted = zip(case.reading.mentions, case.reading.results, strict=False)
    others = [bound for mention, bound in counted if bound.kind == "count" and mention.token.measures != "people"]
    is_other = any(bound.reason in ("no_metric", "unknown_words") and not bound.family for bound in others)
    return is_other and not is_about_disclosure(case.reading)


def is_among_other_work(reading: SentenceReading) -> bool:
    """作出工伤认定890件,被提起行政复议12件: a sentence that names other work, and disclosure neither itself nor by its heading."""
    if "公开" in reading.text or "公开" in reading.sentence.heading:
        return False
    if any(bound.is_bound and bound.family == "applications" for bound in reading.results):
        return False  # 收到申请16件,主要涉及补贴,平均答复时间6个工作日
    return any(word.kind == "unknown" and OF_OTHER_WORK.search(word.text) for word in reading.tokens)


def is_of_the_rights_before(case: Case) -> bool:
    """行政许可事项1项,全年申请量0件: a quantity of applications that are of no disclosure, by the sentence itself."""
    if case.found.head != "application_quantity" or "公开" in case.reading.text[: case.mention.token.end]:
        return False
    return any(bound.kind == "count" and bound.reason == "no_metric" for bound in case.reading.results)


_WORKING = frozenset({"receive", "handle", "finish", "answer", "undertake", "carried_in", "carry", "new_flow"})


def counts_other_cases(reading: SentenceReading, end: int | None = None) -> bool:
    """收到政府信息公开申请5件;受理工伤认定326件,办结318件: what has no noun of its own is of the cases that were counted last.

    Only what stands before ``end`` matters, if it is given.
    """
    counted = list(zip(reading.mentions, reading.results, strict=False))
    is_named_alone = False
    for place in range(len(counted) - 1, -1, -1):
        mention, bound = counted[place]
        if (end is not None and mention.token.end > end) or bound.kind != "count" or mention.token.measures == "people":
            continue
        named = [word for word in mention.phrase if word.tag in _OF_DISCLOSURE]
        if any("公开" in word.text or word.text[0] == "依" for word in named) or bound.metric in _OF_APPLICANTS:
            return False
        if _names_other_cases(mention, bound):
            return True
        if _is_of_other_cases_alone(mention, bound):
            before = counted[place - 1][0].place if place else -1
            if any(token.tag in SENTENCE_ENDS for token in reading.tokens[before + 1 : mention.place]):
                return True
            is_named_alone = True
    return is_named_alone


def goes_on_from_other_cases(case: Case) -> bool:
    """办理工伤认定326件。新收申请320件: a sentence that counts no disclosure before, behind one that counts other cases."""
    reading, end = case.reading, case.mention.token.end
    if reading.before is None or any("公开" in text for text in (reading.text[:end], reading.sentence.heading)):
        return False
    return not any(bound.is_bound for bound in reading.results) and counts_other_cases(reading.before)


def _names_other_cases(mention: Mention, bound: Bound) -> bool:
    """受理工伤认定326件: work of another kind, with a verb of its own; 涉及社保12件 are some of the applications."""
    if bound.is_bound or bound.reason not in ("no_metric", "unknown_words"):
        return False
    if any("公开" in word.text for word in mention.phrase):
        return False  # 政府信息公开案件46件
    if bound.head == "application_quantity":
        return True  # 行政许可事项1项,申请量0件
    verb = next((at for at, word in enumerate(mention.phrase) if word.tag in _WORKING), len(mention.phrase))
    named: Sequence[Token] = mention.phrase[verb + 1 :]
    if bound.head in _CARRIED and bound.reason == "unknown_words":
        return True  # 人才引进上年转办26件
    if [word.text for word in mention.phrase[verb + 1 :]] == ["数"]:
        named = mention.phrase  # 公租房答复数203件
    elif verb < len(mention.phrase) and not named:
        named = field_of_work(mention.lead)  # 裁员报告工作稳步推进,全年受理1260件
    return any(_is_other(word) for word in named)


def _is_of_other_cases_alone(mention: Mention, bound: Bound) -> bool:
    """养犬登记1260件,线上申请占93%: without a verb, and with no number of applications before it."""
    is_open = not bound.is_bound and bound.reason in ("no_metric", "unknown_words") and mention.whole is None
    return is_open and any(
        OF_OTHER_WORK.search(word.text) or word.tag in _CASES for word in mention.phrase if _is_other(word)
    )


_CASES = OTHER_NOUNS - {"documents"}


def _is_other(word: Token) -> bool:
    return word.kind == "unknown" or word.tag in OTHER_NOUNS


_OF_APPLICANTS = frozenset({"applications_received", "reviews", "litigation"})
_OF_DISCLOSURE = frozenset({"application", "application_quantity", "by_request", "disclosure_topic"})


def goes_on_with_other_cases(case: Case) -> bool:
    """新收行政复议5件,上年结转1件: what was carried over is of the cases named last."""
    if any(word.family == "applications" and word.tag not in _CARRIED for word in case.mention.phrase):
        return False
    if any(word.kind == "noun" and word.family in _OF_CASES for word in case.mention.phrase):
        return True  # 12345热线上年转办3件
    counted = list(zip(case.reading.mentions, case.reading.results, strict=False))
    for mention, bound in reversed(counted):
        if bound.is_bound and bound.family == "applications":
            return False
        if bound.family == "other" or (bound.head in _CARRIED and bound.reason == "unknown_words"):
            return True
        nouns = [word for word in mention.phrase if word.kind == "noun" and word.tag not in _CARRIED]
        if nouns:
            return nouns[-1].family in _OF_CASES and bound.reason != "part"
    return False


_JOINING = ("连同", "加上", "加", "另", "算上", "合并", "扣", "含", "计", "外", "来", "内", "应", "实")
"""Beginnings of words before 上年结转 that name no work."""


def carried_of_other_work(case: Case) -> str:
    """人才引进上年转办26件: what stands before, where no number of applications does; 政策宣讲顺延到2024年举办2场."""
    words = case.mention.phrase or case.mention.tail  # 2处工地延期至2024年开工
    behind = [word for word in words if word.tag in _NOT_HANDLED]
    if behind:
        return behind[-1].text
    end = next((at for at, word in enumerate(words) if word.tag in _CARRIED), 0)
    named = "".join(word.text for word in words[:end] if word.kind == "unknown" and not is_body(word))
    named = next((word.text for word in words[:end] if word.tag in _TRAININGS), named)
    if names_other_work(words) and "公开" not in case.reading.text:
        return words[0].text
    is_after_others = any(bound.family == "applications" for bound in case.reading.results)
    return "" if is_after_others or case.whole is not None or len(named) < 2 or named.startswith(_JOINING) else named


_TRAININGS = frozenset({"other_training", "bare_training"})
_NOT_HANDLED = PUBLISHING | {"hold", "make"}
"""Verbs of what no application is carried over for."""


_CARRIED = frozenset({"carried_in", "carried_out"})
_OF_CASES = frozenset({"appeals", "petition", "message", "hotline", "proposals", "concern"})

_OTHER_OFFICES = ("仲裁", "监察")
"""In the names of offices of a bureau that take applications of their own."""


def of_other_work(case: Case) -> str:
    """劳动仲裁受理申请680件: what stands before the verb, if nothing speaks of disclosure."""
    words = case.mention.phrase
    verb = next((at for at, word in enumerate(words) if word.tag == "receive"), 0)
    named = [word for word in words[:verb] if word.tag in ("documents", "other_training") or word.kind == "unknown"]
    named += [word for word, head in pairwise(words) if word.tag in _APPLIED_FOR and head.tag == "bare_application"]
    named = [
        word for word in named if not word.text.endswith(BODIES) or any(name in word.text for name in _OTHER_OFFICES)
    ]
    spoken = _work_spoken_of(case)
    if spoken and not _is_itself_about_disclosure(case):
        return spoken[-1].text
    named = named or spoken or _said_before(case)
    if not named or _is_itself_about_disclosure(case):
        return ""
    if any(OF_OTHER_WORK.search(word.text) or word.tag == "other_work" for word in named):
        return named[-1].text  # 受理劳动仲裁申请680件, whatever the sentence before spoke of
    is_about = is_about_disclosure(case.reading, case.mention.token.end) and not _follows_what_was_published(case)
    return "" if is_about else named[-1].text


def _follows_what_was_published(case: Case) -> bool:
    """主动公开信息391条。职称评审收到申请317件: of applications the sentence before says nothing."""
    before = case.reading.before
    return before is not None and before.family == "disclosure" and "申请" not in before.text


def _is_itself_about_disclosure(case: Case) -> bool:
    """By its own words or its heading, whatever the sentence before, or the part before a semicolon, spoke of."""
    text, end = case.reading.text, case.mention.token.end
    own = text[text.rfind(";", 0, end) + 1 : end]
    return any("公开" in words for words in (own, case.reading.sentence.heading))


_APPLIED_FOR = frozenset({"set_up", "other_training"})
"""Before 申请 these say what is applied for: 学校设立申请."""


_CIRCUMSTANCE = "影响"
"""受疫情影响,现场申请2件: why there were so many, not what was applied for."""


def _work_spoken_of(case: Case) -> list[Token]:
    """失业保险金申领全程网办,网上受理申请4512件: what the sentence spoke of before a number that names nothing but the way."""
    if not case.found.places & OF_APPLICATIONS:
        return field_of_work(case.mention.lead)
    before = case.reading.tokens[: case.mention.place]
    return [word for word in before if word.kind in ("unknown", "noun") and OF_OTHER_WORK.search(word.text)]


def _said_before(case: Case) -> list[Token]:
    """Any other subject of the clauses before a way of applying."""
    if not case.found.places & OF_APPLICATIONS:
        return []
    subjects = [word for word in case.mention.lead if word.kind == "unknown" and not word.text.endswith(BODIES)]
    return [word for word in subjects if _CIRCUMSTANCE not in word.text]


def field_of_work(lead: Sequence[Token]) -> list[Token]:
    """在工伤认定方面,共收到申请1260件: the subject of the clause before."""
    end = max((at for at, word in enumerate(lead) if word.text in ("方面", "工作")), default=0)
    starts = [at for at in range(end) if lead[at].text == "在" and lead[end].text == "方面"]
    subject = lead[starts[-1] if starts else max(end - 1, 0) : end]
    return [word for word in subject if word.kind == "unknown" or word.tag in OTHER_NOUNS]


def applied_for(found: Facets) -> str:
    """环境监测申请量, 招聘会申请数量: what stands before says what was applied for, if the quantity names no disclosure itself."""
    head = found.heads[-1]
    if "公开" in head.text or head.text[0] == "依":
        return ""
    before = next((word for word in reversed(found.words) if word.start < head.start), None)
    is_named = before is not None and before.end == head.start and _is_other(before) and not is_body(before)
    return before.text if before is not None and is_named else ""


def before_the_place(found: Facets) -> str:
    """受理职业技能补贴网上申请: what was applied for, if it is no name of a body."""
    for before, word in pairwise(found.words):
        is_of_application = word.tag in OF_APPLICATIONS and word.text.endswith(("申请", "收件", "来件"))
        if is_of_application and before.kind == "unknown" and not before.text.endswith(BODIES):
            return before.text
        if before.tag == "etc" and word.tag in OF_APPLICATIONS and "complaint" in found.tags:
            return word.text  # 咨询、申诉等来信30件
    # 婚姻登记网上申请210件; 邮寄办理交通违法处理126件
    others = [word.text for word in found.words if word.kind == "unknown" and OF_OTHER_WORK.search(word.text)]
    at = max((place for place, word in enumerate(found.words) if word.tag in OF_APPLICATIONS), default=len(found.words))
    others += [word.text for word in found.words[at + 1 :] if word.kind == "unknown" and not is_body(word)]
    return others[0] if others else ""
