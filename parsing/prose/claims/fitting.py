"""Whether a frame fits a phrase, and if not, why not."""

from __future__ import annotations

from parsing.form import claim_metrics
from parsing.model import CellKey
from parsing.prose.claims.channels import SOCIAL
from parsing.prose.claims.circumstances import (
    CAUSE,
    columns_of_a_channel,
    columns_of_interpretations,
    counts_something_else,
    done_before_publishing,
    examples_of_all,
    follows_appeals_of_others,
    forms_that_are_many,
    is_answered,
    is_of_other_training,
    is_said_to_be_of_another,
    last_appeal,
    shares_another_cause,
    subjects_taught,
)
from parsing.prose.claims.facets import OF_APPLICATIONS, PUBLISHING
from parsing.prose.claims.families import has_another_cause, is_about_disclosure
from parsing.prose.claims.frames import Frame
from parsing.prose.claims.kinds import (
    is_some_of_a_list,
    some_posts,
)
from parsing.prose.claims.matching import place_fits, unit_fits
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.neighbours import (
    Case,
    behind_the_verb,
    is_held,
    listed_as_published,
)
from parsing.prose.claims.other_cases import (
    applied_for,
    before_the_place,
    carried_of_other_work,
    counts_other_cases,
    goes_on_from_other_cases,
    goes_on_with_other_cases,
    is_among_other_work,
    is_beside_other_work,
    of_other_work,
)
from parsing.prose.claims.part_rules import NOT_IT, Failure, by_applicants, by_list, by_rest, by_topic, by_whole
from parsing.prose.claims.sentence import Figures, last_family
from parsing.prose.claims.unknown import names_other_work

_POINTS = "项"
"""Measures items of a list, of services, of rights: information only if it is named."""


def failure_of(case: Case, frame: Frame) -> Failure | None:
    """Why a frame does not fit, ``None`` if it does: the first of the rules that it breaks."""
    for rule in _RULES:
        failure = rule(case, frame)
        if failure is not None:
            return failure
    return None


def _by_own_verb(case: Case, frame: Frame) -> Failure | None:
    if not frame.needs_own_verb or case.is_subject:
        return None
    own_verbs = sum(word.kind == "verb" for word in case.found.words)
    is_mixed = own_verbs > 1 and frame.metric == "proactive_items"  # 发布法定主动公开内容1条
    return NOT_IT if not own_verbs or is_mixed else None


def _by_stock(case: Case, frame: Frame) -> Failure | None:
    return ("stock", "") if frame.metric.startswith("proactive") and is_held(case) else None


def _by_family(case: Case, frame: Frame) -> Failure | None:
    if (frame.family and frame.family != case.family) or (frame.needs and not frame.needs & case.found.tags):
        return NOT_IT
    return NOT_IT if case.is_subject and case.found.head == "disclosure_topic" else None


def _by_what_stands_behind(case: Case, frame: Frame) -> Failure | None:
    if case.found.unknown_behind and not case.is_subject:
        return "unknown_words", case.found.unknown_behind
    if frame.metric.startswith("proactive") and any(token.tag == "verdict_bad" for token in case.mention.tail):
        return "no_metric", "超期"  # 有3条信息发布超期
    if frame.metric.startswith("proactive") and case.found.head == "none" and counts_something_else(case.mention):
        return "unknown_words", case.mention.tail[-1].text
    if _counts_what_follows(case):
        return "unknown_words", case.mention.tail[-1].text
    is_bare = all(token.kind == "filler" or token.tag == "subset" for token in case.mention.phrase)
    if is_bare and any(token.tag == "date" for token in case.mention.tail):
        return "other_period", ""  # 2件系2023年12月30日网上提交
    return None


def _counts_what_follows(case: Case) -> bool:
    """开展政策解读,走遍65条街巷: not the noun of the clause before but the one directly behind the number."""
    is_inherited = bool(case.found.heads) and case.found.heads[-1] in case.mention.lead
    return is_inherited and any(token.kind == "unknown" or token.tag == "documents" for token in case.mention.tail[-1:])


