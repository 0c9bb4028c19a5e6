"""Changes, multiples, and what became of what: 较上年下降26.7%, 是上年的1.5倍, 由10件增加到15件."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from parsing.numerals import PrintedNumber
from parsing.prose.claims.comparisons import is_last_year, is_with_last_year, names_last_year
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.owners import not_counted, of_owner, owner, stated
from parsing.prose.claims.sentence import Bound, SentenceReading
from parsing.prose.claims.tokens import Token

_HUNDRED = Decimal(100)


def change(reading: SentenceReading, position: int, direction: Token) -> Bound:
    mention = reading.mentions[position]
    number = mention.number
    is_of_year = is_with_last_year(reading, mention) or is_plain_change(reading, mention)
    if mention.token.unit == "个百分点" or _is_of_part_of_the_year(reading, position):
        return not_counted(mention, "unfit_change")
    if not is_of_year:
        # Of another year: whose it is may still tell whose the next is (较2021年增长45%,较2022年增长6%).
        found = owner(reading, mention, position)
        return not_counted(mention, "unfit_change")._replace(candidates=(found.metric,) if found.is_bound else ())
    sign = -1 if direction.tag in ("fall", "shorten") else 1
    if mention.token.unit == "倍":
        if sign < 0:
            return not_counted(mention, "unfit_change")
        return of_owner(reading, position, "change_pct", _times_hundred(number), start=direction.start)
    kind = "change_pct" if mention.token.unit == "%" else "change"
    signed = replace(number, value=sign * number.value)
    return of_owner(reading, position, kind, signed, start=direction.start)


def _is_of_part_of_the_year(reading: SentenceReading, position: int) -> bool:
    """上半年受理267件,申请量同比上升1.5%."""
    if not position or reading.results[position - 1].reason != "other_period":
        return False
    before, mention = reading.mentions[position - 1], reading.mentions[position]
    words = (*before.lead, *before.phrase)
    return any(word.tag == "quarter" for word in words) and not any(word.tag == "this_year" for word in mention.phrase)


def is_plain_change(reading: SentenceReading, mention: Mention) -> bool:
    """政策解读数量下降25%: in a yearly report that is since the year before, if nothing else is compared with."""
    tokens = reading.tokens[: mention.place]
    compares = any(token.tag in ("cmp", "cmp_after", "mom", "earlier_year", "quarter") for token in tokens)
    follows = bool(reading.results) and reading.results[-1].is_bound and reading.results[-1].kind == "count"
    words = mention.phrase if reading.results else (*mention.lead, *mention.phrase)
    names = any(token.kind in ("noun", "place") for token in words) or follows
    return mention.token.unit in ("%", "", "倍") and names and not compares


def _times_hundred(number: PrintedNumber) -> PrintedNumber:
    value = number.value * _HUNDRED
    whole = value.to_integral_value()
    return PrintedNumber(whole if value == whole else value, number.decimals - 2, number.is_approximate)


def ratio(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    number = mention.number
    if not names_last_year(reading, mention.phrase):
        return not_counted(mention, "unfit_change")
    cut = next(place for place, token in enumerate(mention.phrase) if is_last_year(reading, token))
    return of_owner(reading, position, "ratio", number, phrase=mention.phrase[:cut])


def moved_to(reading: SentenceReading, position: int) -> Bound:
    """B of 由 A 增加到 B."""
    before = reading.results[position - 1] if position else None
    mention = reading.mentions[position]
    if before is None or not before.is_bound or before.kind not in ("prior", "change", "change_pct"):
        return not_counted(mention, "unfit_change")
    kind = {"on_time_rate": "pct", "processing_fees": "cny"}.get(before.metric, "count")
    return stated(mention, before.metric, kind, mention.number, before.why)._replace(family=before.family)
