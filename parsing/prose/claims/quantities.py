"""Numbers that count nothing themselves: changes, multiples, last year's values, shares, rates, days; all others are bound as counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from parsing.numerals import PrintedNumber
from parsing.prose.claims.binding import Bound, SentenceReading, bind, find_family, fit, last_family, number_span, refused_by_clause
from parsing.prose.claims.facets import facets
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.tokens import Token

_HUNDRED = Decimal(100)
_SUBJECTLESS = frozenset(
    "filler cmp cmp_after yoy last_year this_year date rise fall to via conj comma colon pause cumulative share respectively unknown level subset as_of since stop open close".split()  # noqa: SIM905
)
_COMPARING = frozenset({"cmp", "conj", "yoy"})
_OF_OTHER_WORK = frozenset({"documents", "other_application", "case_noun"})
_DAYS = {"个工作日": "working_day", "工作日": "working_day", "天": "days", "日": "days"}


def read_quantity(reading: SentenceReading, position: int) -> Bound:
    """The number at ``position`` as what its unit and the words before it make it."""
    mention = reading.mentions[position]
    found = _read(reading, position)
    if found.kind in ("prior", "ratio", "change", "change_pct", ""):
        times = {token.start for token in mention.phrase if token.tag in ("date", "last_year")}
        reading.compared |= {place for place, token in enumerate(reading.tokens) if token.start in times}
    return found


def _read(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    if mention.token.number is None:
        return bind(reading, position)
    if (refused := refused_by_clause(mention) or _still_another_body(reading, position)) is not None:
        return refused
    if (listed := _respective_to_counts(reading, position)) is not None:
        return listed
    last = _last_word(mention.phrase)
    if last is not None and last.tag == "shorten" and mention.token.unit == "%" and _speaks_of_days(reading):
        return _change(reading, position, last)
    if last is not None and last.tag in ("rise", "fall"):
        return _change(reading, position, last)
    if mention.token.unit == "倍":
        return _ratio(reading, position)
    if mention.token.unit == "%":
        return _percentage(reading, position)
    if mention.token.unit in _DAYS:
        return _days(reading, position)
    if any(token.tag == "to" for token in mention.phrase) and position and reading.results[position - 1].kind == "prior":
        return _moved_to(reading, position)
    if _is_moved_from(reading, position):
        return _of_owner(reading, position, "prior", mention.token.number)
    if _is_only_last_year(reading, mention) or _is_beside_last_year(reading, mention):
        return _of_owner(reading, position, "prior", mention.token.number)
    return bind(reading, position)


def _speaks_of_days(reading: SentenceReading) -> bool:
    return bool(reading.results) and reading.results[-1].metric == "average_response_days"


def _still_another_body(reading: SentenceReading, position: int) -> Bound | None:
    """下辖6个县区公开4105条,收到申请39件: what goes on with another body's numbers is another body's."""
    before = reading.results[position - 1] if position else None
    if before is None or before.reason != "other_body" or not (before.detail == "下辖" or (before.facets and before.facets.verbs)):
        return None
    mention = reading.mentions[position]
    between = reading.tokens[reading.mentions[position - 1].index : mention.index]
    if any(token.tag in ("semicolon", "own_body", "subset", "open", "close") for token in between):
        return None
    return _not(mention, "other_body", before.detail)


def _last_word(phrase: Sequence[Token]) -> Token | None:
    return next((token for token in reversed(phrase) if token.kind != "filler"), None)


def _change(reading: SentenceReading, position: int, direction: Token) -> Bound:
    mention = reading.mentions[position]
    number = mention.token.number
    assert number is not None
    is_of_year = is_with_last_year(reading, mention) or _is_plain_change(reading, mention)
    if mention.token.unit == "个百分点" or not is_of_year:
        return _not(mention, "unfit_change")
    sign = -1 if direction.tag in ("fall", "shorten") else 1
    if mention.token.unit == "倍":
        if sign < 0:
            return _not(mention, "unfit_change")
        return _of_owner(reading, position, "change_pct", _times_hundred(number), start=direction.start)
    kind = "change_pct" if mention.token.unit == "%" else "change"
    signed = PrintedNumber(sign * number.value, number.decimals, number.is_approximate)
    return _of_owner(reading, position, kind, signed, start=direction.start)


def _is_plain_change(reading: SentenceReading, mention: Mention) -> bool:
    """政策解读数量下降25%: in a yearly report that is since the year before, if nothing else is compared with."""
    tokens = reading.tokens[: mention.index]
    compares = any(token.tag in ("cmp", "cmp_after", "mom", "earlier_year", "quarter") for token in tokens)
    follows = bool(reading.results) and reading.results[-1].is_bound and reading.results[-1].kind == "count"
    names = any(token.kind in ("noun", "place") for token in mention.phrase) or follows
    return mention.token.unit == "%" and names and not compares


def _times_hundred(number: PrintedNumber) -> PrintedNumber:
    value = number.value * _HUNDRED
    whole = value.to_integral_value()
    return PrintedNumber(whole if value == whole else value, number.decimals - 2, number.is_approximate)


def _ratio(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    number = mention.token.number
    if number is None or not _names_last_year(reading, mention.phrase):
        return _not(mention, "unfit_change")
    cut = next(place for place, token in enumerate(mention.phrase) if is_last_year(reading, token))
    return _of_owner(reading, position, "ratio", number, phrase=mention.phrase[:cut])


def _names_last_year(reading: SentenceReading, words: Sequence[Token]) -> bool:
    return any(is_last_year(reading, token) for token in words)


def is_last_year(reading: SentenceReading, token: Token) -> bool:
    if token.tag == "date":
        return token.extent == "year" and (reading.year is None or token.year == reading.year - 1)
    return token.tag == "last_year"


def _percentage(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    number = mention.token.number
    assert number is not None
    tags = [token.tag for token in mention.phrase]
    if "to" in tags and position and reading.results[position - 1].metric == "on_time_rate":
        return _moved_to(reading, position)
    if "answer_rate" in tags:
        return _rate(reading, position)
    before = reading.results[position - 1] if position else None
    before_share = tags[: tags.index("share")] if "share" in tags else tags
    is_beside = not [tag for tag in before_share if tag not in _SUBJECTLESS]
    is_share = "share" in tags or (mention.in_brackets and is_beside and mention.whole == position - 1)
    if not is_share:
        return _not(mention, "no_metric")
    if any(token.kind == "unknown" or token.tag == "rest" for token in mention.phrase[: len(before_share)]):
        return _not(mention, "unknown_words")
    if is_beside:
        told = [found for found in reading.results if found.kind in ("count", "share")]
        before = before if before is None or before.kind in ("count", "share") or not told else told[-1]
        if before is None or not before.is_bound or before.kind not in ("count", "share"):
            return _not(mention, "no_metric")
        return _stated(mention, before.metric, "share", number, "占")
    return _of_owner(reading, position, "share", number)


def _rate(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    number = mention.token.number
    assert number is not None
    if _family_of_answers(reading, mention) != "applications" or _is_of_duty(reading, mention):
        return _not(mention, "no_metric")
    kind = "prior" if _is_moved_from(reading, position) else "pct"
    return replace(_stated(mention, "on_time_rate", kind, number, "答复率"), family="applications")


def _is_of_duty(reading: SentenceReading, mention: Mention) -> bool:
    if any(token.tag in ("plan", "next_year") for token in reading.tokens[: mention.index]):
        return True
    return any(token.tag in ("duty", "plan", "next_year", "each") for token in (*mention.lead, *mention.phrase, *mention.clause))


def _family_of_answers(reading: SentenceReading, mention: Mention) -> str:
    """Whose answers are meant: by the noun before them in the clause, else by what the text spoke of last."""
    around = (*mention.phrase, *mention.tail)
    nouns = [token for token in around if token.kind in ("noun", "topic") and token.tag not in ("answer_rate", "average")]
    if nouns:
        return last_family(nouns)
    for result in reversed(reading.results):
        if result.kind == "count" and result.reason == "no_metric" and result.head in _OF_OTHER_WORK:
            return ""
        if result.kind == "count":
            break
    return find_family(reading, replace(mention, phrase=(), tail=()), facets((), ()))


def _days(reading: SentenceReading, position: int) -> Bound:
    mention = reading.mentions[position]
    number = mention.token.number
    assert number is not None
    tags = {token.tag for token in mention.phrase}
    before = reading.results[position - 1] if position else None
    is_limit = any(token.text in ("内", "以内", "之内") for token in mention.tail[:1])
    if before is not None and before.metric == "average_response_days" and "to" in tags and before.kind == "prior":
        return _stated(mention, before.metric, _DAYS[mention.token.unit], number, before.why)
    if before is not None and before.metric == "average_response_days" and _is_only_last_year(reading, mention):
        return _stated(mention, before.metric, "prior", number, before.why)
    compares = "cmp" not in tags or _names_last_year(reading, mention.phrase)
    if "shorten" in tags and before is not None and compares and is_with_last_year(reading, mention) and not _is_moved_from(reading, position):
        told = [found for found in reading.results if found.metric == "average_response_days"]
        if told:
            less = PrintedNumber(-number.value, number.decimals, number.is_approximate)
            return _stated(mention, "average_response_days", "change", less, told[-1].why)
    is_average = "average" in tags
    refused = bool(tags & {"cmp", "rise", "fall", "yoy"}) or ("shorten" in tags and not _is_moved_from(reading, position))
    if not is_average or refused or is_limit or _is_of_duty(reading, mention) or _family_of_answers(reading, mention) != "applications":
        return _not(mention, "unit", mention.token.unit)
    kind = "prior" if _is_moved_from(reading, position) else _DAYS[mention.token.unit]
    return replace(_stated(mention, "average_response_days", kind, number, "平均"), family="applications")


def _moved_to(reading: SentenceReading, position: int) -> Bound:
    """B of 由 A 增加到 B."""
    before = reading.results[position - 1] if position else None
    mention = reading.mentions[position]
    if before is None or not before.is_bound or before.kind != "prior" or mention.token.number is None:
        return _not(mention, "unfit_change")
    kind = "pct" if before.metric == "on_time_rate" else "count"
    return _stated(mention, before.metric, kind, mention.token.number, before.why)


def _is_moved_from(reading: SentenceReading, position: int) -> bool:
    if position + 1 >= len(reading.mentions):
        return False
    following = reading.mentions[position + 1]
    own = reading.mentions[position]
    moves = any(token.tag == "to" for token in following.phrase)
    is_from = any(token.text in ("由", "从") for token in own.phrase)
    years = [token for token in own.phrase if token.tag == "date"]
    return moves and is_from and all(is_last_year(reading, token) for token in years)


def _is_only_last_year(reading: SentenceReading, mention: Mention) -> bool:
    """上年15件: nothing but the year stands with the number."""
    words = [token for token in mention.phrase if token.kind not in ("filler", "punctuation")]
    is_named = any(is_last_year(reading, token) for token in words)
    is_only = all(is_last_year(reading, token) or token.tag in _COMPARING for token in words)
    return is_named and is_only and not any(token.kind == "noun" for token in mention.tail)


def _is_beside_last_year(reading: SentenceReading, mention: Mention) -> bool:
    """比2022年(35起): a bare number in brackets behind last year."""
    before = reading.tokens[max(0, mention.index - 2) : mention.index]
    return len(before) == 2 and before[1].tag == "open" and is_last_year(reading, before[0])


def is_with_last_year(reading: SentenceReading, mention: Mention) -> bool:
    """Whether the words say that the comparison is with the year before: 较上年, 同比, 比2022年; not with another year."""
    if any(result.kind == "prior" and result.is_bound for result in reading.results):
        return True
    tokens = reading.tokens[: mention.index]
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.tag in ("mom",):
            return False
        if token.tag == "yoy":
            return True
        if token.tag in ("cmp", "cmp_after") or token.text in ("与", "同", "和", "跟"):
            around = [*tokens[max(0, place - 2) : place], *tokens[place + 1 : place + 3]]
            named = [near for near in around if near.tag in ("date", "last_year", "earlier_year", "quarter")]
            if named:
                return any(is_last_year(reading, near) for near in named)
        if token.tag == "stop":
            return False
    return False


def owner(reading: SentenceReading, mention: Mention, position: int) -> Bound:
    """Whose change it is: the subject of its own clauses, else the number directly before it."""
    words = _subject_words(mention.phrase)
    subject = [token for token in words if token.tag not in _SUBJECTLESS and token.kind in ("noun", "verb", "place", "topic")]
    if not subject and mention.lead:
        lead = [token for token in mention.lead if token.kind in ("noun", "place") and not in_share(mention)]
        if lead:
            subject, words = lead, mention.lead
    if subject:
        if _is_qualified_behind(words, subject[-1]):
            return Bound(reason="unknown_words")
        pseudo = replace(mention, phrase=words, tail=(), whole=None)
        return fit(reading, pseudo, facets(words, ()), is_subject=True)
    return _nearest(reading, mention, position)


def _is_qualified_behind(words: Sequence[Token], subject: Token) -> bool:
    """热线坐席由12个: an unknown word behind the noun makes it something else."""
    return any(token.kind == "unknown" and token.start >= subject.end for token in words)


def in_share(mention: Mention) -> bool:
    return any(token.tag == "share" for token in mention.phrase)


def _respective_to_counts(reading: SentenceReading, position: int) -> Bound | None:
    """分别占54%、27%、18%; 去年分别为2件和5件: numbers in the order of the counts before them."""
    mention = reading.mentions[position]
    first = next((place for place in range(position, -1, -1) if _is_respective(reading.mentions[place])), None)
    if first is None or not mention.follows:
        return None
    phrase = reading.mentions[first].phrase
    if any(token.kind in ("noun", "place", "verb") for token in phrase):
        return None
    last = first
    while last + 1 < len(reading.mentions) and _is_bare(reading, last + 1):
        last += 1
    counts = [found for found in reading.results[:first] if found.kind == "count"]
    n = last - first + 1
    if n < 2 or position > last or len(counts) < n:
        return None
    found = counts[len(counts) - n + position - first]
    number = mention.token.number
    direction = _last_word(mention.phrase) or _last_word(phrase)
    words = {token.tag for token in (*phrase, *mention.phrase)}
    if number is None or not found.is_bound:
        return None
    if direction is not None and direction.tag in ("rise", "fall"):
        sign = -1 if direction.tag == "fall" else 1
        kind = "change_pct" if mention.token.unit == "%" else "change"
        number = PrintedNumber(sign * number.value, number.decimals, number.is_approximate)
    elif "share" in words and mention.token.unit == "%":
        kind = "share"
    elif mention.token.unit != "%" and _names_last_year(reading, phrase):
        kind = "prior"
    else:
        return None
    return _stated(mention, found.metric, kind, number, found.why)


def _is_respective(mention: Mention) -> bool:
    return any(token.tag == "respectively" for token in mention.phrase)


def _is_bare(reading: SentenceReading, position: int) -> bool:
    before, mention = reading.mentions[position - 1], reading.mentions[position]
    between = reading.tokens[before.index + 1 : mention.index]
    return all(token.kind == "filler" or token.tag in ("pause", "conj", "rise", "fall") for token in between)


def _subject_words(phrase: Sequence[Token]) -> tuple[Token, ...]:
    """Without the words of the change itself, and without the whole that follows 占."""
    share = next((place for place, token in enumerate(phrase) if token.tag == "share"), len(phrase))
    return tuple(token for token in phrase[:share] if token.tag not in ("rise", "fall", "level", "to", "shorten"))


def _nearest(reading: SentenceReading, mention: Mention, position: int) -> Bound:
    zero = max((extra.span[1] for extra in reading.extra if extra.kind in ("count", "cny") and extra.span[1] <= mention.token.start), default=-1)
    for before in range(position - 1, -1, -1):
        if reading.mentions[before].token.end < zero:
            break
        other = reading.mentions[before]
        if other.in_brackets and not mention.in_brackets:
            continue
        result = reading.results[before]
        if other.whole is not None and mention.whole == other.whole and result.kind == "count" and not mention.in_brackets:
            whole = reading.results[other.whole] if other.whole >= 0 else result
            if whole.is_bound and result.facets is not None and "split_role" in result.facets.tags:
                return whole
            goes_on = any(later.whole == other.whole for later in reading.mentions[position + 1 :])
            compares = any(token.tag in ("cmp", "yoy") for token in mention.phrase)
            is_told = any(told.metric == whole.metric and told.kind in ("change", "change_pct", "ratio") for told in reading.results)
            if whole.is_bound and whole.metric != result.metric and not goes_on and compares and not is_told:
                return Bound(reason="ambiguous", candidates=tuple(filter(None, (result.metric, whole.metric))))
        return result
    zeros = {extra.metric: extra for extra in reading.extra if extra.span[1] == zero}
    if len(zeros) == 1:
        return next(iter(zeros.values()))
    previous = reading.before
    if previous is not None and previous.results:
        return previous.results[-1]
    return Bound(reason="unfit_change")


def _of_owner(
    reading: SentenceReading,
    position: int,
    kind: str,
    number: PrintedNumber,
    start: int | None = None,
    phrase: tuple[Token, ...] | None = None,
) -> Bound:
    mention = reading.mentions[position]
    found = owner(reading, mention if phrase is None else replace(mention, phrase=phrase), position)
    if not found.is_bound:
        reason = "ambiguous" if found.reason == "ambiguous" else "unfit_change"
        return replace(_not(mention, reason), candidates=found.candidates)
    bound = _stated(mention, found.metric, kind, number, found.why)
    first = start if start is not None else mention.token.start
    return replace(bound, span=(first, mention.token.end), family=found.family, facets=found.facets, verbs=found.verbs)


def _stated(mention: Mention, metric: str, kind: str, number: PrintedNumber, why: str) -> Bound:
    return Bound(metric, kind, number, number_span(mention), why)


def _not(mention: Mention, reason: str, detail: str = "") -> Bound:
    return Bound(reason=reason, detail=detail, span=number_span(mention), number=mention.token.number, kind="")


def _as(bound: Bound, kind: str) -> Bound:
    return replace(bound, kind=kind) if bound.is_bound else bound
