"""Whether a frame fits a phrase, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from parsing.form import claim_metrics
from parsing.model import CellKey
from parsing.prose.claims.circumstances import (
    CAUSE,
    columns_of_a_channel,
    counts_something_else,
    done_before_publishing,
    examples_of_all,
    forms_that_are_many,
    is_a_kind_of_items,
    is_answered,
    is_named_as_a_list,
    is_of_some_applicants,
    last_appeal,
    shares_another_cause,
)
from parsing.prose.claims.facets import OF_APPLICATIONS, PUBLISHING, Facets
from parsing.prose.claims.families import has_another_cause, is_about_disclosure
from parsing.prose.claims.frames import Frame
from parsing.prose.claims.matching import place_fits, unit_fits, verb_fits
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, Figures, SentenceReading
from parsing.prose.claims.unknown import BODIES

_ABOUT = ("围绕", "聚焦")
_POINTS = "项"
"""Measures items of a list, of services, of rights: information only if it is named."""


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


Failure = tuple[str, str]
"""The reason (``form/unbound_reasons.csv``) and the words in the way."""
_NOT_IT: Failure = ("no_metric", "")
_PART: Failure = ("part", "")


def failure_of(case: Case, frame: Frame) -> Failure | None:
    """Why a frame does not fit, ``None`` if it does: the first of the rules that it breaks."""
    return next((failure for rule in _RULES if (failure := rule(case, frame)) is not None), None)


def _by_verb(case: Case, frame: Frame) -> Failure | None:
    found = case.found
    if not verb_fits(frame, found) and not (case.is_subject and not found.verbs and frame.may_be_subject):
        return _NOT_IT
    own_verbs = sum(word.kind == "verb" for word in found.words)
    is_mixed = own_verbs > 1 and frame.metric == "proactive_items"  # 发布法定主动公开内容1条
    return _NOT_IT if frame.needs_own_verb and not case.is_subject and (not own_verbs or is_mixed) else None


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
        is_of_another = whole.is_bound and case.family != whole.family and not has_verb
        if whole.metric == frame.metric or (is_of_another and not is_a_kind_of_items(frame, found)):
            return _PART
        if frame.place == "gov_platform" and not (has_verb and "via" in found.tags) and is_named_as_a_list(found):
            return _PART
        if not frame.may_be_part and (whole.family == case.family or whole.reason == "missing"):
            return _PART
    return None


def _by_rest(case: Case, frame: Frame) -> Failure | None:
    """其余, 另外, and those of some applicants, are no total."""
    found = case.found
    is_total = not frame.may_be_part or frame.metric in ("reviews", "litigation")
    if is_total and {"rest", "excluding"} & found.tags:
        return _PART
    if "also" in found.tags and any(bound.metric == frame.metric for bound in case.reading.results):
        return _PART
    is_received = frame.metric == "applications_received"
    is_about_a_subject = any(word.text.startswith(_ABOUT) for word in case.mention.lead)
    is_published = set(found.verbs) == {"publish"} and not found.is_many
    if frame.metric == "proactive_items" and is_about_a_subject and is_published:
        return _PART  # 围绕疫情防控,发布防控政策等各类信息315条
    if any(word.text in ("以上", "上述") for word in case.mention.phrase[-1:]):
        return _PART  # 以上9个议案
    if is_received and _is_with_carried_in(case.mention):
        return "part", "结转"
    return _PART if is_received and is_of_some_applicants(case.reading, case.mention, found) else None


def _is_with_carried_in(mention: Mention) -> bool:
    """上年结转与本年新收申请共15件."""
    words = mention.phrase
    return any(word.tag == "carried_in" and after.tag in ("conj", "pause") for word, after in pairwise(words))


def _by_refused_words(case: Case, frame: Frame) -> Failure | None:
    whole = case.whole
    inherited = whole.facets.tags & PUBLISHING if whole is not None and whole.facets is not None else frozenset()
    tags = case.found.tags | (inherited if frame.metric in ("npc_proposals", "cppcc_proposals") else frozenset())
    excused = done_before_publishing(case.found) | forms_that_are_many(case.found)
    excused |= examples_of_all(case.found) | columns_of_a_channel(case.found)
    if not frame.metric.startswith("proactive"):
        excused -= {"forwarded"}
    blocking = frame.refuses & tags - excused
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
    return None if case.is_subject or unit_fits(frame, case.mention) else ("unit", case.mention.token.unit)


def _by_unknown_words(case: Case, frame: Frame) -> Failure | None:
    found = case.found
    unknown = {
        "object": found.unknown_in_object,
        "adjacent": found.unknown_at_head,
        "phrase": found.unknown_in_phrase,
    }.get(frame.known, "")
    if not unknown and frame.metric == "proactive_items" and _is_some_of_a_list(found):
        return "part", "等"
    if not unknown and frame.place in OF_APPLICATIONS and found.head == "none":
        unknown = _before_the_place(found)
    return ("unknown_words", unknown) if unknown else None


def _is_some_of_a_list(found: Facets) -> bool:
    """发布决策149条,…,A、B等方面信息1390条: one more kind in a list that goes on."""
    return not found.has_own_verb and "etc" in found.tags and set(found.verbs) == {"publish"}


def _before_the_place(found: Facets) -> str:
    """受理职业技能补贴网上申请: what was applied for, if it is no name of a body."""
    for before, word in pairwise(found.words):
        is_of_application = word.tag in OF_APPLICATIONS and "申请" in word.text
        if is_of_application and before.kind == "unknown" and not before.text.endswith(BODIES):
            return before.text
    return ""


def _by_words_elsewhere(case: Case, frame: Frame) -> Failure | None:
    reading, mention, found = case.reading, case.mention, case.found
    if frame.must_be_answered and not is_answered(reading, mention):
        return _NOT_IT
    if frame.after and frame.after != last_appeal(reading, mention.place, found):
        return _NOT_IT
    if not frame.is_about_disclosure:
        return None
    if has_another_cause(found) or shares_another_cause(reading, mention):
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
    _by_what_stands_behind,
    _by_rest,
    _by_refused_words,
    _by_place,
    _by_title,
    _by_unit,
    _by_unknown_words,
    _by_words_elsewhere,
    _by_whole,
    _by_form,
)
