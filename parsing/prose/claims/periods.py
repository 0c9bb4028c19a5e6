"""Of which time a number speaks: the report's year, the year before, another, a part of one, or a stock of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from parsing.prose.claims.tokens import Token

Period = Literal["this", "last", "other", "part", "stock", "plan"]
_MARKS = frozenset({"date", "this_year", "last_year", "next_year", "earlier_year", "quarter", "all_years", "new_flow"})
_OF_TIME = _MARKS | {"since", "as_of", "cumulative"}


_WITH = frozenset("与同跟和")


def period(
    tokens: Sequence[Token], index: int, year: int | None, compared: frozenset[int] = frozenset(), start: int = 0
) -> tuple[Period, bool]:
    """The period of the number at ``index``, and whether words before it say that it was summed up (累计).

    The nearest words of time to its left decide. The year that something is compared with (较2022年) is not its own, nor are the tokens of ``compared``.
    """
    is_sum = False
    depth = 0
    clause = index
    for position in range(index - 1, start - 1, -1):
        token = tokens[position]
        if token.tag == "close":
            depth += 1
        elif token.tag == "open":
            depth = max(0, depth - 1)
        if depth:
            continue
        if token.tag in ("comma", "semicolon", "number"):
            clause = min(clause, position)
        if token.tag not in _OF_TIME:
            continue
        if (
            token.extent in ("part", "day")
            and clause < index
            and not _is_alone(tokens, position)
            and tokens[position - 1].tag != "as_of"
        ):
            # 于10月完成,全年公开642条: a month is that of its own clause, unless the clause is nothing but the month.
            continue
        if not is_sum and _sums_up(tokens, position):
            is_sum = all(tokens[between].tag != "number" for between in range(position, index))
        if token.text == "以来" and position and tokens[position - 1].tag not in ("date", "this_year"):
            return ("this" if _has_begun_in(tokens, position, year) else "stock"), is_sum
        if token.tag == "date" and _names_a_document(tokens, position, index):
            continue
        if token.tag == "date" and (since := _since(tokens, position)) and not _has_begun_in(tokens, since, year):
            return "stock", is_sum
        if token.tag == "new_flow" and is_sum and any(near.tag == "number" for near in tokens[position:index]):
            continue  # 新增139条,在微信公众号累计发布956条: what was new is the other number
        if token.tag == "new_flow" and position and tokens[position - 1].tag in ("date", "last_year", "earlier_year"):
            continue  # 2017年新增295条: of that year
        if token.tag in _MARKS and position not in compared and not _is_compared(tokens, position, year):
            return _of(tokens, position, year, is_sum=is_sum), is_sum
    return "this", is_sum


def _since(tokens: Sequence[Token], position: int) -> int:
    """自《条例》施行以来,截至2023年12月31日: where 以来 stands directly before a day up to which is counted, else 0."""
    before = [at for at in range(position) if tokens[at].tag not in ("comma", "as_of")][-1:]
    is_up_to = position > 0 and tokens[position - 1].tag == "as_of"
    return before[0] if before and is_up_to and tokens[before[0]].text.endswith("以来") else 0


def _sums_up(tokens: Sequence[Token], position: int) -> bool:
    """累计, and 截至目前: up to a day that is not named."""
    if tokens[position].tag == "as_of":
        return position + 1 < len(tokens) and tokens[position + 1].text in _NOW
    return tokens[position].tag == "cumulative"


_NOW = ("目前", "现在", "当前")


def _names_a_document(tokens: Sequence[Token], position: int, index: int) -> bool:
    """发布2022年度报告1份: the year is the report's; unless 该年度 goes back to it."""
    if any(token.tag == "that_year" for token in tokens[position:index]):
        return False
    behind = tokens[position + 1 : position + 4]
    if behind and behind[0].tag in ("documents", "plan_noun"):
        return True
    named = next((token for token in behind if token.kind not in ("unknown", "filler")), None)
    return named is not None and named.text in _OF_YEARS  # 2022年部门决算, 2022年就业资金预算


_OF_YEARS = frozenset({"决算", "预算", "年报", "年度报告", "报告", "总结"})


def _has_begun_in(tokens: Sequence[Token], position: int, year: int | None) -> bool:
    """自2008年5月1日《条例》施行以来, in the report of 2008: what has been counted since is of this year."""
    named = [near for near in tokens[max(0, position - 4) : position] if near.tag == "date"]
    return bool(named) and year is not None and named[-1].year == year


def _is_alone(tokens: Sequence[Token], position: int) -> bool:
    before = tokens[position - 1].tag if position else "stop"
    after = tokens[position + 1].tag if position + 1 < len(tokens) else ""
    rest = [tokens[at].text for at in range(position, min(len(tokens), position + 6)) if tokens[at].tag != "comma"]
    return (after == "comma" or "期间" in rest) and before in ("stop", "comma", "semicolon", "date")


def _is_compared(tokens: Sequence[Token], position: int, year: int | None) -> bool:
    if not position:
        return False
    token, before = tokens[position], tokens[position - 1]
    is_past = token.tag == "last_year" or (token.year is not None and year is not None and token.year < year)
    return before.tag in ("cmp", "yoy") or (before.text in _WITH and is_past)


def _of(tokens: Sequence[Token], position: int, year: int | None, *, is_sum: bool) -> Period:
    token = tokens[position]
    before = tokens[position - 1].tag if position else ""
    after = tokens[position + 1].tag if position + 1 < len(tokens) else ""
    if token.tag == "new_flow" and before in ("date", "last_year"):
        return _of(tokens, position - 1, year, is_sum=is_sum)  # 2022年新增40条, in the report of 2023
    if token.tag == "date":
        return _of_date(token, before, after, year, is_sum=is_sum)
    if token.tag == "this_year" and before == "as_of":
        return "stock" if is_sum else "this"
    if token.tag in ("this_year", "last_year"):
        return "this" if token.tag == "this_year" else "last"
    if token.text.endswith("以来") and _has_begun_in(tokens, position, year):
        return "this"
    if token.text in _UP_TO_NOW and _began_this_year(tokens[position - 1 : position], year):
        return "this"
    return {"new_flow": "this", "next_year": "plan", "earlier_year": "other", "quarter": "part", "all_years": "stock"}[
        token.tag
    ]  # type: ignore[return-value]


_UP_TO_NOW = ("至今", "迄今")


def _began_this_year(before: Sequence[Token], year: int | None) -> bool:
    """2023年至今 in the report of 2023, 年初至今."""
    if not before or before[0].tag != "date":
        return bool(before) and (before[0].tag == "this_year" or before[0].text == "年初")
    is_from_january = before[0].extent == "year" or _JANUARY.search(before[0].text) is not None
    return before[0].year == year and is_from_january


_JANUARY = re.compile(r"(?<!\d)0?1月")
_MONTH_OF = re.compile(r"(\d{1,2})月")


def _of_date(token: Token, before: str, after: str, year: int | None, *, is_sum: bool) -> Period:
    is_this = token.year is None or year is None or token.year == year
    if before == "as_of":
        if not is_this:
            return "stock"
        return "part" if (month := _MONTH_OF.search(token.text)) and month[1] != "12" else "this"
    if after == "since" or before == "since":
        is_january = token.extent == "part" and _JANUARY.search(token.text) is not None
        return "this" if is_this and (token.extent in ("year", "day") or is_january) else "stock"
    if token.extent == "years":
        return "stock"
    if token.extent in ("part", "day"):
        return "part"
    if is_this:
        return "this"
    return "last" if year is not None and token.year == year - 1 else "other"