def _by_refused_words(case: Case, frame: Frame) -> Failure | None:
    tags = case.found.tags
    if frame.metric in ("npc_proposals", "cppcc_proposals"):
        whole = case.whole
        inherited = whole.facets.tags & PUBLISHING if whole is not None and whole.facets is not None else frozenset()
        tags = tags | inherited | listed_as_published(case)
        if inherited & frame.refuses and whole is not None and whole.family == "disclosure":
            return "part", ""  # 主动公开信息88条,其中提案办理4条
    blocking = frame.refuses & tags
    if not blocking:
        return None
    excused = done_before_publishing(case.found) | forms_that_are_many(case.found)
    excused |= examples_of_all(case.found) | columns_of_a_channel(case.found)
    if frame.metric == "interpretations":
        excused |= columns_of_interpretations(case.found)
    if case.found.head == "bare_training":
        excused |= subjects_taught(case.found)
    if not frame.metric.startswith("proactive"):
        excused -= {"forwarded"}
    blocking -= excused
    return ("no_metric", min(blocking)) if blocking else None


def _by_place(case: Case, frame: Frame) -> Failure | None:
    if place_fits(frame, case.found):
        return None
    return ("ambiguous", "") if len(case.found.places) > 1 and frame.place else NOT_IT


def _by_title(case: Case, frame: Frame) -> Failure | None:
    """公布〔云政办发〕98件: what a title directly before a number names is counted."""
    last = case.mention.phrase[-1:]
    return ("no_metric", last[0].text) if last and last[0].tag == "title" else None


def _by_unit(case: Case, frame: Frame) -> Failure | None:
    if frame.metric == "proactive_items" and case.found.head == "none" and case.mention.token.unit == _POINTS:
        return "unit", _POINTS
    if _is_of_tasks(case, frame):
        return "unit", _POINTS
    if "set_up" in case.found.tags and case.mention.token.unit in ("个", "处"):
        return "unit", case.mention.token.unit  # 设置受理窗口3个
    return None if case.is_subject or unit_fits(frame, case.mention) else ("unit", case.mention.token.unit)


def _is_of_tasks(case: Case, frame: Frame) -> bool:
    """承担任务23项,已完成21项: points without a noun, if no applications were counted so."""
    if frame.metric != "applications_processed" or case.found.head != "none" or case.mention.token.unit != _POINTS:
        return False
    counted = zip(case.reading.mentions, case.reading.results, strict=False)
    return not any(bound.is_bound and mention.token.unit == _POINTS for mention, bound in counted)


