"""Whether a frame fits a phrase, and if not, why not."""

from __future__ import annotations

from parsing.form import claim_metrics
from parsing.model import CellKey
from parsing.prose.claims.circumstances import (
    CAUSE,
    columns_of_a_channel,
    columns_of_interpretations,
    counts_something_else,
    done_before_publishing,
    examples_of_all,
    follows_appeals_of_others,
    forms_that_are_many,
    is_a_kind_of_items,
    is_answered,
    is_named_as_a_list,
    is_of_some_applicants,
    is_said_to_be_of_another,
    last_appeal,
    shares_another_cause,
)
from parsing.prose.claims.facets import OF_APPLICATIONS, PUBLISHING
from parsing.prose.claims.families import has_another_cause, is_about_disclosure
from parsing.prose.claims.frames import Frame
from parsing.prose.claims.matching import place_fits, unit_fits, verb_fits
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.neighbours import (
    Case,
    are_all_but_carried,
    are_documents_interpreted,
    behind_the_verb,
    goes_on_anew,
    goes_on_attending,
    is_an_outcome,
    is_by_one_relay,
    is_by_the_other_ways,
    is_held,
    is_inside_a_column,
    is_of_a_column,
    is_of_interpretations,
    is_of_one_field,
    is_one_more_kind,
    is_some_of_a_list,
    is_with_carried_in,
    is_with_other_channels,
    listed_as_published,
)
from parsing.prose.claims.other_cases import (
    before_the_place,
    counts_other_cases,
    goes_on_from_other_cases,
    goes_on_with_other_cases,
    is_beside_other_work,
    is_of_the_rights_before,
    of_other_work,
)
from parsing.prose.claims.sentence import Figures, last_family
from parsing.prose.claims.unknown import names_other_work

_ABOUT = ("围绕", "聚焦")
_POINTS = "项"
"""Measures items of a list, of services, of rights: information only if it is named."""


Failure = tuple[str, str]
"""The reason (``form/unbound_reasons.csv``) and the words in the way."""
_NOT_IT: Failure = ("no_metric", "")
_PART: Failure = ("part", "")


def failure_of(case: Case, frame: Frame) -> Failure | None:
    """Why a frame does not fit, ``None`` if it does: the first of the rules that it breaks."""
    for rule in _RULES:
        failure = rule(case, frame)
        if failure is not None:
            return failure
    return None


def _by_verb(case: Case, frame: Frame) -> Failure | None:
    found = case.found
    if not verb_fits(frame, found) and not (case.is_subject and not found.verbs and frame.may_be_subject):
        return _NOT_IT
    if not frame.needs_own_verb or case.is_subject:
        return None
    own_verbs = sum(word.kind == "verb" for word in found.words)
    is_mixed = own_verbs > 1 and frame.metric == "proactive_items"  # 发布法定主动公开内容1条
    return _NOT_IT if not own_verbs or is_mixed else None


def _by_stock(case: Case, frame: Frame) -> Failure | None:
    return ("stock", "") if frame.metric.startswith("proactive") and is_held(case) else None


def _by_family(case: Case, frame: Frame) -> Failure | None:
    if (frame.family and frame.family != case.family) or (frame.needs and not frame.needs & case.found.tags):
        return _NOT_IT
    return _NOT_IT if case.is_subject and case.found.head == "disclosure_topic" else None


def _by_what_stands_behind(case: Case, frame: Frame) -> Failure | None:
    if case.found.unknown_behind and not case.is_subject:
        return "unknown_words", case.found.unknown_behind
    if frame.metric.startswith("proactive") and any(token.tag == "verdict_bad" for token in case.mention.tail):
        return "no_metric", "超期"  # 有3条信息发布超期
    if frame.metric.startswith("proactive") and case.found.head == "none" and counts_something_else(case.mention):
        return "unknown_words", case.mention.tail[-1].text
    is_bare = all(token.kind == "filler" or token.tag == "subset" for token in case.mention.phrase)
    if is_bare and any(token.tag == "date" for token in case.mention.tail):
        return "other_period", ""  # 2件系2023年12月30日网上提交
    return None


def _by_whole(case: Case, frame: Frame) -> Failure | None:
    """A part of something else is that thing's, unless it names another with a verb of its own."""
    whole, found = case.whole, case.found
    if whole is not None:
        has_verb = found.has_own_verb
        is_of_another = whole.is_bound and case.family != whole.family and not has_verb and not goes_on_anew(case)
        is_work = frame.metric.startswith("hotline") and case.mention.token.unit not in _UNITS_OF_ITEMS
        if whole.metric == frame.metric or (is_of_another and not is_work and not is_a_kind_of_items(frame, found)):
            return _PART
        if frame.place == "gov_platform" and not (has_verb and "via" in found.tags) and is_named_as_a_list(found):
            return _PART
        if not frame.may_be_part and (whole.family == case.family or whole.reason == "missing"):
            return _PART
        if frame.metric == "interpretations" and found.unknown_at_head and case.mention.in_brackets:
            return _PART  # 乡村振兴专题(政策文件4条、强农惠农政策解读5条)
    return None


