"""One kind, subject or column of what was published, which is not all of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsing.prose.claims.facets import PUBLISHING, Facets
from parsing.prose.claims.leads import SUMMING
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.neighbours import Case
from parsing.prose.claims.own_field import is_own_field
from parsing.prose.claims.tokens import Token
from parsing.prose.claims.unknown import SUMS_UP, is_body


def is_of_a_column(mention: Mention) -> bool:
    """开设“社保”专栏,发布信息26条: those of the column, if nothing says that it is the year's total."""
    return not _is_of_the_year(mention) and any(word.tag == "column" for word in mention.lead)


def _is_of_the_year(mention: Mention) -> bool:
    """Whether the words of a number say that it is the year's total."""
    return any(word.tag in _OF_A_YEAR or word.text in SUMMING for word in mention.phrase)


_OF_A_YEAR = frozenset({"this_year", "date", "cumulative"})


def is_among_kinds(mention: Mention) -> bool:
    """指南、清单、年报、文件解读等共16件: the last of several kinds before 等 is not all that was counted."""
    at = max((at for at, word in enumerate(mention.phrase) if word.tag == "interpretation"), default=0)
    is_listed = any(word.tag == "etc" for word in mention.phrase[at:])
    joints = [place for place in range(at) if mention.phrase[place].tag in ("pause", "conj")]
    return is_listed and any(word.tag in OTHER_NOUNS for word in mention.phrase[: joints[-1] if joints else 0])


def is_inside_a_column(mention: Mention) -> bool:
    """在局网站“统计”专栏,公示…,共计26条: those of the column, though they are summed up."""
    columns = [at for at, word in enumerate(mention.lead) if word.tag == "column"]
    names_a_place = any(word.kind == "place" for word in mention.phrase)
    return bool(columns) and not names_a_place and any(word.text == "在" for word in mention.lead[: columns[0]])


def is_of_interpretations(phrase: Sequence[Token]) -> bool:
    """政策解读发布信息29条, 政策解读、回应关切发布信息44条: the nouns before the verb say what was published."""
    if any(word.tag == "interpretation" and verb.tag in PUBLISHING for word, verb in pairwise(phrase)):
        return True
    at = next((at for at, word in enumerate(phrase) if word.tag == "interpretation"), len(phrase))
    verb = next((after for after in range(at, len(phrase)) if phrase[after].tag in PUBLISHING), at)
    is_plain = all(word.tag not in ("etc", "many", "via") and word.kind != "place" for word in phrase[:verb])
    return verb > at and is_plain and all(word.kind != "verb" or word.tag == "respond" for word in phrase[:verb])


def is_another_line(phrase: Sequence[Token]) -> bool:
    """全文电子化的信息数75条 are a line of the old table, 比上年新增58条 and 发布量新增60条 are changes."""
    tags = {word.tag for word in phrase}
    is_of_quantity = any(word.tag == "info_quantity" and verb.tag == "new_flow" for word, verb in pairwise(phrase))
    return "electronic" in tags or is_of_quantity or ("new_flow" in tags and bool(tags & {"cmp", "yoy"}))


def is_of_one_field(phrase: Sequence[Token]) -> bool:
    """就业领域公开信息186条; 人社领域 is all that the bureau does."""
    for at, (word, verb) in enumerate(pairwise(phrase)):
        if word.text not in ("领域", "方面") or verb.tag not in PUBLISHING:
            continue
        if any(token.kind == "unknown" or token.tag in OTHER_NOUNS for token in _glued(phrase[:at])):
            return True
    is_listed = any(word.tag in ("pause", "conj") for word in phrase)
    if not is_listed and any(_is_of_the_catalogue(word, noun) for word, noun in pairwise(phrase)):
        return True
    return any(
        verb.text == "公开" and noun.tag == "info" and _touch(verb, noun) and _is_kind_of_disclosed(phrase, at)
        for at, (verb, noun) in enumerate(pairwise(phrase))
        if at
    )


def _is_kind_of_disclosed(phrase: Sequence[Token], verb: int) -> bool:
    """财政公开信息8条, 行政检查公开信息12条, 许可、处罚等公开信息20条: the subject or the kind of document directly before 公开."""
    before = phrase[verb - 1]
    if before.tag == "etc":
        is_listed = any(word.tag == "documents" for word in phrase[:verb])
        return is_listed and not any(word.kind == "verb" or word.tag == "via" for word in phrase[:verb])
    is_kind = before.tag in OTHER_NOUNS and not is_body(before)  # 街道公开政府信息43条
    return (_is_subject(before) or is_kind) and _touch(before, phrase[verb])


def _is_of_the_catalogue(word: Token, noun: Token) -> bool:
    """概况类信息36条,信息公开目录信息211条."""
    return word.tag == "gov_platform" and word.text.endswith("目录") and noun.tag == "info" and _touch(word, noun)


def _is_subject(word: Token) -> bool:
    """财政公开信息8条, 村务公开信息12条; not 规范地公开信息."""
    return word.kind == "unknown" and not word.text.endswith("地") and not is_body(word)