def _by_unknown_words(case: Case, frame: Frame) -> Failure | None:
    found = case.found
    unknown = {
        "object": found.unknown_in_object,
        "adjacent": found.unknown_at_head,
        "phrase": found.unknown_in_phrase,
    }.get(frame.known, "")
    if found.head == "bare_training" and subjects_taught(found):
        unknown = ""
    if frame.place in SOCIAL:
        unknown = some_posts(case, unknown)
    if not unknown and frame.metric == "proactive_items" and is_some_of_a_list(found):
        return "part", "等"
    is_by_way = frame.place in OF_APPLICATIONS and found.head in ("bare_application", "none")
    is_bare_count = found.head == "none" and frame.metric in ("applications_received", "applications_processed")
    if not unknown and (is_by_way or is_bare_count or frame.heads == {"bare_application"}):
        unknown = of_other_work(case)
    if not unknown and frame.metric in ("applications_received", "applications_processed"):
        unknown = behind_the_verb(found)
    if not unknown and found.head == "application_quantity" and frame.metric == "applications_received":
        unknown = applied_for(found)
    if not unknown and found.head == "bare_fee" and names_other_work(found.words):
        return "no_metric", ""
    if frame.metric == "processing_fees" and case.mention.number.value and any(w.text in _WAIVED for w in found.words):
        return "no_metric", "减免"  # what was not charged
    if not unknown and found.head == "bare_application" and last_family(case.mention.phrase) == "other":
        return "unknown_words", found.unknown_in_phrase
    is_detail = frame.place in OF_APPLICATIONS or frame.metric in _DETAILS
    if not unknown and is_detail and is_beside_other_work(case):
        return "no_metric", ""
    if frame.metric in _DETAILS and (work := carried_of_other_work(case)):
        return "unknown_words", work
    if frame.metric in _DETAILS and (goes_on_with_other_cases(case) or last_family(case.mention.phrase) == "other"):
        return "no_metric", ""
    is_bare = found.head in ("none", "bare_fee") or is_detail or frame.metric in _OUTCOMES
    if not unknown and is_bare and case.family == "applications" and counts_other_cases(case.reading):
        return "no_metric", ""
    if (is_by_way or frame.heads == {"bare_application"}) and goes_on_from_other_cases(case):
        return "no_metric", ""
    if not unknown and frame.place in OF_APPLICATIONS and found.head == "none":
        unknown = before_the_place(found)
    if frame.place == "by_post" and found.head == "none" and case.whole is None and _are_letters(case.mention):
        return "no_metric", ""
    return ("unknown_words", unknown) if unknown else None


def _are_letters(mention: Mention) -> bool:
    """共收到信件30封, 答复来信30件: letters, and nothing says that they apply for anything."""
    if any(word.tag == "answer" for word in mention.phrase) and mention.phrase[-1].text == "来信":
        return True
    return not mention.follows and mention.token.unit == "封" and any(word.tag == "receive" for word in mention.phrase)


_WAIVED = frozenset({"减免", "免收"})
_DETAILS = frozenset({"applications_carried_in", "applications_carried_out"})
"""What is said of any cases: 新收仲裁案件980件,上年结转112件."""
_OUTCOMES = frozenset({"applications_granted", "applications_partly_granted", "applications_refused"})


def _by_words_elsewhere(case: Case, frame: Frame) -> Failure | None:
    reading, mention, found = case.reading, case.mention, case.found
    if found.head == "bare_training" and is_of_other_training(reading):
        return "no_metric", ""
    if found.head == "bare_training" and "公开" not in reading.text and "主动公开" in reading.sentence.heading:
        return NOT_IT  # under that heading what was published is listed
    if frame.must_be_answered and not is_answered(reading, mention):
        return NOT_IT
    if frame.after and frame.after != last_appeal(reading, mention.place, found):
        return NOT_IT
    if frame.after and (follows_appeals_of_others(reading) or counts_other_cases(reading)):
        return NOT_IT
    if not frame.is_about_disclosure:
        return None
    if is_among_other_work(reading):
        return "unknown_words", CAUSE
    if has_another_cause(found) or shares_another_cause(reading, mention) or is_said_to_be_of_another(mention):
        return "unknown_words", CAUSE
    beside = [word for word in found.words if word not in found.heads]
    if names_other_work(beside) and not any("公开" in word.text for word in found.words):
        return "unknown_words", CAUSE
    # 发生一起政府信息公开行政复议, 有1起因信息公开引发的行政复议
    is_named_behind = bool(found.heads) and any(
        "公开" in word.text for word in found.words if mention.token.end <= word.start < found.heads[-1].end
    )
    return None if is_named_behind or is_about_disclosure(reading, mention.token.end) else NOT_IT


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
    _by_family,
    _by_own_verb,
    _by_place,
    _by_stock,
    _by_what_stands_behind,
    by_topic,
    by_rest,
    by_list,
    by_applicants,
    _by_refused_words,
    _by_title,
    _by_unit,
    _by_unknown_words,
    _by_words_elsewhere,
    by_whole,
    _by_form,
)
