"""A number of things bound to its metric, or not and why not."""

from __future__ import annotations

from parsing.prose.claims.channels import SOCIAL
from parsing.prose.claims.facets import OF_APPLICATIONS, Facets, facets
from parsing.prose.claims.families import family_of, find_family, is_about_disclosure
from parsing.prose.claims.fitting import failure_of
from parsing.prose.claims.frames import Frame
from parsing.prose.claims.inheritance import with_inherited
from parsing.prose.claims.matching import frames_of
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.neighbours import Case
from parsing.prose.claims.parts import (
    are_appeals_alone,
    counts_people,
    is_of_something_else,
    names_its_own_part,
    of_whole,
)
from parsing.prose.claims.periods import period
from parsing.prose.claims.refused import denying_word, is_one_for_one, left_to_another, refused_number
from parsing.prose.claims.sentence import HANDED_ON, Bound, Figures, SentenceReading, not_bound, number_span, whole_of
from parsing.prose.claims.tokens import DAY_UNITS


def bind(reading: SentenceReading, position: int) -> Bound:
    """The metric that the number at ``position`` counts."""
    mention = reading.mentions[position]
    is_of_issues = position + 1 < len(reading.mentions) and reading.mentions[position + 1].is_adjacent
    if (refused := refused_number(mention, is_of_issues=is_of_issues)) is not None:
        return refused
    if is_one_for_one(reading, position):
        return not_bound("unit", mention, mention.token.unit)
    if mention.is_loose:
        return not_bound("ambiguous", mention, "分别")
    if mention.number.value and (denied := denying_word(mention)):
        return not_bound("no_metric", mention, denied)
    if other := left_to_another(mention.phrase):
        return not_bound("other_body", mention, other)._replace(kind="count")
    if position and _is_measured_by(reading, position):
        return not_bound("unit", mention, mention.token.unit)
    found = facets(mention.phrase, mention.tail)
    found = _carried_on(reading, mention, with_inherited(reading, position, found))
    when, is_sum = _period_of(reading, mention)
    bound = fit(reading, mention, found)
    return _dated(bound._replace(is_sum=True) if is_sum else bound, when)


def _carried_on(reading: SentenceReading, mention: Mention, found: Facets) -> Facets:
    """办结24件,结转1件: what is carried over behind what was finished goes into the next year."""
    if not mention.phrase or mention.phrase[-1].tag != "carry" or len(found.heads) != 1:
        return found
    is_behind = any(bound.metric == "applications_processed" for bound in reading.results)
    if mention.whole is not None and reading.results and reading.results[-1].metric == "applications_received":
        return found  # 答复16件,其中新收15件,结转1件: from last year more likely than not
    carried = mention.phrase[-1]._replace(tag="carried_out", kind="noun", family="applications")
    return found._replace(heads=(carried,)) if is_behind and found.head == "carry" else found


def _period_of(reading: SentenceReading, mention: Mention) -> tuple[str, bool]:
    when, is_sum = period(reading.tokens, mention.place, reading.year, frozenset(reading.compared))
    if mention.whole is not None and (whole := whole_of(reading, mention)) is not None and whole.is_dated:
        return "last", is_sum  # 上年收到申请22件,其中网上15件
    if when == "last" and any(token.text in HANDED_ON for token in mention.phrase):
        return "other", is_sum  # 上年转办信访件12件 were not all of last year's
    if is_sum and when == "this":
        earlier = reading.before.tokens if reading.before is not None else ()
        if any(token.extent == "years" for token in (*earlier, *reading.tokens[: mention.place])):
            return "stock", is_sum  # 2013年到2017年,数据如下:截止2017年12月末,累计…
    return when, is_sum


def _is_measured_by(reading: SentenceReading, position: int) -> bool:
    """平均3个工作日办结1件: the thing that a duration is stated for."""
    before, mention = reading.mentions[position - 1], reading.mentions[position]
    between = reading.tokens[before.place + 1 : mention.place]
    return before.token.unit in DAY_UNITS and all(token.kind != "punctuation" for token in between)


