"""A number of things bound to its metric, or not and why not."""

from __future__ import annotations

from parsing.prose.claims.facets import OF_APPLICATIONS, Facets, facets
from parsing.prose.claims.families import family_of, find_family
from parsing.prose.claims.fitting import Case, failure_of
from parsing.prose.claims.frames import Frame, frames
from parsing.prose.claims.inheritance import SUMMING, with_inherited
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.periods import period
from parsing.prose.claims.sentence import Bound, Figures, SentenceReading, not_bound, whole_of
from parsing.prose.claims.tokens import DAY_UNITS

_REFUSING_MARKS = {"plan": "plan", "each": "plan", "reach": "reach", "other_body": "other_body"}


def bind(reading: SentenceReading, position: int) -> Bound:
    """The metric that the number at ``position`` counts."""
    mention = reading.mentions[position]
    is_of_issues = position + 1 < len(reading.mentions) and reading.mentions[position + 1].is_adjacent
    if (refused := _refused(mention, is_of_issues=is_of_issues)) is not None:
        return refused
    if mention.is_loose:
        return not_bound("ambiguous", mention, "分别")
    if position and _is_measured_by(reading, position):
        return not_bound("unit", mention, mention.token.unit)
    found = facets(mention.phrase, mention.tail)
    found = with_inherited(reading, position, found)
    when, is_sum = _period_of(reading, mention)
    bound = fit(reading, mention, found)
    bound = bound._replace(is_sum=is_sum, span=(mention.token.start, mention.token.end), number=mention.number)
    return _dated(bound, when)


def _period_of(reading: SentenceReading, mention: Mention) -> tuple[str, bool]:
    when, is_sum = period(reading.tokens, mention.place, reading.year, frozenset(reading.compared))
    earlier = reading.before.tokens if reading.before is not None else ()
    tokens = (*earlier, *reading.tokens[: mention.place])
    if is_sum and when == "this" and any(token.extent == "years" for token in tokens):
        return "stock", is_sum  # 2013年到2017年,数据如下:截止2017年12月末,累计…
    return when, is_sum


def _is_measured_by(reading: SentenceReading, position: int) -> bool:
    """平均3个工作日办结1件: the thing that a duration is stated for."""
    before, mention = reading.mentions[position - 1], reading.mentions[position]
    between = reading.tokens[before.place + 1 : mention.place]
    return before.token.unit in DAY_UNITS and all(token.kind != "punctuation" for token in between)


def refused_by_clause(mention: Mention) -> Bound | None:
    """Plans, audiences and other bodies' numbers, whatever stands beside them."""
    share = next((word.start for word in mention.phrase if word.tag == "share"), len(mention.clause) and 10**9)
    tags = {word.tag: word for word in mention.clause if word.tag != "reach" and word.start < share}
    tags |= {word.tag: word for word in (*mention.phrase, *mention.tail) if word.tag == "reach"}
    for tag, reason in _REFUSING_MARKS.items():
        if tag in tags:
            found = not_bound(reason, mention, tags[tag].text)
            return found._replace(facets=facets(mention.phrase, mention.tail), kind="count")
    return None


def _refused(mention: Mention, *, is_of_issues: bool = False) -> Bound | None:
    """Numbers that count nothing."""
    if mention.token.measures == "other" or is_of_issues:
        found = not_bound("unit", mention, mention.token.unit)
        return found._replace(facets=facets(mention.phrase, mention.tail))
    return None


def fit(reading: SentenceReading, mention: Mention, found: Facets, *, is_subject: bool = False) -> Bound:
    """The frame that fits the phrase; ``is_subject`` if it names what changed, with neither verb nor measure word of its own."""
    family, whole = find_family(reading, mention, found), whole_of(reading, mention)
    blank = Bound(family=family, head=found.head, verbs=found.verbs, facets=found)
    if "matrix" in found.tags or any(token.tag == "matrix" for token in mention.lead):
        return blank._replace(reason="ambiguous", detail="矩阵")
    if whole is not None and _names_its_own_part(reading, found, whole):
        found, whole = _of_whole(found, whole), None
        family = found.heads[-1].family if found.heads else family
    elif whole is not None and found.head == "disclosure_topic" and whole.head in _APPEALS:
        # 行政复议37件,其中涉及信息公开3件
        found = found._replace(heads=(found.heads[0]._replace(tag=whole.head, kind="noun", family="appeals"),))
        family, whole = "appeals", None
    elif whole is not None and _is_of_something_else(whole, family, found):
        return blank._replace(reason="part", detail=whole.detail)
    fitting, reason, detail = _fitting(reading, mention, found, family, whole, is_subject=is_subject)
    metrics = tuple(dict.fromkeys(frame.metric for frame in fitting))
    is_by_form = False
    if metrics == ("applications_processed",) and set(found.verbs) != {"finish"} and not is_subject:
        metrics = _received_or_processed(reading.figures, mention, found)
        is_by_form = metrics == ("applications_received",)
    if metrics and _is_of_documents(reading, mention, found):
        return blank._replace(reason="part", detail="公文")
    is_application = found.head == "bare_application" or (found.head == "none" and found.places & OF_APPLICATIONS)
    if not metrics and reason == "unknown_words" and is_application:
        family = "other"  # 收到稳岗返还申请2300件: what follows is of those
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


