"""What only a whole sentence or its neighbours tell: stocks, totals of parts, numbers of several bodies."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.fitting import form_figure
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token


def settle(readings: Sequence[SentenceReading]) -> None:
    """What only the whole text tells: stocks beside this year's flow, last year's number without this year's, …"""
    for order, reading in enumerate(readings):
        for position, bound in enumerate(reading.results):
            if bound.is_bound:
                reason = _second_thought(readings[order : order + 2], reading, position)
                if reason:
                    _unbind(reading, position, reason)
        _only_what_is_new(reading)
        _only_the_total(reading)
        for place in range(len(reading.results)):
            _total_of_parts(reading, place)
        _one_count_each(reading)
        _only_what_is_finished(reading)
    _settle_received(readings)
    _only_what_the_form_shows(readings)


def _settle_received(readings: Sequence[SentenceReading]) -> None:
    """办理9件 is what was received, by the form, only if the prose says 收到 of no other number."""
    bounds = [bound for reading in readings for bound in reading.results if bound.metric == "applications_received"]
    if not any(bound.kind == "count" and not bound.is_by_form for bound in bounds):
        return
    for reading in readings:
        for position, bound in enumerate(reading.results):
            if bound.is_by_form:
                reading.results[position] = bound._replace(metric="applications_processed")


def _only_what_the_form_shows(readings: Sequence[SentenceReading]) -> None:
    """Of two numbers for one metric, one of which the form shows, the other counts something else more likely than not.

    It stays ambiguous: to say that a bureau contradicts itself takes more than that.
    """
    counts: dict[str, list[tuple[SentenceReading, int]]] = {}
    for reading in readings:
        for position, bound in enumerate(reading.results):
            if bound.is_bound and bound.kind == "count":
                counts.setdefault(bound.metric, []).append((reading, position))
    for metric, places in counts.items():
        key = form_figure(metric)
        figure = places[0][0].figures.get(key) if key is not None else None
        if figure is None or figure.value is None:
            continue
        others = [(one, at) for one, at in places if one.results[at].number.value != figure.value]
        if len(others) < len(places):
            for reading, position in others:
                _unbind(reading, position, "ambiguous", (metric,))


def _unbind(reading: SentenceReading, position: int, reason: str, candidates: tuple[str, ...] = ()) -> None:
    """Takes a number back, and with it what is a part of it."""
    reading.results[position] = reading.results[position]._replace(metric="", reason=reason, candidates=candidates)
    for place, mention in enumerate(reading.mentions):
        if mention.whole == position and reading.results[place].is_bound and reason in ("other_period", "stock"):
            words = {token.tag for token in mention.phrase}
            if not words & {"this_year", "new_flow", "date"}:
                _unbind(reading, place, "part")


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


_MEASURED = frozenset({"on_time_rate", "average_response_days", "processing_fees"})


def _counts(reading: SentenceReading, metric: str) -> list[int]:
    """The places of the numbers that count a metric."""
    return [place for place, bound in enumerate(reading.results) if (bound.metric, bound.kind) == (metric, "count")]


def _only_what_is_new(reading: SentenceReading) -> None:
    """受理30件, … 新收到22件: the number that contains last year's is not what was received."""
    received = _counts(reading, "applications_received")
    new = [place for place in received if any(word.text.startswith("新") for word in reading.mentions[place].phrase)]
    if len(new) == 1 and len(received) > 1:
        for place in set(received) - set(new):
            reading.results[place] = reading.results[place]._replace(metric="", reason="part", detail="结转")


def _only_the_total(reading: SentenceReading) -> None:
    """45条, 156条, 总计201条: numbers of one metric that the last of them sums up are its parts."""
    places = [place for place, bound in enumerate(reading.results) if bound.kind == "count"]
    for last, place in enumerate(places):
        total = reading.results[place]
        summed = sum(reading.results[part].number.value for part in places[max(0, last - 2) : last])
        if last < 2 or not total.is_bound or total.number.value != summed or not summed:
            continue
        for part in places[last - 2 : last]:
            if reading.results[part].metric == total.metric:
                _unbind(reading, part, "part")


def _only_what_is_finished(reading: SentenceReading) -> None:
    """办理61件,办结54件,结转7件: what is handled beside another number that is finished was not all processed."""
    places = _counts(reading, "applications_processed")
    finished = [place for place in places if {"finish", "answer"} & set(_verbs_of(reading.results[place]))]
    if finished and len({reading.results[place].number.value for place in places}) > 1:
        for place in set(places) - set(finished):
            _unbind(reading, place, "ambiguous", ("applications_received", "applications_processed"))


CHANNELS = frozenset(
    f"proactive_items_{name}"
    for name in ("website", "gov_platform", "new_media", "wechat", "weibo", "douyin", "toutiao")
)

_WAYS_OF_APPLYING = frozenset({"applications_online", "applications_by_post", "applications_in_person"})
_TOTALS = frozenset({"共", "共计", "合计", "总计", "总共"})


