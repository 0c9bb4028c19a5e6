"""What a number is about: applications, what was disclosed, appeals, proposals …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsing.prose.claims.facets import OF_APPLICATIONS, PUBLISHING, Facets
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import SentenceReading, last_family, whole_of
from parsing.prose.claims.tokens import Token, tokenise
from parsing.prose.claims.unknown import BODIES, is_body


def family_of(metric: str) -> str:
    if metric.startswith(("applications", "on_time", "average")):
        return "applications"
    if metric.startswith("proactive"):
        return "disclosure"
    return "appeals" if metric.startswith(("reviews", "litigation")) else ""


def _without_sites(found: Facets, phrase: Sequence[Token]) -> Sequence[Token]:
    """通过网站在线提交 is a way of applying: the site does not make it something published."""
    is_published = bool(PUBLISHING & found.tags)
    if is_published or not found.places & OF_APPLICATIONS:
        return phrase
    return [token for token in phrase if token.kind != "place"]


@lru_cache(maxsize=64)
def _family_of_heading(heading: str) -> str:
    return last_family(tokenise(heading))


_SHORT = 12
"""Characters of a sentence that is a heading within the text."""


def _ends_in_a_heading(before: SentenceReading) -> bool:
    """2.依申请公开。 or …;(二)依申请公开。"""
    start = before.text.rfind(";") + 1
    return len(before.text) - start <= _SHORT and all(mention.token.start < start for mention in before.mentions)


_A_PART = re.compile(r"其中[^;]*;")
"""What describes a part of another number says nothing of the next (…37件,其中涉及信息公开3件;应诉51件)."""

_OF_ALL_ABOVE = re.compile(r"(?:以上|上述|均系|均为|均因|均属|均与|均涉及|,涉及(?![^,;。]*\d))[^,;。]*公开")
"""复议4件,诉讼1件,以上均因政府信息公开引起."""

_OF_NO_DISCLOSURE = re.compile(
    r"(?:[、和][^,;。]{1,9}[件起宗])?,?[均都全部]*"
    r"(?:[与和同][^,;。]*公开[^,;。]*无关|(?:未|不)(?:涉及|属于)[^,;。]*信息公开|非[^,;。]*信息公开|无[^,;。引产因]*信息公开[类]?(?:案件|复议|诉讼))"
)
"""行政复议15件,均与信息公开无关."""

_OF_SOME = re.compile(
    r",(?:(?:其中,?)?(?:涉及|因)[^,;。\d]*|其中[^;。\d]{0,8}|其中[^;。]{0,60}\d[件起宗][^;。]{0,60})公开[^,;。、\d]*\d"
)
"""行政诉讼12件,涉及政府信息公开的1件; …,其中工伤9件、信息公开3件: the sentence before does not make all of them so."""

OF_DISCLOSURE = frozenset(
    {"disclosure_topic", "application", "by_request", "bare_application", "application_topic", "info"}
)


def _is_effect(word: Token) -> bool:
    return word.tag == "occur" or (word.tag in ("review", "litigation") and word.text.startswith(("被", "提", "进入")))


def has_another_cause(found: Facets) -> bool:
    """因工伤认定引发的行政复议: the words before 引发 name something else."""
    if _is_about_other_work(found):
        return True
    between = causes(found.words)
    if last_family(between) == "other":
        return True  # 因公租房申请引发
    between = [word for word in between if word.kind in ("noun", "unknown", "topic") and not word.text.endswith(BODIES)]
    return bool(between) and not any(word.tag in OF_DISCLOSURE for word in between)


def _is_about_other_work(found: Facets) -> bool:
    """涉及社保补缴的行政复议: what stands between 涉及 and what is counted is something else."""
    about = next((at for at, word in enumerate(found.words) if word.text in _ABOUT), None)
    end = next((at for at, word in enumerate(found.words) if word in found.heads), 0)
    if about is None or about > end or any("公开" in word.text for word in found.words):
        return False
    return any(word.kind == "unknown" and not is_body(word) for word in found.words[about + 1 : end])


_ABOUT = frozenset({"涉及", "涉及的", "关于", "针对", "有关", "涉"})


def causes(words: Sequence[Token]) -> list[Token]:
    """The words between 因 and 引发; none if nothing is said to have been caused."""
    effect = next((word for word in reversed(words) if _is_effect(word)), None)
    if effect is None:
        return []
    cause = max((word.end for word in words if word.text == "因" and word.end <= effect.start), default=0)
    if effect.tag != "occur" and not cause and not effect.text.startswith("进入"):
        return []  # 申请人提起行政复议2件
    return [word for word in words if cause <= word.start < effect.start]


def find_family(reading: SentenceReading, mention: Mention, found: Facets) -> str:
    """What the number is about: by its noun, else its channel, its clauses, its list, its sentence, its heading."""
    for head in reversed(found.heads):
        if head.family:
            return head.family
    if mention.follows and reading.results and reading.results[-1].family == "other" and not found.heads:
        return "other"  # 补贴网上申请2300件,当面申请410件
    if any(token.kind == "place" and "申请" in token.text for token in found.words):
        return "applications"
    if "submit" in found.tags and found.places and not PUBLISHING & found.tags:
        return "applications"
    whole = whole_of(reading, mention)
    if whole is not None and whole.family:
        return whole.family
    own = last_family(_without_sites(found, mention.phrase)) or last_family(mention.lead)
    if own:
        return own
    if mention.follows:
        for result in reversed(reading.results):
            if result.family:
                return result.family
    left = last_family(reading.tokens[: mention.start])
    if left:
        return left
    if any(word.tag == "share" and "申请" in word.text for word in mention.clause):
        return "applications"  # 网上、信函分别占申请总量的81%、19%
    heading = _family_of_heading(reading.sentence.heading)
    before = reading.before
    if before is not None and _ends_in_a_heading(before):
        return before.family or heading
    return heading or (before.family if before else "")


_APPEALS = frozenset({"review", "litigation", "appeals_both", "appeal_part", "upheld", "corrected"})
_OF_OTHERS = re.compile(r"涉及[^,;。]*公开|其中[^。]*公开")
"""复议、诉讼 of which only some are of disclosure."""


def is_about_disclosure(reading: SentenceReading, end: int | None = None) -> bool:
    """Whether 公开 stands in the sentence up to ``end``, in its heading or in the sentence before, or that was about applications."""
    if end is not None and _OF_NO_DISCLOSURE.match(reading.text, end):
        return False
    if reading.before is not None and reading.before.family == "applications":
        return end is None or not _OF_SOME.match(reading.text, end)
    before = reading.before.text if reading.before is not None else ""
    if end is not None and reading.text[end : end + 1] == "(":
        end = reading.text.find(")", end) + 1 or end  # 复议3件(均因政府信息公开引起)
    if end is not None and _OF_SOME.match(reading.text, end):
        return "公开" in _A_PART.sub("", reading.text[:end])
    is_chapter = all(word in reading.sentence.heading for word in ("复议", "诉讼"))
    only_appeals = all(bound.is_bound or bound.head in _APPEALS for bound in reading.results)
    if is_chapter and only_appeals and not _OF_OTHERS.search(reading.text):
        return True  # a chapter of this report that is named after them
    return (
        _names_disclosure(_A_PART.sub("", reading.text[:end]))
        or _names_disclosure(reading.sentence.heading)
        or _names_disclosure(before)
        or _OF_ALL_ABOVE.search(reading.text) is not None
    )


def _names_disclosure(text: str) -> bool:
    return "公开" in text or "依申请" in text
