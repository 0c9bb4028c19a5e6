"""Whether a noun behind 未 or 无 is denied as a whole, or only some of what it names: 法人未申请, 未发生因工伤认定引起的复议."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from parsing.prose.claims.families import OF_DISCLOSURE, causes, is_about_disclosure
from parsing.prose.claims.heads import JOINTS
from parsing.prose.claims.negations import Negation
from parsing.prose.claims.sentence import SentenceReading, last_family
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import is_body, names_other_work


@dataclass(frozen=True, slots=True)
class _Zero:
    verbs: frozenset[str]
    """Verbs whose negation makes it 0; 未办结申请 says nothing of how many there were."""
    metrics: tuple[str, ...]


@cache
def zero_nouns() -> Mapping[str, _Zero]:
    """What is 0 if a noun is negated (``zeros.csv``), by the noun's tag."""
    text = resources.files(__package__).joinpath("zeros.csv").read_text(encoding="utf-8")
    return {
        row["tag"]: _Zero(frozenset(row["verbs"].split()), tuple(row["metrics"].split()))
        for row in csv.DictReader(text.splitlines())
    }


WORK = frozenset({"handle", "answer", "finish"})
APPLICATIONS = frozenset({"bare_application", "application", "by_request"})
GENERAL = frozenset({"info", "case_noun", "bare_application"})
_BESIDE_APPLICATIONS = APPLICATIONS | GENERAL | {"applicant", "disclosure_topic"}
_BUSINESSES = frozenset({"企业", "企事业单位", "企业事业单位"})
_PEOPLE = _BUSINESSES | {"群众"}


def is_zero(reading: SentenceReading, found: Negation, group: Sequence[Token], word: Token) -> bool:
    """Whether the sentence denies all that the noun counts."""
    zero = zero_nouns()[word.tag]
    verbs = found.verbs
    if (
        found.is_of_nouns
        and verbs <= WORK
        and all(token.end > word.end for token in found.scope if token.kind == "verb")
    ):
        verbs = set()  # 无行政复议、行政诉讼处理情况
    if verbs and not (verbs & zero.verbs and verbs <= zero.verbs | _also_negated(zero)):
        return False
    if zero.metrics == ("applications_received",):
        if _names_some(found.around.phrase):
            return False
        within = _names_the_body(found.scope, word) or _who_did_not(found, word)
        return all(_says_nothing_else(token, word) for token in group if token is not word and token not in within)
    if word.family == "appeals" and (_are_of_work(reading, found, group) or _are_costs(found.scope, word)):
        return False
    if word.family == "applications" and word.tag.startswith("carried") and _names_more(group, word):
        return False  # 无上年结转资金
    if word.tag == "bare_fee" and any(token.family == "appeals" for token in group):
        return False  # 未产生诉讼费用
    if word.tag == "bare_fee" and _EXCEPTED.search(reading.text) and found.around.token.text.startswith("不"):
        return False  # 不向申请人收取费用,但数量明显超过合理范围的除外
    is_of_disclosure = is_about_disclosure(reading) or "收费" in reading.sentence.heading
    around = (*found.around.phrase, *found.scope)
    return word.tag != "bare_fee" or is_of_disclosure or _is_of_their_applications(around)


_EXCEPTED = re.compile("但|除外|超过|超出")


def _names_the_body(scope: Sequence[Token], word: Token) -> Sequence[Token]:
    """未收到关于政府财政和预算信息公开的申请: what stands between 政府 and 信息公开 is whose they are."""
    end = scope.index(word) if word in scope else 0
    start = max((at for at in range(end) if scope[at].text == "政府"), default=end)
    within = scope[start + 1 : end]
    is_whose = word.text.startswith("信息公开") and any(token.tag == "conj" for token in within)
    is_plain = all(token.kind in ("unknown", "filler") or token.tag in JOINTS for token in within)
    return within if is_whose and is_plain and not within[0].text.startswith(_BOUGHT) else ()


def _who_did_not(found: Negation, word: Token) -> Sequence[Token]:
    """政府信息公开申请某镇未收到: the office whose name stands between what was not received and 未."""
    behind = [token for token in found.around.phrase if token.start >= word.end and token.tag != "all"]
    is_name = all(token.kind == "unknown" or token.text == STREET for token in behind)
    is_office = bool(behind) and (is_body(behind[-1]) or behind[-1].text.endswith("办事处"))
    return behind if is_name and is_office else ()


STREET = "街道"
"""An office, though it stands among nouns."""


_BOUGHT = ("采购", "投资", "补贴", "购买")
"""What 政府 stands before without being whose they are."""


def _also_negated(zero: _Zero) -> frozenset[str]:
    """Verbs that may be negated besides: 未收到和处理; of applications 公开 as well, for it says what they are for."""
    return WORK | {"disclose"} if zero.metrics == ("applications_received",) else WORK


