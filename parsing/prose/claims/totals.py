"""Numbers that are the total of others: 网站3128条,微信402条,共计3530条."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from parsing.prose.claims.facets import PUBLISHING
from parsing.prose.claims.sentence import Bound, SentenceReading, last_count
from parsing.prose.claims.tokens import Token


def unbind(reading: SentenceReading, position: int, reason: str, candidates: tuple[str, ...] = ()) -> None:
    """Takes a number back, and with it what is a part of it."""
    reading.results[position] = reading.results[position]._replace(metric="", reason=reason, candidates=candidates)
    for place, mention in enumerate(reading.mentions):
        if mention.whole == position and reading.results[place].is_bound and reason in ("other_period", "stock"):
            words = {token.tag for token in mention.phrase}
            if not words & {"this_year", "new_flow", "date"}:
                unbind(reading, place, "part")


def only_the_total(reading: SentenceReading) -> None:
    """45条, 156条, 总计201条: numbers of one metric that the last of them sums up are its parts."""
    places = [place for place, bound in enumerate(reading.results) if bound.kind == "count"]
    for last in range(2, len(places)):
        total = reading.results[places[last]]
        summed = sum(reading.results[part].number.value for part in places[last - 2 : last])
        if not total.is_bound or total.number.value != summed or not summed:
            continue
        for part in places[last - 2 : last]:
            if reading.results[part].metric == total.metric:
                unbind(reading, part, "part")


CHANNELS = frozenset(
    f"proactive_items_{name}"
    for name in ("website", "gov_platform", "new_media", "wechat", "weibo", "douyin", "toutiao")
)


OF_ACCOUNTS = frozenset(f"proactive_items_{name}" for name in ("wechat", "weibo", "douyin", "toutiao"))


def no_stock_beside_a_flow(reading: SentenceReading) -> None:
    """公开436条。截至年底,累计公开3860条: beside this year's number a sum up to a day may be that of all years."""
    for place, bound in enumerate(reading.results):
        if not bound.is_sum or (bound.metric, bound.kind) != ("proactive_items", "count"):
            continue
        mention = reading.mentions[place]
        is_up_to = any(word.tag == "as_of" for word in (*mention.phrase, *mention.lead))
        before = (*(reading.before.results if reading.before is not None else ()), *reading.results[:place])
        if is_up_to and any(_is_flow(other) for other in before):
            unbind(reading, place, "ambiguous", ("proactive_items",))


def _is_flow(bound: Bound) -> bool:
    return bound.is_bound and bound.family == "disclosure" and bound.kind == "count" and not bound.is_sum


_ADOPTED = frozenset({"采用", "录用", "刊用", "采纳"})


def names_itself(phrase: Sequence[Token]) -> bool:
    """局门户网站 is the bureau's own, 省自然资源厅网站 is another's."""
    named = {word.end for word in phrase if word.kind == "unknown"}
    return any(
        word.tag == "own_body" or (word.kind == "place" and word.text[0] in "局厅委部" and word.start not in named)
        for word in phrase
    )


def no_site_of_many(reading: SentenceReading) -> None:
    """县政府网站发布1.2万条,其中我局供稿326条: of which some are the bureau's, that is another's; so is what was sent
    to a site (向公开平台推送88条,被采用56条); what its own account published and others took over is."""
    for place, mention in enumerate(reading.mentions[1:]):
        is_own = reading.results[place].metric in OF_ACCOUNTS and all(
            word.text not in ("向", "往") for word in reading.mentions[place].phrase
        )
        is_adopted = any(word.text in _ADOPTED for word in mention.phrase)
        if is_adopted and reading.results[place].metric in CHANNELS and not is_own:
            unbind(reading, place, "ambiguous", (reading.results[place].metric,))
    for mention in reading.mentions[1:]:
        whole = mention.whole
        if whole is None or whole < 0 or reading.results[whole].metric not in CHANNELS:
            continue
        words = mention.phrase if mention.number.value else ()
        is_own = names_itself(reading.mentions[whole].phrase)  # 局网站公开130条,其中我局制发文件12条
        if any(word.tag == "own_body" for word in words) and all(word.kind != "place" for word in words) and not is_own:
            unbind(reading, whole, "ambiguous", (reading.results[whole].metric,))


def no_first_of_channels(reading: SentenceReading) -> None:
    """在报纸、网站等媒体公开信息264条,公众号推送1320篇: where a list goes on with another channel, the first number is no total."""
    for place, bound in enumerate(reading.results):
        said = bound.facets
        if bound.metric != "proactive_items" or said is None or not said.is_many or "proactive" in said.verbs:
            continue
        is_total = any(word.text in _TOTALS or word.tag == "cumulative" for word in reading.mentions[place].phrase)
        later = [
            other.facets.places
            for mention, other in zip(reading.mentions[place + 1 :], reading.results[place + 1 :], strict=True)
            if mention.whole is None and other.facets is not None
        ]
        if not is_total and any(places and not places & said.places for places in later):
            unbind(reading, place, "ambiguous", ("proactive_items",))


WAYS_OF_APPLYING = frozenset({"applications_online", "applications_by_post", "applications_in_person"})

_TOTALS = frozenset({"共", "共计", "合计", "总计", "总共"})
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
    is_total = any(word.text in _TOTALS or word.tag == "cumulative" for word in words)
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
