"""What only a whole sentence or its neighbours tell: stocks, totals of parts, numbers of several bodies."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.new_and_old import counts_of, no_stock_before_what_is_new, not_what_was_left, only_what_is_new
from parsing.prose.claims.outcomes import finished_but_carried, none_of_two_terms, refused_on_one_ground
from parsing.prose.claims.sentence import Bound, SentenceReading, last_count
from parsing.prose.claims.taken_back import (
    CHANNELS,
    names_itself,
    no_first_of_channels,
    no_site_of_many,
    no_stock_beside_a_flow,
    only_the_total,
    unbind,
)
from parsing.prose.claims.totals import total_of_parts, total_of_parts_behind
from parsing.prose.claims.whole_text import (
    IN_ALL,
    all_by_one_way,
    only_what_the_form_shows,
    settle_interpretations,
    settle_made,
    settle_received,
)


def settle(readings: Sequence[SentenceReading]) -> None:
    """What only the whole text tells: stocks beside this year's flow, last year's number without this year's, …"""
    for order, reading in enumerate(readings):
        if not reading.results:
            continue  # what follows is of numbers
        for position, bound in enumerate(reading.results):
            if bound.is_bound:
                reason = _second_thought(readings[order : order + 2], reading, position)
                if reason:
                    unbind(reading, position, reason)
        _no_parts_of_others(reading)
        no_stock_beside_a_flow(reading)
        no_site_of_many(reading)
        no_first_of_channels(reading)
        no_stock_before_what_is_new(reading)
        only_what_is_new(reading)
        not_what_was_left(reading)
        only_the_total(reading)
        for place in range(len(reading.results)):
            total_of_parts(reading, place)
        if order + 1 < len(readings):
            total_of_parts_behind(reading, readings[order + 1])
        _one_count_each(reading)
        refused_on_one_ground(reading)
        finished_but_carried(reading)
        _only_what_is_finished(reading)
        none_of_two_terms(reading)
        _no_second_without_words(reading)
        _no_first_of_applicants(reading)
    all_by_one_way(readings)
    settle_received(readings)
    settle_made(readings)
    settle_interpretations(readings)
    only_what_the_form_shows(readings)


def _second_thought(following: Sequence[SentenceReading], reading: SentenceReading, position: int) -> str:
    bound = reading.results[position]
    if bound.kind in ("count", "prior", "change") and bound.metric not in _MEASURED and bound.number.value % 1:
        return "not_whole"
    if bound.kind == "count" and bound.is_sum and _flows(bound, following, reading, position):
        return "stock"
    if (
        bound.kind == "prior"
        and bound.is_dated
        and not any(
            other.metric == bound.metric and other.kind != "prior"
            for one in (*following, reading.before)
            if one
            for other in (*one.results, *one.extra)
        )
    ):
        return "other_period"
    return ""


def _no_parts_of_others(reading: SentenceReading) -> None:
    """全市共收到1499件。其中,网络1303件;信函172件: every number of a sentence that tells the parts is of those bodies."""
    if not reading.mentions or reading.mentions[0].whole != -1 or reading.before is None:
        return
    place = last_count(reading.before)
    if place < 0 or reading.before.results[place].reason != "other_body":
        return
    for position, bound in enumerate(reading.results):
        if (
            bound.is_bound
            and not bound.stated_verbs & _RECEIVING
            and not names_itself(reading.mentions[position].phrase)
        ):
            unbind(reading, position, "other_body")


_RECEIVING = frozenset({"receive"})

_MEASURED = frozenset({"on_time_rate", "average_response_days", "processing_fees"})


def _only_what_is_finished(reading: SentenceReading) -> None:
    """办理61件,办结54件,结转7件: what is handled beside another number that is finished was not all processed."""
    places = counts_of(reading, "applications_processed")
    finished = [place for place in places if {"finish", "answer"} & set(_verbs_of(reading.results[place]))]
    if finished and len({reading.results[place].number.value for place in places}) > 1:
        for place in set(places) - set(finished):
            unbind(reading, place, "ambiguous", ("applications_received", "applications_processed"))


def _no_second_without_words(reading: SentenceReading) -> None:
    """收到31件,28件已登记受理: a second number with no words before it is some of the first."""
    for metric in ("applications_received", "applications_processed"):
        places = counts_of(reading, metric)
        if len({reading.results[place].number.value for place in places}) > 1:
            for place in places:
                if all(word.kind == "filler" or word.tag in _LIGHT for word in reading.mentions[place].phrase):
                    unbind(reading, place, "ambiguous", (metric,))


def _no_first_of_applicants(reading: SentenceReading) -> None:
    """受理自然人申请18件,法人申请2件: the first kind of applicants is not all of them."""
    for place in counts_of(reading, "applications_received"):
        following = reading.mentions[place + 1 : place + 2]
        if _names_applicants(reading.mentions[place]) and any(_names_applicants(later) for later in following):
            unbind(reading, place, "part")


