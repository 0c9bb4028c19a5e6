"""The phrase of a number taken apart: verb, what is counted, channel, and the words that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from parsing.prose.claims.channels import SOCIAL, places_of
from parsing.prose.claims.heads import (
    JOINTS,
    carried_behind,
    heads_in,
    interpreted,
    joined_before,
    specific,
    tail_heads,
)
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import OF_THE_BODY, QUALIFIED, SUMS_UP, unknown_at, unknown_behind, unknown_words

OF_APPLICATIONS = frozenset({"online", "by_post", "in_person"})
"""Channels through which people apply."""

_EXEMPLIFIED = frozenset({"info", "work_info", "updates", "application", "by_request", "bare_application"})
"""Nouns before which examples stand (收到涉及征收、拆迁等方面的申请)."""

PUBLISHING = frozenset({"publish", "disclose", "proactive", "update", "new_flow"})
"""Verbs of making public."""


class Facets(NamedTuple):
    verbs: tuple[str, ...]
    """Tags of the governing verb and of those joined to it; empty if the phrase has none."""
    heads: tuple[Token, ...]
    """The noun that is counted, or those that are counted together (复议、诉讼共3件)."""
    places: frozenset[str]
    unknown_behind: str
    """The unknown word between the noun and its number: it makes it something else (热线坐席12个)."""
    is_many: bool
    """Whether the channels are named as examples of many (网站、微信等渠道)."""
    tags: frozenset[str]
    unknown_in_object: str
    """Unknown words between verb and number, or before the noun behind the number; empty behind an 等."""
    unknown_in_phrase: str
    unknown_at_head: str
    """The unknown word directly before the noun: what kind of it is counted (重复信访)."""
    words: tuple[Token, ...]

    @property
    def has_own_verb(self) -> bool:
        """Whether a verb stands with the number itself; ``verbs`` may come from the list it goes on with."""
        return any(word.kind == "verb" for word in self.words)

    @property
    def head(self) -> str:
        """Tag of what is counted; several, if they are, joined by ``+``."""
        if len(self.heads) < 2:
            return self.heads[0].tag if self.heads else "none"
        return "+".join(sorted({token.tag for token in self.heads}))


def _without_the_way(tail: Sequence[Token]) -> Sequence[Token]:
    """收到5件企业经某某公开信箱寄来的申请: the name of the way that they came by says nothing of what was applied for."""
    via = next((at for at, token in enumerate(tail) if token.tag == "via"), len(tail))
    end = next((at for at in range(via, len(tail)) if tail[at].tag == "submit"), via)
    is_of_disclosure = any("公开" in token.text for token in tail[via:end])
    is_application = any("申请" in token.text for token in tail[end:])
    is_known = any(token.tag in OF_APPLICATIONS for token in tail[via:end])
    return (*tail[:via], *tail[end:]) if is_of_disclosure and is_application and not is_known else tail


def facets(phrase: Sequence[Token], tail: Sequence[Token]) -> Facets:
    named = {token.tag for token in (*phrase, *tail)}  # most phrases lack 通过 and 等
    tail = _without_the_way(tail) if "via" in named else tail
    at = _last_verb(phrase, _examples(phrase) if "etc" in named else range(0))
    verb = phrase[at] if at is not None else None
    after = phrase[at + 1 :] if at is not None else phrase
    before = phrase[:at] if at is not None else ()
    places = places_of((*phrase, *tail), verb.start if verb is not None else None)
    heads, region, is_before = _counted(before, after, tail, verb)
    told = carried_behind(phrase, tail) or interpreted(phrase, heads)
    if told is None and (places & SOCIAL or "website" in places):
        told = _of_all_forms(after, heads)
    heads = (told,) if told is not None else heads
    etc = next((token for token in reversed(after) if token.tag == "etc"), None) if "etc" in named else None
    if etc is not None and verb is not None and places_of(phrase, None) - {"other_channel"}:
        # 微信公众号发布解读、动态、服务信息等共162条: what a channel published, of all kinds
        after = region = tuple(token for token in after if token.start > etc.start)
        behind = tail_heads(tail) if not after else ()
        heads = behind if [head.tag for head in behind] == ["info"] else heads_in(after)  # 网站发布A、B等12条信息
    if etc is not None and verb is not None and verb.tag == "proactive" and _only_sums_up(after, etc):
        heads, region = (), tuple(token for token in after if token.start > etc.start)  # 主动公开预算、决算等共计365条
    counted = specific(heads, phrase)
    words = (*phrase, *(tail if region is not after or not phrase else ()))
    # 发布A、B等信息 are some of the information, 主动公开A、B等信息 is the whole.
    is_whole = (
        verb is None or verb.tag == "proactive" or (verb.tag == "disclose" and any("政" in head.text for head in heads))
    )
    is_named_first = is_before and counted and counted[-1].tag in QUALIFIED and not places
    known = region if is_named_first or not is_before else after
    return Facets(
        _said_of_all(phrase, tail) or _verbs(phrase, at) or _verbs_behind(tail),
        counted,
        places,
        unknown_behind(counted, phrase) if counted is heads and told is None else "",
        not named.isdisjoint(_MANY)
        and places != {"new_media"}
        and any(_names_many(word) and not _is_how_the_account_does_it(phrase, word) for word in phrase),
        frozenset(token.tag for token in words),
        unknown_words(known, counted, is_some=not is_whole and not places),
        unknown_words(words, counted, is_whole=True),
        unknown_at(counted[-1], region) if counted else "",
        words,
    )


_MANY = frozenset({"many", "new_media"})


def _names_many(token: Token) -> bool:
    """等渠道, 等新媒体."""
    return token.tag == "many" or (token.tag == "new_media" and token.text.startswith("等"))


def _is_how_the_account_does_it(phrase: Sequence[Token], many: Token) -> bool:
    """公众号通过图文、直播等形式宣传政策: the account is the subject, and what 等形式 sums up are no channels beside it."""
    via = next(
        (at for at in range(len(phrase) - 1, 0, -1) if phrase[at].tag == "via" and phrase[at].start < many.start), 0
    )
    return via > 0 and phrase[via - 1].tag in SOCIAL and many.text.endswith(("形式", "方式"))


def _only_sums_up(after: Sequence[Token], etc: Token) -> bool:
    behind = [token for token in after if token.start > etc.start]
    return bool(behind) and all(token.text in _SUMMING for token in behind)


TOTALS = frozenset({"共", "共计", "合计", "总计", "总共"})
"""What says that a number is all of it."""
_SUMMING = TOTALS | {"内容"}
_FORMS = frozenset({"piece", "updates", "post", "video", "info"})


def _of_all_forms(after: Sequence[Token], heads: tuple[Token, ...]) -> Token | None:
    """微信发布图文、工作动态26条, 网站发布政府信息、就业信息31条: of a channel, several forms together are what it published."""
    tags = {head.tag for head in heads}
    if len(tags) > 1 and tags <= _FORMS:
        return next((head for head in heads if head.tag in ("info", "piece")), heads[0])
    is_of_information = bool(heads) and heads[-1].text.endswith("信息")
    return next(
        (
            one
            for one, joint in pairwise(after)
            if is_of_information and one.text in OF_THE_BODY and joint.tag in JOINTS
        ),
        None,
    )


def _counted(
    before: Sequence[Token], after: Sequence[Token], tail: Sequence[Token], verb: Token | None
) -> tuple[tuple[Token, ...], Sequence[Token], bool]:
    """What is counted, the words among which it stands (behind verb or number, or before the verb), and whether that is before."""
    heads, region, is_before = heads_in(after), after, False
    if heads and heads[-1].text.startswith("涉") and any(token.family == "appeals" for token in tail):
        heads = ()  # 涉及信息公开的2件诉讼: what they are about
    if not heads and tail and not _begins_elsewhere(tail):
        heads, region = tail_heads(tail), (*after, *tail)
        if verb is None:
            applicants = tuple(token for token in tail if token.tag == "applicant")
            is_appeal = bool(heads) and heads[-1].family == "appeals"  # 5件申请人提起行政复议
            heads = heads if is_appeal else applicants or heads  # 28件为自然人申请
    joined = joined_before(before) if verb is not None else None
    if heads and joined is not None:
        heads = (joined, *heads)
    if not heads:
        last = max((at for at, token in enumerate(before) if token.kind == "place" and token.family), default=-1)
        before = before[last + 1 :]  # what stands before a channel is its name (信访局官网)
        heads, region, is_before = heads_in(before), before, True
        if verb is not None and verb.tag in ("publish", "update") and heads and heads[-1].tag == "documents":
            heads = ()  # 微博账号发布22条: the noun before such a verb is the place, not what was published
    if heads and heads[-1].tag == "applicant" and any(token.tag in OF_APPLICATIONS for token in (*after, *tail)):
        heads = ()  # 申请人邮寄申请14件
    return heads, region, is_before


def _said_of_all(phrase: Sequence[Token], tail: Sequence[Token]) -> tuple[str, ...]:
    """5件均已答复, 28件已办结: the verb behind a number that has no words of its own."""
    if any(token.tag not in ("rest", "subset") for token in phrase):  # 其余14件均已答复
        return ()
    first = next((token.tag for token in tail if token.kind != "filler" and token.tag != "this_year"), "")
    if first not in ("all", "answer", "finish", "in_time"):
        return ()
    return tuple(token.tag for token in tail if token.tag in ("answer", "finish"))[-1:]


def _verbs_behind(tail: Sequence[Token]) -> tuple[str, ...]:
    verbs = [token.tag for token in tail if token.tag in ("proactive", "disclose", "publish")]
    nominal = [token.tag for token in tail[-1:] if token.tag in ("respond", "answer")]  # 558条留言答复
    return tuple(verbs or nominal)[-1:]


def _last_verb(phrase: Sequence[Token], examples: range) -> int | None:
    for position in range(len(phrase) - 1, -1, -1):
        if phrase[position].kind == "verb" and position not in examples:
            if _is_part_of_the_object(phrase, position):
                continue
            return position
    return None


def _examples(phrase: Sequence[Token]) -> range:
    """主动公开社会组织、生产经营等信息456条: places of the words between verb and 等, some of which look like verbs."""
    ends = [
        at
        for at, token in enumerate(phrase)
        if token.tag == "etc"
        and (token.text.startswith(SUMS_UP) or any(word.tag in _EXEMPLIFIED for word in phrase[at + 1 : at + 3]))
    ]
    starts = [at for at in range(ends[-1] if ends else 0) if phrase[at].tag in PUBLISHING | {"receive"}]
    return range(starts[0] + 1, ends[-1]) if starts else range(0)


def _is_part_of_the_object(phrase: Sequence[Token], position: int) -> bool:
    """发布相关推文32篇, 发布公开招标公告等信息5条: a verb in form that is no verb there."""
    earlier = [at for at in range(position) if phrase[at].kind == "verb"]
    if not earlier or phrase[position].text not in ("推文", "公开"):
        return False
    between = phrase[earlier[-1] + 1 : position]
    is_other = any(token.kind in ("noun", "unknown") for token in between)
    return phrase[position].text == "推文" or (is_other and phrase[earlier[-1]].tag == "publish")


def _verbs(phrase: Sequence[Token], last: int | None) -> tuple[str, ...]:
    if last is None:
        return ()
    verbs = [phrase[last].tag]
    for position in range(last - 1, -1, -1):
        token = phrase[position]
        if token.kind == "verb":
            if is_a_basis(phrase, position):
                break
            verbs.append(token.tag)
        elif token.tag not in JOINTS and token.kind != "filler" and token.tag not in ("all", "in_time"):
            break
    if verbs == ["handle"] and _takes_in(phrase[:last]):
        verbs.append("receive")
    return tuple(verbs)


def _takes_in(before: Sequence[Token]) -> bool:
    """受理信息公开申请处理16件: the verb behind the noun is joined to the one before it."""
    words = [token for token in before if token.kind != "filler" and token.tag not in JOINTS]
    return [token.tag for token in words[-2:]] in (["receive", "application"], ["receive", "by_request"])


_BY = ("按", "根据", "依照", "依据", "遵照", "对照", "参照", "落实", "围绕")


def is_a_basis(phrase: Sequence[Token], position: int) -> bool:
    """按照公开工作的要求主动公开信息72条: 要求 behind 按照 is a noun."""
    return phrase[position].text == "要求" and any(word.text.startswith(_BY) for word in phrase[:position])


def _begins_elsewhere(tail: Sequence[Token]) -> bool:
    """Whether what follows a number is no noun of its own but the next statement (收到26件 均已答复)."""
    if tail[0].tag == "submit" and any(token.tag in _EXEMPLIFIED and "申请" in token.text for token in tail):
        return False  # 收到3条提出公开信息的申请
    return (tail[0].kind == "verb" and tail[0].tag != "hold") or tail[0].tag in _ELSEWHERE


_ELSEWHERE = frozenset({"all", "in_time", "cmp", "yoy", "rise", "fall", "conj", "share", "subset"})
