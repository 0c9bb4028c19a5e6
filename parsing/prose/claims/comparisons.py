"""What is compared with what: the year before, and no other."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.mentions import Mention
from parsing.prose.claims.sentence import SentenceReading
from parsing.prose.claims.tokens import Token

_COMPARING = frozenset({"cmp", "conj", "yoy"})


def last_word(phrase: Sequence[Token]) -> Token | None:
    return next(
        (token for token in reversed(phrase) if token.kind != "filler" and token.tag not in ("conj", "pause")), None
    )


def names_last_year(reading: SentenceReading, words: Sequence[Token]) -> bool:
    return any(is_last_year(reading, token) for token in words)


def is_last_year(reading: SentenceReading, token: Token) -> bool:
    if token.tag == "date":
        return token.extent == "year" and (reading.year is None or token.year == reading.year - 1)
    return token.tag == "last_year"


def is_moved_from(reading: SentenceReading, position: int) -> bool:
    if position + 1 >= len(reading.mentions):
        return False
    following = reading.mentions[position + 1]
    if all(token.tag != "to" for token in following.phrase):
        return False
    own = reading.mentions[position]
    starts = [token.start for token in own.phrase if token.text in ("由", "从")]
    years = [token for token in own.phrase if token.tag == "date" and starts and token.start > max(starts)]
    return bool(starts) and all(is_last_year(reading, token) for token in years)


def is_only_last_year(reading: SentenceReading, mention: Mention) -> bool:
    """上年15件: nothing but the year stands with the number."""
    words = [token for token in mention.phrase if token.kind not in ("filler", "punctuation")]
    if not all(token.tag in _COMPARING or is_last_year(reading, token) for token in words):
        return False
    return names_last_year(reading, words) and not any(token.kind == "noun" for token in mention.tail)


def is_beside_last_year(reading: SentenceReading, mention: Mention) -> bool:
    """比2022年(35起): a bare number in brackets behind last year."""
    before = reading.tokens[max(0, mention.place - 2) : mention.place]
    return len(before) == 2 and before[1].tag == "open" and is_last_year(reading, before[0])


def is_with_last_year(reading: SentenceReading, mention: Mention) -> bool:
    """Whether the words say that the comparison is with the year before: 较上年, 同比, 比2022年; not with another year."""
    if any(result.kind == "prior" and result.is_bound for result in reading.results):
        return True
    tokens = reading.tokens[: mention.place]
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
