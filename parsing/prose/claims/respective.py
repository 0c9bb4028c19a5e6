"""Numbers in the order of those before them: 分别占54%、27%、18%; 去年分别为2件和5件."""

from __future__ import annotations

from dataclasses import replace

from parsing.prose.claims.comparisons import last_word, names_last_year
from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.owners import stated
from parsing.prose.claims.sentence import Bound, SentenceReading


def respective_to_counts(reading: SentenceReading, position: int) -> Bound | None:
    """分别占54%、27%、18%; 去年分别为2件和5件: numbers in the order of the counts before them."""
    mention = reading.mentions[position]
    if not mention.follows or "respectively" not in reading.tags:
        return None
    first = next((place for place in range(position, -1, -1) if _is_respective(reading.mentions[place])), None)
    if first is None:
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
    number = mention.number
    direction = last_word(mention.phrase) or last_word(phrase)
    words = {token.tag for token in (*phrase, *mention.phrase)}
    if not found.is_bound:
        return None
    if direction is not None and direction.tag in ("rise", "fall"):
        sign = -1 if direction.tag == "fall" else 1
        kind = "change_pct" if mention.token.unit == "%" else "change"
        number = replace(number, value=sign * number.value)
    elif "share" in words and mention.token.unit == "%":
        kind = "share"
    elif mention.token.unit != "%" and names_last_year(reading, phrase):
        kind = "prior"
    else:
        return None
    return stated(mention, found.metric, kind, number, found.why)


def _is_respective(mention: Mention) -> bool:
    return any(token.tag == "respectively" for token in mention.phrase)


def _is_bare(reading: SentenceReading, position: int) -> bool:
    before, mention = reading.mentions[position - 1], reading.mentions[position]
    between = reading.tokens[before.place + 1 : mention.place]
    return all(token.kind == "filler" or token.tag in ("pause", "conj", "rise", "fall") for token in between)