_UNITS_OF_ITEMS = frozenset({"条", "篇"})


def _by_rest(case: Case, frame: Frame) -> Failure | None:
    """其余, 另外: no total."""
    found = case.found
    is_total = not frame.may_be_part or frame.metric in ("reviews", "litigation")
    if is_total and {"rest", "excluding"} & found.tags:
        return _PART
    if "also" in found.tags and any(bound.metric == frame.metric for bound in case.reading.results):
        return _PART
    if frame.metric == "applications_processed" and "rest" in found.tags and not are_all_but_carried(case):
        return _PART
    is_named_before = case.mention.phrase[-1:] and case.mention.phrase[-1].text in ("以上", "上述")
    return _PART if is_named_before else None  # 以上9个议案


def _by_list(case: Case, frame: Frame) -> Failure | None:
    """One subject, one kind or the last of the channels is not all that was disclosed."""
    if frame.metric.startswith("proactive_items") and (
        is_of_interpretations(case.mention.phrase) or is_inside_a_column(case.mention)
    ):
        return _PART
    if frame.metric.startswith("hotline") and is_with_other_channels(case.mention):
        return _PART
    if frame.metric == "interpretations" and are_documents_interpreted(case.mention):
        return _PART
    if frame.metric == "press_conferences" and goes_on_attending(case):
        return _PART
    if frame.metric != "proactive_items":
        return None
    if is_one_more_kind(case) or is_by_the_other_ways(case) or is_of_one_field(case.mention.phrase):
        return _PART
    if is_an_outcome(case):
        return "ambiguous", ""
    is_published = set(case.found.verbs) == {"publish"} and not case.found.is_many
    if not is_published:
        return None
    # 围绕疫情防控,发布防控政策等各类信息315条
    is_about_a_subject = any(word.text.startswith(_ABOUT) for word in case.mention.lead)
    return _PART if is_about_a_subject or is_of_a_column(case.mention) else None


def _by_applicants(case: Case, frame: Frame) -> Failure | None:
    """上年结转与本年新收申请共15件, and those of some applicants, are not what was received."""
    if frame.metric != "applications_received":
        return None
    if is_of_the_rights_before(case):
        return _NOT_IT
    if is_with_carried_in(case.mention):
        return "part", "结转"
    if not case.found.is_many and is_by_one_relay(case.mention):
        return "part", "邮箱"
    if not case.found.verbs and any(word.text in _HANDED_OVER for word in case.mention.phrase):
        return "ambiguous", ""  # 省厅转来申请2件,直接收到申请7件
    return _PART if is_of_some_applicants(case.reading, case.mention, case.found) else None


_HANDED_OVER = frozenset({"转来", "转办", "转派", "派转"})


def _by_refused_words(case: Case, frame: Frame) -> Failure | None:
    tags = case.found.tags
    if frame.metric in ("npc_proposals", "cppcc_proposals"):
        whole = case.whole
        inherited = whole.facets.tags & PUBLISHING if whole is not None and whole.facets is not None else frozenset()
        tags = tags | inherited | listed_as_published(case)
    blocking = frame.refuses & tags
    if not blocking:
        return None
    excused = done_before_publishing(case.found) | forms_that_are_many(case.found)
    excused |= examples_of_all(case.found) | columns_of_a_channel(case.found)
    if frame.metric == "interpretations":
        excused |= columns_of_interpretations(case.found)
    if not frame.metric.startswith("proactive"):
        excused -= {"forwarded"}
    blocking -= excused
    return ("no_metric", min(blocking)) if blocking else None


def _by_place(case: Case, frame: Frame) -> Failure | None:
    if place_fits(frame, case.found):
        return None
    return ("ambiguous", "") if len(case.found.places) > 1 and frame.place else _NOT_IT


def _by_title(case: Case, frame: Frame) -> Failure | None:
    """公布〔云政办发〕98件: what a title directly before a number names is counted."""
    last = case.mention.phrase[-1:]
    return ("no_metric", last[0].text) if last and last[0].tag == "title" else None