def _touch(*words: Token) -> bool:
    return all(word.end == after.start for word, after in pairwise(words))


def _glued(before: Sequence[Token]) -> Sequence[Token]:
    """The word before, of which the dictionary knows one character (劳动关|系)."""
    return before[-2:] if before and before[-1].tag == "filler" and len(before[-1].text) == 1 else before[-1:]


def is_of_a_bulletin(case: Case) -> bool:
    """编印《就业之窗》12期,刊载公开信息96条: what the issues contain, if nothing says that it is the year's total."""
    place = len(case.reading.results)
    if case.mention.token.text.endswith("期") and any(word.text == "编发" for word in case.mention.phrase):
        return True  # 编发政务信息120期
    if not place or not case.mention.follows:
        return False
    before = case.reading.mentions[place - 1]
    if any(word.tag == "not_items" for word in before.phrase):
        return False  # 报送简报35期,发布信息120条
    is_named = any(word.tag == "title" or word.text.rstrip("》").endswith(_BULLETINS) for word in before.phrase)
    return before.token.unit == "期" and is_named and not _is_of_the_year(case.mention)


_BULLETINS = ("简报", "期刊", "公报", "刊物", "专报", "通讯", "内刊", "月刊", "季刊", "汇编")


OTHER_NOUNS = frozenset({"documents", "case_noun", "other_application", "other_training", "complaint", "visits"})
"""Nouns of what a bureau handles besides."""


_KINDS = frozenset({"documents", "updates", "post", "piece", "work_info"})
"""Nouns of what is some of the information."""


def is_one_more_kind(case: Case) -> bool:
    """发布工作动态97篇,政务信息53条: one more kind in a list, whose verb is that of the first."""
    before = case.before
    if before is None or case.is_subject or case.found.has_own_verb:
        return False
    is_kind = before.reason in ("no_metric", "unknown_words") and before.kind == "count" and before.head in _KINDS
    return is_kind and not any(word.kind == "verb" for word in case.mention.lead)


def is_next_of_kinds(case: Case) -> bool:
    """网站公开政策文件16篇,政府信息37条: one more kind of what a channel published; 各类政府信息37条 are all of it."""
    words = case.mention.phrase
    names_nothing = not case.found.has_own_verb
    names_nothing &= all(word.kind != "place" or word.text.endswith("目录") for word in words)
    place = len(case.reading.results)
    if case.before is None or case.reading.mentions[place - 1].token.unit != case.mention.token.unit:
        return False
    is_listed = names_nothing and case.found.head == "info" and case.found.heads[-1] in case.mention.phrase
    is_listed &= all(word.tag == "comma" for word in case.mention.lead)
    return is_listed and not any(word.text.startswith(("各类", "各项")) for word in case.mention.phrase)


def is_field_among_kinds(case: Case) -> bool:
    """审计信息12条,通知公告8条 of an 审计局: one kind in a list, what else the bureau calls so."""
    place = len(case.reading.results) + 1
    following = case.reading.mentions[place] if place < len(case.reading.mentions) else None
    heads = case.found.heads
    if following is None or not following.follows or not heads or not is_own_field(heads[-1]):
        return False
    if following.whole != case.mention.whole:
        return False
    kinds = {word.kind for word in following.phrase}
    return following.token.unit == case.mention.token.unit and "noun" in kinds and not kinds & {"place", "verb"}


def is_first_of_kinds(case: Case) -> bool:
    """网站发布动态、图文96条、公告41条: the first of a list of kinds, though it names two of them; 预算、招考等信息31条,动态126条 as well."""
    place = len(case.reading.results) + 1
    following = case.reading.mentions[place] if place < len(case.reading.mentions) else None
    words = case.mention.phrase
    verb = max((at for at, word in enumerate(words) if word.tag in PUBLISHING), default=len(words))
    names_two = any(word.tag in ("pause", "conj") for word in words[verb:])
    names_two &= not any(word.tag == "etc" and word.text.startswith(SUMS_UP) for word in words)
    if following is None or not names_two or not following.follows or following.token.unit != case.mention.token.unit:
        return False
    kinds = {word.kind for word in following.phrase}
    return following.whole == case.mention.whole and bool(kinds & {"noun", "unknown"}) and not kinds & {"place", "verb"}


def some_posts(case: Case, unknown: str) -> str:
    """公众号发布相关图文214条: all that it published; behind a clause that names a subject (围绕防汛,…) those on it."""
    has_subject = any(word.kind == "unknown" or word.tag in OTHER_NOUNS for word in case.mention.lead)
    if unknown in _RELATED:
        return unknown if case.mention.lead else ""
    said = [word.text for word in case.mention.phrase if word.text in _RELATED]
    return unknown or (said[0] if said and has_subject else "")


_RELATED = frozenset({"相关", "有关"})


def is_some_of_a_list(found: Facets) -> bool:
    """发布决策149条,…,A、B等方面信息1390条: one more kind in a list that goes on."""
    return not found.has_own_verb and "etc" in found.tags and set(found.verbs) == {"publish"}
