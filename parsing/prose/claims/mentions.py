"""The numbers of a sentence, each with the words that belong to it: phrase, tail, lead, and what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from parsing.numerals import PrintedNumber
from parsing.prose.claims.lists import HARD, SENTENCE_ENDS, opening, phrase_start, respective_phrases, with_units
from parsing.prose.claims.scopes import CLAUSE_ENDS, scopes_of
from parsing.prose.claims.tokens import Token

NOTHING = PrintedNumber(Decimal(0), 0, False)


class Mention(NamedTuple):
    """One number of a sentence."""

    place: int
    """Of its token."""
    token: Token
    number: PrintedNumber
    start: int
    """Index of the first token of its own words."""
    phrase: tuple[Token, ...]
    """The words before it that no other number has, back to a comma, bracket or number."""
    tail: tuple[Token, ...]
    """The words behind it up to the next mark or number (收到26件 *政府信息公开申请*)."""
    lead: tuple[Token, ...]
    """The clauses without a number before its phrase, back to a number or semicolon."""
    clause: tuple[Token, ...]
    """Everything between the commas around it."""
    whole: int | None = None
    """The mention that it is a part of (其中 …, or in brackets behind it); -1 if that stands in the sentence before."""
    in_brackets: bool = False
    ends_clause: bool = True
    """Whether nothing but a mark or 和 follows."""
    is_loose: bool = False
    """Whether it stands in a list whose nouns are more or fewer (分别为): its owner is unclear."""
    follows: bool = False
    """Whether it goes on with the list of the number before it: nothing but 、 or a comma and its own phrase between."""
    is_adjacent: bool = False
    """Whether it stands directly behind another number that counts issues (301期*1029条*)."""


def find_mentions(tokens: Sequence[Token]) -> tuple[Mention, ...]:
    """The mentions in order; ``whole`` refers to their positions in the result."""
    numbers = [index for index, token in enumerate(tokens) if token.tag == "number"]
    if not numbers:
        return ()
    scopes = scopes_of(tokens, numbers)
    found: list[Mention] = []
    lists = respective_phrases(tokens, numbers)
    tokens = with_units(tokens, numbers)
    for order, index in enumerate(numbers):
        start = phrase_start(tokens, index)
        phrase = _without_brackets(tokens[start:index])
        listed = lists.get(index)
        if listed is not None:
            phrase = listed
        elif order and phrase[:1] and phrase[0].tag == "column" and start == numbers[order - 1] + 1:
            phrase = phrase[1:]  # 网站12个栏目共发布文章83篇: the noun is the number's before
        whole, in_brackets = scopes[order]
        before = numbers[order - 1] if order else None
        found.append(
            Mention(
                index,
                tokens[index],
                tokens[index].number or NOTHING,
                start,
                phrase,
                _tail(tokens, index),
                _lead(tokens, start),
                _clause(tokens, index),
                whole,
                in_brackets,
                index + 1 >= len(tokens) or tokens[index + 1].kind == "punctuation" or tokens[index + 1].tag == "conj",
                index in lists and listed is None,
                before is not None and all(token.tag not in SENTENCE_ENDS for token in tokens[before:index]),
                before is not None and _are_issues(tokens, before, index),
            )
        )
    return tuple(found)


def _are_issues(tokens: Sequence[Token], first: int, second: int) -> bool:
    if tokens[first].unit != "期" or tokens[second].unit == "%" or tokens[second].measures == "people":
        return False
    between = [token.tag for token in tokens[first + 1 : second]]
    return between in ([], ["pause"]) or (between == ["comma"] and tokens[second].unit in ("条", "篇"))


def _without_brackets(phrase: Sequence[Token]) -> tuple[Token, ...]:
    """Without a remark in brackets: 发布信息(含图文、视频)共计3千余条."""
    words: list[Token] = []
    depth = 0
    for at, token in enumerate(phrase):
        depth += token.tag == "open"
        if not depth or _names_the_account(phrase[at - 2 : at + 2]):
            words.append(token)
        depth -= token.tag == "close" and depth > 0
    return tuple(words)


def _names_the_account(words: Sequence[Token]) -> bool:
    """新媒体平台(服务号)推送26条: the only channel that brackets name is the one that is meant."""
    tags = [word.tag for word in words]
    return (
        len(tags) == 4
        and tags[0] in ("new_media", "platform")
        and tags[1::2] == ["open", "close"]
        and words[2].kind == "place"
    )


def words_at(tokens: Sequence[Token], index: int, whole: int | None = None, *, in_brackets: bool = False) -> Mention:
    """The words around a token that stands for a number (持平, 未)."""
    start = phrase_start(tokens, index)
    return Mention(
        index,
        tokens[index],
        NOTHING,
        start,
        tuple(tokens[start:index]),
        _tail(tokens, index),
        _lead(tokens, start),
        _clause(tokens, index),
        whole,
        in_brackets,
        True,
        False,
        any(token.tag == "number" for token in tokens[:index]),
    )


def _tail(tokens: Sequence[Token], index: int) -> tuple[Token, ...]:
    end = index + 1
    while end < len(tokens) and tokens[end].tag not in HARD:
        if tokens[end].tag == "pause" and not _joins_channels(tokens[end - 1 : end + 2]):
            break
        if tokens[end].tag == "number":
            return tuple(tokens[index + 1 : end - 1]) if tokens[end - 1].tag == "conj" else ()
        end += 1
    return tuple(tokens[index + 1 : end])


def _joins_channels(around: Sequence[Token]) -> bool:
    """发布96篇微博、微信图文: of both."""
    return len(around) > 1 and around[0].kind == around[-1].kind == "place"


def _lead(tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    lead: list[Token] = []
    depth = 0
    for token in reversed(tokens[:start]):
        if token.tag == "close":
            depth += 1
        elif token.tag == "open":
            if not depth:
                break
            depth -= 1
        elif not depth:
            if token.tag == "number":
                # What stands directly behind that number is its own noun (收到8宗*依申请公开*).
                while lead and lead[0].tag not in HARD:
                    lead.pop(0)
                break
            if token.tag in SENTENCE_ENDS:
                break
            lead.insert(0, token)
    return tuple(lead)


def _clause(tokens: Sequence[Token], index: int) -> tuple[Token, ...]:
    start = index
    while start and tokens[start - 1].tag not in CLAUSE_ENDS and tokens[start - 1].tag != "open":
        start -= 1
        if tokens[start].tag == "close":
            start = opening(tokens, start) or 0
    end = index
    while end < len(tokens) and tokens[end].tag not in CLAUSE_ENDS and tokens[end].tag not in ("open", "close"):
        end += 1
    return tuple(tokens[start:end])
