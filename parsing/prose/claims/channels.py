"""The channels that a phrase names, by what stands around their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import is_body

_ENDS_OF_CHANNELS = ("网", "报", "台", "屏", "栏")
"""Last signs of names of channels that the lexicon does not know."""


def places_of(words: Sequence[Token], verb: int | None) -> frozenset[str]:
    found: set[str] = set()
    for position, token in enumerate(words):
        if token.kind != "place":
            if (verb is None or token.start < verb) and _is_another_channel(words, position):
                found.add("other_channel")
            continue
        is_behind = verb is not None and token.start > verb
        is_one_more = is_behind and token.tag == "other_channel" and _is_joined_to_another(words[:position], verb)
        if is_behind and not is_one_more and (token.tag == "other_channel" or token.text.endswith("目录")):
            continue  # what was published, not where
        after = [word for word in words[position + 1 :] if word.text != "的"][:1]
        if token.family and after and after[0].text == "类":
            continue  # 信息公开目录类74条: a category
        if _is_the_name_of_an_account(words, position) or (found and _says_what_it_is(words, position)):
            continue
        if token.tag == "new_media" and token.text.startswith("等"):
            # 网站、微信等新媒体平台 are more than new media
            return frozenset({"new_media"} | (found & {"website", "gov_platform"}))
        if token.text.endswith("目录") and after and after[0].tag == "info":
            continue
        is_nested = (
            bool(after)
            and after[0].kind == "place"
            and (after[0].tag == "gov_platform" or token.tag == "new_media" or words[position + 1].text == "的")
        )
        if is_nested or (token.tag == "new_media" and _names_its_kind(words[position + 1 :])):
            continue  # 政府网站的信息公开平台: the narrower one
        if after and after[0].tag in SOCIAL and token.text.endswith("网") and token.end < after[0].start:
            continue  # “甲县人民政府网”微信平台: in quotes it is the account's name
        is_for_one_subject = token.tag == "gov_platform" and _names_a_subject(words[:position])
        is_for_one_subject &= not (token.text.startswith("政府") and token.text.endswith(("网", "网站")))
        is_another = is_for_one_subject or _is_of_a_former_body(words[:position]) or _is_of_others(words, position)
        found.add("other_channel" if is_another else token.tag)
    if _names_what_was_sent(words, verb, found):
        found.discard("new_media")
    if not found and _names_another_way(words, verb):
        found.add("other_channel")
    return frozenset(found)


def _is_joined_to_another(before: Sequence[Token], verb: int | None) -> bool:
    """发布微信公众号和手机客户端稿件46篇: behind the verb, and joined to another channel there."""
    last = next((at for at in range(len(before) - 1, -1, -1) if before[at].kind == "place"), None)
    if last is None or verb is None or before[last].start < verb:
        return False
    between = before[last + 1 :]
    joints = sum(word.tag in ("conj", "pause") for word in between)
    return joints > 0 and all(word.kind in ("unknown", "filler", "punctuation", "mark") for word in between)


def _is_the_name_of_an_account(words: Sequence[Token], position: int) -> bool:
    """微信公众号“甲区发布”发布信息554条, 甲县政府网微信公众号: words of a channel in the name of another."""
    token = words[position]
    if token.tag == "website" and token.text.endswith("政府网"):
        behind = words[position + 1 : position + 2]
        return bool(behind) and behind[0].tag in SOCIAL and behind[0].start == token.end
    if token.tag != "other_channel" or not token.text.startswith("发布"):
        return False
    before = [word for word in words[:position] if word.tag != "filler"]
    named = next((at for at in range(len(before) - 1, -1, -1) if before[at].kind != "unknown"), -1)
    return named >= 0 and before[named].tag in SOCIAL


SOCIAL = frozenset({"wechat", "weibo", "douyin", "toutiao"})


def _names_its_kind(behind: Sequence[Token]) -> bool:
    """政务新媒体“甲市人社”微信公众号: the next channel, with neither 、 nor verb between, is the one that is meant."""
    end = next((at for at, word in enumerate(behind) if word.kind in ("punctuation", "verb", "place")), len(behind))
    return end < len(behind) and behind[end].tag in SOCIAL and all(word.tag != "conj" for word in behind[:end])


def _names_what_was_sent(words: Sequence[Token], verb: int | None, found: set[str]) -> bool:
    """新媒体发布微信426条: the one channel behind the verb is what was published."""
    if verb is None or "new_media" not in found:
        return False
    behind = {token.tag for token in words if token.start > verb and token.kind == "place"}
    return len(behind) == 1 and behind < SOCIAL and found == behind | {"new_media"}


def _names_another_way(words: Sequence[Token], verb: int | None) -> bool:
    """通过《…公报》发布: by a channel that nobody here knows."""
    if verb is None:
        return False
    by = next((place for place, token in enumerate(words) if token.text in ("通过", "依托", "利用", "借助")), None)
    if by is None:
        return False
    named = [token for token in words[by + 1 :] if token.start < verb]
    if named and named[0].text.startswith(_EFFORTS):
        return False  # 通过加强组织领导,主动公开信息320条
    return any(token.kind in ("unknown", "noun") or token.tag in ("title", "latin") for token in named)


_EFFORTS = ("加强", "强化", "健全", "完善", "规范", "优化", "创新", "深化", "落实", "狠抓", "不断", "进一步", "努力", "提高", "提升", "严格", "明确", "建立", "制定")  # fmt: skip
"""What is done so that more is disclosed: no channel."""


def _is_another_channel(words: Sequence[Token], position: int) -> bool:
    """其他方式; a name that ends like that of a channel; a platform that is not known."""
    token = words[position]
    if token.tag == "rest" and (position + 1 == len(words) or words[position + 1].tag in ("all", "answer", "in_time")):
        return False  # 其他14件均已答复
    if token.text.startswith(("其他", "其它")):
        return True
    if token.tag == "documents" and token.text.endswith(("平台", "系统")) and words[position - 1].kind != "place":
        return True  # 公共信息服务平台发布信息765条
    if token.tag == "platform" and token.text in ("平台", "系统", "端", "号"):
        if all(word.kind == "filler" or word.tag in ("this_year", "via") for word in words[:position]):
            return token.text == "平台"  # the one that was named before
        return words[position - 1].kind in ("unknown", "noun") and words[position - 1].tag != "case_noun"
    if token.kind != "unknown":
        return False
    if [word.kind for word in words[max(0, position - 2) : position]] == ["place", "punctuation"]:
        return words[position - 1].tag == "pause" and all(
            word.kind != "place" for word in words[position + 1 : position + 2]
        )
    is_joined = [word.tag if word.tag == "conj" else word.kind for word in words[max(0, position - 2) : position]] == [
        "place",
        "conj",
    ]
    behind = [word for word in words[position + 1 : position + 4] if word.kind != "unknown"]
    if behind and behind[0].tag in SOCIAL and token.text.endswith("网"):
        return False  # 新华网微博, 新华网四大微博: who keeps the account
    return token.text.endswith(_ENDS_OF_CHANNELS) or (is_joined and _is_name(words, position))


_SHORTEST_NAME = 3


def _is_name(words: Sequence[Token], position: int) -> bool:
    """通过网站和掌上云湖公开信息: what 和 joins to a channel, up to the verb, is one that nobody here knows."""
    end = next((at for at in range(position, len(words)) if words[at].kind not in ("unknown", "filler")), len(words))
    name = "".join(word.text for word in words[position:end])
    is_before_verb = end < len(words) and (words[end].kind == "verb" or words[end].tag in ("this_year", "cumulative"))
    is_via = any(word.tag == "via" for word in words[:position])
    return is_via and is_before_verb and len(name) >= _SHORTEST_NAME and not name.startswith(_EFFORTS)


_OF_PLACES = (
    "省",
    "市",
    "县",
    "区",
    "州",
    "旗",
    "局",
    "厅",
    "乡",
    "镇",
    "我",
    "本",
    "在",
    "于",
    "统一",
    "级",
    "行",
    "从",
    "管委会",
    "委员会",
    "人民",
)


_FORMER = re.compile(r"(?:^|(?<=[省市县区州]))原(?![创文来有则因])")


def _is_of_a_former_body(before: Sequence[Token]) -> bool:
    """原市公务员局网站: the site of an office that is no more; 松原市政府网站 is none."""
    at = next((at for at in range(len(before) - 1, -1, -1) if before[at].kind != "filler"), None)
    if at is None or before[at].kind != "unknown" or _FORMER.search(before[at].text) is None:
        return False
    return not (at and before[at - 1].kind == "unknown" and before[at - 1].end == before[at].start)  # 七原县政府网站


def _says_what_it_is(words: Sequence[Token], position: int) -> bool:
    """以局网站为主要公开平台: what the channel is to the bureau, and no second channel."""
    before = [word.text for word in words[max(0, position - 2) : position]]
    return words[position].text == "公开平台" and any(word in ("为", "作为") for word in before)


_INSTITUTIONS = ("图书馆", "文化馆", "博物馆", "美术馆", "档案馆", "体育馆", "医院", "学校", "中学", "小学", "幼儿园")


def _is_of_others(words: Sequence[Token], position: int) -> bool:
    """“甲县图书馆”微信公众号 is an institution's, and 政务公开专区 without a site is more often a corner of a hall."""
    before = words[:position]
    if words[position].tag in SOCIAL and before and before[-1].tag == "account":
        return before[-1].text.endswith(_INSTITUTIONS)
    is_corner = words[position].tag == "gov_platform" and words[position].text.endswith("专区")
    return is_corner and all(word.kind != "place" for word in before[-2:])


def _names_a_subject(before: Sequence[Token]) -> bool:
    """Whether an unknown word other than a place name or an office stands directly before (征地信息公开平台, 助残领域信息公开专栏)."""
    named = before[-1] if before else None
    if named is None or named.text in ("领域", "方面"):
        return named is not None
    is_subject = named.kind == "unknown" or named.text.startswith(_SUBJECTS)
    return is_subject and not named.text.endswith(_OF_PLACES) and not is_body(named)


_SUBJECTS = ("行政许可", "行政处罚", "行政强制", "财政", "招聘", "人事", "预算", "决算")
