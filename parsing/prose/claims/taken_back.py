"""Numbers that the rest of their sentence takes back: stocks, sites of many bodies, the first of several channels."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.facets import TOTALS
from parsing.prose.claims.sentence import Bound, SentenceReading
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
    to a site (向公开平台推送88条,被采用56条). 公众号发布88条,被采用56条 stays the account's own."""
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
        is_total = any(word.text in TOTALS or word.tag == "cumulative" for word in reading.mentions[place].phrase)
        later = [
            other.facets.places
            for mention, other in zip(reading.mentions[place + 1 :], reading.results[place + 1 :], strict=True)
            if mention.whole is None and other.facets is not None
        ]
        if not is_total and any(places and not places & said.places for places in later):
            unbind(reading, place, "ambiguous", ("proactive_items",))
