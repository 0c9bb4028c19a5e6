"""The noun that a number counts: the last of its phrase, with those joined to it, or the one behind the number."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.tokens import Token

JOINTS = frozenset({"conj", "pause"})

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

_ABOUT_APPLICATIONS = ("投诉", "举报", "咨询", "求助")
"""What people say of applications is none: 信息公开申请投诉1件."""

_NARROWED = frozenset({"application", "application_quantity", "bare_application", "by_request"})
"""Of those, the ones that only a noun in the same object says more of: 结转上年后新收到申请 are not those that were carried in."""


def carried_behind(phrase: Sequence[Token], tail: Sequence[Token]) -> Token | None:
    """结转1件至下年, 除6件结转办理外."""
    if phrase and phrase[-1].tag == "excluding" and tail and tail[0].tag == "carry":
        return tail[0]._replace(tag="carried_out", kind="noun", family="applications")
    if not phrase or phrase[-1].tag != "carry" or len(tail) < 2 or tail[0].text not in ("至", "到", "入"):
        return None
    is_next = tail[1].tag in ("next_year", "date")
    return phrase[-1]._replace(tag="carried_out", kind="noun", family="applications") if is_next else None


_POLICIES = frozenset({"政策", "文件", "政策性文件", "政策文件", "规范性文件", "行政规范性文件", "政策法规"})


def interpreted(phrase: Sequence[Token], heads: tuple[Token, ...]) -> Token | None:
    """解读民生政策文件7件: 解读 is the verb, and what was done is counted."""
    if len(heads) != 1 or heads[0].text not in _POLICIES or heads[0] not in phrase:
        return None
    before = phrase[: phrase.index(heads[0])]
    at = next((place for place in range(len(before) - 1, -1, -1) if before[place].text == "解读"), None)
    if at is None or any(token.kind == "verb" or token.tag in JOINTS for token in before[at:]):
        return None
    return before[at]


def heads_in(region: Sequence[Token]) -> tuple[Token, ...]:
    """The last noun, and those before it that 、 or 和 joins to it; a noun directly before another qualifies it."""
    found: list[Token] = []
    is_joined = True
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
            if found and found[0].tag == "info" and token.tag in _KINDS and _are_of_all_kinds(region):
                break  # 工作动态和各类政府信息
            found.insert(0, token)
            is_joined = False
        elif token.tag in JOINTS:
            is_joined = True
        elif token.kind not in _TRANSPARENT and not is_joined:
            break
    return tuple(found)


_KINDS = frozenset({"documents", "post", "updates"})


def _are_of_all_kinds(region: Sequence[Token]) -> bool:
    return any(token.text.startswith(("各类", "各项", "各种")) for token in region)


def tail_heads(tail: Sequence[Token]) -> tuple[Token, ...]:
    """The noun behind the number: the last one before any verb or 未, before what it was about (1次新闻发布会对考试工作进行解读)
    and before what all of them became (3件诉讼案件均已审结)."""
    for position, token in enumerate(tail):
        is_cause = token.tag == "answer" and any(later.tag == "occur" for later in tail[position + 1 :])
        is_verb = token.kind == "verb" and token.tag not in _OF_NOUNS_BEHIND and not is_cause
        is_verb |= token.tag == "neg"
        if is_verb or (position and (token.tag == "all" or token.text in ("对", "就"))):
            tail = tail[:position]
            break
    return heads_in(tail)


_OF_NOUNS_BEHIND = frozenset({"submit", "occur", "publish", "disclose", "proactive", "hold"})
"""Verbs between a number and its noun (12条公开的信息, 3次组织培训)."""


def joined_before(before: Sequence[Token]) -> Token | None:
    """The noun of another verb joined to the last one (解读政策 和 发布 …)."""
    rest = [token for token in before if token.kind != "filler"]
    if len(rest) > 1 and rest[-1].tag in JOINTS and rest[-2].kind == "noun":
        return rest[-2]
    return None


_OF_MEETINGS = {"bare_npc": ("npc", "人大", "政协"), "bare_cppcc": ("cppcc", "政协", "人大")}


def _of_a_meeting(head: Token, phrase: Sequence[Token]) -> Token:
    """市人大二次会议建议9件: whose proposals they are stands before the session, if only one of the two bodies does."""
    tag, own, other = _OF_MEETINGS[head.tag]
    words = {token.text for token in phrase}
    return head._replace(tag=tag, family="proposals") if own in words and other not in words else head


def specific(heads: tuple[Token, ...], phrase: Sequence[Token]) -> tuple[Token, ...]:
    if len(heads) == 1 and heads[0].tag == "petition" and heads[0] in phrase:
        at = phrase.index(heads[0])
        heads = (phrase[at - 1],) if at and phrase[at - 1].tag == "hotline_12345" else heads  # 12345信访件
    if len(heads) == 1 and heads[0].tag in _OF_MEETINGS:
        heads = (_of_a_meeting(heads[0], phrase),)
    if not heads or heads[-1].tag not in _GENERIC or len({head.tag for head in heads}) > 1:
        return heads
    wanted = _GENERIC[heads[-1].tag]
    if heads[-1].text.startswith(_ABOUT_APPLICATIONS):
        wanted = wanted - {"application", "by_request"}
    verb = (
        next((token.start for token in reversed(phrase) if token.kind == "verb"), 0)
        if heads[-1].tag in _NARROWED
        else 0
    )
    found = [token for token in phrase if token.tag in wanted and verb <= token.start < heads[-1].start]
    if not found:
        return heads
    joined = heads_in(phrase[: phrase.index(found[-1]) + 1])
    narrower = tuple(token for token in joined if token in found) or (found[-1],)
    return specific(narrower, phrase) if narrower[-1].tag == "other_hotline" else narrower  # 12345政府热线
