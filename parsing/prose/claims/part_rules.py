"""Whether a number is some of what a frame counts: a part, the rest, one of a list, what some applicants asked for."""

from __future__ import annotations

from parsing.prose.claims.circumstances import (
    is_a_kind_of_items,
    is_named_as_a_list,
    is_of_some_applicants,
)
from parsing.prose.claims.frames import Frame
from parsing.prose.claims.kinds import (
    is_among_kinds,
    is_another_line,
    is_field_among_kinds,
    is_first_of_kinds,
    is_inside_a_column,
    is_next_of_kinds,
    is_of_a_bulletin,
    is_of_a_column,
    is_of_interpretations,
    is_of_one_field,
    is_one_more_kind,
)
from parsing.prose.claims.neighbours import (
    Case,
    are_all_but_carried,
    are_documents_interpreted,
    goes_on_anew,
    goes_on_attending,
    is_an_outcome,
    is_by_one_relay,
    is_by_the_other_ways,
    is_new_of_something_else,
    is_with_carried_in,
    is_with_other_channels,
)
from parsing.prose.claims.other_cases import (
    is_of_the_rights_before,
)
from parsing.prose.claims.parts import is_brought_to_court
from parsing.prose.claims.taken_back import OF_ACCOUNTS
from parsing.prose.claims.totals import states_a_total

_ABOUT = ("围绕", "聚焦")


Failure = tuple[str, str]
"""The reason (``form/unbound_reasons.csv``) and the words in the way."""
NOT_IT: Failure = ("no_metric", "")
PART: Failure = ("part", "")


def by_whole(case: Case, frame: Frame) -> Failure | None:
    """A part of something else is that thing's, unless it names another with a verb of its own."""
    whole, found = case.whole, case.found
    if whole is not None:
        has_verb = found.has_own_verb
        is_of_another = whole.is_bound and case.family != whole.family and not has_verb and not goes_on_anew(case)
        is_of_another &= not (is_brought_to_court(found) and whole.family == "applications")
        is_work = frame.metric.startswith("hotline") and case.mention.token.unit not in _UNITS_OF_ITEMS
        if whole.metric == frame.metric or (is_of_another and not is_work and not is_a_kind_of_items(frame, found)):
            return PART
        if frame.place == "gov_platform" and not (has_verb and "via" in found.tags) and is_named_as_a_list(found):
            return PART
        if not frame.may_be_part and (whole.family == case.family or whole.reason == "missing"):
            return PART
        if frame.metric == "interpretations" and found.unknown_at_head and case.mention.in_brackets:
            return PART  # 乡村振兴专题(政策文件4条、强农惠农政策解读5条)
        if frame.metric == "interpretations" and whole.metric in _SOME_CHANNELS:
            return PART  # 微信公众号发布信息120条,其中政策解读7条
    return None


_SOME_CHANNELS = OF_ACCOUNTS | {"proactive_items_new_media"}
"""Beside a site or a platform, where a bureau publishes all that it interprets."""
_UNITS_OF_ITEMS = frozenset({"条", "篇"})


def by_topic(case: Case, frame: Frame) -> Failure | None:
    """办理建议提案31件,其中涉及工伤认定的建议9件、提案4件: those on one subject."""
    if frame.metric not in ("npc_proposals", "cppcc_proposals") or case.whole is None:
        return None
    if any(word.text in _ON for word in case.found.words):
        return PART
    before = case.before
    return PART if before is not None and before.reason == "part" and before.family == "proposals" else None


_ON = frozenset({"涉及", "涉及的", "关于", "有关"})


def by_rest(case: Case, frame: Frame) -> Failure | None:
    """其余, 另外: no total."""
    found = case.found
    is_total = not frame.may_be_part or frame.metric in ("reviews", "litigation")
    if is_total and {"rest", "excluding"} & found.tags:
        return PART
    if "also" in found.tags and any(bound.metric == frame.metric for bound in case.reading.results):
        return PART
    if frame.metric == "applications_processed" and "rest" in found.tags and not are_all_but_carried(case):
        return PART
    is_named_before = case.mention.phrase[-1:] and case.mention.phrase[-1].text in ("以上", "上述")
    return PART if is_named_before else None  # 以上9个议案


def by_list(case: Case, frame: Frame) -> Failure | None:
    """One subject, one kind or the last of the channels is not all that was disclosed."""
    if frame.metric.startswith("proactive_items") and (
        is_of_interpretations(case.mention.phrase) or is_inside_a_column(case.mention)
    ):
        return PART
    if frame.metric.startswith("hotline") and is_with_other_channels(case.mention):
        return PART
    if frame.metric == "interpretations" and are_documents_interpreted(case.mention):
        return PART
    if frame.metric == "interpretations" and is_among_kinds(case.mention):
        return "ambiguous", ""
    may_be_of_others = frame.metric == "press_conferences" or case.found.head == "bare_training"
    if may_be_of_others and goes_on_attending(case):
        return PART
    if frame.metric.startswith("proactive_items_") and (is_first_of_kinds(case) or is_next_of_kinds(case)):
        return PART
    if frame.metric.startswith("proactive_items") and is_another_line(case.mention.phrase):
        return PART
    if frame.metric != "proactive_items":
        return None
    if (
        is_one_more_kind(case)
        or is_field_among_kinds(case)
        or is_of_a_bulletin(case)
        or is_new_of_something_else(case)
        or is_by_the_other_ways(case)
        or is_of_one_field(case.mention.phrase)
    ):
        return PART
    if "etc" in case.found.tags and states_a_total(case.reading):
        return PART  # 全年公开540条。主动公开租金减免等信息36条
    if is_an_outcome(case):
        return "ambiguous", ""
    is_published = set(case.found.verbs) == {"publish"} and not case.found.is_many
    if not is_published:
        return None
    # 围绕疫情防控,发布防控政策等各类信息315条
    is_about_a_subject = any(word.text.startswith(_ABOUT) for word in (*case.mention.lead, *case.mention.phrase))
    return PART if is_about_a_subject or is_of_a_column(case.mention) else None


def by_applicants(case: Case, frame: Frame) -> Failure | None:
    """上年结转与本年新收申请共15件, and those of some applicants, are not what was received."""
    if frame.metric == "applications_processed" and case.whole is not None and "applicant" in case.found.tags:
        return PART  # 收到和办理申请34件,其中法人申请0件
    if frame.metric != "applications_received":
        return None
    if is_of_the_rights_before(case):
        return NOT_IT
    if is_with_carried_in(case.mention):
        return "part", "结转"
    if not case.found.is_many and is_by_one_relay(case.mention):
        return "part", "邮箱"
    if not case.found.verbs and any(word.text in _HANDED_OVER for word in case.mention.phrase):
        return "ambiguous", ""  # 省厅转来申请2件,直接收到申请7件
    return PART if is_of_some_applicants(case.reading, case.mention, case.found) else None


_HANDED_OVER = frozenset({"转来", "转办", "转派", "派转"})
