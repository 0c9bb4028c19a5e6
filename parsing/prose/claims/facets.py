"""The phrase of a number taken apart: verb, what is counted, channel, and the words that nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import QUALIFIED, SUMS_UP, places_of, unknown_at, unknown_behind, unknown_words

_JOINTS = frozenset({"conj", "pause"})

_TRANSPARENT = frozenset({"filler", "punctuation"})

_GENERIC = {
    "case_noun": {
        "review",
        "litigation",
        "application",
        "by_request",
        "hotline_12345",
        "hotline_12333",
        "other_hotline",
        "message",
        "petition",
        "concern",
        "npc",
        "cppcc",
        "proposals_both",
    },
    "call": {"hotline_12345", "hotline_12333", "other_hotline"},
    "documents": {"other_hotline"},
    "message": {"hotline_12345", "hotline_12333"},
    "concern": {"hotline_12345", "hotline_12333"},
    "incoming": {"hotline_12345", "hotline_12333", "other_hotline"},
    "bare_fee": {"fee", "other_fee"},
    "bare_application": {
        "relay",
        "carried_in",
        "carried_out",
        "granted",
        "partly_granted",
        "refused",
        "other_application",
    },
    "application_quantity": {"carried_in", "carried_out", "granted", "partly_granted", "refused"},
    "application": {"relay", "carried_in", "carried_out", "granted", "partly_granted", "refused"},
    "by_request": {"carried_in", "carried_out", "granted", "partly_granted", "refused"},
    "other_hotline": {"hotline_12345", "hotline_12333"},
}
"""Nouns that say little, with those before them that say what they are of (12345热线工单, 结转下年度的申请)."""

_NARROWED = frozenset({"application", "application_quantity", "bare_application", "by_request"})
"""Of those, the ones that only a noun in the same object says more of: 结转上年后新收到申请 are not those that were carried in."""

OF_APPLICATIONS = frozenset({"online", "by_post", "in_person"})
"""Channels through which people apply."""

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
        return "+".join(sorted({token.tag for token in self.heads})) or "none"


def facets(phrase: Sequence[Token], tail: Sequence[Token]) -> Facets:
    at = _last_verb(phrase)
    verb = phrase[at] if at is not None else None
    after = phrase[at + 1 :] if at is not None else phrase
    before = phrase[:at] if at is not None else ()
    places = places_of((*phrase, *tail), verb.start if verb is not None else None)
    heads, region, is_before = _counted(before, after, tail, verb)
    if (carried := _carried_behind(phrase, tail)) is not None:
        heads = (carried,)
    etc = next((token for token in reversed(after) if token.tag == "etc"), None)
    if etc is not None and verb is not None and places_of(phrase, None) - {"other_channel"}:
        # 微信公众号发布解读、动态、服务信息等共162条: what a channel published, of all kinds
        after = region = tuple(token for token in after if token.start > etc.start)
        heads = _heads(after)
    specific = _specific(heads, phrase)
    words = (*phrase, *(tail if region is not after or not phrase else ()))
    # 发布A、B等信息 are some of the information, 主动公开A、B等信息 is the whole.
    is_whole = verb is not None and (verb.tag == "proactive" or any("政" in head.text for head in heads))
    is_some = verb is not None and not (verb.tag == "disclose" and is_whole) and verb.tag != "proactive" and not places
    is_named_first = is_before and specific and specific[-1].tag in QUALIFIED and not places
    known = region if is_named_first or not is_before else after
    return Facets(
        _said_of_all(phrase, tail) or _verbs(phrase, at) or _verbs_behind(tail),
        specific,
        places,
        unknown_behind(specific, phrase) if specific is heads else "",
        any(token.tag == "many" or (token.tag == "new_media" and token.text.startswith("等")) for token in phrase)
        and places != {"new_media"},
        frozenset(token.tag for token in words),
        unknown_words(known, specific, is_some=is_some),
        unknown_words(words, specific, is_whole=True),
        unknown_at(specific[-1], region) if specific else "",
        words,
    )


def _counted(
    before: Sequence[Token], after: Sequence[Token], tail: Sequence[Token], verb: Token | None
) -> tuple[tuple[Token, ...], Sequence[Token], bool]:
    """What is counted, the words among which it stands (behind verb or number, or before the verb), and whether that is before."""
    heads, region, is_before = _heads(after), after, False
    if not heads and tail and not _begins_elsewhere(tail):
        heads, region = _tail_heads(tail), (*after, *tail)
        if verb is None:
            heads = tuple(token for token in tail if token.tag == "applicant") or heads  # 28件为自然人申请
    joined = _joined_before(before) if verb is not None else None
    if heads and joined is not None:
        heads = (joined, *heads)
    if not heads:
        last = max((at for at, token in enumerate(before) if token.kind == "place" and token.family), default=-1)
        before = before[last + 1 :]  # what stands before a channel is its name (信访局官网)
        heads, region, is_before = _heads(before), before, True
        if verb is not None and verb.tag in ("publish", "update") and heads and heads[-1].tag == "documents":
            heads = ()  # 微博账号发布22条: the noun before such a verb is the place, not what was published
    if heads and heads[-1].tag == "applicant" and any(token.tag in OF_APPLICATIONS for token in (*after, *tail)):
        heads = ()  # 申请人邮寄申请14件
    return heads, region, is_before


def _carried_behind(phrase: Sequence[Token], tail: Sequence[Token]) -> Token | None:
    """结转1件至下年."""
    if not phrase or phrase[-1].tag != "carry" or len(tail) < 2 or tail[0].text not in ("至", "到", "入"):
        return None
    is_next = tail[1].tag in ("next_year", "date")
    return phrase[-1]._replace(tag="carried_out", kind="noun", family="applications") if is_next else None


def _said_of_all(phrase: Sequence[Token], tail: Sequence[Token]) -> tuple[str, ...]:
    """5件均已答复: the verb behind a number that has no words of its own."""
    if phrase or not tail or tail[0].tag not in ("all", "answer", "finish", "in_time"):
        return ()
    return tuple(token.tag for token in tail if token.tag in ("answer", "finish"))[-1:]


def _verbs_behind(tail: Sequence[Token]) -> tuple[str, ...]:
    verbs = [token.tag for token in tail if token.tag in ("proactive", "disclose", "publish")]
    nominal = [token.tag for token in tail[-1:] if token.tag in ("respond", "answer")]  # 558条留言答复
    return tuple(verbs or nominal)[-1:]


def _last_verb(phrase: Sequence[Token]) -> int | None:
    examples = _examples(phrase)
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
        and (token.text.startswith(SUMS_UP) or any(word.tag == "info" for word in phrase[at + 1 : at + 3]))
    ]
    starts = [at for at in range(ends[-1] if ends else 0) if phrase[at].tag in PUBLISHING]
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
            verbs.append(token.tag)
        elif token.tag not in _JOINTS and token.kind != "filler" and token.tag not in ("all", "in_time"):
            break
    return tuple(verbs)


def _heads(region: Sequence[Token]) -> tuple[Token, ...]:
    """The last noun, and those before it that 、 or 和 joins to it; a noun directly before another qualifies it."""
    found: list[Token] = []
    is_joined = True
    sums_up = any(token.text in ("各类", "各项", "各种") for token in region)
    for token in reversed(region):
        if token.kind == "noun":
            if not is_joined and not (found and found[0].tag == "info_quantity" and token.tag == "info"):
                break
            if found and found[0].tag == "info_quantity" and token.tag == "info":
                found = [token]  # 政务信息发布总量
                is_joined = False
                continue
            if found and found[0].tag == "info" and token.tag == "piece":
                break  # 各类报道、信息
            if found and found[0].tag == "info" and token.tag in ("documents", "post", "updates") and sums_up:
                break  # 工作动态和各类政府信息
            found.insert(0, token)
            is_joined = False
        elif token.tag in _JOINTS:
            is_joined = True
        elif token.kind not in _TRANSPARENT and not is_joined:
            break
    return tuple(found)


def _tail_heads(tail: Sequence[Token]) -> tuple[Token, ...]:
    """The noun behind the number: the last one before any verb."""
    for position, token in enumerate(tail):
        if token.kind == "verb" and token.tag not in ("submit", "occur", "publish", "disclose", "proactive"):
            tail = tail[:position]
            break
    return _heads(tail)


def _begins_elsewhere(tail: Sequence[Token]) -> bool:
    """Whether what follows a number is no noun of its own but the next statement (收到26件 均已答复)."""
    return tail[0].kind == "verb" or tail[0].tag in (
        "all",
        "in_time",
        "cmp",
        "yoy",
        "rise",
        "fall",
        "conj",
        "share",
        "subset",
    )


def _joined_before(before: Sequence[Token]) -> Token | None:
    """The noun of another verb joined to the last one (解读政策 和 发布 …)."""
    rest = [token for token in before if token.kind != "filler"]
    if len(rest) > 1 and rest[-1].tag in _JOINTS and rest[-2].kind == "noun":
        return rest[-2]
    return None


def _specific(heads: tuple[Token, ...], phrase: Sequence[Token]) -> tuple[Token, ...]:
    if len({head.tag for head in heads}) != 1 or heads[-1].tag not in _GENERIC:
        return heads
    wanted = _GENERIC[heads[-1].tag]
    verb = (
        next((token.start for token in reversed(phrase) if token.kind == "verb"), 0)
        if heads[-1].tag in _NARROWED
        else 0
    )
    found = [token for token in phrase if token.tag in wanted and verb <= token.start < heads[-1].start]
    if not found:
        return heads
    joined = _heads(phrase[: phrase.index(found[-1]) + 1])
    narrower = tuple(token for token in joined if token in found) or (found[-1],)
    return _specific(narrower, phrase) if narrower[-1].tag == "other_hotline" else narrower  # 12345政府热线
