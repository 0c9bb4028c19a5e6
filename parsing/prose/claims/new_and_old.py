"""What is new beside what was there: last year's cases, what was withdrawn, and the stock of a site."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.inheritance import is_new, is_new_this_year
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.taken_back import unbind
from parsing.prose.claims.tokens import Token


def counts_of(reading: SentenceReading, metric: str) -> list[int]:
    """The places of the numbers that count a metric."""
    return [at for at, bound in enumerate(reading.results) if bound.metric == metric and bound.kind == "count"]


def only_what_is_new(reading: SentenceReading) -> None:
    """受理30件, … 新收到22件: the number that contains last year's is not what was received; what 共收到 sums up is."""
    received = counts_of(reading, "applications_received")
    for place in range(len(reading.results)) if received else ():
        if _is_without_carried_in(reading, place):
            bound = reading.results[place]
            reading.results[place] = bound._replace(metric="applications_received", reason="", why="剔除结转")
            received = sorted({*received, place})
    new = [place for place in received if any(word.text.startswith("新") for word in reading.mentions[place].phrase)]
    later = [place for place in received if new and place > new[0] and _is_summed_up(reading.mentions[place].phrase)]
    new = later or new  # 新收10件,连同之前的6件,全年共收到16件
    if len(new) == 1 and len(received) > 1:
        for place in set(received) - set(new):
            reading.results[place] = reading.results[place]._replace(metric="", reason="part", detail="结转")


def not_what_was_left(reading: SentenceReading) -> None:
    """收到46件,撤回20件,受理26件: what was taken on of those that came is not what was received."""
    places = counts_of(reading, "applications_received")
    for place in places[1:]:
        number, phrase = reading.mentions[place].number, reading.mentions[place].phrase
        came = [at for at in places if at < place and reading.mentions[at].number.value > number.value]
        is_taken_on = any(word.text == _TAKEN_ON for word in phrase)
        if is_taken_on and any(all(word.text != _TAKEN_ON for word in reading.mentions[at].phrase) for at in came):
            unbind(reading, place, "part")


_TAKEN_ON = "受理"


def _is_summed_up(phrase: Sequence[Token]) -> bool:
    words = {word.text for word in phrase}
    return "共" in words and not any(word.text.startswith("新") for word in phrase)


def no_stock_before_what_is_new(reading: SentenceReading) -> None:
    """截至年底,网站共公开615条,今年新增94条: the first is a stock; beside a 新增 without 今年 it is open which is this year's."""
    for place in range(len(reading.results) - 1):
        bound, new = reading.results[place : place + 2]
        mention, later = reading.mentions[place : place + 2]
        if _is_of_all_cases(bound, new) and later.follows and is_new_this_year(later.phrase):
            unbind(reading, place, "stock")  # 截至年底共收到申请36件,今年新增5件
            continue
        is_same = bound.is_bound and new.is_bound and (bound.metric, bound.kind) == (new.metric, new.kind)
        if not is_same or not bound.metric.startswith("proactive") or not is_new(later.phrase):
            continue
        tags = {word.tag for word in (*mention.phrase, *mention.lead)}
        is_of_year = bool(tags & {"this_year", "date"}) and "as_of" not in tags
        if is_new_this_year(later.phrase) or "as_of" in tags:
            unbind(reading, place, "stock")
            if is_of_year:
                unbind(reading, place + 1, "ambiguous", (new.metric,))
            continue
        unbind(reading, place + 1, "ambiguous", (new.metric,))
        if not is_of_year:
            unbind(reading, place, "ambiguous", (bound.metric,))


def _is_of_all_cases(bound: Bound, new: Bound) -> bool:
    """Whether a number of no information is followed by one that names nothing itself."""
    is_of_cases = bound.is_bound and bound.kind == "count" and not bound.metric.startswith("proactive")
    return is_of_cases and not new.is_bound and new.kind == "count"


def _is_without_carried_in(reading: SentenceReading, place: int) -> bool:
    """剔除上年结转后新收到37件."""
    phrase, bound = reading.mentions[place].phrase, reading.results[place]
    is_new = any(word.tag == "receive" and word.text.startswith("新") for word in phrase)
    is_without = {"excluding", "carried_in"} <= {word.tag for word in phrase}
    return is_new and is_without and not bound.is_bound and bound.kind == "count"