def _by_unit(case: Case, frame: Frame) -> Failure | None:
    if frame.metric == "proactive_items" and case.found.head == "none" and case.mention.token.unit == _POINTS:
        return "unit", _POINTS
    if "set_up" in case.found.tags and case.mention.token.unit in ("个", "处"):
        return "unit", case.mention.token.unit  # 设置受理窗口3个
    return None if case.is_subject or unit_fits(frame, case.mention) else ("unit", case.mention.token.unit)


def _by_unknown_words(case: Case, frame: Frame) -> Failure | None:
    found = case.found
    unknown = {
        "object": found.unknown_in_object,
        "adjacent": found.unknown_at_head,
        "phrase": found.unknown_in_phrase,
    }.get(frame.known, "")
    if not unknown and frame.metric == "proactive_items" and is_some_of_a_list(found):
        return "part", "等"
    is_by_way = frame.place in OF_APPLICATIONS and found.head in ("bare_application", "none")
    is_bare_count = found.head == "none" and frame.metric in ("applications_received", "applications_processed")
    if not unknown and (is_by_way or is_bare_count or frame.heads == {"bare_application"}):
        unknown = of_other_work(case)
    if not unknown and frame.metric in ("applications_received", "applications_processed"):
        unknown = behind_the_verb(found)
    if not unknown and found.head == "bare_fee" and names_other_work(found.words):
        return "no_metric", ""
    if frame.metric == "processing_fees" and case.mention.number.value and any(w.text in _WAIVED for w in found.words):
        return "no_metric", "减免"  # what was not charged
    if not unknown and found.head == "bare_application" and last_family(case.mention.phrase) == "other":
        return "unknown_words", found.unknown_in_phrase
    is_detail = frame.place in OF_APPLICATIONS or frame.metric in _DETAILS
    if not unknown and is_detail and is_beside_other_work(case):
        return "no_metric", ""
    if frame.metric in _DETAILS and (goes_on_with_other_cases(case) or last_family(case.mention.phrase) == "other"):
        return "no_metric", ""
    is_bare = found.head in ("none", "bare_fee") or is_detail or frame.metric in _OUTCOMES
    if not unknown and is_bare and case.family == "applications" and counts_other_cases(case.reading):
        return "no_metric", ""
    if (is_by_way or frame.heads == {"bare_application"}) and goes_on_from_other_cases(case):
        return "no_metric", ""
    if not unknown and frame.place in OF_APPLICATIONS and found.head == "none":
        unknown = before_the_place(found)
    return ("unknown_words", unknown) if unknown else None


_WAIVED = frozenset({"减免", "免收"})
_DETAILS = frozenset({"applications_carried_in", "applications_carried_out"})
"""What is said of any cases: 新收仲裁案件980件,上年结转112件."""
_OUTCOMES = frozenset({"applications_granted", "applications_partly_granted", "applications_refused"})


def _by_words_elsewhere(case: Case, frame: Frame) -> Failure | None:
    reading, mention, found = case.reading, case.mention, case.found
    if frame.must_be_answered and not is_answered(reading, mention):
        return _NOT_IT
    if frame.after and frame.after != last_appeal(reading, mention.place, found):
        return _NOT_IT
    if frame.after and (follows_appeals_of_others(reading) or counts_other_cases(reading)):
        return _NOT_IT
    if not frame.is_about_disclosure:
        return None
    if has_another_cause(found) or shares_another_cause(reading, mention) or is_said_to_be_of_another(mention):
        return "unknown_words", CAUSE
    beside = [word for word in found.words if word not in found.heads]
    if names_other_work(beside) and not any("公开" in word.text for word in found.words):
        return "unknown_words", CAUSE
    return None if is_about_disclosure(reading, mention.token.end) else _NOT_IT


def _by_form(case: Case, frame: Frame) -> Failure | None:
    """Words that leave it open count only if the form shows the same number."""
    agrees = case.is_subject or _form_agrees(case.reading.figures, frame.metric, case.mention)
    return ("ambiguous", "") if frame.is_weak and not agrees else None


def _form_agrees(figures: Figures, metric: str, mention: Mention) -> bool:
    number = mention.number
    if number.value == 0:
        return True
    key = form_figure(metric)
    figure = figures.get(key) if key else None
    return figure is not None and figure.value == number.value


def form_figure(metric: str) -> CellKey | None:
    text = claim_metrics()[metric]["form_figure"]
    if not text:
        return None
    section, line, column = text.split("/")
    return section, line, column


_RULES = (
    _by_verb,
    _by_family,
    _by_place,
    _by_stock,
    _by_what_stands_behind,
    _by_rest,
    _by_list,
    _by_applicants,
    _by_refused_words,
    _by_title,
    _by_unit,
    _by_unknown_words,
    _by_words_elsewhere,
    _by_whole,
    _by_form,
)