def fit(reading: SentenceReading, mention: Mention, found: Facets, *, is_subject: bool = False) -> Bound:
    """The frame that fits the phrase; ``is_subject`` if it names what changed, with neither verb nor measure word of its own."""
    family, whole = find_family(reading, mention, found), whole_of(reading, mention)
    span, head = number_span(mention), found.head
    blank = Bound(number=mention.number, span=span, family=family, head=head, verbs=found.verbs, facets=found)
    is_of_matrix = _is_of_matrix(reading, mention, found)
    if is_of_matrix and _names_its_accounts(reading, mention):
        found = found._replace(places=frozenset({"new_media"}), is_many=False)
    elif is_of_matrix:
        return blank._replace(reason="ambiguous", detail="矩阵")
    if whole is not None and names_its_own_part(reading, found, whole):
        found, whole = of_whole(found, whole), None
        family = found.heads[-1].family if found.heads else family
    elif whole is not None and head == "petition" and counts_people(reading, mention):
        whole = None  # 接待来访1.2万人次,其中信访件216件
    elif head == "disclosure_topic" and (appeal := _appeal_of(reading, mention, whole)):
        found = found._replace(heads=(found.heads[0]._replace(tag=appeal, kind="noun", family="appeals"),))
        family, whole = "appeals", None
    elif whole is not None and whole.family == "applications" and are_appeals_alone(reading, mention, found):
        family, whole = "appeals", None
    elif whole is not None and head == "fee":
        whole = None  # 行政事业性收费62万元,其中信息处理费0元
    elif whole is not None and is_of_something_else(whole, family, found):
        is_unknown = whole.reason in ("no_metric", "unknown_words") and not whole.family
        family = "other" if is_unknown and found.places & OF_APPLICATIONS else family
        return blank._replace(reason="part", detail=whole.detail, family=family)
    fitting, reason, detail = _fitting(reading, mention, found, family, whole, is_subject=is_subject)
    metrics = tuple(dict.fromkeys(frame.metric for frame in fitting))
    is_by_form = False
    if metrics == ("applications_processed",) and set(found.verbs) != {"finish"} and not is_subject:
        metrics = _received_or_processed(reading.figures, mention, found)
        is_by_form = metrics == ("applications_received",)
    if metrics and _is_of_documents(reading, mention, found):
        return blank._replace(reason="part", detail="公文")
    is_application = found.head == "bare_application" or (found.head == "none" and found.places & OF_APPLICATIONS)
    if not metrics and is_application and mention.number.value:
        is_other = reason == "unknown_words" or not is_about_disclosure(reading, mention.token.end)
        family = "other" if is_other else family  # 收到稳岗返还申请2300件: what follows is of those
    if len(metrics) != 1:
        return blank._replace(
            family=family, reason="ambiguous" if metrics else reason, detail=detail, candidates=metrics
        )
    return blank._replace(
        metric=metrics[0],
        kind=fitting[0].kind,
        why=_why(found, fitting[0]),
        family=family_of(metrics[0]) or family,
        is_by_form=is_by_form,
    )


def _is_of_matrix(reading: SentenceReading, mention: Mention, found: Facets) -> bool:
    if "matrix" not in reading.tags:
        return False
    around = reading.tokens[: mention.place] if "new_media" in found.places else mention.lead
    return "matrix" in found.tags or any(token.tag == "matrix" for token in around)


def _names_its_accounts(reading: SentenceReading, mention: Mention) -> bool:
    """由微博和微信公众号组成的新媒体矩阵: the channels that make it up, and no number of accounts."""
    start = mention.lead[0].start if mention.lead else reading.tokens[mention.start].start
    around = [token for token in reading.tokens[: mention.place] if token.start >= start]
    is_numbered = any(token.tag == "number" for token in around)
    return len({token.tag for token in around} & SOCIAL) > 1 and not is_numbered