def _names_applicants(mention: Mention) -> bool:
    """Whether applicants of one kind stand before the number; all kinds of them are those of any application."""
    return sum(word.tag == "applicant" for word in mention.phrase) == 1


_LIGHT = frozenset({"subset", "rest", "date", "this_year"})

_MANY_TOTALS = 3
"""So many totals of one sentence are those of several bodies."""

_SEVERAL_LEVELS = frozenset({"npc_proposals", "cppcc_proposals", "applications_refused", *CHANNELS})


def _one_count_each(reading: SentenceReading) -> None:
    """省建议3件、市建议5件: with a number for each level, no number is the bureau's."""
    groups: dict[tuple[str, int | None], list[int]] = {}
    for place, bound in enumerate(reading.results):
        if bound.metric in _SEVERAL_LEVELS and bound.kind == "count":
            groups.setdefault((bound.metric, reading.mentions[place].whole), []).append(place)
    totals = counts_of(reading, "proactive_items")
    if len(totals) < _MANY_TOTALS:
        # 主动公开1548条,公布文件98件、各类信息200余条: the last of a list is no second total
        totals = [place for place in totals[1:] if not _is_a_total_itself(reading.results[place])]
    for place in totals:
        unbind(reading, place, "ambiguous", ("proactive_items",))
    for (metric, _), places in groups.items():
        own = [place for place in places if names_itself(reading.mentions[place].phrase)]
        if metric not in CHANNELS and any(reading.mentions[place].follows for place in places[1:]):
            own = []  # 我局承办省建议2件、市建议9件
        published = [place for place in places if set(_verbs_of(reading.results[place])) != {"update"}]
        kept = own if len(own) == 1 else published if len(published) == 1 else []  # 发布57条,更新5条
        kept = kept or _items_of_pushes(reading, places)
        if len(places) > 1:
            for place in set(places) - set(kept):
                unbind(reading, place, "ambiguous", (metric,))


def _items_of_pushes(reading: SentenceReading, places: Sequence[int]) -> list[int]:
    """群发48次,共计发送136条: of one channel, the items are counted."""
    pushed = [place for place in places if reading.mentions[place].token.unit in ("次", "期")]
    items = [place for place in places if reading.mentions[place].token.unit in ("条", "篇")]
    is_summed = len(items) == 1 and any(word.text in IN_ALL for word in reading.mentions[items[0]].phrase)
    return items if is_summed and len(pushed) + 1 == len(places) and items[0] == places[-1] else []


def _is_a_total_itself(bound: Bound) -> bool:
    """Whether a second total has a verb of its own, and no channels, which would make it a part (利用公开栏等方式公开457条)."""
    return bound.facets is None or (bound.facets.has_own_verb and not bound.facets.places)


def _verbs_of(bound: Bound) -> tuple[str, ...]:
    return bound.facets.verbs if bound.facets is not None else ()


def _adds_up(bound: Bound, readings: Sequence[SentenceReading], own: SentenceReading, position: int) -> bool:
    """累计公开412条。其中新增的微信信息350条,新增的网站信息62条: what was added by all channels is all of the sum."""
    parts = [
        (result.number.value, mention.whole == (position if reading is own else -1))
        for reading in readings
        for mention, result in zip(reading.mentions, reading.results, strict=True)
        if result.metric in CHANNELS
        and result.kind == "count"
        and any(word.tag == "new_flow" for word in mention.phrase)
    ]
    is_sum = len(parts) > 1 and sum(value for value, _ in parts) == bound.number.value
    return is_sum and any(is_part for _, is_part in parts)


def _flows(bound: Bound, readings: Sequence[SentenceReading], own: SentenceReading, position: int) -> bool:
    """Whether this year's part of a sum follows: 累计公开4002条,新增362条."""
    around = (*own.mentions[position].phrase, *own.mentions[position].lead)
    tags = {token.tag for token in around}
    is_of_year = any(token.extent == "year" and token.year == own.year for token in around) and "as_of" not in tags
    if tags & {"this_year", "new_flow"} or _adds_up(bound, readings, own, position):
        return False
    flowing = {"new_flow"} if is_of_year else {"new_flow", "this_year", "date"}  # 2021年累计公开1150条
    for reading in readings:
        start = 0
        for later, result in zip(reading.mentions[start:], reading.results[start:], strict=True):
            words = {token.tag for token in (*later.phrase, *later.lead)}
            is_same = result.metric == bound.metric or (
                result.family == bound.family == "disclosure"
                and result.is_bound
                and not {result.metric, bound.metric} <= CHANNELS  # what one channel has says nothing of another
            )
            if is_same and result is not bound and words & flowing and result.kind == "count":
                return True
    return False