def _fitting(
    reading: SentenceReading, mention: Mention, found: Facets, family: str, whole: Bound | None, *, is_subject: bool
) -> tuple[list[Frame], str, str]:
    """The frames that fit, and why the last of the others does not: the reason and the words in the way."""
    fitting: list[Frame] = []
    reason, detail = "no_metric", "".join(token.text for token in found.heads)
    case = Case(reading, mention, found, family, whole, is_subject)
    for frame in frames().get(found.head, ()):
        failure = failure_of(case, frame)
        if failure is None:
            fitting.append(frame)
        elif failure[0] != "no_metric":
            reason, detail = failure
    return fitting, reason, detail


def _is_of_documents(reading: SentenceReading, mention: Mention, found: Facets) -> bool:
    """印发文件138件,主动公开73件,不予公开44件: attributes of documents, though 其中 is missing."""
    if not mention.follows or found.places or found.head not in ("none", "by_request", "refused", "granted"):
        return False
    if any(word.tag in ("answer", "handle", "receive") for word in mention.phrase):
        return False  # 公开行政许可23件、回复依申请公开19件
    for result in reversed(reading.results):
        if result.head == "documents":
            return result.reason == "no_metric" and any(word.tag in _DISCLOSING for word in mention.phrase)
        if result.head not in ("none", "by_request", "refused", "granted"):
            return False
    return False


_DISCLOSING = frozenset({"proactive", "disclose", "by_request", "refused", "granted"})
_OTHER_NOUNS = frozenset(
    {"documents", "case_noun", "complaint", "visits", "other_application", "other_hotline", "plan_noun", "column"}
)
_APPEALS = frozenset({"review", "litigation"})
_RECEIVED = frozenset({"application", "bare_application", "by_request", "application_quantity"})
_NOT_PARTS_OF_IT = frozenset(
    {"unknown_words", "part", "stock", "other_period", "plan", "reach", "unit", "other_body", "not_whole"}
)


def _names_its_own_part(reading: SentenceReading, found: Facets, whole: Bound) -> bool:
    """Whether a part is the bureau's own of many bodies' number, or this year's of a stock."""
    if whole.reason == "other_body":
        return _is_of_the_bureau(found)
    if whole.reason == "missing":
        # 按方式分,网上19件,…,共收到33件; 情况如下:收到新申请19件
        is_listed = any(token.text.endswith("如下") for token in reading.tokens)
        is_received = is_listed and "receive" in found.verbs and found.head in _RECEIVED and not found.places
        return is_received or any(word.text in SUMMING for word in found.words)
    if whole.metric == "applications_received":
        return any(word.tag == "receive" and word.text.startswith("新") for word in found.words)
    if whole.is_sum and whole.kind == "count" and {"new_flow", "this_year"} & found.tags:
        return True  # 累计公开743条,其中本年新增96条
    years = [word.year for word in found.words if word.tag == "date"]
    return whole.reason in ("stock", "other_period") and (
        bool({"new_flow", "this_year"} & found.tags) or years == [reading.year]
    )


def _is_of_something_else(whole: Bound, family: str, found: Facets) -> bool:
    """Whether the parts of an unbound whole are those of something that nobody asks for (公文300件,其中主动公开256件)."""
    if whole.is_bound or whole.reason == "missing" or found.head in ("carried_in", "carried_out"):
        return False
    if whole.reason == "other_body":
        return True  # the bureau's own part has been singled out before
    if whole.reason == "part" and whole.family == family == "applications":
        return False  # 其余37件中,予以公开13件
    is_else = (
        whole.reason in _NOT_PARTS_OF_IT or whole.head in _OTHER_NOUNS or not whole.family or whole.family != family
    )
    return is_else and not _stands_alone(found, whole)


def _is_of_the_bureau(found: Facets) -> bool:
    """全市公开153万条,其中我局3万条; 市本级 are all bodies of the city itself."""
    return any(word.tag == "own_body" and word.text not in _OF_A_LEVEL for word in found.words)


_OF_A_LEVEL = frozenset({"省本级", "市本级", "县本级", "区本级"})


def _of_whole(found: Facets, whole: Bound) -> Facets:
    if found.head != "none" or whole.facets is None:
        return found
    return found._replace(
        heads=whole.facets.heads, verbs=found.verbs or whole.facets.verbs, places=found.places or whole.facets.places
    )


def _received_or_processed(figures: Figures, mention: Mention, found: Facets) -> tuple[str, ...]:
    """办理, 处理 and 答复 are not quite 收到: what the form shows decides; 收到并答复 alone leaves it open."""
    received = figures.get(("applications", "received_new", "total"))
    number = mention.number
    if received is not None and received.value == number.value:
        return ("applications_received",)
    if "receive" in found.verbs and not mention.number.value:
        return ("applications_received",)  # 收到并答复0件
    if "receive" in found.verbs:
        return ("applications_received", "applications_processed")
    return ("applications_processed",)


def _stands_alone(found: Facets, whole: Bound) -> bool:
    """Whether a phrase has verb and noun of its own, about something else than the whole."""
    return bool(
        found.has_own_verb and found.heads and found.heads[-1].family and found.heads[-1].family != whole.family
    )


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
