"""How far 未, 没有 and 无 reach: the words that each negates, and whether it negates any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsing.prose.claims.heads import JOINTS
from parsing.prose.claims.in_time import WORDS_OF_DUTY
from parsing.prose.claims.lists import HARD
from parsing.prose.claims.mentions import Mention, words_at
from parsing.prose.claims.periods import period
from parsing.prose.claims.sentence import SentenceReading
from parsing.prose.claims.tokens import Token

RESULTS = frozenset({"verdict_bad", "corrected", "upheld"})
"""Negated, they say nothing of how many cases there were."""


@dataclass(frozen=True, slots=True)
class Negation:
    """未 and the words that it negates."""

    scope: tuple[Token, ...]
    """Behind it, up to a mark, a number or the next 未."""
    groups: Sequence[Sequence[Token]]
    """The nouns that may be negated, as they are listed; those before it if no noun stands behind (复议、诉讼均无)."""
    around: Mention
    span: tuple[int, int]
    is_of_nouns: bool
    """Whether the word negates nouns only (无, 零), not verbs (未, 没有)."""

    @property
    def verbs(self) -> set[str]:
        return {token.tag for token in self.scope if token.kind == "verb"}


def negation_at(reading: SentenceReading, index: int) -> Negation | None:
    """What is negated at ``index``; ``None`` if that is a duty, a result (未发生败诉), another year's, or a number follows."""
    tokens = reading.tokens
    end = index + 1
    scope: tuple[Token, ...] = ()
    while end < len(tokens) and (not _ends_scope(tokens[end]) or _is_of_the_cause(tokens, end)):
        if behind := _behind_a_remark(tokens, end):
            end = behind
            continue
        if tokens[end].tag in HARD and not _goes_on_with_lawsuits(tokens, index, end):
            break
        scope = (*scope, tokens[end])
        end += 1
    around = words_at(tokens, index)
    if end < len(tokens) and tokens[end].tag == "number":
        return None
    if any(token.tag in WORDS_OF_DUTY for token in around.clause) or any(
        token.tag in RESULTS for token in without_cause(scope)
    ):
        return None
    since = max((place for place in range(index) if tokens[place].tag in ("number", "semicolon")), default=0)
    if period(tokens, index, reading.year, start=since)[0] != "this" and not _is_of_all_years(tokens[since:index]):
        return None
    groups = noun_groups(scope)
    if not has_noun(scope):
        if _is_of_verdicts(around):
            return None
        groups = noun_groups(tuple(token for token in around.phrase if token.tag != "all"))
        if not has_noun(around.phrase):
            groups = noun_groups(around.lead) if scope or (around.lead[-1:] and around.lead[-1].tag == "colon") else []
    span = (tokens[index].start, tokens[end - 1].end)
    return Negation(scope, groups, around, span, tokens[index].text.endswith(("无", "零")))


def _is_of_verdicts(around: Mention) -> bool:
    """复议被撤销、诉讼败诉等情形均未发生: verdicts that stand before 未."""
    said = around.phrase if has_noun(around.phrase) else around.lead
    return any(token.tag in RESULTS for token in without_cause(said))


def without_cause(scope: Sequence[Token]) -> Sequence[Token]:
    """因处理不当引起行政复议: what went wrong is the cause, not what became of the case."""
    start = next((at for at, token in enumerate(scope) if token.text == "因"), len(scope))
    end = next((at for at in range(len(scope) - 1, start, -1) if scope[at].tag == "occur"), start)
    return (*scope[:start], *scope[end:])


def _behind_a_remark(tokens: Sequence[Token], start: int) -> int:
    """未收到公民(法人)提出的申请: where what brackets interrupt goes on; 0 if it does not, or if they state a number."""
    if tokens[start].tag != "open":
        return 0
    end = next((at for at in range(start, len(tokens)) if tokens[at].tag == "close"), len(tokens))
    is_remark = all(token.tag != "number" for token in tokens[start:end])
    return end + 1 if is_remark and end + 1 < len(tokens) and tokens[end + 1].tag not in HARD | {"number"} else 0


def _is_of_all_years(before: Sequence[Token]) -> bool:
    """全年及历年均未…: of this year as well."""
    tags = [token.tag for token in before if token.kind != "filler"]
    return any(
        first in ("this_year", "date") and joint in JOINTS and last in ("all_years", "last_year")
        for first, joint, last in zip(tags, tags[1:], tags[2:], strict=False)
    )


_OF_LAWSUITS = frozenset({"review", "litigation", "occur", "submit", "conj", "pause"})


def _goes_on_with_lawsuits(tokens: Sequence[Token], index: int, comma: int) -> bool:
    """无因信息公开引起行政复议,提起行政诉讼的情况: a comma between the two, and nothing else said of the second."""
    behind = next((at for at in range(comma + 1, len(tokens)) if tokens[at].tag in HARD), len(tokens))
    clause = tokens[comma + 1 : behind]
    tags = {token.tag for token in clause}
    is_of_both = "litigation" in tags and any(token.tag == "review" for token in tokens[index:comma])
    return tokens[comma].tag == "comma" and is_of_both and tags <= _OF_LAWSUITS | {"filler"}


def _ends_scope(token: Token) -> bool:
    return token.tag in ("neg", "number") and not token.text.startswith("一")  # 未发生一例…: no number


def _is_of_the_cause(tokens: Sequence[Token], at: int) -> bool:
    """没有因以上7件申请引发复议: how many there were of what did not lead to it."""
    before = [token.text for token in tokens[max(at - 2, 0) : at]]
    return tokens[at].tag == "number" and before[:1] == ["因"] and before[1:] in (["以上"], ["上述"], ["这"])


def has_noun(tokens: Sequence[Token]) -> bool:
    return any(token.kind in ("noun", "topic") for token in tokens)


def noun_groups(scope: Sequence[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = [[]]
    for token in scope:
        if token.tag in ("pause", "conj", "comma", "colon"):
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if group]
