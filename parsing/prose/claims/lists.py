"""Nouns and numbers that are listed in the same order: 网站、微信分别发布20条、30条."""

from __future__ import annotations

from collections.abc import Sequence

from parsing.prose.claims.tokens import Token

HARD = frozenset({"comma", "semicolon", "colon", "stop", "open", "close"})
"""Marks of punctuation that end a phrase; ``、`` does not: nouns listed before one number belong to it together."""

SENTENCE_ENDS = frozenset({"semicolon", "stop"})


def with_units(tokens: Sequence[Token], numbers: Sequence[int]) -> tuple[Token, ...]:
    """A list of bare numbers has the unit of its last: 512、348、71篇."""
    found = list(tokens)
    for before, after in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        is_bare = not found[before].unit and found[after].unit
        if is_bare and all(token.tag in ("pause", "conj") for token in tokens[before + 1 : after]):
            found[before] = found[before]._replace(unit=found[after].unit)
    return tuple(found)


def phrase_start(tokens: Sequence[Token], index: int) -> int:
    start = index
    while start and tokens[start - 1].tag not in HARD and tokens[start - 1].tag != "number":
        start -= 1
    if start and tokens[start - 1].tag == "close":
        opened = opening(tokens, start - 1)
        if opened is not None and all(token.tag != "number" for token in tokens[opened:start]) and opened:
            # A remark in brackets within the phrase: 申请(含网上)26件.
            return phrase_start(tokens, opened)
    is_bare = all(token.kind == "filler" or token.tag in ("this_year", "last_year") for token in tokens[start:index])
    if is_bare and start and tokens[start - 1].tag == "colon" and not _belongs_to_a_number(tokens, start - 1):
        return phrase_start(tokens, start - 1)
    if (
        start == index
        and start > 1
        and tokens[start - 1].tag == "open"
        and tokens[start - 2].kind in ("noun", "filler")
    ):
        return phrase_start(tokens, start - 1)  # 人大建议(14件)
    if start and tokens[start - 1].tag == "number":
        among = next((at for at in range(start, index) if tokens[at].text in ("中", "里")), None)
        if among is not None and tokens[start].kind == "noun":
            return among + 1  # 五起复议中四起维持
        if start < index and tokens[index - 1].tag in ("conj", "pause") and index - start > 1:
            return index  # 14件人大代表建议和17件 …: the noun is the other number's
        for position in range(start, index):
            if tokens[position].tag == "pause":
                return position + 1
    return start


def _belongs_to_a_number(tokens: Sequence[Token], colon: int) -> bool:
    """公布了41条信息:2条政策解读: the noun before the colon is that of the number before it."""
    before = colon - 1
    while before >= 0 and tokens[before].kind in ("noun", "filler"):
        before -= 1
    return before >= 0 and before < colon - 1 and tokens[before].tag == "number"


def opening(tokens: Sequence[Token], close: int) -> int | None:
    for position in range(close - 1, -1, -1):
        if tokens[position].tag == "open":
            return position
    return None


def respective_phrases(tokens: Sequence[Token], numbers: Sequence[int]) -> dict[int, tuple[Token, ...] | None]:
    """The phrases of numbers that stand in the order of a list of nouns: 网站、微信分别发布20条、30条."""
    phrases: dict[int, tuple[Token, ...] | None] = {}
    for index, token in enumerate(tokens):
        if token.tag != "respectively":
            continue
        listed = _listed_numbers(tokens, index, numbers)
        groups = _groups(tokens[phrase_start(tokens, index) : index])
        if len(listed) < 2:
            continue
        accounts = _accounts_before(tokens, index, listed) if _is_bare(groups) else None
        groups, listed = accounts or (groups, listed)
        if len(groups) != len(listed):
            if any(word.kind in ("noun", "verb", "place") for group in groups for word in group):
                phrases.update(dict.fromkeys(listed))
            continue
        shared = tuple(word for word in tokens[index + 1 : listed[0]] if word.tag not in ("rise", "fall"))
        first = tuple(word for word in groups[0] if word.kind == "verb" or word.tag == "via")
        last = _trailing(groups[-1])
        for number, group in zip(listed, groups, strict=True):
            own = (*(first if group is not groups[0] else ()), *group, *(last if group is not groups[-1] else ()))
            direction = tuple(word for word in tokens[max(index, number - 2) : number] if word.tag in ("rise", "fall"))
            phrases[number] = (*own, *shared, *direction)
    return phrases


def _is_bare(groups: Sequence[tuple[Token, ...]]) -> bool:
    return not any(word.kind in ("noun", "place") or word.tag == "reach" for group in groups for word in group)


def _accounts_before(
    tokens: Sequence[Token], index: int, listed: Sequence[int]
) -> tuple[list[tuple[Token, ...]], list[int]] | None:
    """微信公众号、微博各1个,全年分别发布信息244条、519条: the channels of the clauses before and their numbers, if there are as many."""
    alike = [number for number in listed if tokens[number].unit == tokens[listed[0]].unit != "%"]
    start = max((place for place in range(index) if tokens[place].tag in SENTENCE_ENDS), default=-1)
    found = [token for token in tokens[start + 1 : index] if token.kind == "place" and token.family]
    if not alike or len(found) != len(alike) or len({token.tag for token in found}) != len(found):
        return None
    return [(token,) for token in found], alike


def _trailing(group: Sequence[Token]) -> tuple[Token, ...]:
    """What the nouns of a list have in common behind the last: 网站、微信*发布数*, 受理、答复*申请*."""
    place = next((position for position, word in enumerate(group) if word.kind in ("place", "noun", "verb")), None)
    if place is not None and group[place].kind == "place" and group[place].text.endswith("申请"):
        word = group[place]
        return (word._replace(tag="bare_application", kind="noun", family="", start=word.end - 2, text="申请"),)
    return tuple(word for word in group[place + 1 :]) if place is not None else ()


def _listed_numbers(tokens: Sequence[Token], index: int, numbers: Sequence[int]) -> list[int]:
    """The numbers behind 分别 that have no noun of their own."""
    listed: list[int] = []
    for number in numbers:
        if number < index:
            continue
        between = tokens[(listed[-1] if listed else index) + 1 : number]
        if listed and any(word.text in ("共", "共计", "合计", "总计") for word in between):
            break
        if listed and any(
            word.kind not in ("filler", "punctuation") and word.tag not in ("conj", "respectively", "rise", "fall")
            for word in between
        ):
            break
        if any(word.tag in SENTENCE_ENDS for word in between):
            break
        listed.append(number)
    return listed


def _groups(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if token.tag in ("pause", "conj"):
            groups.append([])
        else:
            groups[-1].append(token)
    return [tuple(group) for group in groups if group]
