"""Numbers that count nothing of the bureau's own in this year: plans, audiences, what others were told to do, what was not done."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.facets import PUBLISHING, facets, is_a_basis
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading, not_bound
from parsing.prose.claims.tokens import Token

_REFUSING_MARKS = {"plan": "plan", "each": "plan", "reach": "reach", "other_body": "other_body"}
_REFUSING_CLAUSES = _REFUSING_MARKS.keys() - {"reach"}


def denying_word(mention: Mention) -> str:
    """未答复2件: what was not done is not counted as done."""
    is_last = mention.phrase[-1:] and mention.phrase[-1].tag == "neg"  # 没有一件逾期答复
    negations = [word for word in mention.phrase if word.tag == "neg" and (is_last or word.text[-1] not in "无零")]
    return negations[0].text if negations else ""


def is_one_for_one(reading: SentenceReading, position: int) -> bool:
    """惠农政策公开一件解读一件: as many of the one as of the other, and no number."""
    mention = reading.mentions[position]
    if mention.token.text[:1] != "一" or mention.number.value != 1:
        return False
    for first, second in ((position - 1, position), (position, position + 1)):
        if first < 0 or second >= len(reading.mentions) or reading.mentions[first].token.text != mention.token.text:
            continue
        between = reading.tokens[reading.mentions[first].place + 1 : reading.mentions[second].place]
        words = [word for word in between if word.tag not in ("comma", "pause")]
        if reading.mentions[second].token.text == mention.token.text and len(words) == 1:
            return words[0].text == "解读" or words[0].tag in PUBLISHING
    return False


_DONE = PUBLISHING | {"handle", "answer", "finish", "receive", "undertake"}


def left_to_another(phrase: Sequence[Token]) -> str:
    """委托某局办理申请6件, 要求各科室公开信息20条: what somebody else was told to do, who stands between the two verbs."""
    for at, word in enumerate(phrase):
        if word.tag not in ("handed_over", "referred") and (word.text != _WANT or is_a_basis(phrase, at)):
            continue
        done = next((place for place in range(at + 1, len(phrase)) if phrase[place].kind == "verb"), None)
        if done is not None and done > at + 1 and phrase[done].tag in _DONE:
            return word.text
    return ""


_WANT = "要求"
_AS_JUDGE = ("复议机关", "复议机关身份", "复议职责", "复议职能", "复议工作", "复议职权")
"""作为复议机关,我局受理…: of the whole sentence, though a comma follows."""


def refused_by_clause(reading: SentenceReading, mention: Mention) -> Bound | None:
    """Plans, audiences and other bodies' numbers, whatever stands beside them."""
    if reading.tags.isdisjoint(_REFUSING_MARKS):
        return None
    tags = {word.tag: word for word in mention.clause if word.tag in _REFUSING_CLAUSES}
    if tags and (share := next((word for word in mention.phrase if word.tag == "share"), None)) is not None:
        tags = {word.tag: word for word in mention.clause if word.tag in _REFUSING_CLAUSES and word.start < share.start}
    tags |= {word.tag: word for word in (*mention.phrase, *mention.tail) if word.tag == "reach"}
    tags |= {word.tag: word for word in mention.lead if word.tag == "other_body" and word.text.endswith(_AS_JUDGE)}
    for tag, reason in _REFUSING_MARKS.items():
        if tag in tags:
            found = not_bound(reason, mention, tags[tag].text)
            return found._replace(facets=facets(mention.phrase, mention.tail), kind="count")
    return None


def refused_number(mention: Mention, *, is_of_issues: bool = False) -> Bound | None:
    """Numbers that count nothing."""
    if mention.token.measures == "other" or is_of_issues:
        found = not_bound("unit", mention, mention.token.unit)
        return found._replace(facets=facets(mention.phrase, mention.tail))
    if mention.token.text == _TOGETHER and _is_joined_to_a_verb(mention):
        return not_bound("unit", mention, mention.token.unit)
    return None


_TOGETHER = "一起"


def _is_joined_to_a_verb(mention: Mention) -> bool:
    """解读材料一起报批: together, and no number; 发生一起行政复议 is one."""
    is_before_verb = any(word.kind in ("verb", "unknown") for word in mention.tail[:1])
    return is_before_verb and not any(word.kind == "noun" and word.tag != "applicant" for word in mention.tail)
