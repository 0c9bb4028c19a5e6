"""What the words and numbers beside a phrase make of its number: one more of a list, the rest, an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from parsing.prose.claims.facets import PUBLISHING, Facets
from parsing.prose.claims.inheritance import is_new
from parsing.prose.claims.leads import SUMMING
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import Bound, SentenceReading


@dataclass(frozen=True, slots=True)
class Case:
    """A phrase held against a frame."""

    reading: SentenceReading
    mention: Mention
    found: Facets
    family: str
    whole: Bound | None
    """What the number is a part of."""
    is_subject: bool
    """Whether the phrase names what changed, with neither verb nor measure word of its own."""

    @property
    def before(self) -> Bound | None:
        """What the number directly before counts, if this one goes on with it."""
        return self.reading.results[-1] if self.mention.follows and self.reading.results else None


def goes_on_anew(case: Case) -> bool:
    """收到申请26件,其中12件不予公开,答复建议12件、提案18件: one more of a list that is no longer of the parts."""
    before = case.before
    is_list = case.mention.start > 0 and case.reading.tokens[case.mention.start - 1].tag == "pause"
    return before is not None and is_list and before.is_bound and before.family == case.family != ""


def are_documents_interpreted(mention: Mention) -> bool:
    """印发文件1件,公开并解读1件: so many of the documents, not so many interpretations."""
    tags = [word.tag for word in mention.phrase]
    behind = [word for word in mention.tail if word.kind != "filler"]
    if behind and behind[0].tag == "documents" and any(word.text == "进行" for word in mention.tail):
        return True  # 对6件规范性文件进行解读
    return tags[-2:] == ["conj", "interpretation"] and bool({"disclose", "publish"} & set(tags[:-2]))


def is_with_other_channels(mention: Mention) -> bool:
    """网上留言、12345热线、局长信箱共214件: of them all, not of the hotline."""
    tags = {word.tag for word in mention.phrase}
    return "pause" in tags and bool(tags & {"other_hotline", "message"})


def goes_on_attending(case: Case) -> bool:
    """参加省新闻发布会1次、市级新闻发布会3次: the verb stands before the list."""
    place = len(case.reading.results)
    if not place or not case.mention.follows or case.found.has_own_verb:
        return False
    return any(word.tag == "attend" for word in case.reading.mentions[place - 1].phrase)


def are_all_but_carried(case: Case) -> bool:
    """除2件结转外,其余14件均已答复: the rest are all that were processed; behind 其中20件予以公开 they are not."""
    before = {token.tag for token in case.reading.tokens[: case.mention.start]}
    return "excluding" in before and bool(before & {"carry", "carried_out"})


def is_by_the_other_ways(case: Case) -> bool:
    """网站公开11条,…,通过报刊、公示栏等载体公开128条: the last of a list of channels."""
    is_total = any(word.text in SUMMING for word in case.mention.phrase)
    by_channel = any(bound.metric.startswith("proactive_items_") for bound in case.reading.results)
    return case.found.is_many and by_channel and not is_total


def is_new_of_something_else(case: Case) -> bool:
    """服务平台信息715条,今年新增5条: what was added to a number that nobody knows, or that counts something else."""
    before = case.before
    if before is None or before.is_bound:
        return False
    if is_new(case.mention.phrase):
        return before.reason not in ("stock", "other_period")
    names_nothing = case.found.head == "none" and set(case.found.verbs) == {"new_flow"}  # 专栏信息86条,新增4条
    return names_nothing and before.reason in ("no_metric", "unknown_words", "part")


def is_held(case: Case) -> bool:
    """网站共有信息1860条: what a site holds was not all published in the year, unless the words say so."""
    phrase = case.mention.phrase
    is_of_year = any(word.tag in ("this_year", "date") for word in phrase)
    if case.found.verbs or is_of_year:
        return False
    return any(word.text in _HOLDS for word in phrase) or _follows_its_columns(case)


_HOLDS = frozenset({"有", "存", "现有"})


def _follows_its_columns(case: Case) -> bool:
    """网站设栏目28个,信息总数6230条: what a site is made of, and what it holds."""
    position = len(case.reading.results)
    before = case.reading.mentions[position - 1] if position and case.mention.follows else None
    return before is not None and before.phrase[-1:] != () and before.phrase[-1].tag == "column"


def is_an_outcome(case: Case) -> bool:
    """收到申请30件,主动公开6件: beside applications this may be what became of them."""
    before = case.before
    if before is None or case.found.head != "none" or before.family != "applications":
        return False
    last = case.reading.mentions[len(case.reading.results) - 1]
    return last.token.unit == case.mention.token.unit


def is_by_one_relay(mention: Mention) -> bool:
    """邮箱收到申请5件: by a way that is counted nowhere, not all of them."""
    ways = [at for at, word in enumerate(mention.phrase) if word.tag == "relay"]
    verb = next((at for at, word in enumerate(mention.phrase) if word.tag == "receive"), 0)
    return len(ways) == 1 and ways[0] < verb


def is_with_carried_in(mention: Mention) -> bool:
    """上年结转与本年新收申请共15件."""
    words = mention.phrase
    return any(word.tag == "carried_in" and after.tag in ("conj", "pause") for word, after in pairwise(words))


_CASES = frozenset({"applications", "appeals", "petition", "message"})


def listed_as_published(case: Case) -> frozenset[str]:
    """发布财政信息17条,…,建议答复1件: what was published of them, in a list of what was."""
    before = case.before
    words = [word for word in case.mention.phrase if word.kind != "filler"]  # 提案答复件2件
    nominal = words[-1:] and words[-1].tag in ("answer", "handle")
    if (
        before is None
        or not nominal
        or (before.is_bound and before.family != "hotline")
        or (before.family in _CASES and "publish" not in before.verbs)
    ):
        return frozenset()
    said = before.facets.tags if before.facets is not None else frozenset()
    return (frozenset(before.verbs) | said) & PUBLISHING


def behind_the_verb(found: Facets) -> str:
    """依申请公开受理点2个: a word that nobody knows between the verb and the number, where the noun stands before both."""
    verb = max((at for at, word in enumerate(found.words) if word.kind == "verb"), default=-1)
    head = found.heads[-1] if found.heads else None
    is_before = head is not None and verb >= 0 and head.start < found.words[verb].start
    return "".join(word.text for word in found.words[verb + 1 :] if word.kind == "unknown") if is_before else ""
