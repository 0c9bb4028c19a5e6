"""What the prose says of the year before: 较上年下降 26.7 %, 减少 3 件, 由 10 件增加到 15 件, 持平, 翻一番, 上年 15 件.

A change belongs to the subject named in its own clause, else to the count that directly precedes it. Anything between
them that could be the subject makes the change nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from parsing.numerals import PrintedNumber, parse_number, parse_percent
from parsing.prose.claim_rules import ClaimRules
from parsing.prose.claim_sentence import Found, ReadSentence

_FILLERS = re.compile(r"20\d\d年度?|全年|本年度?|我局|共|总体|数量|总量|数|量|[,。;:、()\s]|因此|同期")
_OTHER_SUBJECT = re.compile(
    r"办结|答复|回复|处理|复议|诉讼|网上|网络|信函|当面|留言|解读|信访|热线|来电|访问|提案|建议"
)
_HUNDRED = Decimal(100)


def read_movement(current: ReadSentence, rules: ClaimRules) -> Iterator[Found]:
    """由 A 增加到 B: last year's A as ``prior`` and this year's B as ``count``."""
    for match in rules.change.from_to.finditer(current.text):
        metric = _subject(current, match.start(), "", rules)
        before, now = parse_number(match["before"]), parse_number(match["n"])
        if metric is None or before is None or now is None or not _is_last_year(current, match):
            continue
        yield _of(metric, "prior", before, match.span("before"), match["before"])
        yield _of(metric, "count", now, match.span("n"), match["n"] + current.unit_at(match.end("n")))


def read_changes(current: ReadSentence, rules: ClaimRules) -> Iterator[Found]:
    """Stated changes (``change``, ``change_pct``) and last year's value (``prior``) of the metrics that have them."""
    change = rules.change
    for pattern in (change.moved, change.level, change.doubled, change.ratio):
        for match in pattern.finditer(current.text):
            metric = _owner(current, match, rules)
            stated = _stated(match, rules) if metric is not None and _is_last_year(current, match) else None
            if metric is not None and stated is not None:
                kind, value = stated
                start = match.start("verb") if "verb" in match.re.groupindex else match.start()
                yield _of(metric, kind, value, (start, match.end()), current.text[start : match.end()])
    for match in change.before.finditer(current.text):
        metric = _preceding(current, match.start(), rules)
        number = parse_number(match["n"])
        if metric is not None and number is not None and _is_last_year(current, match):
            yield _of(metric, "prior", number, match.span("n"), match["n"] + current.unit_at(match.end("n")))


def _stated(match: re.Match[str], rules: ClaimRules) -> tuple[str, PrintedNumber] | None:
    change = rules.change
    if match.re is change.level:
        return "change", PrintedNumber(Decimal(0), 0, match["about"] is not None)
    if match.re is change.doubled:
        ratio = 4 if match["doublings"] in ("两", "二") else 2
        return "change_pct", PrintedNumber((ratio - 1) * _HUNDRED, 0, False)
    if match.re is change.ratio:
        return _times(match["times"], is_ratio=True)
    is_fall = match["verb"] in change.falls
    sign = -1 if is_fall else 1
    if match["times"] is not None:
        return None if is_fall else _times(match["times"], is_ratio=False)
    kind = "change_pct" if match["percent"] is not None else "change"
    number = parse_percent(match["percent"]) if kind == "change_pct" else parse_number(match["n"])
    if number is None:
        return None
    return kind, PrintedNumber(sign * number.value, number.decimals, number.is_approximate)


def _times(printed: str, is_ratio: bool) -> tuple[str, PrintedNumber] | None:
    """X 倍 as a ratio (是 … 的 X 倍) or as a growth (增长 X 倍), in per cent."""
    number = parse_number(printed)
    if number is None:
        return None
    growth = number.value - 1 if is_ratio else number.value
    per_cent = growth * _HUNDRED
    value = per_cent.to_integral_value() if per_cent == per_cent.to_integral_value() else per_cent
    return "change_pct", PrintedNumber(value, number.decimals - 2, number.is_approximate)


def _owner(current: ReadSentence, match: re.Match[str], rules: ClaimRules) -> str | None:
    inner = match["subject"]
    own_clause = current.text[current.clause_start(match.start()) : match.start()]
    if current.counted_before(match.start()) > current.clause_start(match.start()):
        own_clause = ""
    if _FILLERS.sub("", own_clause + inner):
        return _subject(current, match.start(), inner, rules)
    return _preceding(current, match.start(), rules)


def _subject(current: ReadSentence, position: int, inner: str, rules: ClaimRules) -> str | None:
    text = current.text[current.clause_start(position) : position] + inner
    if _OTHER_SUBJECT.search(text) is not None:
        return None
    metrics = [metric for metric, pattern in rules.change.subjects.items() if pattern.search(text) is not None]
    return metrics[0] if len(metrics) == 1 else None


def _preceding(current: ReadSentence, position: int, rules: ClaimRules) -> str | None:
    """The compared metric whose count is the last number before ``position``, here or in the sentence before."""
    outside = re.sub(r"\([^()]*\)", lambda match: " " * len(match[0]), current.text[:position])
    counts = [found for found in current.found if found.kind == "count" and found.end <= position]
    if not counts and current.previous is not None and not _FILLERS.sub("", outside):
        return _last_of(current.previous, len(current.previous.text), rules)
    return _last_of(current, position, rules)


def _last_of(current: ReadSentence, position: int, rules: ClaimRules) -> str | None:
    counts = [
        found
        for found in current.found
        if found.kind == "count" and found.end <= position and not current.is_in_brackets(found.start)
    ]
    if not counts:
        return None
    last = max(counts, key=lambda found: found.end)
    between = re.sub(r"\([^()]*\)", "", current.text[last.end : position])
    is_next = re.search(r"\d", between) is None and _OTHER_SUBJECT.search(between.replace("办结", "")) is None
    return last.metric if is_next and last.metric in rules.change.subjects else None


def _is_last_year(current: ReadSentence, match: re.Match[str]) -> bool:
    """False where the prose compares with a year that is not the one before."""
    than = match["than"] if "than" in match.re.groupindex else None
    return than is None or current.year is None or int(than) == current.year - 1


def _of(metric: str, kind: str, number: PrintedNumber, span: tuple[int, int], raw: str) -> Found:
    return Found(metric, kind, number.value, number.decimals, number.is_approximate, span[0], span[1], raw)
