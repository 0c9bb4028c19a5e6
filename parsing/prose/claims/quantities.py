"""A number as what its unit and the words before it make it: a change, a rate, days, last year's value, or a count."""

from __future__ import annotations

from parsing.prose.claims.binding import bind
from parsing.prose.claims.changes import change, moved_to, ratio
from parsing.prose.claims.comparisons import (
    is_beside_last_year,
    is_last_year,
    is_moved_from,
    is_only_last_year,
    last_word,
)
from parsing.prose.claims.owners import not_counted, of_owner, stated
from parsing.prose.claims.rates import DAYS, days, percentage
from parsing.prose.claims.refused import refused_by_clause
from parsing.prose.claims.respective import respective_to_counts
from parsing.prose.claims.sentence import Bound, SentenceReading


def read_quantity(reading: SentenceReading, position: int) -> Bound:
    """The number at ``position`` as what its unit and the words before it make it."""
    mention = reading.mentions[position]
    found = _read(reading, position)
    if found.kind in ("prior", "ratio", "change", "change_pct", ""):
        # A date goes on for the numbers after it, 上年 does not.
        tags = ("last_year",) if found.is_dated else ("date", "last_year")
        times = {token.start for token in mention.phrase if token.tag in tags}
        reading.compared |= {place for place, token in enumerate(reading.tokens) if token.start in times}
    return found


def _read(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    refused = refused_by_clause(reading, mention)
    refused = refused or _still_another_body(reading, position) or _of_readers(reading, position)
    if refused is not None:
        return refused
    if (listed := respective_to_counts(reading, position)) is not None:
        return listed
    if mention.token.unit in DAYS:
        return days(reading, position)
    last = last_word(mention.phrase)
    if last is not None and last.tag == "shorten" and mention.token.unit == "%" and _speaks_of_days(reading):
        return change(reading, position, last)
    if last is not None and last.tag in ("rise", "fall"):
        return change(reading, position, last)
    if mention.token.unit == "倍":
        return ratio(reading, position)
    if mention.token.unit == "%":
        return percentage(reading, position)
    if _is_where_it_moved(reading, position):
        return moved_to(reading, position)
    if is_moved_from(reading, position):
        return of_owner(reading, position, "prior", mention.number)
    if any(token.tag == "cmp_after" for token in mention.tail[:1]) and not any(
        token.kind in ("noun", "place") for token in mention.phrase
    ):
        return not_counted(mention, "unfit_change")  # 与上年的21件相比,…: what is compared comes later
    if (cut := _compared_in_between(reading, position)) is not None:
        if not any(is_last_year(reading, word) for word in mention.phrase[cut:]):
            return not_counted(mention, "other_period")
        return of_owner(reading, position, "prior", mention.number, phrase=mention.phrase[:cut])
    if is_only_last_year(reading, mention) or is_beside_last_year(reading, mention):
        return of_owner(reading, position, "prior", mention.number)
    return bind(reading, position)


def read_prior_beforehand(reading: SentenceReading, position: int) -> None:
    """与上年的30件相比,收到申请25件: last year's number, stated before what it counts."""
    found, mention = reading.results[position], reading.mentions[position]
    if not position or not found.is_bound or found.kind not in ("count", "change", "change_pct"):
        return
    before, earlier = reading.results[position - 1], reading.mentions[position - 1]
    between = reading.tokens[earlier.place + 1 : mention.place]
    if (
        before.reason == "unfit_change"
        and mention.follows
        and is_only_last_year(reading, earlier)
        and earlier.token.measures == mention.token.measures
        and any(token.tag in ("cmp", "cmp_after") for token in (*earlier.phrase, *earlier.tail))
        and any(token.tag == "comma" for token in between)
    ):
        reading.results[position - 1] = stated(earlier, found.metric, "prior", earlier.number, found.why)


def _is_where_it_moved(reading: SentenceReading, position: int) -> bool:
    """B of 由A降至B; or of 下降18.6%,降至B, if nothing but the verb stands with it."""
    tags = {token.tag for token in reading.mentions[position].phrase if token.kind != "filler"}
    if "to" not in tags or not position:
        return False
    before = reading.results[position - 1]
    if before.kind == "prior":
        return is_moved_from(reading, position - 1)
    return before.is_bound and before.kind in ("change", "change_pct") and tags == {"to"}


def _compared_in_between(reading: SentenceReading, position: int) -> int | None:
    """公开信息较2022年的468条增长12%: where the comparison begins, between what grew and by how much."""
    phrase, behind = reading.mentions[position].phrase, reading.mentions[position + 1 : position + 2]
    at = next((place for place, word in enumerate(phrase) if word.tag == "cmp"), None)
    if not at or not behind or not behind[0].phrase or behind[0].phrase[0].tag not in ("rise", "fall"):
        return None
    said = [word for word in phrase[at + 1 :] if word.kind != "filler"]
    is_directly = reading.tokens[reading.mentions[position].place + 1].tag in ("rise", "fall")
    return at if is_directly and said and all(word.tag in _YEARS for word in said) else None


_YEARS = frozenset({"date", "last_year", "earlier_year"})


def _of_readers(reading: SentenceReading, position: int) -> Bound | None:
    """阅读量超10万的微信19条: those that many have read are some."""
    before = reading.results[position - 1] if position else None
    if before is None or before.reason != "reach":
        return None
    mention = reading.mentions[position]
    between = reading.tokens[reading.mentions[position - 1].place + 1 : mention.place]
    is_beside = all(token.kind != "punctuation" and (token.kind != "verb" or token.text == "推文") for token in between)
    return not_counted(mention, "reach", before.detail)._replace(kind="count") if is_beside else None


def _speaks_of_days(reading: SentenceReading) -> bool:
    return bool(reading.results) and reading.results[-1].metric == "average_response_days"


def _still_another_body(reading: SentenceReading, position: int) -> Bound | None:
    """下辖6个县区公开4105条,收到申请39件: what goes on with another body's numbers is another body's."""
    before = reading.results[position - 1] if position else None
    if (
        before is None
        or before.reason != "other_body"
        or not (before.detail == "下辖" or (before.facets and before.facets.verbs))
    ):
        return None
    mention = reading.mentions[position]
    if any(word.text in _LEVELS for word in mention.phrase):
        return not_counted(mention, "other_body", "本级")  # 各县区公开3200条,市本级412条
    if _is_done_for_others(before):
        return None
    between = reading.tokens[reading.mentions[position - 1].place : mention.place]
    if any(token.tag in ("semicolon", "own_body", "subset", "open", "close") for token in between):
        return None
    return not_counted(mention, "other_body", before.detail)._replace(facets=before.facets)


_LEVELS = frozenset({"省本级", "市本级", "县本级", "区本级"})


def _is_done_for_others(before: Bound) -> bool:
    """组织全市核查2次,政务公开培训3次: the bureau did it, though others took part."""
    words = before.facets.words if before.facets is not None else ()
    held = [word.start for word in words if word.tag == "hold"]
    others = [word.start for word in words if word.tag == "other_body"]
    return bool(held) and bool(others) and held[0] < others[0]