def read_total(reading: SentenceReading, place: int) -> None:
    """网上12件,邮寄6件,共计18件,较上年增长50%: a total must be known before what describes it."""
    if all(mention.whole != place for mention in reading.mentions):
        _total_of_parts(reading, place)


def _total_of_parts(reading: SentenceReading, place: int) -> None:
    """网站3128条,微信402条,共计3530条: a number without a noun that sums up those before it is their total. So is a whole that
    its channels add up to, though it names several (网站、微信共562条,其中网站241条,微信321条)."""
    bound = reading.results[place]
    if bound.is_bound or bound.kind != "count":
        return
    parts = [part for part, mention in enumerate(reading.mentions) if mention.whole == place]
    words = [word for word in reading.mentions[place].phrase if word.kind != "filler"]
    is_total = not words and any(word.text in _TOTALS for word in reading.mentions[place].phrase)
    if not parts and is_total:
        parts = _before_alike(reading, place)
    found = [reading.results[part] for part in parts]
    metrics = {part.metric for part in found}
    names_several = bound.reason == "ambiguous" and bound.facets is not None and len(bound.facets.places) > 1
    metric, kind, family = "", "count", "disclosure"
    if names_several and sum(part.metric in CHANNELS for part in found) > 1:
        metric = "proactive_items"  # 网站和微信公布信息209条,其中网站199条: their parts follow, so it is the total.
    elif len(found) < 2 or sum(part.number.value for part in found) != bound.number.value:
        return
    elif is_total and metrics <= _WAYS_OF_APPLYING:
        metric, family = "applications_received", "applications"
    elif metrics <= CHANNELS and (bound.reason in ("ambiguous", "no_metric") or is_total):
        metric = "proactive_items"
    elif is_total and _is_money(reading, parts) and _speaks_of_fees(reading):
        metric, kind, family = "processing_fees", "cny", bound.family
    if metric:
        reading.results[place] = bound._replace(metric=metric, kind=kind, reason="", family=family, why="其和")


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


_MANY_TOTALS = 3
"""So many totals of one sentence are those of several bodies."""

_SEVERAL_LEVELS = frozenset({"npc_proposals", "cppcc_proposals", "applications_refused", *CHANNELS})


def _one_count_each(reading: SentenceReading) -> None:
    """省建议3件、市建议5件: with a number for each level, no number is the bureau's."""
    groups: dict[tuple[str, int | None], list[int]] = {}
    for place, bound in enumerate(reading.results):
        if bound.metric in _SEVERAL_LEVELS and bound.kind == "count":
            groups.setdefault((bound.metric, reading.mentions[place].whole), []).append(place)
    totals = _counts(reading, "proactive_items")
    if len(totals) < _MANY_TOTALS:
        # 主动公开1548条,公布文件98件、各类信息200余条: the last of a list is no second total
        totals = [place for place in totals[1:] if not _is_a_total_itself(reading.results[place])]
    for place in totals:
        _unbind(reading, place, "ambiguous", ("proactive_items",))
    for (metric, _), places in groups.items():
        own = [place for place in places if _names_itself(reading.mentions[place].phrase)]
        published = [place for place in places if set(_verbs_of(reading.results[place])) != {"update"}]
        kept = own if len(own) == 1 else published if len(published) == 1 else []  # 发布57条,更新5条
        if len(places) > 1:
            for place in set(places) - set(kept):
                _unbind(reading, place, "ambiguous", (metric,))


def _is_a_total_itself(bound: Bound) -> bool:
    """Whether a second total has a verb of its own, and no channels, which would make it a part (利用公开栏等方式公开457条)."""
    return bound.facets is None or (bound.facets.has_own_verb and not bound.facets.places)


def _verbs_of(bound: Bound) -> tuple[str, ...]:
    return bound.facets.verbs if bound.facets is not None else ()


def _names_itself(phrase: Sequence[Token]) -> bool:
    """局门户网站 is the bureau's own, 省自然资源厅网站 is another's."""
    named = {word.end for word in phrase if word.kind == "unknown"}
    return any(
        word.tag == "own_body" or (word.kind == "place" and word.text[0] in "局厅委部" and word.start not in named)
        for word in phrase
    )


def _flows(bound: Bound, readings: Sequence[SentenceReading], own: SentenceReading, position: int) -> bool:
    """Whether this year's part of a sum follows: 累计公开4002条,新增362条."""
    tags = {token.tag for token in (*own.mentions[position].phrase, *own.mentions[position].lead)}
    if tags & {"this_year", "new_flow"}:
        return False
    for reading in readings:
        start = 0
        for later, result in zip(reading.mentions[start:], reading.results[start:], strict=True):
            words = {token.tag for token in (*later.phrase, *later.lead)}
            is_same = result.metric == bound.metric or (
                result.family == bound.family == "disclosure" and result.is_bound
            )
            if is_same and result is not bound and words & {"new_flow", "this_year", "date"} and result.kind == "count":
                return True
    return False