def _appeal_of(reading: SentenceReading, mention: Mention, whole: Bound | None) -> str:
    """行政复议37件,其中涉及信息公开3件; without 其中 as well, if 涉及 goes on with the number before."""
    if whole is None and mention.follows and any(word.text.startswith("涉及") for word in mention.phrase):
        whole = reading.results[-1]
    at = next((place for place, bound in enumerate(reading.results) if bound is whole), 0)
    if at and reading.tokens[reading.mentions[at].start - 1].tag in ("pause", "conj"):
        before = reading.results[at - 1]
        if before.head in _APPEALS and whole is not None and before.head != whole.head:
            return ""  # 诉讼17件、复议9件,其中信息公开3件
    return whole.head if whole is not None and whole.head in _APPEALS else ""


def _fitting(
    reading: SentenceReading, mention: Mention, found: Facets, family: str, whole: Bound | None, *, is_subject: bool
) -> tuple[list[Frame], str, str]:
    """The frames that fit, and why the last of the others does not: the reason and the words in the way."""
    fitting: list[Frame] = []
    reason, detail = "no_metric", "".join(token.text for token in found.heads)
    case = Case(reading, mention, found, family, whole, is_subject)
    for frame in frames_of(found.head, found.verbs, is_subject=is_subject):
        failure = failure_of(case, frame)
        if failure is None:
            fitting.append(frame)
        elif failure[0] != "no_metric":
            reason, detail = failure
    return fitting, reason, detail


def _is_of_documents(reading: SentenceReading, mention: Mention, found: Facets) -> bool:
    """印发文件138件,主动公开73件,不予公开44件: attributes of documents, though 其中 is missing."""
    if found.head == "none" and any(word.text == "公开属性" for word in mention.lead):
        return True
    if not mention.follows or found.places or found.head not in ("none", "by_request", "refused", "granted"):
        return False
    if any(word.tag in ("answer", "handle", "receive") for word in mention.phrase):
        return False  # 公开行政许可23件、回复依申请公开19件
    if found.head == "refused" and any(one.is_bound and one.family == "applications" for one in reading.results):
        return False  # 办理申请7件,通过网站对外公开1件,不予公开1件
    is_disclosing = any(word.tag in _DISCLOSING for word in mention.phrase)
    for result in reversed(reading.results):
        if result.kind != "count":
            continue  # 主动公开208条,占78.5%
        if result.is_bound and result.family == "applications":
            return False
        if found.head == "refused" and result.verbs == ("proactive",) and result.reason != "ambiguous":
            return True  # 主动公开198件、依申请公开26件、不予公开12件
        if result.head == "documents" or (result.facets and any(word.text == "发文" for word in result.facets.words)):
            return result.reason == "no_metric" and is_disclosing
        if result.head not in ("none", "by_request", "refused", "granted"):
            return False
    return False


_DISCLOSING = frozenset({"proactive", "disclose", "by_request", "refused", "granted"})
_APPEALS = frozenset({"review", "litigation"})


def _received_or_processed(figures: Figures, mention: Mention, found: Facets) -> tuple[str, ...]:
    """办理, 处理 and 答复 are not quite 收到: what the form shows decides; 收到并答复 alone leaves it open."""
    received = figures.get(("applications", "received_new", "total"))
    number = mention.number
    if received is not None and received.value == number.value:
        return ("applications_received",)
    is_inherited = not found.has_own_verb  # 办理许可326件,依申请公开0件
    if not mention.number.value and ("receive" in found.verbs or is_inherited):
        return ("applications_received",)  # 收到并答复0件
    if "receive" in found.verbs:
        return ("applications_received", "applications_processed")
    return ("applications_processed",)


def _why(found: Facets, frame: Frame) -> str:
    words = [token.text for token in found.words if token.kind in ("verb", "noun", "place")]
    return " + ".join(dict.fromkeys(words)) or frame.metric


def _dated(bound: Bound, when: str) -> Bound:
    if not bound.is_bound:
        return bound
    if when == "last":
        return bound._replace(kind="prior", is_dated=True) if bound.kind == "count" else _unbound(bound, "other_period")
    if when != "this":
        return _unbound(bound, {"stock": "stock", "plan": "plan"}.get(when, "other_period"))
    return bound


def _unbound(bound: Bound, reason: str, detail: str = "") -> Bound:
    return bound._replace(metric="", reason=reason, detail=detail)
