"""The phrase of a number taken apart: verb, what is counted, channel, and the words that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsing.prose.claims.tokens import Token

_JOINTS = frozenset({"conj", "pause"})
_TRANSPARENT = frozenset({"filler", "punctuation"})
_GENERIC = {
    "case_noun": {"review", "litigation", "application", "by_request", "hotline_12345", "hotline_12333", "other_hotline", "message", "petition", "concern", "npc", "cppcc", "proposals_both"},
    "call": {"hotline_12345", "hotline_12333", "other_hotline"},
    "documents": {"other_hotline"},
    "message": {"hotline_12345", "hotline_12333"},
    "bare_fee": {"fee", "other_fee"},
    "bare_application": {"carried_in", "carried_out", "granted", "partly_granted", "refused", "other_application"},
    "application_quantity": {"carried_in", "carried_out", "granted", "partly_granted", "refused"},
    "application": {"carried_in", "carried_out", "granted", "partly_granted", "refused"},
    "by_request": {"carried_in", "carried_out", "granted", "partly_granted", "refused"},
    "other_hotline": {"hotline_12345", "hotline_12333"},
}
"""Nouns that say little, with those before them that say what they are of (12345热线工单, 结转下年度的申请)."""
_NARROWED = frozenset({"application", "application_quantity", "bare_application", "by_request"})
"""Of those, the ones that only a noun in the same object says more of: 结转上年后新收到申请 are none that were carried in."""
_ENDS_OF_CHANNELS = ("网", "报", "台", "刊", "屏", "栏")
"""Last signs of names of channels that the lexicon does not know."""


@dataclass(frozen=True, slots=True)
class Facets:
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
    def head(self) -> str:
        """Tag of what is counted; several, if they are, joined by ``+``."""
        return "+".join(sorted({token.tag for token in self.heads})) or "none"


def facets(phrase: Sequence[Token], tail: Sequence[Token]) -> Facets:
    verb = _last_verb(phrase)
    after = phrase[verb + 1 :] if verb is not None else phrase
    before = phrase[:verb] if verb is not None else ()
    heads, region = _heads(after), after
    if not heads and tail and not _begins_elsewhere(tail):
        heads, region = _tail_heads(tail), (*after, *tail)
        applicants = tuple(token for token in tail if token.tag == "applicant")
        if verb is None and applicants:
            heads = applicants  # 28件为自然人申请
    joined = _joined_before(before) if verb is not None else None
    if heads and joined is not None:
        heads = (joined, *heads)
    if not heads:
        heads, region = _heads(before), before
        if verb is not None and phrase[verb].tag in ("publish", "update") and heads and heads[-1].tag == "documents":
            # 微博账号发布22条: the noun before such a verb is the place, not what was published.
            heads = ()
    heads = _specific(heads, phrase)
    places = _places((*phrase, *tail), phrase[verb].start if verb is not None else None)
    words = (*phrase, *(tail if region is not after else ()))
    # 发布A、B等信息 are some of the information, 主动公开A、B等信息 is the whole; so is what a channel published.
    is_some = verb is not None and phrase[verb].tag in ("publish", "update") and not places
    verbs = _verbs(phrase, verb) or tuple(token.tag for token in tail if token.tag in ("proactive", "disclose", "publish"))[-1:]
    return Facets(
        verbs,
        heads,
        places,
        _unknown_behind(heads, phrase),
        any(token.tag == "many" for token in phrase),
        frozenset(token.tag for token in words),
        _unknown(after if region is before else region, heads, is_some=is_some),
        _unknown(words, heads, is_whole=True),
        _unknown_at(heads[-1], region) if heads else "",
        words,
    )


def _places(words: Sequence[Token], verb: int | None) -> frozenset[str]:
    found: set[str] = set()
    for position, token in enumerate(words):
        if token.tag == "other_channel" and verb is not None and token.start > verb:
            continue  # what was published, not where
        after = [word for word in words[position + 1 :] if word.text != "的"][:1]
        if token.kind == "place" and after and after[0].text == "类":
            continue  # 信息公开目录类74条: a category
        if token.tag == "new_media" and token.text.startswith("等"):
            return frozenset({"new_media"})
        if token.text.endswith("目录") and token.kind == "place" and after and after[0].tag == "info":
            continue
        if token.kind == "place":
            is_nested = bool(after) and after[0].kind == "place" and (after[0].tag == "gov_platform" or words[position + 1].text == "的")
            if is_nested:
                continue  # 政府网站的信息公开平台: the narrower one
            is_for_one_subject = token.tag == "gov_platform" and _names_a_subject(words[:position])
            found.add("other_channel" if is_for_one_subject else token.tag)
        elif (verb is None or token.start < verb) and _is_another_channel(words, position):
            found.add("other_channel")
    return frozenset(found)


def _is_another_channel(words: Sequence[Token], position: int) -> bool:
    """其他方式; a name that ends like that of a channel; a platform that is none of the known ones."""
    token = words[position]
    if token.text.startswith(("其他", "其它")):
        return True
    if token.tag == "platform" and token.text in ("平台", "系统", "端", "号"):
        return position > 0 and words[position - 1].kind in ("unknown", "noun") and words[position - 1].tag != "case_noun"
    return token.kind == "unknown" and token.text.endswith(_ENDS_OF_CHANNELS)


def _last_verb(phrase: Sequence[Token]) -> int | None:
    for position in range(len(phrase) - 1, -1, -1):
        if phrase[position].kind == "verb":
            if phrase[position].text == "推文" and any(token.kind == "verb" for token in phrase[:position]):
                continue  # 发布相关推文32篇: a noun there
            return position
    return None


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
            if not is_joined:
                break
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
    return tail[0].kind == "verb" or tail[0].tag in ("all", "in_time", "cmp", "yoy", "rise", "fall", "conj", "share", "subset")


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
    verb = next((token.start for token in reversed(phrase) if token.kind == "verb"), 0) if heads[-1].tag in _NARROWED else 0
    found = [token for token in phrase if token.tag in wanted and verb <= token.start < heads[-1].start]
    if not found:
        return heads
    joined = _heads(phrase[: phrase.index(found[-1]) + 1])
    return tuple(token for token in joined if token in found) or (found[-1],)


_QUALIFIED = frozenset({"info", "info_quantity", "piece", "video", "post", "updates"})
_NOT_NARROWING = _QUALIFIED | {"disclosure_topic"}
"""Nouns that a noun before them narrows to a category (行政许可信息)."""


def _unknown(tokens: Iterable[Token], heads: tuple[Token, ...], *, is_whole: bool = False, is_some: bool = False) -> str:
    words: list[str] = []
    tokens = tuple(tokens)
    if not is_whole and heads and heads[-1] in tokens:
        tokens = tokens[: tokens.index(heads[-1])]
    places = [place for place, token in enumerate(tokens) if token.kind == "place"]
    if places:
        # What stands before a channel is its name (“云湖人社”微信).
        tokens = tokens[places[-1] + 1 :]
    narrows = bool(heads) and heads[-1].tag in _QUALIFIED
    for token in tokens:
        is_other_noun = narrows and token.kind == "noun" and token not in heads and token.tag not in _NOT_NARROWING
        is_unknown = token.kind == "unknown" and not token.text.endswith(_BODIES)
        if is_unknown or token.tag == "latin" or is_other_noun:
            words.append(token.text)
        elif token.tag == "etc" and not is_some:
            words = []
    return "".join(words)


_BODIES = ("局", "厅", "委", "办", "部", "院", "校", "中心", "政府", "所", "站", "街道", "镇", "乡")
"""Last signs of the names of offices: who did it, not what."""
_OF_PLACES = ("省", "市", "县", "区", "州", "旗", "局", "厅", "乡", "镇", "我", "本", "在", "于", "统一", "级", "行", "从")


def _names_a_subject(before: Sequence[Token]) -> bool:
    """Whether an unknown word other than a place name stands directly before (征地信息公开平台)."""
    return bool(before) and before[-1].kind == "unknown" and not before[-1].text.endswith(_OF_PLACES)


def _unknown_behind(heads: tuple[Token, ...], phrase: Sequence[Token]) -> str:
    if not heads or heads[-1] not in phrase:
        return ""
    behind = phrase[phrase.index(heads[-1]) + 1 :]
    verb = next((place for place, token in enumerate(behind) if token.kind == "verb"), len(behind))
    return "".join(token.text for token in behind[:verb] if token.kind == "unknown")


def _unknown_at(head: Token, region: Sequence[Token]) -> str:
    before = [token for token in region if token.end <= head.start]
    while before and before[-1].text in ("类", "案件"):
        before.pop()
    return before[-1].text if before and before[-1].kind == "unknown" else ""
