"""The words of a phrase that nobody knows, and those of them that name offices or other work."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from importlib import resources
from itertools import pairwise

from parsing.prose.claims.tokens import Token

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
    tokens: Sequence[Token], heads: tuple[Token, ...], *, is_whole: bool = False, is_some: bool = False
) -> str:
    words: list[str] = []
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
    for at, token in enumerate(tokens):
        if token.kind == "unknown":
            is_slip = token.text == "信" and token is tokens[-1]  # 发布信86条
            is_slip |= token.text == "依" and is_of_applying and token.end == heads[-1].start  # 收到依申请31件
            says_more = not is_slip and not is_body(token) and not _is_an_office(tokens, at)
        elif token.kind == "noun":
            is_kind = token.tag not in _NOT_NARROWING or (token.tag == "updates" and token is beside)
            is_of_work = is_of_applying and token.tag in _OF_WORK
            says_more = ((narrows and is_kind) or is_of_work) and token not in heads
        else:
            says_more = token.tag == "latin"
        if says_more or (narrows and _is_of_a_kind(token, tokens, heads[-1])):
            words.append(token.text)
        elif (
            (token.tag == "many" and token.text[0] == "等")
            or (token.tag == "etc" and (not is_some or token.text.startswith(SUMS_UP)))
            or token.text in _OF_ALL_KINDS
            or (token.tag == "rest" and not is_some and _is_all_the_rest(token, beside, heads))
        ):
            words = []
    return "".join(words)


_OF_WORK = frozenset({"documents", "case_noun", "plan_noun", "corrected", "other_training"})


def _is_an_office(tokens: Sequence[Token], at: int) -> bool:
    """市级民政部门: whose office stands before its name, which has two signs."""
    around = [token.text for token in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])]
    return len(tokens[at].text) <= _SHORT and len(around) > 1 and around[0] in _LEVELS and around[1] == "部门"


_LEVELS = ("级", "本级", "市本级", "县本级", "区本级")
_SHORT = 2

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
