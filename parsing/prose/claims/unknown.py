"""The words of a phrase that nobody knows, and the channels it names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from itertools import pairwise

from parsing.prose.claims.tokens import Token

_ENDS_OF_CHANNELS = ("网", "报", "台", "屏", "栏")
"""Last signs of names of channels that the lexicon does not know."""


def places_of(words: Sequence[Token], verb: int | None) -> frozenset[str]:
    found: set[str] = set()
    for position, token in enumerate(words):
        is_behind = verb is not None and token.start > verb
        if is_behind and (token.tag == "other_channel" or token.text.endswith("目录")):
            continue  # what was published, not where
        after = [word for word in words[position + 1 :] if word.text != "的"][:1]
        if token.kind == "place" and token.family and after and after[0].text == "类":
            continue  # 信息公开目录类74条: a category
        if _is_the_name_of_an_account(words, position):
            continue
        if token.tag == "new_media" and token.text.startswith("等"):
            # 网站、微信等新媒体平台 are more than new media
            return frozenset({"new_media"} | (found & {"website", "gov_platform"}))
        if token.text.endswith("目录") and token.kind == "place" and after and after[0].tag == "info":
            continue
        if token.kind == "place":
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
            is_another = is_for_one_subject or _is_of_a_former_body(words[:position])
            found.add("other_channel" if is_another else token.tag)
        elif (verb is None or token.start < verb) and _is_another_channel(words, position):
            found.add("other_channel")
    if _names_what_was_sent(words, verb, found):
        found.discard("new_media")
    if not found and _names_another_way(words, verb):
        found.add("other_channel")
    return frozenset(found)


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
    behind = {token.tag for token in words if verb is not None and token.start > verb and token.kind == "place"}
    return len(behind) == 1 and behind < SOCIAL and found == behind | {"new_media"}


def _names_another_way(words: Sequence[Token], verb: int | None) -> bool:
    """通过《…公报》发布: by a channel that nobody here knows."""
    by = next((place for place, token in enumerate(words) if token.text in ("通过", "依托", "利用", "借助")), None)
    if by is None or verb is None:
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
        if all(word.kind == "filler" or word.tag == "this_year" for word in words[:position]):
            return token.text == "平台"  # the one that was named before
        return words[position - 1].kind in ("unknown", "noun") and words[position - 1].tag != "case_noun"
    if token.kind == "unknown" and [word.kind for word in words[max(0, position - 2) : position]] == [
        "place",
        "punctuation",
    ]:
        return words[position - 1].tag == "pause" and all(
            word.kind != "place" for word in words[position + 1 : position + 2]
        )
    return token.kind == "unknown" and token.text.endswith(_ENDS_OF_CHANNELS)


QUALIFIED = frozenset({"info", "info_quantity", "piece", "video", "post", "updates"})
"""Nouns that a noun before them narrows to a category (行政许可信息)."""
_NOT_NARROWING = QUALIFIED | {"disclosure_topic"}


def _is_of_a_kind(token: Token, tokens: Sequence[Token], head: Token) -> bool:
    """相关信息, 政务类信息; 相关政府信息 are those of the bureau."""
    is_some = token.text in ("相关", "有关") and "政" not in head.text
    return is_some or (token.text == "类" and token is tokens[-1])


def _beside(heads: tuple[Token, ...], tokens: Sequence[Token]) -> Token | None:
    """“工作动态”信息: the word directly before the noun."""
    at = tokens.index(heads[-1]) if heads and heads[-1] in tokens else 0
    return tokens[at - 1] if at else None


_OF_ALL_KINDS = frozenset({"各类", "各项", "等各类", "等各方面"})
SUMS_UP = ("等各类", "等各方面")
"""发布文件、动态等各类信息: behind a list these words say that it is the whole."""


OF_THE_BODY = frozenset({"政府信息", "政务信息"})
"""What the bureau discloses, of whatever kind."""


def _is_all_the_rest(token: Token, beside: Token | None, heads: tuple[Token, ...]) -> bool:
    """工作要闻、其他政务信息: of all kinds; 其他考试信息 are not."""
    return token is beside and heads[-1].text in OF_THE_BODY


def unknown_words(
    tokens: Iterable[Token], heads: tuple[Token, ...], *, is_whole: bool = False, is_some: bool = False
) -> str:
    words: list[str] = []
    tokens = tuple(tokens)
    beside = _beside(heads, tokens)
    if heads and heads[-1].text.startswith(("各类", "各项")):
        return ""  # 生态环境各类信息: of all kinds
    if any(word.text in _OF_ALL_KINDS and behind.text == "政府" for word, behind in pairwise(tokens)):
        return ""  # 各类政府交通运输信息
    if not is_whole and heads and heads[-1] in tokens:
        tokens = tokens[: tokens.index(heads[-1])]
    places = [place for place, token in enumerate(tokens) if token.kind == "place"]
    if places:
        # What stands before a channel is its name (“云湖人社”微信).
        tokens = tokens[places[-1] + 1 :]
    is_of_applying = bool(heads) and heads[-1].tag == "bare_application"  # 各类业务申请
    narrows = bool(heads) and heads[-1].tag in QUALIFIED
    for token in tokens:
        narrowing = token.kind == "noun" and token not in heads
        is_kind = token.tag not in _NOT_NARROWING or (token.tag == "updates" and token is beside)
        is_other_noun = (narrows and narrowing and is_kind) or (
            is_of_applying
            and narrowing
            and token.tag in ("documents", "case_noun", "plan_noun", "corrected", "other_training")
        )
        is_unknown = token.kind == "unknown" and not is_body(token)
        if is_unknown or token.tag == "latin" or is_other_noun or (narrows and _is_of_a_kind(token, tokens, heads[-1])):
            words.append(token.text)
        elif (
            (token.tag == "many" and token.text[0] == "等")
            or (token.tag == "etc" and (not is_some or token.text.startswith(SUMS_UP)))
            or token.text in _OF_ALL_KINDS
            or (token.tag == "rest" and not is_some and _is_all_the_rest(token, beside, heads))
        ):
            words = []
    return "".join(words)


BODIES = (
    "局",
    "厅",
    "委",
    "办",
    "部",
    "院",
    "校",
    "中心",
    "政府",
    "所",
    "站",
    "街道",
    "镇",
    "乡",
    "省",
    "市",
    "县",
    "区",
    "州",
    "旗",
    "海关",
    "管委会",
    "委员会",
)
"""Last signs of the names of offices: who did it, not what."""

_NO_BODIES = (
    "进站",
    "出站",
    "开办",
    "民办",
    "代办",
    "帮办",
    "申办",
    "新办",
    "补办",
    "查办",
    "续办",
    "转办",
    "督办",
    "全区",
    "入院",
    "出院",
)
"""Words of other work that end like names of offices."""


def is_body(token: Token) -> bool:
    return token.text.endswith(BODIES) and not token.text.endswith(_NO_BODIES)


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
)


def _words(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [row["word"] for row in csv.DictReader(text.splitlines())]


OF_OTHER_WORK = re.compile("|".join(_words("other_work.csv")))
"""In names of what a bureau does besides: people apply for it, and ask how long it takes."""


def names_other_work(words: Iterable[Token]) -> bool:
    """Whether a noun among the words, known or not, is one of what a bureau does besides."""
    words = tuple(words)
    is_named = any(word.kind in ("unknown", "noun") and OF_OTHER_WORK.search(word.text) for word in words)
    # 小餐饮登记: the verb is the name's
    return is_named or any(word.kind == "unknown" and verb.text == "登记" for word, verb in pairwise(words))


def is_said_of_other_work(clause: Sequence[Token]) -> bool:
    """社保补缴均按期办结: what directly before 均 is said to be so, if it is neither an office nor applications."""
    for at, behind in enumerate(clause):
        named = [word for word in clause[max(0, at - 2) : at] if word.tag != "case_noun"] if behind.tag == "all" else []
        if named and (named[-1].tag in _HANDLED or (named[-1].kind == "unknown" and not is_body(named[-1]))):
            return True
    return False


_HANDLED = frozenset({"other_application", "complaint", "visits"})

_FORMER = re.compile(r"原(?![创文来有则因])")


def _is_of_a_former_body(before: Sequence[Token]) -> bool:
    """原市公务员局网站: the site of an office that is no more."""
    named = next((token for token in reversed(before) if token.kind != "filler"), None)
    return named is not None and named.kind == "unknown" and _FORMER.search(named.text) is not None


def _names_a_subject(before: Sequence[Token]) -> bool:
    """Whether an unknown word other than a place name stands directly before (征地信息公开平台)."""
    return bool(before) and before[-1].kind == "unknown" and not before[-1].text.endswith(_OF_PLACES)


def unknown_behind(heads: tuple[Token, ...], phrase: Sequence[Token]) -> str:
    if not heads or heads[-1] not in phrase:
        return ""
    behind = phrase[phrase.index(heads[-1]) + 1 :]
    verb = next((place for place, token in enumerate(behind) if token.kind == "verb"), len(behind))
    is_kind = behind[:1] and behind[0].text == "类" and heads[-1].tag in QUALIFIED
    return "类" if is_kind else "".join(token.text for token in behind[:verb] if token.kind == "unknown")


def unknown_at(head: Token, region: Sequence[Token]) -> str:
    before = [token for token in region if token.end <= head.start]
    while before and before[-1].text in ("类", "案件"):
        before.pop()
    return before[-1].text if before and before[-1].kind == "unknown" else ""
