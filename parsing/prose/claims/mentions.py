"""The numbers of a sentence, each with the words that belong to it: phrase, tail, lead, and what it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsing.prose.claims.tokens import Token

HARD = frozenset({"comma", "semicolon", "colon", "stop", "open", "close"})
"""Marks of punctuation that end a phrase; ``、`` does not: nouns listed before one number belong to it together."""
_CLAUSE = frozenset({"comma", "semicolon", "stop"})
_SENTENCE = frozenset({"semicolon", "stop"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One number of a sentence."""

    index: int
    """Of its token."""
    token: Token
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
    """Whether it stands in a list whose nouns are more or fewer (分别为): whose it is cannot be told."""
    follows: bool = False
    """Whether it goes on with the list of the number before it: nothing but 、 or a comma and its own phrase between."""


@dataclass(slots=True)
class _Scope:
    whole: int | None
    is_bracket: bool
    is_part: bool
    ends_at: frozenset[str] = field(default_factory=frozenset)


def find_mentions(tokens: Sequence[Token]) -> tuple[Mention, ...]:
    """The mentions in order; ``whole`` refers to their positions in the result."""
    numbers = [index for index, token in enumerate(tokens) if token.tag == "number"]
    scopes = _scopes(tokens, numbers)
    found: list[Mention] = []
    lists = _respective(tokens, numbers)
    tokens = _with_units(tokens, numbers)
    for order, index in enumerate(numbers):
        start = _phrase_start(tokens, index)
        phrase = tuple(tokens[start:index])
        listed = lists.get(index)
        if listed is not None:
            phrase = listed
        whole, in_brackets = scopes[order]
        before = numbers[order - 1] if order else None
        found.append(
            Mention(
                index,
                tokens[index],
                phrase,
                _tail(tokens, index),
                _lead(tokens, start),
                _clause(tokens, index),
                whole,
                in_brackets,
                index + 1 >= len(tokens) or tokens[index + 1].kind == "punctuation" or tokens[index + 1].tag == "conj",
                index in lists and listed is None,
                before is not None and all(token.tag not in _SENTENCE for token in tokens[before:index]),
            )
        )
    return tuple(found)


def _with_units(tokens: Sequence[Token], numbers: Sequence[int]) -> tuple[Token, ...]:
    """A list of bare numbers has the unit of its last: 512、348、71篇."""
    found = list(tokens)
    for before, after in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        between = {token.tag for token in tokens[before + 1 : after]}
        if not found[before].unit and found[after].unit and between <= {"pause", "conj"}:
            found[before] = found[before]._replace(unit=found[after].unit)
    return tuple(found)


