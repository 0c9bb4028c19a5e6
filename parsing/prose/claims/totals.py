"""Numbers that are the total of others: 网站3128条,微信402条,共计3530条."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from parsing.prose.claims.facets import PUBLISHING, TOTALS
from parsing.prose.claims.sentence import Bound, SentenceReading, last_count
from parsing.prose.claims.taken_back import CHANNELS, unbind

WAYS_OF_APPLYING = frozenset({"applications_online", "applications_by_post", "applications_in_person"})

_OF_A_TOTAL = PUBLISHING | {"this_year", "cumulative"}
"""What stands with a total besides: 全年共发布900条."""


def read_total(reading: SentenceReading, place: int) -> None:
    """网上12件,邮寄6件,共计18件,较上年增长50%: a total must be known before what describes it."""
    if not reading.results[place].is_bound and all(mention.whole != place for mention in reading.mentions):
        total_of_parts(reading, place)


def total_of_parts(reading: SentenceReading, place: int) -> None:
    """网站3128条,微信402条,共计3530条: a number without a noun that sums up those before it is their total. So is a whole that
    its channels add up to, though it names several (网站、微信共562条,其中网站241条,微信321条)."""
    bound = reading.results[place]
    if bound.is_bound or bound.kind != "count":
        return
    parts = [part for part, mention in enumerate(reading.mentions) if mention.whole == place]
    words = reading.mentions[place].phrase
    is_total = any(word.text in TOTALS or word.tag == "cumulative" for word in words)
    is_total = is_total and all(word.kind == "filler" or word.tag in _OF_A_TOTAL for word in words)
    if not parts and is_total:
        parts = _before_alike(reading, place)
    names_several = _names_several(bound)
    if len(parts) == 1 and names_several:
        parts = _with_those_behind(reading, parts)
    elif not parts and names_several:
        parts = _channels_behind(reading, place)
    found = [reading.results[part] for part in parts]
    metrics = {part.metric for part in found}
    metric, kind, family = "", "count", "disclosure"
    if bound.detail == _MATRIX and not bound.is_bound:
        if len(metrics & CHANNELS) < _SEVERAL or not metrics <= CHANNELS:
            return
        metric = "proactive_items_new_media"  # 新媒体矩阵发布960条,其中微博510条,微信450条
    elif names_several and sum(part.metric in CHANNELS for part in found) > 1:
        metric = "proactive_items"  # 网站和微信公布信息209条,其中网站199条: their parts follow, so it is the total.
    elif len(found) < 2 or sum(part.number.value for part in found) != bound.number.value:
        return
    elif (
        is_total
        and reading.mentions[place].token.unit in _ITEMS
        and metrics <= {"", "interpretations", _channel_of(found[0])}
    ):
        is_listed_there = len(found) >= _MANY and _lists_what_was_disclosed(reading, parts, found)
        # 网站共更新动态399条,公告141条,…,总计1561条
        metric = _channel_of(found[0]) or ("proactive_items" if is_listed_there else "")
    elif is_total and (metrics <= WAYS_OF_APPLYING or all(_is_of_applicants(reading, part) for part in parts)):
        metric, family = "applications_received", "applications"
    elif metrics <= CHANNELS and (bound.reason in ("ambiguous", "no_metric") or is_total):
        metric = "proactive_items"
    elif is_total and _is_money(reading, parts) and _speaks_of_fees(reading):
        metric, kind, family = "processing_fees", "cny", bound.family
    if metric:
        reading.results[place] = bound._replace(metric=metric, kind=kind, reason="", family=family, why="其和")
        for part in parts:
            if reading.results[part].metric == metric:
                unbind(reading, part, "part")


def total_of_parts_behind(reading: SentenceReading, following: SentenceReading) -> None:
    """通过公众号、媒体等公开132条。其中:网站78条,公众号24条: the parts stand in the next sentence."""
    place = last_count(reading) if following.before is reading else -1
    parts = [
        result
        for mention, result in zip(following.mentions, following.results, strict=True)
        if mention.whole is not None and mention.whole < 0 and result.kind == "count"
    ]
    if place < 0 or len(parts) < 2:
        return
    bound = reading.results[place]
    is_sum = sum(part.number.value for part in parts) == bound.number.value
    by_channel = sum(part.metric in CHANNELS for part in parts) > 1
    is_published = bool(bound.verbs) and set(bound.verbs) <= PUBLISHING
    is_of_kinds = bound.reason == "no_metric" and is_published and bound.head.startswith("info+")
    if is_of_kinds and is_sum and by_channel:  # 公布政务信息、工作动态96条。其中:网站60条,微信36条
        reading.results[place] = bound._replace(metric="proactive_items", reason="", family="disclosure", why="其和")
    elif not _names_several(bound):
        return
    elif is_sum or by_channel:
        reading.results[place] = bound._replace(metric="proactive_items", reason="", family="disclosure", why="其和")


def _is_of_applicants(reading: SentenceReading, part: int) -> bool:
    """收到自然人申请21件、法人申请3件,合计24件: of one kind of applicants."""
    bound = reading.results[part]
    is_open = bound.is_bound or bound.reason == "part"
    return (
        is_open
        and bound.family == "applications"
        and any(word.tag == "applicant" for word in reading.mentions[part].phrase)
    )


def _with_those_behind(reading: SentenceReading, parts: list[int]) -> list[int]:
    """网站、微信共公开512条,其中网站301条,…;微信211条: a semicolon ends 其中, but the parts may go on behind it."""
    unit = reading.mentions[parts[0]].token.unit
    behind = [
        place
        for place in range(parts[0] + 1, len(reading.results))
        if reading.results[place].metric in CHANNELS and reading.mentions[place].token.unit == unit
    ]
    whole = reading.mentions[parts[0]].whole or 0
    total = sum((reading.results[place].number.value for place in (*parts, *behind)), Decimal(0))
    return [*parts, *behind] if total == reading.results[whole].number.value else parts


def _channels_behind(reading: SentenceReading, place: int) -> list[int]:
    """网站、微信共472条,通过网站发布301条,通过微信发布171条: without 其中 only those that add up to it."""
    unit, whole = reading.mentions[place].token.unit, reading.mentions[place].whole
    behind = [
        at
        for at in range(place + 1, len(reading.results))
        if reading.results[at].metric in CHANNELS and reading.results[at].kind == "count"
        if reading.mentions[at].token.unit == unit and reading.mentions[at].whole == whole
    ]
    is_sum = sum(reading.results[at].number.value for at in behind) == reading.results[place].number.value
    return behind if is_sum else []


def _names_several(bound: Bound) -> bool:
    return bound.reason == "ambiguous" and bound.facets is not None and len(bound.facets.places) > 1


_MATRIX = "矩阵"
_SEVERAL = 2
_MANY = 3


def _lists_what_was_disclosed(reading: SentenceReading, parts: Sequence[int], found: Sequence[Bound]) -> bool:
    """主动公开情况: 机构职能12条,政策文件35条,工作动态53条,共计100条: by the heading, or by the words before the list."""
    if any(one.is_bound or one.reason not in _OF_KINDS or one.family == "other" or _is_handed_on(one) for one in found):
        return False
    if any(word.tag in _OF_OTHER_YEARS for part in parts for word in reading.mentions[part].phrase):
        return False
    if states_a_total(reading) or any(word.tag == "other_body" for word in reading.tokens):
        return False
    before = reading.tokens[: reading.mentions[parts[0]].place]
    is_named = any(token.tag == "proactive" for token in before)
    heading = reading.sentence.heading
    is_of_disclosure = reading.sentence.section == "proactive" and "公开" in heading  # 二、主动公开 (一)公开的内容
    return is_named or is_of_disclosure or "主动公开" in heading


_OF_KINDS = frozenset({"no_metric", "unknown_words", "plan"})
"""Why the numbers of a list are no metric if it lists kinds of information; 计划总结4条 reads as a plan."""
_OF_OTHER_YEARS = frozenset({"date", "last_year", "new_flow"})


def states_a_total(reading: SentenceReading) -> bool:
    """Whether a sentence before, under the same heading, has stated what was disclosed."""
    before = reading.before
    while before is not None:
        if any((bound.metric, bound.kind) == ("proactive_items", "count") for bound in before.results):
            return True
        before = before.before
    return False


def _is_handed_on(bound: Bound) -> bool:
    return bound.facets is not None and "not_items" in bound.facets.tags


_ITEMS = frozenset({"条", "篇", "条次", "篇次"})


def _channel_of(first: Bound) -> str:
    """The channel of a list of kinds, if its first number names one and a verb of publishing."""
    if first.facets is None or len(first.facets.places) != 1 or not set(first.facets.verbs) & PUBLISHING:
        return ""
    metric = f"proactive_items_{min(first.facets.places)}"
    return metric if metric in CHANNELS else ""


def _is_money(reading: SentenceReading, parts: Sequence[int]) -> bool:
    return all(reading.mentions[part].token.measures == "money" for part in parts)


def _before_alike(reading: SentenceReading, place: int) -> list[int]:
    """The numbers directly before that count in the same unit."""
    parts: list[int] = []
    for part in range(place - 1, -1, -1):
        if reading.mentions[part].token.measures != reading.mentions[place].token.measures or reading.results[
            part
        ].kind not in ("count", "cny"):
            break
        parts.insert(0, part)
    return parts


def _speaks_of_fees(reading: SentenceReading) -> bool:
    return any(token.tag == "fee" for token in reading.tokens)