def is_caused_by_other_work(scope: Sequence[Token]) -> bool:
    """未发生因工伤认定引起的行政复议: there may have been others."""
    named = causes(scope) if any(token.text == "因" for token in scope) else []
    if last_family(named) == "other":
        return True  # 因公租房申请引起的
    is_of_disclosure = any("公开" in token.text or token.tag in OF_DISCLOSURE for token in named)
    others = [token for token in named if token.kind in ("unknown", "noun") and not is_body(token)]
    return not is_of_disclosure and any(not token.text.endswith(_FAULTS) for token in others)


def _is_of_their_applications(before: Sequence[Token]) -> bool:
    """对申请人暂不收费用, 提供政府信息均不收取费用, 没有向申请人收取费用."""
    are_all = any(token.tag == "applicant" and "组织" in token.text for token in before)
    is_application = are_all and any(token.tag == "bare_application" for token in before)
    is_named = is_application or any(token.text == "申请人" or "政府信息" in token.text for token in before)
    return is_named and all(token.kind != "unknown" for token in before)


def _names_more(group: Sequence[Token], word: Token) -> bool:
    return any(token.kind == "unknown" and token.text != "情形" for token in group if token.start > word.start)


def _are_of_work(reading: SentenceReading, found: Negation, group: Sequence[Token]) -> bool:
    """未发生因工伤认定引起的行政复议, 未发生工伤认定行政复议: there may have been others."""
    if is_caused_by_other_work(found.scope) or (not found.scope and is_caused_by_other_work(found.around.phrase)):
        return True
    scope = found.scope or group
    first = next((at for at, token in enumerate(scope) if token.family == "appeals"), 0)
    before = _without_complaints(reading, scope[:first])
    if any("公开" in token.text for token in before):
        return False
    is_beside = bool(before) and before[-1].kind == "unknown" and before[-1].end == scope[first].start
    is_beside &= not scope[first].text.startswith(("提", "申请", "被"))  # 当事人提起行政复议
    return names_other_work(before) or (is_beside and not is_body(before[-1]))


def _without_complaints(reading: SentenceReading, before: Sequence[Token]) -> Sequence[Token]:
    """未发生投诉、复议和诉讼: complaints listed beside them do not say what they are about, if the text is about disclosure."""
    if "公开" not in reading.text and (
        names_other_work(reading.tokens[: -len(before)]) or not is_about_disclosure(reading)
    ):
        return before
    listed = {word.start for word, joint in pairwise(before) if word.text in _COMPLAINTS and joint.tag in JOINTS}
    return [word for word in before if word.start not in listed]


_COMPLAINTS = frozenset({"投诉", "举报", "投诉举报", "举报投诉", "信访"})


def _are_costs(scope: Sequence[Token], word: Token) -> bool:
    """未产生与诉讼、复议有关的费用: the last of the list is a cost of what stands before it."""
    cost = next((at for at, token in enumerate(scope) if token.start > word.start and token.tag in _COSTS), 0)
    start = max((at for at in range(cost) if scope[at].tag == "pause" or scope[at].text in ("和", "及")), default=0)
    between = scope[start:cost]
    return any(token.family == "appeals" or token.text in ("有关", "相关") for token in between)


_COSTS = frozenset({"other_fee", "bare_fee", "spent"})
_FAULTS = ("失误", "不力", "到位", "及时", "满意", "疏忽", "规范", "不服", "过错")
"""Ends of what may have gone wrong in any work: 因工作失误引起的."""


def _names_some(before: Sequence[Token]) -> bool:
    """法人未申请: those of one kind of applicants, though 公民、法人和其他组织未申请 is nobody at all."""
    named = [token.text for token in before if token.tag == "applicant" and "申请人" not in token.text]
    is_of_people = any(text.startswith(_PERSONS) for text in named)
    named += [token.text for token in before if token.text in _BUSINESSES]
    is_of_bodies = any("法人" in text or "单位" in text or "组织" in text or "企业" in text for text in named)
    return (
        bool(named)
        and not (is_of_people and is_of_bodies)
        and not any("个人" in text and "组织" in text for text in named)
    )


_PERSONS = ("公民", "自然人", "个人")
_OWN_LEVELS = frozenset({"镇", "乡"})
"""What 我 and 本 leave of the bureau itself: 针对我镇的申请."""


def _says_nothing_else(token: Token, word: Token) -> bool:
    """Whether a word beside 申请 leaves it at all of them: 需要收费的申请 are some, 申请引发的投诉 are no applications."""
    if token.kind == "unknown":
        return token.text in _OWN_LEVELS and token.start < word.start
    if token.start < word.start:
        return token.kind != "noun" or token.tag in _BESIDE_APPLICATIONS or token.text in _PEOPLE
    if token.text.startswith(("投诉", "举报")):
        return False
    return token.tag not in ("verdict_bad", "occur") and (token.kind != "noun" or token.tag in GENERAL)
