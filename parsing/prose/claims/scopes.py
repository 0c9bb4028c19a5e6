"""What is a part of what: 其中, brackets behind a number, 在收到的26件申请中."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsing.prose.claims.tokens import DAY_UNITS, Token

CLAUSE_ENDS = frozenset({"comma", "semicolon", "stop"})


@dataclass(slots=True)
class _Scope:
    whole: int | None
    is_bracket: bool
    is_part: bool
    ends_at: frozenset[str] = field(default_factory=frozenset)


def scopes_of(tokens: Sequence[Token], numbers: Sequence[int]) -> list[tuple[int | None, bool]]:
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
        elif token.text in ("中", "里") and _opens_parts(tokens, index):
            stack = [scope for scope in stack if scope.is_bracket]
            stack.append(_Scope(_last_count(tokens, numbers[: len(found)]), False, True, frozenset({"semicolon"})))
        elif token.tag == "subset" and not _names_examples(tokens, index):
            opens_list = any(after.tag == "colon" for after in tokens[index + 1 : index + 4])
            inside = [scope for scope in stack if scope.is_bracket]
            stack = [
                *inside,
                _Scope(
                    _last_count(tokens, numbers[: len(found)]),
                    False,
                    True,
                    frozenset() if opens_list else frozenset({"semicolon"}),
                ),
            ]
        elif stack and _ends_contents(tokens, index, numbers[: len(found)]):
            stack = [scope for scope in stack if not (scope.is_part and scope.whole == -1 and not scope.is_bracket)]
        elif stack:
            stack = [scope for scope in stack if token.tag not in scope.ends_at]
    return found


def _ends_contents(tokens: Sequence[Token], index: int, numbers: Sequence[int]) -> bool:
    """公众号内容涵盖动态、活动等,全年发布信息331篇: behind what it contains a new statement begins, with a time of its own."""
    if numbers or tokens[index].tag != "comma" or tokens[index - 1].tag != "etc" or index + 1 >= len(tokens):
        return False
    start = max((at for at in range(index) if tokens[at].tag == "subset"), default=0)
    return tokens[start].text in _CONTAINS and tokens[index + 1].tag in ("this_year", "date", "cumulative")


_CONTAINS = frozenset({"包括", "包含", "涵盖"})


def _names_examples(tokens: Sequence[Token], index: int) -> bool:
    """主动公开包括年报、指南等信息52条: what 包括 names directly behind the verb is disclosed, not some of it."""
    before = index - 1 if index > 1 and tokens[index - 1].tag == "info" else index  # 主动公开信息包括…等共52条
    if tokens[index].text not in _CONTAINS or not before or tokens[before - 1].tag not in ("proactive", "disclose"):
        return False
    end = next((at for at in range(index, len(tokens)) if tokens[at].tag in _ENDS), len(tokens))
    return end < len(tokens) and tokens[end].tag == "number" and any(word.tag == "etc" for word in tokens[index:end])


_ENDS = CLAUSE_ENDS | {"number", "colon", "open"}


def _opens_parts(tokens: Sequence[Token], index: int) -> bool:
    """在收到的26件申请中, 在主动公开的信息中: what follows is some of it."""
    if index + 1 >= len(tokens) or (tokens[index + 1].tag != "comma" and tokens[index - 1].kind != "noun"):
        return False
    start = index
    while start and tokens[start - 1].tag not in CLAUSE_ENDS:
        start -= 1
    return tokens[start].text in ("在", "上述", "以上") or any(token.tag == "number" for token in tokens[start:index])


_NO_COUNTS = DAY_UNITS | {"%", "倍", "个百分点"}


def _last_count(tokens: Sequence[Token], numbers: Sequence[int]) -> int:
    """The last number that is no change, percentage or multiple: parts are those of a count; -1 if there is none."""
    for position in range(len(numbers) - 1, -1, -1):
        token = tokens[numbers[position]]
        words = [word for word in tokens[max(0, numbers[position] - 3) : numbers[position]] if word.kind != "filler"]
        if token.unit not in _NO_COUNTS and not (words and words[-1].tag in ("rise", "fall")):
            return position
    return -1