def words_at(tokens: Sequence[Token], index: int, whole: int | None = None, *, in_brackets: bool = False) -> Mention:
    """The words around a token that stands for a number (持平, 未)."""
    start = _phrase_start(tokens, index)
    return Mention(
        index,
        tokens[index],
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


def _phrase_start(tokens: Sequence[Token], index: int) -> int:
    start = index
    while start and tokens[start - 1].tag not in HARD and tokens[start - 1].tag != "number":
        start -= 1
    if start and tokens[start - 1].tag == "close":
        opened = _opening(tokens, start - 1)
        if opened is not None and all(token.tag != "number" for token in tokens[opened:start]) and opened:
            # A remark in brackets within the phrase: 申请(含网上)26件.
            return _phrase_start(tokens, opened)
    if start == index and start and tokens[start - 1].tag == "colon":
        return _phrase_start(tokens, start - 1)
    if start and tokens[start - 1].tag == "number":
        if start < index and tokens[index - 1].tag in ("conj", "pause") and index - start > 1:
            return index  # 14件人大代表建议和17件 …: the noun is the other number's
        for position in range(start, index):
            if tokens[position].tag == "pause":
                return position + 1
    return start


def _opening(tokens: Sequence[Token], close: int) -> int | None:
    for position in range(close - 1, -1, -1):
        if tokens[position].tag == "open":
            return position
    return None


def _tail(tokens: Sequence[Token], index: int) -> tuple[Token, ...]:
    end = index + 1
    while end < len(tokens) and tokens[end].tag not in HARD and tokens[end].tag != "pause":
        if tokens[end].tag == "number":
            return tuple(tokens[index + 1 : end - 1]) if tokens[end - 1].tag == "conj" else ()
        end += 1
    return tuple(tokens[index + 1 : end])


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
            if token.tag in _SENTENCE:
                break
            lead.insert(0, token)
    return tuple(lead)


def _clause(tokens: Sequence[Token], index: int) -> tuple[Token, ...]:
    start = index
    while start and tokens[start - 1].tag not in _CLAUSE and tokens[start - 1].tag != "open":
        start -= 1
        if tokens[start].tag == "close":
            start = _opening(tokens, start) or 0
    end = index
    while end < len(tokens) and tokens[end].tag not in _CLAUSE and tokens[end].tag not in ("open", "close"):
        end += 1
    return tuple(tokens[start:end])


def _scopes(tokens: Sequence[Token], numbers: Sequence[int]) -> list[tuple[int | None, bool]]:
    """For each number the mention that it is a part of, and whether it stands in brackets."""
    stack: list[_Scope] = []
    found: list[tuple[int | None, bool]] = []
    for index, token in enumerate(tokens):
        if token.tag == "number":
            part = next((scope.whole for scope in reversed(stack) if scope.is_part), None)
            found.append((part, any(scope.is_bracket for scope in stack)))
        elif token.tag == "open":
            follows = index > 0 and len(found) > 0 and numbers[len(found) - 1] == index - 1
            stack.append(_Scope(_last_count(tokens, numbers[: len(found)]) if follows else None, True, follows))
        elif token.tag == "close":
            while stack and not stack.pop().is_bracket:
                pass
        elif token.text in ("中", "里") and index + 1 < len(tokens) and tokens[index + 1].tag == "comma" and _opens_parts(tokens, index):
            stack = [scope for scope in stack if scope.is_bracket]
            stack.append(_Scope(_last_count(tokens, numbers[: len(found)]), False, True, frozenset({"semicolon"})))
        elif token.tag == "subset":
            opens_list = any(after.tag == "colon" for after in tokens[index + 1 : index + 4])
            inside = [scope for scope in stack if scope.is_bracket]
            stack = [*inside, _Scope(_last_count(tokens, numbers[: len(found)]), False, True, frozenset() if opens_list else frozenset({"semicolon"}))]
        else:
            stack = [scope for scope in stack if token.tag not in scope.ends_at]
    return found


def _opens_parts(tokens: Sequence[Token], index: int) -> bool:
    """在收到的26件申请中, 在主动公开的信息中: what follows is some of it."""
    start = index
    while start and tokens[start - 1].tag not in _CLAUSE:
        start -= 1
    return tokens[start].text in ("在", "上述", "以上") or any(token.tag == "number" for token in tokens[start:index])


def _last_count(tokens: Sequence[Token], numbers: Sequence[int]) -> int:
    """The last number that is no change, percentage or multiple: parts are those of a count; -1 if there is none."""
    for position in range(len(numbers) - 1, -1, -1):
        token = tokens[numbers[position]]
        words = [word for word in tokens[max(0, numbers[position] - 3) : numbers[position]] if word.kind != "filler"]
        if token.unit not in ("%", "倍", "个百分点") and not (words and words[-1].tag in ("rise", "fall")):
            return position
    return -1


def _respective(tokens: Sequence[Token], numbers: Sequence[int]) -> dict[int, tuple[Token, ...] | None]:
    """The phrases of numbers that stand in the order of a list of nouns: 网站、微信分别发布20条、30条."""
    phrases: dict[int, tuple[Token, ...] | None] = {}
    for index, token in enumerate(tokens):
        if token.tag != "respectively":
            continue
        listed = _listed_numbers(tokens, index, numbers)
        groups = _groups(tokens[_phrase_start(tokens, index) : index])
        if len(listed) < 2:
            continue
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


def _trailing(group: Sequence[Token]) -> tuple[Token, ...]:
    """What the nouns of a list have in common behind the last: 网站、微信*发布数*, 受理、答复*申请*."""
    place = next((position for position, word in enumerate(group) if word.kind in ("place", "noun", "verb")), None)
    return tuple(word for word in group[place + 1 :]) if place is not None else ()


def _listed_numbers(tokens: Sequence[Token], index: int, numbers: Sequence[int]) -> list[int]:
    """The numbers behind 分别 that have no noun of their own."""
    listed: list[int] = []
    for number in numbers:
        if number < index:
            continue
        between = tokens[(listed[-1] if listed else index) + 1 : number]
        if listed and any(word.kind not in ("filler", "punctuation") and word.tag not in ("conj", "respectively", "rise", "fall") for word in between):
            break
        if any(word.tag in _SENTENCE for word in between):
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
